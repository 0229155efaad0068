import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Fails when `custom-elements.json` is not what the analyzer makes of the sources now. The fresh one
 * goes into a folder below `.test-output`, since the analyzer takes relative folders alone.
 */
const committed = 'custom-elements.json';
mkdirSync('.test-output', { recursive: true });
const folder = mkdtempSync(join('.test-output', 'manifest-'));
try {
  execFileSync('cem', ['analyze', '--outdir', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (normalized(join(folder, committed)) === normalized(committed)) {
    console.log(`${committed} is fresh.`);
  } else {
    console.error(`${committed} is stale: run "npm run manifest" and commit it.`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Prettier and the analyzer disagree about line breaks alone. */
function normalized(path: string): string {
  try {
    return JSON.stringify(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`${path} can not be read.`, { cause: error });
  }
}
