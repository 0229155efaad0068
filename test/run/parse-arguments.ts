import { parseArgs } from 'node:util';
import { browserNames, isBrowserName } from './browser-names.js';
import type { BrowserName } from './browser-names.js';

export type TestArguments = {
  readonly browsers: readonly BrowserName[];
  /** Files, folders or globs; empty: all tests. */
  readonly files: readonly string[];
  readonly isHelpWanted: boolean;
};

export const usage = `npm test                                    everything, in ${browserNames.join(', ')}
npm test -- --browsers chromium,firefox     only these engines
npm test -- --files test/hashing            only these tests: a file, a folder or a glob; may be repeated
npm test -- --help                          this text`;

/**
 * Reads the command line of `npm test`.
 *
 * @throws {Error} whose message says what is wrong and what is possible.
 */
export function parseArguments(parameters: readonly string[]): TestArguments {
  const { values } = parseStrictly(parameters);
  return {
    browsers: parseBrowsers(values.browsers ?? []),
    files: (values.files ?? []).flatMap(splitList),
    isHelpWanted: values.help ?? false,
  };
}

function parseStrictly(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      options: {
        browsers: { type: 'string', multiple: true },
        files: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\n\n${usage}`, { cause: error });
  }
}

function parseBrowsers(texts: readonly string[]): readonly BrowserName[] {
  const names = texts.flatMap(splitList);
  if (texts.length > 0 && names.length === 0) throw new Error(`--browsers names no engine.\n\n${usage}`);
  for (const name of names) {
    if (!isBrowserName(name)) {
      throw new Error(`--browsers "${name}" is none of ${browserNames.join(', ')}.\n\n${usage}`);
    }
  }
  return names.length === 0 ? browserNames : browserNames.filter((name) => names.includes(name));
}

function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
