import { findOrInstallBrowsers } from './install-browsers.js';
import { findTestFiles } from './find-test-files.js';
import { parseArguments, usage } from './parse-arguments.js';
import type { TestArguments } from './parse-arguments.js';
import { browserNames } from './browser-names.js';
import { runBrowserTests } from './run-browser-tests.js';
import { runNodeTests } from './run-node-tests.js';
import { addCounts, noTests } from './test-counts.js';
import type { TestCounts } from './test-counts.js';

const parameters = readParameters();
if (parameters.isHelpWanted) {
  console.log(usage);
} else {
  const counts = await runAll(parameters);
  if (counts.skipped > 0) console.log(`${String(counts.skipped)} tests were skipped by their own code`);
  console.log(`${String(counts.passed)} passed, ${String(counts.failed)} failed`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

function readParameters(): TestArguments {
  try {
    return parseArguments(process.argv.slice(2));
  } catch (error) {
    console.error(messageOf(error));
    process.exit(2);
  }
}

async function runAll({ browsers, files }: TestArguments): Promise<TestCounts> {
  let counts = noTests;
  /** A runner that dies, or finds no test, is a failure like a failed test. */
  const add = async (title: string, run: () => Promise<TestCounts>): Promise<void> => {
    console.log(`\n=== ${title}`);
    try {
      const added = await run();
      const hasRun = added.passed + added.failed > 0;
      if (!hasRun) console.error(`${title}: not one test ran.`);
      counts = addCounts(counts, hasRun ? added : { ...added, failed: 1 });
      console.log(`${title}: ${describe(added)}`);
    } catch (error) {
      console.error(`${title}: ${messageOf(error)}`);
      counts = addCounts(counts, { passed: 0, failed: 1, skipped: 0 });
    }
  };
  try {
    const tests = findTestFiles(files);
    announceNarrowing({ browsers, files });
    const found = findOrInstallBrowsers(browsers);
    if (tests.browser.length > 0) {
      for (const browser of browsers) {
        await add(`browser tests in ${browser}`, () => runBrowserTests(browser, tests.browser, found));
      }
    }
    if (tests.node.length > 0) await add('tests in Node', () => runNodeTests(tests.node, browsers));
    if (tests.e2e.length > 0) {
      await add(`whole-browser tests (${browsers.join(', ')})`, () => runNodeTests(tests.e2e, browsers));
    }
  } catch (error) {
    console.error(messageOf(error));
    counts = addCounts(counts, { passed: 0, failed: 1, skipped: 0 });
  }
  return counts;
}

function announceNarrowing({ browsers, files }: Pick<TestArguments, 'browsers' | 'files'>): void {
  const left = browserNames.filter((name) => !browsers.includes(name));
  if (left.length > 0) console.log(`Narrowed on purpose by --browsers: ${left.join(' and ')} left out`);
  if (files.length > 0) console.log(`Narrowed on purpose by --files: ${files.join(', ')}`);
}

function describe({ passed, failed, skipped }: TestCounts): string {
  return `${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
