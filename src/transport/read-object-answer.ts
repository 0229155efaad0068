import type { ObjectAnswer } from '../engine/ports.js';
import { UploadError } from '../errors.js';
import { unquoteETag } from '../protocol/answer-fields.js';
import { objectError } from '../protocol/object-errors.js';
import { parseRetryAfter } from '../protocol/retry-after.js';
import { cleanRequestId } from '../protocol/service-errors.js';
import { parseResponseHeaders } from './response-headers.js';

/** What came back, as an `XMLHttpRequest` has it; the status is not 0. */
export type RawAnswer = {
  readonly status: number;
  /** `getAllResponseHeaders()` */
  readonly headers: string;
  readonly text: string;
  /** Address that answered; '' where it is not known. */
  readonly responseUrl: string;
};

/**
 * An answer of the object store: what a 2xx tells, or an error.
 * A redirect was followed by the browser without asking, and the bytes went to
 * an address that nobody signed for: it is refused, whatever the answer says.
 * @param requestUrl - as it was opened
 * @param nowMs - ms since epoch
 * @throws UploadError
 */
export function readObjectAnswer(raw: RawAnswer, requestUrl: string, nowMs: number): ObjectAnswer {
  if (isRedirected(raw.responseUrl, requestUrl)) {
    throw new UploadError('part-refused', 'The object store redirected the request to another address', {
      status: raw.status,
    });
  }
  const headers = parseResponseHeaders(raw.headers);
  const requestId = cleanRequestId(headers.get('x-cos-request-id') ?? headers.get('x-amz-request-id'));
  if (raw.status < 200 || raw.status > 299) {
    const retryAfterMs = parseRetryAfter(headers.get('retry-after') ?? null, nowMs);
    throw objectError({ status: raw.status, text: raw.text, requestId, retryAfterMs });
  }
  const crc64 = headers.get('x-cos-hash-crc64ecma');
  const eTag = headers.get('etag');
  const servedAt = Date.parse(headers.get('date') ?? '');
  return {
    status: raw.status,
    crc64: crc64 !== undefined && /^\d{1,20}$/.test(crc64) ? BigInt(crc64).toString() : null,
    eTag: eTag === undefined || eTag === '' ? null : unquoteETag(eTag),
    requestId: requestId ?? null,
    ...(Number.isNaN(servedAt) ? {} : { servedAt }),
  };
}

function isRedirected(responseUrl: string, requestUrl: string): boolean {
  if (responseUrl === '') return false;
  const asked = new URL(requestUrl);
  asked.hash = '';
  return responseUrl !== asked.href;
}
