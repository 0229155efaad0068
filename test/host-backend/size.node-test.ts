import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../demo/host-backend');

describe('demo/host-backend', () => {
  const sources = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => readFileSync(join(FOLDER, name), 'utf8'));

  it('is under 200 lines of code, so that it can be read before it is trusted', () => {
    const lines = sources.join('\n').split('\n');
    const code = lines.filter((line) => !/^\s*($|\/\/|\/\*\*|\*)/.test(line));
    assert.ok(code.length > 0 && code.length < 200, `${code.length} lines`);
  });

  it('can be copied alone: it imports its own files and Node', () => {
    for (const [, from = ''] of sources.join('\n').matchAll(/\bfrom '([^']+)'/g)) {
      assert.match(from, /^(node:\w+|\.\/[\w-]+\.mjs)$/);
    }
  });

  it('has each of its settings in its README', () => {
    const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    const settings = readFileSync(join(FOLDER, 'settings.mjs'), 'utf8');
    const names = [...settings.matchAll(/^ {2}([A-Z_]+): \[/gm)].map(([, name = '']) => name);
    assert.equal(names.length, 11);
    for (const name of names) assert.ok(readme.includes(`\`${name}\``), name);
  });
});
