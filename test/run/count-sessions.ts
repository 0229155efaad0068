import type { TestResult, TestSession, TestSuiteResult } from '@web/test-runner';
import { addCounts, noTests } from './test-counts.js';
import type { TestCounts } from './test-counts.js';

/**
 * Counts the tests of all pages. A page that failed without a failed test (it did not load, an error
 * came outside of the tests) counts as one failure, and so does one without tests.
 */
export function countSessions(sessions: Iterable<TestSession>): TestCounts {
  return [...sessions].map(countSession).reduce(addCounts, noTests);
}

function countSession(session: TestSession): TestCounts {
  const tests = session.testResults ? flatten(session.testResults) : [];
  const counts = tests.map(countTest).reduce(addCounts, noTests);
  const isCounted = counts.failed > 0 || (session.passed === true && tests.length > 0);
  if (isCounted) return counts;
  if (tests.length === 0 && session.errors.length === 0) console.error(`${session.testFile} holds no test.`);
  return { ...counts, failed: counts.failed + 1 };
}

function countTest(test: TestResult): TestCounts {
  if (test.skipped) return { passed: 0, failed: 0, skipped: 1 };
  return test.passed ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

function flatten(suite: TestSuiteResult): readonly TestResult[] {
  return [...suite.tests, ...suite.suites.flatMap(flatten)];
}
