/**
 * What `work` gives, unless it takes longer than `limitMs` or the signal aborts: then it is told to stop, and not
 * waited for, since not everything can be stopped.
 *
 * @throws what `work` throws; TimeoutError; the signal's reason
 */
export function withinTime<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  limitMs: number,
  signal: AbortSignal,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const limit = new AbortController();
    const give = (reason: unknown): void => {
      limit.abort(reason);
      reject(reason);
    };
    const timer = setTimeout(() => give(new DOMException('It took too long.', 'TimeoutError')), limitMs);
    const onAbort = (): void => give(signal.reason);
    signal.addEventListener('abort', onAbort);
    void work(limit.signal)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      });
  });
}
