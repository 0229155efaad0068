import { invalidAnswer, isFields, ownValue, readFields } from './answer-fields.js';
import type { ObjectUrlRules } from './object-url.js';
import { parseStoredFile } from './parse-stored-file.js';
import { parseUploadToken } from './parse-token.js';
import type { OpenAnswer } from './types.js';

/** HTTP status of a start call that opened an upload, and of one that wants the full hash. */
const CREATED = 201;
const ACCEPTED = 202;

/**
 * The answer of a start call: an upload token, a stored file (instant upload), or
 * the wish for the full hash. A 201 is a token and a 202 (or null) the wish;
 * otherwise the shape decides: `confirmKey` with `domain` make a token.
 *
 * @param status - of the `Response`; null where a page gave a plain value
 * @param request.multipart - true: a token without `uploadId` is refused
 * @throws UploadError `invalid-answer` naming the field
 * @see protocol.md 2.0 to 2.3, 2.6
 */
export function parseOpenAnswer(
  status: number | null,
  body: unknown,
  request: { readonly multipart: boolean; readonly rules: ObjectUrlRules },
): OpenAnswer {
  if (status === ACCEPTED || body === null) return Object.freeze({ kind: 'full-hash-required' });
  const fields = readFields(body, 'body');
  if (status === CREATED || isTokenShaped(fields)) {
    const token = parseUploadToken(fields, { rules: request.rules, needsUploadId: request.multipart });
    return Object.freeze({ kind: 'opened', token });
  }
  if (ownValue(fields, 'multipart') !== undefined) {
    throw invalidAnswer('multipart', 'belongs to the request, which the answer seems to repeat');
  }
  if (!isFileShaped(fields)) {
    throw invalidAnswer('confirmKey', 'is missing, and nothing says that the file is stored');
  }
  return Object.freeze({ kind: 'stored', file: parseStoredFile(fields) });
}

/** A token that lacks one of its two marks is still meant as one, so that the right field is named. */
function isTokenShaped(value: unknown): boolean {
  if (!isFields(value)) return false;
  return ownValue(value, 'confirmKey') !== undefined || ownValue(value, 'domain') !== undefined;
}

function isFileShaped(value: unknown): boolean {
  if (!isFields(value)) return false;
  return Object.hasOwn(value, 'path') || ownValue(value, 'size') !== undefined;
}
