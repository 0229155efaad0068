import { existsSync, statSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { globSync } from 'tinyglobby';

/** Test files by the runner that runs them; paths relative to the working directory, `/`-joined. */
export type TestFiles = {
  /** Run in a browser page. */
  readonly browser: readonly string[];
  /** Run in Node. */
  readonly node: readonly string[];
  /** Run in Node and drive whole browsers. */
  readonly e2e: readonly string[];
  /** As `e2e`, but they mostly wait, for minutes: they run beside the others. */
  readonly alongside: readonly string[];
  /** As `e2e`, against a real object store. */
  readonly objectStore: readonly string[];
};

/**
 * Finds the tests, all or those under the given files, folders and globs.
 *
 * @throws {Error} for a narrowing that names no test: a typing error must not look like a pass.
 */
export function findTestFiles(narrowings: readonly string[]): TestFiles {
  const all = list(['test/**/*.test.ts', 'test/**/*.node-test.ts']);
  const chosen = narrowings.length === 0 ? all : all.filter(among(narrowings));
  for (const narrowing of narrowings) {
    if (!all.some(among([narrowing]))) throw new Error(`--files ${narrowing}: no test is there.`);
  }
  const node = chosen.filter((path) => path.endsWith('.node-test.ts'));
  return {
    browser: chosen.filter((path) => !node.includes(path)),
    node: node.filter((path) => !isIn('e2e', path) && !isIn('object-store', path)),
    e2e: node.filter((path) => isIn('e2e', path) && !isIn('e2e/alongside', path)),
    alongside: node.filter((path) => isIn('e2e/alongside', path)),
    objectStore: node.filter((path) => isIn('object-store', path)),
  };
}

function isIn(folder: string, path: string): boolean {
  return path.startsWith(`test/${folder}/`);
}

function among(narrowings: readonly string[]): (path: string) => boolean {
  const matches = new Set(narrowings.flatMap((narrowing) => list([asGlob(narrowing)])));
  return (path) => matches.has(path);
}

function asGlob(narrowing: string): string {
  const path = relative('.', narrowing).split(sep).join('/');
  return existsSync(narrowing) && statSync(narrowing).isDirectory() ? `${path || '.'}/**` : path;
}

function list(patterns: readonly string[]): readonly string[] {
  return globSync([...patterns], { ignore: ['**/node_modules/**', 'dist/**'] }).sort();
}
