/** The rejection of a call whose signal aborted. */
export function abortError(): DOMException {
  return new DOMException('The call was aborted', 'AbortError');
}

/**
 * `promise`, or a rejection with `AbortError` as soon as `signal` aborts; `promise`
 * itself goes on, and a later rejection of it is taken care of.
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(abortError());
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
