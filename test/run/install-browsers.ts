import { spawnSync } from 'node:child_process';
import { findBrowsers } from './find-browsers.js';
import type { FoundBrowsers, MissingProgram } from './find-browsers.js';
import type { BrowserName } from './browser-names.js';

/** Ten minutes: the packages with what they depend on are about 300 MB. */
const installTimeoutMs = 600_000;

/**
 * Finds the browsers and, where they are missing and the machine lets us, installs Debian's packages.
 *
 * @throws {Error} that names each missing program and the command that gets it.
 */
export function findOrInstallBrowsers(wanted: readonly BrowserName[]): FoundBrowsers {
  const first = findBrowsers(wanted);
  if (first.missing.length === 0) return first.found;
  const packages = packagesOf(first.missing);
  const prefix = administratorPrefix();
  if (prefix === undefined) throw new Error(explain(first.missing, 'They can not be installed from here.'));
  console.log(`Installing what the browser tests need: ${packages.join(' ')}`);
  const problem =
    run([...prefix, 'apt-get', 'update']) ??
    run([
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      'install',
      '--yes',
      '--no-install-recommends',
      ...packages,
    ]);
  const second = findBrowsers(wanted);
  if (second.missing.length > 0) {
    throw new Error(explain(second.missing, problem ?? 'apt-get ended well, yet they were not found.'));
  }
  return second.found;
}

function packagesOf(missing: readonly MissingProgram[]): readonly string[] {
  return [...new Set(missing.map((program) => program.debianPackage))];
}

/** How to become root without a question; undefined where that is not possible. */
function administratorPrefix(): readonly string[] | undefined {
  if (!succeeds('apt-get', ['--version'])) return undefined;
  if (process.getuid?.() === 0) return [];
  return succeeds('sudo', ['-n', 'true']) ? ['sudo', '-n'] : undefined;
}

function succeeds(command: string, parameters: readonly string[]): boolean {
  return spawnSync(command, parameters, { stdio: 'ignore' }).status === 0;
}

/** Runs a command with its output shown; answers what went wrong, if anything. */
function run(command: readonly string[]): string | undefined {
  const [program = '', ...parameters] = command;
  const { status, error } = spawnSync(program, parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: installTimeoutMs,
  });
  if (status === 0) return undefined;
  return `"${command.join(' ')}" failed (${error?.message ?? `exit code ${String(status)}`}).`;
}

function explain(missing: readonly MissingProgram[], reason: string): string {
  return [
    'Browsers that the tests need are missing:',
    ...missing.map(
      (program) => `  ${program.browser}: ${program.what}, Debian package ${program.debianPackage}`,
    ),
    reason,
    'Get them with:',
    `  sudo apt-get update && sudo apt-get install --no-install-recommends ${packagesOf(missing).join(' ')}`,
    'Or narrow the run on purpose: npm test -- --browsers chromium',
  ].join('\n');
}
