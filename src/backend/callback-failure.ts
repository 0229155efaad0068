import { UploadError } from '../errors.js';

/**
 * What a page's callback threw or rejected with, as an error (`component.md` section 1,
 * Failures): an `UploadError` as it is, a `TypeError` (what `fetch` rejects with) as
 * `network`, anything else as `backend-failed`.
 * @param name - of the callback, for the message
 */
export function callbackFailure(thrown: unknown, name: string): UploadError {
  if (thrown instanceof UploadError) return thrown;
  if (thrown instanceof TypeError) {
    return new UploadError('network', `${name} failed with a TypeError, as fetch does without a network`, {
      cause: thrown,
    });
  }
  return new UploadError('backend-failed', `${name} threw or rejected`, { cause: thrown });
}

/** No answer within the time-out. */
export function timeoutError(name: string, timeoutMs: number): UploadError {
  return new UploadError('timeout', `${name} gave no answer within ${timeoutMs} ms`);
}
