import type { RequestReport } from '../engine/options.js';
import { LostRequest, UploadError } from '../errors.js';
import { parseJsonText } from '../protocol/answer-fields.js';
import { notifySafely } from '../protocol/notify-safely.js';
import { type ErrorBody, readErrorBody } from '../protocol/service-errors.js';
import { answerError, isSuccess, readBoundedText, readRequestId } from './read-answer.js';
import type { BackendClock } from './system-clock.js';
import { abortError } from './until-aborted.js';

/** One request to the SMH API, without its access token. */
export type SmhRequest = {
  readonly kind: RequestReport['kind'];
  /** For messages: `Starting the upload`. */
  readonly what: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Absolute, without a query. */
  readonly url: string;
  /** Encoded, in order; a bare flag has no `=`. */
  readonly query: readonly string[];
  /** JSON text; null: no body, and no Content-Type, so that no preflight is due. */
  readonly body: string | null;
};

/** What every request carries besides. */
export type RequestContext = {
  readonly fetch: typeof globalThis.fetch;
  readonly headers: Readonly<Record<string, string>>;
  readonly withCredentials: boolean;
  readonly onRequest: ((report: RequestReport) => void) | undefined;
  readonly clock: BackendClock;
  readonly signal: AbortSignal;
};

/** An answer whose body was read, so that it may be looked at and still be handed on. */
export type SmhAnswer = {
  readonly response: Response;
  /** The service's error in it, whatever the status. */
  readonly error: ErrorBody | null;
  readonly requestId: string | undefined;
};

/** Answers that may have no body: a `Response` with one could not be made. */
const NULL_BODY_STATUS: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Sends one request and reads its answer; redirects are refused, as they would
 * carry the access token elsewhere. Reports it, without URL, header or body.
 * @throws UploadError `network`; `AbortError` when the signal aborts
 */
export async function sendSmhRequest(
  request: SmhRequest,
  accessToken: string | null,
  attempt: number,
  context: RequestContext,
): Promise<SmhAnswer> {
  const startedMs = context.clock.monotonic();
  const report = (status: number, code: RequestReport['code'], requestId: string | undefined): void =>
    notifySafely('onRequest', context.onRequest, {
      kind: request.kind,
      host: new URL(request.url).host,
      status,
      code,
      requestId: requestId ?? null,
      ms: context.clock.monotonic() - startedMs,
      bytes: request.body === null ? 0 : new TextEncoder().encode(request.body).byteLength,
      attempt,
    });
  try {
    const answer = await exchange(request, accessToken, context);
    const { status } = answer.response;
    const isError = answer.error !== null || !isSuccess(status);
    const failure = isError
      ? answerError(request.what, answer.response, answer.error, answer.requestId)
      : null;
    report(status, failure?.code ?? null, failure?.requestId ?? answer.requestId);
    return answer;
  } catch (thrown) {
    const failure = context.signal.aborted ? null : fetchFailure(thrown, request.what);
    report(0, failure?.code ?? 'canceled', undefined);
    throw failure ?? abortError();
  }
}

async function exchange(
  request: SmhRequest,
  accessToken: string | null,
  context: RequestContext,
): Promise<SmhAnswer> {
  const token = accessToken === null ? [] : [`access_token=${encodeURIComponent(accessToken)}`];
  const query = [...request.query, ...token].join('&');
  const headers = new Headers(context.headers);
  if (request.body !== null) headers.set('Content-Type', 'application/json');
  const { fetch } = context;
  const response = await fetch(query === '' ? request.url : `${request.url}?${query}`, {
    method: request.method,
    headers,
    body: request.body,
    mode: 'cors',
    credentials: context.withCredentials ? 'include' : 'same-origin',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    signal: context.signal,
  });
  const text = NULL_BODY_STATUS.has(response.status) ? null : await readBoundedText(response, request.what);
  const { status, statusText } = response;
  return {
    response: new Response(text, { status, statusText, headers: response.headers }),
    error: readErrorBody(parseOrNothing(text)),
    requestId: readRequestId(response.headers),
  };
}

function parseOrNothing(text: string | null): unknown {
  try {
    return text === null ? undefined : parseJsonText(text);
  } catch {
    return undefined;
  }
}

function fetchFailure(thrown: unknown, what: string): UploadError {
  if (thrown instanceof UploadError) return thrown;
  return new LostRequest(`${what} got no answer from the endpoint`, thrown);
}
