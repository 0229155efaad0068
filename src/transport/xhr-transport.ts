import type { RequestReport } from '../engine/options.js';
import type { Clock, Connectivity, ObjectAnswer, ObjectRequest, PartTransport } from '../engine/ports.js';
import { LostRequest, toUploadError, UploadError, type UploadErrorCode, UnbegunRequest } from '../errors.js';
import { notifySafely } from '../protocol/notify-safely.js';
import { ERROR_TEXT_MAX } from '../protocol/object-errors.js';
import { probeFile } from './probe-file.js';
import { readObjectAnswer } from './read-object-answer.js';
import { watchForStall } from './stall-watch.js';

/** What the transport is made of. */
export type XhrTransportOptions = {
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'delay'>;
  /** Tells `offline` from `network`; without it every lost request is `network`. */
  readonly connectivity?: Pick<Connectivity, 'isOnline'> | undefined;
  readonly onRequest?: ((report: RequestReport) => void) | undefined;
};

type Sending = { readonly signal: AbortSignal; readonly onProgress: (bytes: number) => void };

/** Longest wait for the file to show whether it can be read, in ms; own figure. */
const PROBE_TIMEOUT_MS = 5_000;

/**
 * Sends to the object store by `XMLHttpRequest`, the only one with upload progress.
 * Headers go as given and none is invented; no cookie is ever sent. Rejects as
 * `PartTransport` says: `upload-expired`, `upload-gone`, `part-refused`,
 * `file-changed`, `file-unreadable`, and the retryable `network`, `offline`,
 * `timeout`, `server-busy`, `rate-limited`, `service-unavailable`; with
 * `AbortError` when the signal aborts.
 */
export function createXhrTransport(options: XhrTransportOptions): PartTransport {
  const { clock } = options;
  return {
    async send(request, sending) {
      const startedMs = clock.monotonic();
      const report = (status: number, code: RequestReport['code'], requestId: string | null): void =>
        notifySafely('onRequest', options.onRequest, {
          kind: 'part',
          host: hostOf(request.url),
          status,
          code,
          requestId,
          ms: clock.monotonic() - startedMs,
          bytes: isBlob(request.body) ? request.body.size : 0,
          attempt: request.attempt,
        });
      try {
        const answer = await exchange(request, sending, clock);
        report(answer.status, null, answer.requestId);
        return answer;
      } catch (thrown) {
        if (sending.signal.aborted) {
          report(0, 'canceled', null);
          throw abortError();
        }
        const error = await explain(thrown, request, options);
        report(error.status ?? 0, error.code, error.requestId ?? null);
        // The abort may have come while the file was probed.
        throw sending.signal.aborted ? abortError() : error;
      }
    },
  };
}

/** A file of another document, such as a frame's, is no instance of this one's `Blob`. */
function isBlob(body: Blob | FormData): body is Blob {
  return !(body instanceof FormData);
}

/** The request ended without an answer; what it was is found out afterwards. */
const NO_ANSWER = Symbol('no answer');

