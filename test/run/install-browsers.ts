import { findBrowsers } from './find-browsers.js';
import type { FoundBrowsers, MissingProgram } from './find-browsers.js';
import type { BrowserName } from './browser-names.js';
import { installCommand, installDebianPackages } from './install-debian-packages.js';

/**
 * Finds the browsers and, where they are missing and the machine lets us, installs Debian's packages.
 *
 * @throws {Error} that names each missing program and the command that gets it.
 */
export function findOrInstallBrowsers(wanted: readonly BrowserName[]): FoundBrowsers {
  const first = findBrowsers(wanted);
  if (first.missing.length === 0) return first.found;
  const packages = packagesOf(first.missing);
  console.log(`Installing what the browser tests need: ${packages.join(' ')}`);
  const problem = installDebianPackages(packages);
  const second = findBrowsers(wanted);
  if (second.missing.length > 0) {
    throw new Error(explain(second.missing, problem ?? 'apt-get ended well, yet they were not found.'));
  }
  return second.found;
}

function packagesOf(missing: readonly MissingProgram[]): readonly string[] {
  return [...new Set(missing.map((program) => program.debianPackage))];
}

function explain(missing: readonly MissingProgram[], reason: string): string {
  return [
    'Browsers that the tests need are missing:',
    ...missing.map(
      (program) => `  ${program.browser}: ${program.what}, Debian package ${program.debianPackage}`,
    ),
    reason,
    'Get them with:',
    `  ${installCommand(packagesOf(missing))}`,
    'Or narrow the run on purpose: npm test -- --browsers chromium',
  ].join('\n');
}
