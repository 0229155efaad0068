import { UploadError, type UploadErrorCode } from '../errors.js';
import { cleanRequestId } from './service-errors.js';

/** Most characters of an error body that are looked at; own figure (COS sends under 1,000). */
export const ERROR_TEXT_MAX = 16 * 1024;

/** What the object store's XML says. */
export type ObjectErrorBody = {
  /** Such as `NoSuchUpload`. */
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** The message speaks of an expiry. */
  readonly saysExpired: boolean;
};

/** An answer of the object store that is no success. */
export type ObjectFailure = {
  /** HTTP status, not 0. */
  readonly status: number;
  readonly text: string;
  readonly requestId?: string | undefined;
  /** ms */
  readonly retryAfterMs?: number | undefined;
};

/**
 * The XML error body of COS (and S3) by bounded expressions: a `DOMParser` would
 * be a Trusted Types sink (`protocol.md` 14.13).
 */
export function parseObjectErrorBody(text: string): ObjectErrorBody {
  const head = text.slice(0, ERROR_TEXT_MAX);
  const message = /<Message>([^<]{0,500})/.exec(head)?.[1] ?? '';
  return {
    code: /<Code>\s{0,20}([A-Za-z][A-Za-z0-9.]{0,63})\s{0,20}<\/Code>/.exec(head)?.[1],
    requestId: cleanRequestId(/<RequestId>\s{0,20}([^<\s]{1,128})\s{0,20}<\/RequestId>/.exec(head)?.[1]),
    saysExpired: /expired/i.test(message),
  };
}

type ObjectRule = { readonly code: UploadErrorCode; readonly retryable?: boolean };

/** COS codes of `protocol.md` sections 5, 6 and 8; S3's where private deployments use them. */
const RULE_BY_CODE: ReadonlyMap<string, ObjectRule> = new Map<string, ObjectRule>([
  ['RequestTimeTooSkewed', { code: 'upload-expired' }],
  ['ExpiredToken', { code: 'upload-expired' }],
  ['InvalidToken', { code: 'upload-expired' }],
  ['TokenRefreshRequired', { code: 'upload-expired' }],
  // How COS names a temporary key that ran out is unconfirmed; fresh headers are the cure or the proof.
  ['InvalidAccessKeyId', { code: 'upload-expired' }],
  ['AccessDenied', { code: 'access-denied' }],
  ['AccessForbidden', { code: 'access-denied' }],
  ['NoSuchUpload', { code: 'upload-gone' }],
  ['NoSuchBucket', { code: 'not-found' }],
  ['SlowDown', { code: 'server-busy' }],
  ['ServiceUnavailable', { code: 'server-busy' }],
  ['InternalError', { code: 'service-unavailable' }],
  ['RequestTimeout', { code: 'timeout' }],
  ['IncompleteBody', { code: 'network' }],
  ['BadDigest', { code: 'integrity-mismatch', retryable: true }],
  ['InvalidDigest', { code: 'integrity-mismatch', retryable: true }],
  ['EntityTooLarge', { code: 'part-refused' }],
  ['EntityTooSmall', { code: 'part-refused' }],
  ['InvalidPart', { code: 'part-refused' }],
  ['InvalidPartNumber', { code: 'part-refused' }],
  ['SignatureDoesNotMatch', { code: 'part-refused' }],
]);

const RULE_BY_STATUS: ReadonlyMap<number, ObjectRule> = new Map<number, ObjectRule>([
  [401, { code: 'access-denied' }],
  // Without a readable code an expiry is the likeliest cause; the engine stops after fresh headers failed too.
  [403, { code: 'upload-expired' }],
  [408, { code: 'timeout' }],
  [429, { code: 'rate-limited' }],
  [500, { code: 'service-unavailable' }],
  [502, { code: 'service-unavailable' }],
  [503, { code: 'server-busy' }],
  [504, { code: 'service-unavailable' }],
]);

/** What an answer of the object store other than 2xx means, by its XML code first, by status second. */
export function objectError(answer: ObjectFailure): UploadError {
  const body = parseObjectErrorBody(answer.text);
  const rule = ruleFor(body, answer.status);
  const came = [String(answer.status), body.code ?? ''].filter(Boolean).join(' ');
  return new UploadError(rule.code, `Sending to the object store was answered with ${came}`, {
    status: answer.status,
    serviceCode: body.code,
    requestId: answer.requestId ?? body.requestId,
    retryAfterMs: answer.retryAfterMs,
    retryable: rule.retryable,
  });
}

function ruleFor(body: ObjectErrorBody, status: number): ObjectRule {
  if (body.code === 'AccessDenied' && body.saysExpired) return { code: 'upload-expired' };
  const known = body.code === undefined ? undefined : RULE_BY_CODE.get(body.code);
  // An unknown code with 403 is a refusal that fresh headers need not cure: say so at once.
  if (known === undefined && body.code !== undefined && status === 403) return { code: 'part-refused' };
  return known ?? RULE_BY_STATUS.get(status) ?? { code: 'part-refused' };
}
