import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const tool = join(import.meta.dirname, 'release-check.ts');
const runner = join(import.meta.dirname, '../../node_modules/.bin/tsx');

/** What the tool says of a repository with one commit of these files, and `after` lying beside it. */
function check(
  files: { readonly changelog: string; readonly ci: string },
  after: Readonly<Record<string, string>> = {},
): { readonly code: number | null; readonly text: string } {
  const folder = mkdtempSync(join(tmpdir(), 'smh-release-test-'));
  const git = (...parameters: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...parameters], {
      cwd: folder,
    });
  try {
    mkdirSync(join(folder, '.ci'));
    writeFileSync(join(folder, 'package.json'), '{ "version": "1.2.0" }');
    writeFileSync(join(folder, 'CHANGELOG.md'), files.changelog);
    writeFileSync(join(folder, '.ci/run'), files.ci);
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'all');
    for (const [name, content] of Object.entries(after)) writeFileSync(join(folder, name), content);
    const { status, stdout, stderr } = spawnSync(runner, [tool], { cwd: folder, encoding: 'utf8' });
    return { code: status, text: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const told = '# Changelog\n\n## 1.2.0 - 2026-11-30\n';

describe('npm run release:check', () => {
  it('passes where the version is told and a fresh clone passes', () => {
    const { code, text } = check({ changelog: told, ci: 'git rev-parse HEAD >/dev/null && echo "7 passed"' });
    assert.equal(code, 0, text);
    assert.match(text, /7 passed\nVersion 1\.2\.0 can be released\./);
  });

  for (const [what, files, after, message] of [
    ['something is not committed', { changelog: told, ci: 'true' }, { new: '' }, /not committed/],
    ['the version is not told', { changelog: '## Unreleased\n', ci: 'true' }, {}, /no "## 1\.2\.0/],
    ['a fresh clone fails', { changelog: told, ci: 'exit 1' }, {}, /fresh clone does not pass/],
  ] as const) {
    it(`fails where ${what}`, () => {
      const { code, text } = check(files, after);
      assert.equal(code, 1, text);
      assert.match(text, message);
    });
  }
});
