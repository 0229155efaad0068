/** How the tests of one runner ended. */
export type TestCounts = {
  readonly passed: number;
  /** One for each failed test, and for what failed outside of any. */
  readonly failures: readonly TestFailure[];
  readonly skipped: number;
};

export type TestFailure = {
  /** The test with where it stands, outermost first. */
  readonly name: string;
  /** What went wrong, for a person. */
  readonly reason: string;
};

export const noTests: TestCounts = { passed: 0, failures: [], skipped: 0 };

export function addCounts(a: TestCounts, b: TestCounts): TestCounts {
  return {
    passed: a.passed + b.passed,
    failures: [...a.failures, ...b.failures],
    skipped: a.skipped + b.skipped,
  };
}

/** Counts that hold one failure. */
export function failedOnce(name: string, reason: unknown): TestCounts {
  return { ...noTests, failures: [{ name, reason: messageOf(reason) }] };
}

/** An error's message with that of its cause, which often says more. */
function messageOf(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason);
  const { message, cause } = reason;
  return cause instanceof Error && !message.includes(cause.message)
    ? `${message} (${cause.message})`
    : message;
}
