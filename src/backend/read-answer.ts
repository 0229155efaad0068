import { toUploadError, UploadError } from '../errors.js';
import { ANSWER_TEXT_MAX, parseJsonText } from '../protocol/answer-fields.js';
import { parseRetryAfter } from '../protocol/retry-after.js';
import { cleanRequestId, type ErrorBody, readErrorBody, serviceError } from '../protocol/service-errors.js';

/** An answer whose body was read. */
export type ReadAnswer = {
  /** Null where a page gave a plain value. */
  readonly status: number | null;
  /** Undefined where there is none. */
  readonly body: unknown;
  readonly requestId: string | undefined;
};

/** Where the service says its request id, in this order (`protocol.md` 1.1). */
const REQUEST_ID_HEADERS = ['x-request-id', 'x-smh-request-id', 'x-cos-request-id', 'requestid', 'reqid'];

const ACCEPTED = 202;

/** True for a `Response`, also one of another realm. */
export function isResponse(value: unknown): value is Response {
  if (typeof Response !== 'undefined' && value instanceof Response) return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    'status' in value &&
    typeof value.status === 'number' &&
    'headers' in value &&
    typeof value.headers === 'object' &&
    value.headers !== null &&
    'get' in value.headers &&
    typeof value.headers.get === 'function' &&
    'text' in value &&
    typeof value.text === 'function'
  );
}

/**
 * Reads what a backend answered: a value, or the `Response` that carries it as JSON.
 * @param what - what was tried, for errors
 * @param needsBody - false: a 2xx body that is not JSON does not matter
 * @throws UploadError by the rules of `component.md` section 1: for a status other
 *   than 2xx, for an error body of the service whatever the status,
 *   `invalid-answer` for a body that is not JSON, too long, or read already, and for
 *   what throws when it is looked at; `network` for a body that was cut off.
 */
export async function readAnswer(answer: unknown, what: string, needsBody = true): Promise<ReadAnswer> {
  try {
    return await readGiven(answer, what, needsBody);
  } catch (thrown) {
    throw toUploadError(thrown, 'invalid-answer', `${what} was answered with what can't be read`);
  }
}

async function readGiven(answer: unknown, what: string, needsBody: boolean): Promise<ReadAnswer> {
  if (!isResponse(answer)) {
    const error = readErrorBody(answer);
    if (error !== null) throw serviceError(what, { status: 0, body: error });
    return { status: null, body: answer, requestId: undefined };
  }
  if (answer.status === 0) {
    throw new UploadError(
      'backend-failed',
      `${what} was answered with an opaque response, which can't be read`,
    );
  }
  if (answer.bodyUsed) {
    throw new UploadError(
      'invalid-answer',
      `${what} was answered with a Response whose body was read already: return what was read instead`,
    );
  }
  const requestId = readRequestId(answer.headers);
  const { body, problem } = await readBody(answer, what);
  const error = readErrorBody(body);
  if (!isSuccess(answer.status) || error !== null) {
    throw answerError(what, answer, error, requestId);
  }
  // A 202 says all by its status.
  if (problem !== null && needsBody && answer.status !== ACCEPTED) throw problem;
  return { status: answer.status, body, requestId };
}

/** The error of an answer, with what its headers tell. */
export function answerError(
  what: string,
  response: Pick<Response, 'status' | 'headers'>,
  body: ErrorBody | null,
  requestId: string | undefined,
): UploadError {
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), Date.now());
  return serviceError(what, { status: response.status, body, requestId, retryAfterMs });
}

/** The service's id of the request, where CORS lets it through. */
export function readRequestId(headers: Headers): string | undefined {
  for (const name of REQUEST_ID_HEADERS) {
    const id = cleanRequestId(headers.get(name));
    if (id !== undefined) return id;
  }
  return undefined;
}

/** True for 200 to 299. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Up to this length, in bytes, an answer is read whole; own figure: unpacked it is a thousand times as long at most. */
const SHORT_ANSWER_BYTES = 64 * 1024;

/**
 * True for an answer that says it is short. Read by a stream reader, Chromium now and then
 * lists a request as canceled that was answered in full: no start or confirm should look so.
 */
function isShort(response: Response): boolean {
  const length = response.headers.get('content-length');
  return length !== null && Number(length) <= SHORT_ANSWER_BYTES;
}

/**
 * A body's text, read no further than the limit.
 * @param what - what was tried, for errors
 * @throws UploadError `invalid-answer` when it is longer or no text; `network` when the stream breaks
 */
export async function readBoundedText(response: Response, what: string): Promise<string> {
  const tooLong = new UploadError(
    'invalid-answer',
    `The answer's body is longer than ${ANSWER_TEXT_MAX} bytes`,
  );
  const noText = new UploadError('invalid-answer', `${what} was answered with a body that is no text`);
  if (isShort(response) || typeof response.body?.getReader !== 'function') {
    const text: unknown = await cutOff(response.text(), what);
    if (typeof text !== 'string') throw noText;
    if (text.length > ANSWER_TEXT_MAX) throw tooLong;
    return text;
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; ;) {
    const { done, value } = await cutOff(reader.read(), what);
    if (done) return text + decoder.decode();
    if (!ArrayBuffer.isView(value)) throw noText;
    bytes += value.byteLength;
    if (bytes > ANSWER_TEXT_MAX) {
      reader.cancel().catch(() => undefined);
      throw tooLong;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** What a body's stream rejects with is the line's failure, not a wrong answer. */
async function cutOff<T>(reading: Promise<T>, what: string): Promise<T> {
  try {
    return await reading;
  } catch (thrown) {
    throw toUploadError(thrown, 'network', `${what} was answered, but the line broke within the answer`);
  }
}

async function readBody(
  response: Response,
  what: string,
): Promise<{ body: unknown; problem: UploadError | null }> {
  const text = await readBoundedText(response, what).catch(orProblem);
  if (text instanceof UploadError) return { body: undefined, problem: text };
  try {
    return { body: parseJsonText(text), problem: null };
  } catch (thrown) {
    return { body: undefined, problem: orProblem(thrown) };
  }
}

/** What is wrong with the body itself; what is wrong with the line is thrown on. */
function orProblem(thrown: unknown): UploadError {
  if (thrown instanceof UploadError && thrown.code === 'invalid-answer') return thrown;
  throw thrown;
}
