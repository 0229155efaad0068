import { relative } from 'node:path';
import type { TestResult, TestSession, TestSuiteResult } from '@web/test-runner';
import { addCounts, failedOnce, noTests } from './test-counts.js';
import type { TestCounts } from './test-counts.js';

/**
 * Counts the tests of all pages. A page that failed without a failed test (it did not load, an error
 * came outside of the tests) counts as one failure, and so does one without tests.
 */
export function countSessions(sessions: Iterable<TestSession>): TestCounts {
  return [...sessions].map(countSession).reduce(addCounts, noTests);
}

function countSession(session: TestSession): TestCounts {
  const file = relative('.', session.testFile ?? '');
  const results = session.testResults ? countSuite(session.testResults, file) : [];
  const counts = results.reduce(addCounts, noTests);
  if (counts.failures.length > 0 || (session.passed === true && results.length > 0)) return counts;
  const reason =
    session.errors.map(({ message }) => message).join('; ') ||
    (results.length === 0 ? 'holds no test' : 'failed outside of its tests');
  return addCounts(counts, failedOnce(file, reason));
}

/** One count for each test in it. */
function countSuite(suite: TestSuiteResult, path: string): readonly TestCounts[] {
  const name = suite.name === '' ? path : `${path} › ${suite.name}`;
  return [
    ...suite.tests.map((test) => countTest(test, name)),
    ...suite.suites.flatMap((inner) => countSuite(inner, name)),
  ];
}

function countTest(test: TestResult, path: string): TestCounts {
  if (test.skipped) return { ...noTests, skipped: 1 };
  if (test.passed) return { ...noTests, passed: 1 };
  return failedOnce(`${path} › ${test.name}`, test.error?.message ?? 'failed without a reason');
}
