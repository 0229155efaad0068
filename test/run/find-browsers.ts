import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { BrowserName } from './browser-names.js';

/** Where the programs of each engine lie; absolute paths. */
export type FoundBrowsers = {
  readonly chromium?: { readonly executable: string };
  readonly firefox?: { readonly executable: string };
  readonly webkit?: { readonly driver: string; readonly miniBrowser: string; readonly xvfb: string };
};

/** One program that an engine needs and that is not here. */
export type MissingProgram = {
  readonly browser: BrowserName;
  /** What was looked for, as a person would say it. */
  readonly what: string;
  /** The Debian package that holds it. */
  readonly debianPackage: string;
};

export type BrowserSearch = { readonly found: FoundBrowsers; readonly missing: readonly MissingProgram[] };

const chromiumCommands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const firefoxCommands = ['firefox-esr', 'firefox'];
const webkitDriverCommands = ['WebKitWebDriver'];
const xvfbCommands = ['Xvfb'];

/**
 * Looks for the browsers and their drivers among the installed programs.
 *
 * @param wanted only these are looked for, and only these can be missing.
 */
export function findBrowsers(wanted: readonly BrowserName[]): BrowserSearch {
  const missing: MissingProgram[] = [];
  const need = (
    browser: BrowserName,
    what: string,
    debianPackage: string,
    path: string | undefined,
  ): string | undefined => {
    if (path === undefined) missing.push({ browser, what, debianPackage });
    return path;
  };
  let found: FoundBrowsers = {};
  if (wanted.includes('chromium')) {
    const executable = need(
      'chromium',
      `Chromium (${chromiumCommands.join(', ')})`,
      'chromium',
      findCommand(chromiumCommands),
    );
    if (executable !== undefined) found = { ...found, chromium: { executable } };
  }
  if (wanted.includes('firefox')) {
    const executable = need(
      'firefox',
      `Firefox (${firefoxCommands.join(', ')})`,
      'firefox-esr',
      findCommand(firefoxCommands),
    );
    if (executable !== undefined) found = { ...found, firefox: { executable } };
  }
  if (wanted.includes('webkit')) {
    const driver = need('webkit', 'WebKitWebDriver', 'webkit2gtk-driver', findCommand(webkitDriverCommands));
    // MiniBrowser comes with the library, which the driver's package brings.
    const miniBrowser = need('webkit', 'MiniBrowser of WebKitGTK', 'webkit2gtk-driver', findMiniBrowser());
    const xvfb = need('webkit', 'Xvfb', 'xvfb', findCommand(xvfbCommands));
    if (driver !== undefined && miniBrowser !== undefined && xvfb !== undefined) {
      found = { ...found, webkit: { driver, miniBrowser, xvfb } };
    }
  }
  return { found, missing };
}

/** The first of these commands that is installed; absolute path. */
export function findCommand(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  return undefined;
}

/** The library keeps it beside its other processes, in a folder named by architecture and API version. */
function findMiniBrowser(): string | undefined {
  const roots = ['/usr/lib', '/usr/libexec', '/usr/lib64', ...subfolders('/usr/lib', /-linux-gnu/)];
  for (const root of roots) {
    for (const folder of subfolders(root, /^webkit2?gtk-/)) {
      const path = join(folder, 'MiniBrowser');
      if (isExecutable(path)) return path;
    }
  }
  return undefined;
}

function subfolders(folder: string, pattern: RegExp): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
