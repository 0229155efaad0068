import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** `import x from 'y'`, `import 'y'`, `export * from 'y'` and `import('y')`. */
const IMPORT = /\b(?:import|export)\s*(?:\(\s*|(?:[\w$*{},\s]+\bfrom\b\s*)?)["']([^"'\s]+)["']/g;

/** What a built file imports, its chunks' imports included: packages by name, files by path. */
async function importsOf(file: string, found = new Set<string>()): Promise<ReadonlySet<string>> {
  const code = await readFile(join(dist, file), 'utf8');
  for (const [, specifier = ''] of code.matchAll(IMPORT)) {
    const path = specifier.startsWith('.') ? join(dirname(file), specifier) : specifier;
    if (found.has(path)) continue;
    found.add(path);
    if (specifier.startsWith('.')) await importsOf(path, found);
  }
  return found;
}

describe('the built entries', () => {
  it('smh-uploader/headless loads no Lit', async () => {
    const imports = [...(await importsOf('headless.js'))];
    assert.deepEqual(
      imports.filter((name) => /^(lit|@lit)(\/|$)/.test(name)),
      [],
    );
    assert.ok(
      imports.some((name) => name.startsWith('chunks')),
      'the reading of imports finds something',
    );
  });

  it('smh-uploader loads Lit by name, so that a bundler shares it', async () => {
    assert.ok((await importsOf('smh-uploader.js')).has('lit'));
  });

  it('smh-uploader.min.js and hash-worker.js load nothing', async () => {
    assert.deepEqual([...(await importsOf('smh-uploader.min.js'))], []);
    assert.deepEqual([...(await importsOf('hash-worker.js'))], []);
  });

  it('smh-uploader/headless and the development server can be imported in Node', async () => {
    const headless = (await import(join(dist, 'headless.js'))) as Record<string, unknown>;
    const server = (await import(join(dist, 'dev-server.js'))) as Record<string, unknown>;
    assert.equal(typeof headless['createUploader'], 'function');
    assert.equal(typeof server['createDevServer'], 'function');
  });
});
