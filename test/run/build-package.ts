import { spawnSync } from 'node:child_process';

/**
 * Builds the package by `npm run build`, as the whole-browser tests run what users get.
 *
 * @throws {Error} when the build fails; its output has been shown.
 */
export function buildPackage(): void {
  const { status, error } = spawnSync('npm', ['run', 'build'], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    throw new Error(`npm run build failed (${error?.message ?? `exit code ${String(status)}`}).`);
  }
}