function exchange(
  request: ObjectRequest,
  { signal, onProgress }: Sending,
  clock: XhrTransportOptions['clock'],
): Promise<ObjectAnswer> {
  return new Promise<ObjectAnswer>((resolve, reject) => {
    if (signal.aborted) {
      reject(abortError());
      return;
    }
    const xhr = new XMLHttpRequest();
    const bodyBytes = isBlob(request.body) ? request.body.size : Number.POSITIVE_INFINITY;
    let reported = 0;
    const progress = (loaded: number): void => {
      const bytes = Math.min(loaded, bodyBytes);
      if (bytes <= reported) return;
      reported = bytes;
      onProgress(bytes);
    };
    const watch = watchForStall(clock, request.stallTimeoutMs, (wasAlive) => {
      const error = wasAlive
        ? new UploadError('timeout', `No sign of life for ${request.stallTimeoutMs} ms`)
        : new UnbegunRequest(`No sign of life at all, for much longer than ${request.stallTimeoutMs} ms`);
      settle(() => reject(error));
      xhr.abort();
    });
    let isSettled = false;
    const settle = (finish: () => void): void => {
      if (isSettled) return;
      isSettled = true;
      watch.stop();
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const onAbort = (): void => {
      settle(() => reject(abortError()));
      xhr.abort();
    };
    const readAnswer = (text: string): void =>
      settle(() => {
        try {
          const answer = readObjectAnswer(
            { status: xhr.status, headers: xhr.getAllResponseHeaders(), text, responseUrl: xhr.responseURL },
            request.url,
            clock.now(),
          );
          // An empty body, or one that went at once, has no progress event everywhere.
          if (isBlob(request.body)) progress(request.body.size);
          resolve(answer);
        } catch (thrown) {
          reject(thrown);
        }
      });
    xhr.upload.onprogress = (event) => {
      if (event.loaded > reported) watch.touch();
      if (!isSettled) progress(event.loaded);
    };
    xhr.onprogress = (event) => {
      watch.touch();
      if (event.loaded <= ERROR_TEXT_MAX) return;
      // No answer of an object store is that long; what matters stands at its beginning.
      readAnswer(xhr.responseText.slice(0, ERROR_TEXT_MAX));
      xhr.abort();
    };
    xhr.onload = () => readAnswer(xhr.responseText);
    xhr.onerror = () => settle(() => reject(NO_ANSWER));
    xhr.ontimeout = () => settle(() => reject(NO_ANSWER));
    // By something other than us, such as a page that is left.
    xhr.onabort = () => settle(() => reject(NO_ANSWER));
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      open(xhr, request);
    } catch {
      // Without its cause: browsers quote the header's value, which may be a signature.
      settle(() =>
        reject(
          new UploadError('invalid-answer', 'The address or a header for the object store is malformed'),
        ),
      );
    }
  });
}

function open(xhr: XMLHttpRequest, request: ObjectRequest): void {
  const { body, headers } = request;
  xhr.open(request.method, request.url);
  xhr.responseType = 'text';
  xhr.withCredentials = false;
  let hasContentType = false;
  for (const [name, value] of Object.entries(headers)) {
    const isContentType = name.toLowerCase() === 'content-type';
    // A form's boundary is known to the browser only.
    if (isContentType && !isBlob(body)) continue;
    hasContentType ||= isContentType;
    xhr.setRequestHeader(name, value);
  }
  // A Blob's own type would become a Content-Type that nobody signed.
  xhr.send(isBlob(body) && !hasContentType ? body.slice(0, body.size, '') : body);
}

async function explain(
  thrown: unknown,
  request: ObjectRequest,
  options: XhrTransportOptions,
): Promise<UploadError> {
  const error =
    thrown === NO_ANSWER
      ? noAnswerError(options.connectivity)
      : toUploadError(thrown, 'unknown', 'Sending to the object store failed');
  if (!MAY_BE_THE_FILE.has(error.code) || !isBlob(request.body)) return error;
  return (await probeInTime(request.body, options.clock)) ?? error;
}

/** What a body that can't be read in full looks like. */
const MAY_BE_THE_FILE: ReadonlySet<UploadErrorCode> = new Set<UploadErrorCode>([
  'network',
  'offline',
  'timeout',
]);

function noAnswerError(connectivity: XhrTransportOptions['connectivity']): UploadError {
  return connectivity?.isOnline === false
    ? new UploadError('offline', 'The browser is offline')
    : new LostRequest('The object store gave no answer that the browser lets us see');
}

/** A disk that does not answer is not the reason why the network did not. */
function probeInTime(body: Blob, clock: XhrTransportOptions['clock']): Promise<UploadError | null> {
  return new Promise((resolve) => {
    const stopTimer = clock.delay(PROBE_TIMEOUT_MS, () => resolve(null));
    void probeFile(body).then((error) => {
      stopTimer();
      resolve(error);
    });
  });
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return '';
  }
}

function abortError(): DOMException {
  return new DOMException('The request was aborted', 'AbortError');
}
