import { redactForeign } from '../errors.js';
import type { BeforeAdd, Entry } from '../engine/options.js';
import type { Clock } from '../engine/ports.js';
import { nonsense, readBeforeAddAnswer } from './before-add-answer.js';
import type { Refusal } from './path-rule.js';

/** What asking needs. */
export type AskOptions = {
  readonly beforeAdd: BeforeAdd;
  /** How long an answer may take, in ms. */
  readonly callbackTimeoutMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Asks the page's `beforeAdd` about one entry. A throw, a wrong answer and silence
 * refuse this file only (`custom`). When time is up or `signal` aborts, the signal
 * given to the callback aborts, and a late answer is dropped.
 * @throws the signal's reason when it aborts.
 */
export async function askBeforeAdd(entry: Entry, options: AskOptions): Promise<Entry | Refusal> {
  const { beforeAdd, callbackTimeoutMs, clock, signal } = options;
  signal?.throwIfAborted();
  const attempt = new AbortController();
  const { promise: interruption, resolve: timeUp, reject: abort } = withResolvers();
  const onAbort = (): void => {
    attempt.abort(signal?.reason);
    abort(signal?.reason);
  };
  const cancelTimer = clock.delay(callbackTimeoutMs, () => {
    attempt.abort(new DOMException('beforeAdd took too long', 'TimeoutError'));
    timeUp(
      nonsense(`did not answer within ${callbackTimeoutMs} ms: answer sooner, or raise "callbackTimeout"`),
    );
  });
  signal?.addEventListener('abort', onAbort);
  try {
    return await Promise.race([answerOf(beforeAdd, entry, attempt.signal), interruption]);
  } finally {
    cancelTimer();
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Never rejects, so that a late failure is not left unhandled. */
async function answerOf(beforeAdd: BeforeAdd, entry: Entry, signal: AbortSignal): Promise<Entry | Refusal> {
  try {
    // Frozen, so that a change in place fails loudly instead of passing unchecked.
    const asked = Object.freeze({ ...entry });
    return readBeforeAddAnswer(asked, await beforeAdd(asked, { signal }));
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : typeof thrown === 'string' ? thrown : '';
    return nonsense(
      `threw${reason === '' ? '' : ` (${redactForeign(reason)})`}: catch it there, or answer { reject, message }`,
    );
  }
}

/** `Promise.withResolvers`, which Safari has from 17.4 on only. */
function withResolvers(): {
  readonly promise: Promise<Refusal>;
  readonly resolve: (refusal: Refusal) => void;
  readonly reject: (reason: unknown) => void;
} {
  let resolve: (refusal: Refusal) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<Refusal>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
