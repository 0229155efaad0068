import { pipeline } from 'node:stream/promises';
import { relative, resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import type { TestEvent } from 'node:test/reporters';
import { browsersVariable } from './browser-names.js';
import type { BrowserName } from './browser-names.js';
import { addCounts, failedOnce, noTests } from './test-counts.js';
import type { TestCounts } from './test-counts.js';

/**
 * For one file as a whole, since Node's runner knows no other: six hours, so that it ends nothing but a
 * file that hangs. Whole-browser tests move gigabytes in three engines; single waits have their own limits.
 */
const fileTimeoutMs = 6 * 3_600_000;

/**
 * Runs tests by Node's own runner, each file in a process of its own (which inherits this one's
 * TypeScript loader), one at a time: the machine's cores belong to the browsers. Empty: none.
 */
export async function runNodeTests(
  files: readonly string[],
  browsers: readonly BrowserName[],
): Promise<TestCounts> {
  // Node would look for tests by itself.
  if (files.length === 0) return noTests;
  process.env[browsersVariable] = browsers.join(',');
  let counts = noTests;
  const events = run({ files: files.map((file) => resolve(file)), concurrency: 1, timeout: fileTimeoutMs });
  events.on('data', (event: TestEvent) => {
    counts = addCounts(counts, countEvent(event));
  });
  await pipeline(events, new spec(), process.stdout, { end: false });
  return counts;
}

/**
 * Suites don't count, nor does a file as such, unless it failed as a whole or holds no test
 * (Node reports both as one test by the file's name).
 */
function countEvent(event: TestEvent): TestCounts {
  if (event.type !== 'test:pass' && event.type !== 'test:fail') return noTests;
  const { data } = event;
  const fail = (): TestCounts =>
    failedOnce(`${relative('.', data.file ?? '')} › ${data.name}`, reasonOf(event));
  if (isWholeFile(data.name, data.file)) return fail();
  if (data.details.type === 'suite') {
    return event.type === 'test:fail' && !hasFailedBySubtests(event.data.details.error) ? fail() : noTests;
  }
  if (data.skip !== undefined && data.skip !== false) return { ...noTests, skipped: 1 };
  return event.type === 'test:pass' ? { ...noTests, passed: 1 } : fail();
}

/** Node's runner wraps what a test threw. */
function reasonOf(event: TestEvent): unknown {
  if (event.type !== 'test:fail') return 'holds no test';
  const { error } = event.data.details;
  return error.cause ?? error;
}

function isWholeFile(name: string, file: string | undefined): boolean {
  return name.endsWith('.node-test.ts') && (file === undefined || resolve(name) === file);
}

/** Those tests are counted themselves; a hook that throws is not. */
function hasFailedBySubtests(error: Error): boolean {
  return 'failureType' in error && error.failureType === 'subtestsFailed';
}
