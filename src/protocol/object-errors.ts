import { UploadError } from '../errors.js';
import { isRetried, namedRule, statusRule, type FailureRule } from './failure-table.js';
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

const FORBIDDEN = 403;

/** What an answer of the object store other than 2xx means, by its XML code first, by status second. */
export function objectError(answer: ObjectFailure): UploadError {
  const body = parseObjectErrorBody(answer.text);
  const rule = ruleOf(body, answer.status);
  const came = [String(answer.status), body.code ?? ''].filter(Boolean).join(' ');
  return new UploadError(rule.code, `Sending to the object store was answered with ${came}`, {
    status: answer.status,
    serviceCode: body.code,
    requestId: answer.requestId ?? body.requestId,
    retryAfterMs: answer.retryAfterMs,
    retryable: isRetried(rule),
  });
}

function ruleOf(body: ObjectErrorBody, status: number): FailureRule {
  if (body.code === 'AccessDenied' && body.saysExpired)
    return { code: 'upload-expired', reaction: 'renew-headers' };
  const known = namedRule(body.code);
  // An unknown name with 403 is a refusal that fresh headers need not cure: say so at once.
  if (known === undefined && body.code !== undefined && status === FORBIDDEN)
    return { code: 'part-refused', reaction: 'refuse' };
  return known ?? statusRule('store', status);
}
