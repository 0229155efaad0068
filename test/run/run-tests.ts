import { findOrInstallCeph } from '../object-store/install-ceph.js';
import { findOrInstallBrowsers } from './install-browsers.js';
import { findTestFiles } from './find-test-files.js';
import { parseArguments, usage } from './parse-arguments.js';
import type { TestArguments } from './parse-arguments.js';
import { browserNames } from './browser-names.js';
import { buildPackage } from './build-package.js';
import { runBrowserTests } from './run-browser-tests.js';
import { runNodeTests } from './run-node-tests.js';
import { addCounts, failedOnce, noTests } from './test-counts.js';
import type { TestCounts, TestFailure } from './test-counts.js';

/** Characters of a failure's reason at the end. */
const reasonMax = 1500;

const parameters = readParameters();
if (parameters.isHelpWanted) {
  console.log(usage);
} else {
  let counts = noTests;
  // A fault in a runner's own code must not end this without the last line.
  process.on('uncaughtException', (error) => {
    console.error(error);
    finish(addCounts(counts, failedOnce('the test runner', error)));
  });
  for (const step of planSteps(parameters)) {
    counts = addCounts(counts, await runStep(step));
  }
  finish(counts);
}

type Step = { readonly title: string; run(): Promise<TestCounts> };

function readParameters(): TestArguments {
  try {
    return parseArguments(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

/** What has to run; a step that throws stands for what could not be found. */
function planSteps({ browsers, files }: TestArguments): readonly Step[] {
  try {
    announceNarrowing({ browsers, files });
    const tests = findTestFiles(files);
    const isBrowserNeeded = [tests.browser, tests.e2e, tests.alongside, tests.objectStore].some(
      ({ length }) => length > 0,
    );
    const found = isBrowserNeeded ? findOrInstallBrowsers(browsers) : {};
    const steps: Step[] = [];
    if (tests.browser.length > 0) {
      for (const browser of browsers) {
        const title = `browser tests in ${browser}`;
        steps.push({ title, run: () => runBrowserTests(browser, tests.browser, found) });
      }
    }
    if (tests.node.length > 0) {
      steps.push({ title: 'tests in Node', run: () => runNodeTests(tests.node, browsers) });
    }
    let isBuilt = false;
    const addWholeBrowserTests = (
      what: string,
      paths: readonly string[],
      alongside: readonly string[],
      prepare: () => void,
    ): void => {
      if (paths.length + alongside.length === 0) return;
      steps.push({
        title: `${what} (${browsers.join(', ')})`,
        run: async () => {
          prepare();
          if (!isBuilt) buildPackage();
          isBuilt = true;
          const counts = await Promise.all([
            runNodeTests(paths, browsers),
            runNodeTests(alongside, browsers),
          ]);
          return counts.reduce(addCounts);
        },
      });
    };
    addWholeBrowserTests('whole-browser tests', tests.e2e, tests.alongside, () => undefined);
    addWholeBrowserTests('tests against a real object store', tests.objectStore, [], findOrInstallCeph);
    return steps;
  } catch (error) {
    return [{ title: 'preparation', run: () => Promise.reject(error) }];
  }
}

/** A runner that dies, or finds no test, is a failure like a failed test. */
async function runStep({ title, run }: Step): Promise<TestCounts> {
  console.log(`\n=== ${title}`);
  try {
    const counts = await run();
    console.log(`${title}: ${describe(counts)}`);
    const { passed, failures } = counts;
    return passed + failures.length > 0 ? inStep(title, counts) : failedOnce(title, 'not one test ran');
  } catch (error) {
    console.error(error);
    return failedOnce(title, error);
  }
}

function inStep(title: string, counts: TestCounts): TestCounts {
  const failures = counts.failures.map(({ name, reason }) => ({ name: `${title}: ${name}`, reason }));
  return { ...counts, failures };
}

/** Ends at once: what a browser's driver may still have to say must not follow the last line. */
function finish({ passed, failures, skipped }: TestCounts): never {
  if (skipped > 0) console.log(`${String(skipped)} tests were skipped by their own code`);
  if (failures.length > 0) console.log(`\nWhat failed:\n\n${failures.map(describeFailure).join('\n\n')}\n`);
  console.log(`${String(passed)} passed, ${String(failures.length)} failed`);
  process.exit(failures.length > 0 ? 1 : 0);
}

/** Enough to find it in the log above, of which one may be shown the end alone. */
function describeFailure({ name, reason }: TestFailure): string {
  return `${name}\n    ${reason.slice(0, reasonMax).replaceAll('\n', '\n    ')}`;
}

function announceNarrowing({ browsers, files }: Pick<TestArguments, 'browsers' | 'files'>): void {
  const left = browserNames.filter((name) => !browsers.includes(name));
  if (left.length > 0) console.log(`Narrowed on purpose by --browsers: ${left.join(' and ')} left out`);
  if (files.length > 0) console.log(`Narrowed on purpose by --files: ${files.join(', ')}`);
}

function describe({ passed, failures, skipped }: TestCounts): string {
  return `${String(passed)} passed, ${String(failures.length)} failed, ${String(skipped)} skipped`;
}
