import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const usage = `npm run release:check
Says whether the last commit can be released: nothing is uncommitted, CHANGELOG.md tells of the version in
package.json, and all checks and tests pass in a fresh clone (about an hour).`;

/** @throws {Error} that says what stands against a release of the repository in `folder`. */
function checkRelease(folder: string): void {
  const git = (...parameters: readonly string[]): string =>
    execFileSync('git', parameters, { cwd: folder, encoding: 'utf8' });
  if (git('status', '--porcelain') !== '') throw new Error('Something is not committed: see git status.');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const changelog = readFileSync(join(folder, 'CHANGELOG.md'), 'utf8');
  if (!changelog.split('\n').some((line) => line.startsWith(`## ${version} - `))) {
    throw new Error(`CHANGELOG.md has no "## ${version} - (date)": give what is unreleased its version.`);
  }
  const clone = mkdtempSync(join(tmpdir(), 'smh-release-'));
  try {
    git('clone', '--quiet', '--no-local', folder, clone);
    execFileSync('bash', ['.ci/run'], { cwd: clone, stdio: ['ignore', 'inherit', 'inherit'] });
  } catch (error) {
    throw new Error('A fresh clone does not pass: see above.', { cause: error });
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
  console.log(`Version ${version} can be released.`);
}

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false } } });
if (values.help) console.log(usage);
else {
  try {
    checkRelease(process.cwd());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
