import type { RequestReport } from '../engine/options.js';
import { toUploadError, UploadError } from '../errors.js';
import { notifySafely } from '../protocol/notify-safely.js';
import type { UploadBackend } from '../protocol/types.js';
import { callbackFailure, timeoutError } from './callback-failure.js';
import { type ReadAnswer, readAnswer } from './read-answer.js';
import { type BackendClock, systemClock, timeoutOrDefault } from './system-clock.js';
import { abortError, untilAborted } from './until-aborted.js';

/** The methods of a backend. */
export type CallName = keyof UploadBackend;

/** One call of one method, and what becomes of its answer. */
export type BackendCall<T> = {
  readonly backend: Partial<UploadBackend>;
  /** False: the built-in client, which reports by itself. */
  readonly isPage: boolean;
  readonly name: CallName;
  readonly request: unknown;
  readonly signal: AbortSignal;
  /** ms, for the answer and its body */
  readonly timeoutMs: number;
  readonly needsBody: boolean;
  readonly parse: (answer: ReadAnswer) => T;
  /** Turns a refusal into an answer, or throws it again. */
  readonly recover: ((error: UploadError) => T) | undefined;
  /** An answer that came after the time-out or the abort. */
  readonly onLate: (answer: ReadAnswer) => void;
  readonly onRequest: ((report: RequestReport) => void) | undefined;
  readonly clock: BackendClock | undefined;
};

const KINDS: Readonly<Record<CallName, RequestReport['kind']>> = {
  getUploadToken: 'start',
  confirmUpload: 'confirm',
  renewUploadToken: 'renew',
  getUploadState: 'state',
  cancelUpload: 'cancel',
  createDirectory: 'directory',
  getFileInfo: 'info',
};

/**
 * Calls a method, which may throw, never answer or answer late.
 * @throws UploadError by `component.md` section 1 (Failures); `AbortError` when the signal aborts
 */
export async function callBackend<T>(call: BackendCall<T>): Promise<T> {
  if (call.signal.aborted) throw abortError();
  const clock = call.clock ?? systemClock;
  const startedMs = clock.monotonic();
  let status = 0;
  let code: RequestReport['code'] = null;
  let requestId: string | undefined;
  try {
    const answer = await waitForAnswer(call, clock);
    status = answer.status ?? PLAIN_VALUE_STATUS;
    requestId = answer.requestId;
    return call.parse(answer);
  } catch (thrown) {
    if (!(thrown instanceof UploadError)) {
      code = 'canceled';
      throw thrown;
    }
    code = thrown.code;
    status = thrown.status ?? status;
    requestId = thrown.requestId ?? requestId;
    if (call.recover === undefined) throw thrown;
    return call.recover(thrown);
  } finally {
    if (call.isPage) {
      notifySafely('onRequest', call.onRequest, {
        kind: KINDS[call.name],
        host: '',
        status,
        code,
        requestId: requestId ?? null,
        ms: clock.monotonic() - startedMs,
        bytes: 0,
        attempt: 1,
      });
    }
  }
}

/** What is reported for a value that came without a `Response`. */
const PLAIN_VALUE_STATUS = 200;

async function waitForAnswer<T>(call: BackendCall<T>, clock: BackendClock): Promise<ReadAnswer> {
  const name = call.isPage ? `backend.${call.name}` : call.name;
  const method = methodOf(call, name);
  const timeoutMs = timeoutOrDefault(call.timeoutMs);
  /** Aborts the callee. */
  const callee = new AbortController();
  /** Ends our waiting. */
  const waiting = new AbortController();
  let isLate = false;
  const stop = (): void => {
    waiting.abort();
    callee.abort();
  };
  const stopTimer = clock.delay(timeoutMs, () => {
    isLate = true;
    waiting.abort();
    // A start by the built-in client goes on for as long again: an answer that still comes
    // names an upload to be freed, which an aborted request would leave behind.
    if (call.isPage || call.name !== 'getUploadToken') callee.abort();
    else clock.delay(timeoutMs, () => callee.abort());
  });
  call.signal.addEventListener('abort', stop, { once: true });
  // Within the promise, so that a synchronous throw is a rejection like any other.
  const given = new Promise<unknown>((resolve) => resolve(method(call.request, { signal: callee.signal })));
  const answer = given.then((value) => readAnswer(value, name, call.needsBody));
  answer.then(
    (late) => {
      if (waiting.signal.aborted) call.onLate(late);
    },
    () => undefined,
  );
  try {
    return await untilAborted(answer, waiting.signal);
  } catch (thrown) {
    if (isLate)
      throw timeoutError(call.isPage ? name : `The service (or getAccessToken) for ${name}`, timeoutMs);
    if (call.signal.aborted) throw abortError();
    // The built-in client tells a lost network by itself; what else it throws is a fault of ours.
    throw call.isPage
      ? callbackFailure(thrown, name)
      : toUploadError(thrown, 'unknown', `${name} failed in an unforeseen way`);
  } finally {
    stopTimer();
    call.signal.removeEventListener('abort', stop);
  }
}

type AnyMethod = (request: unknown, options: { readonly signal: AbortSignal }) => unknown;

/** Bound to its object, since a page may give an instance of a class. */
function methodOf(call: Pick<BackendCall<unknown>, 'backend' | 'name'>, name: string): AnyMethod {
  const method: unknown = call.backend[call.name];
  if (typeof method !== 'function') throw new UploadError('invalid-option', `${name} is not a function`);
  return (request, options) => Reflect.apply(method, call.backend, [request, options]);
}
