import { type Fields, invalidAnswer, ownValue, readFields, readText, readWhole } from './answer-fields.js';
import { parseHeaderMap } from './header-map.js';
import { HEADER_TEXT_MAX, HEADERS_MAX, PARTS_MAX } from './limits.js';
import { checkObjectPath, type ObjectUrlRules, resolveObjectOrigin } from './object-url.js';
import type { HeaderMap, UploadToken } from './types.js';

/** Longest upload id and confirm key that are taken, in characters; own figure. */
const ID_MAX = 1024;

/** What the caller knows of the upload that the answer is for. */
export type TokenContext = {
  readonly rules: ObjectUrlRules;
  /** Where the answer may leave the key out (renew, state); one that differs is refused. */
  readonly confirmKey?: string | undefined;
  /** The upload id given elsewhere in the same answer. */
  readonly uploadId?: string | undefined;
  /** True: an answer without `uploadId` is refused. */
  readonly needsUploadId?: boolean | undefined;
  /** Path of the object within the answer, for errors: `uploadPartInfo`. */
  readonly field?: string | undefined;
};

/**
 * The answer of a start or renew call (`protocol.md` 2.1 to 2.4, 4.1). Only known
 * fields are taken.
 * @throws UploadError `invalid-answer` naming the field
 */
export function parseUploadToken(value: unknown, context: TokenContext): UploadToken {
  const prefix = context.field === undefined ? '' : `${context.field}.`;
  const fields = readFields(value, context.field ?? 'body');
  const headers = ownValue(fields, 'headers');
  const parts = ownValue(fields, 'parts');
  const form = ownValue(fields, 'form');
  if (headers === undefined && parts === undefined && form === undefined) {
    throw invalidAnswer(`${prefix}headers`, 'is missing (nor is there parts or form)');
  }
  return Object.freeze({
    origin: resolveObjectOrigin(ownValue(fields, 'domain'), context.rules, `${prefix}domain`),
    path: checkObjectPath(ownValue(fields, 'path'), `${prefix}path`),
    uploadId: readUploadId(fields, context, prefix),
    headers: headers === undefined ? null : parseHeaderMap(headers, `${prefix}headers`),
    parts: parts === undefined ? null : readPartHeaders(parts, `${prefix}parts`),
    form: form === undefined ? null : readForm(form, `${prefix}form`),
    confirmKey: readTokenConfirmKey(fields, context, prefix),
    expiresAt: readExpiration(ownValue(fields, 'expiration'), `${prefix}expiration`),
  });
}

/**
 * A confirm key, which becomes a path segment.
 * @throws UploadError `invalid-answer`
 */
export function readConfirmKey(value: unknown, field: string): string {
  const key = readText(value, field, ID_MAX);
  if (/^\.{1,2}$/.test(key) || /[\u0000-\u0020\u007f]|\p{Surrogate}/u.test(key)) {
    throw invalidAnswer(field, 'has characters that no key has');
  }
  return key;
}

/** The key within an answer that is otherwise refused, so that the upload can be freed; else null. */
export function salvageConfirmKey(value: unknown): string | null {
  try {
    return readConfirmKey(ownValue(readFields(value, 'body'), 'confirmKey'), 'confirmKey');
  } catch {
    return null;
  }
}

function readUploadId(fields: Fields, context: TokenContext, prefix: string): string | null {
  const given = ownValue(fields, 'uploadId') ?? context.uploadId;
  if (given === undefined && context.needsUploadId !== true) return null;
  const id = readText(typeof given === 'number' ? String(given) : given, `${prefix}uploadId`, ID_MAX);
  // Half a pair can't be encoded for a URL.
  if (/\p{Surrogate}/u.test(id)) throw invalidAnswer(`${prefix}uploadId`, 'has characters that no id has');
  return id;
}

function readTokenConfirmKey(fields: Fields, context: TokenContext, prefix: string): string {
  const key = readConfirmKey(ownValue(fields, 'confirmKey') ?? context.confirmKey, `${prefix}confirmKey`);
  if (context.confirmKey !== undefined && key !== context.confirmKey) {
    throw invalidAnswer(`${prefix}confirmKey`, 'is the key of another upload');
  }
  return key;
}

function readPartHeaders(value: unknown, field: string): ReadonlyMap<number, HeaderMap> {
  const fields = readFields(value, field);
  const names = Object.keys(fields);
  if (names.length > PARTS_MAX) throw invalidAnswer(field, `has more than ${PARTS_MAX} parts`);
  const parts = new Map<number, HeaderMap>();
  for (const name of names) {
    const partNumber = readWhole(name, `${field} (a part number)`, 1, PARTS_MAX);
    const part = readFields(fields[name], `${field}.${partNumber}`);
    parts.set(partNumber, parseHeaderMap(ownValue(part, 'headers'), `${field}.${partNumber}.headers`));
  }
  return parts;
}

function readForm(value: unknown, field: string): readonly (readonly [string, string])[] {
  const entries = Object.entries(readFields(value, field));
  if (entries.length > HEADERS_MAX) throw invalidAnswer(field, `has more than ${HEADERS_MAX} fields`);
  let textLength = 0;
  const pairs = entries.map(([name, text]): readonly [string, string] => {
    if (typeof text !== 'string' && typeof text !== 'number') {
      throw invalidAnswer(`${field}.${name.slice(0, 80)}`, 'is not a text');
    }
    // The file's own field comes last, from us; a second one would be taken for it.
    if (name.toLowerCase() === 'file') throw invalidAnswer(`${field}.file`, 'is not for the service to give');
    textLength += name.length + String(text).length;
    return Object.freeze([name, String(text)] as const);
  });
  if (textLength > HEADER_TEXT_MAX) throw invalidAnswer(field, 'is too long');
  return Object.freeze(pairs);
}

function readExpiration(value: unknown, field: string): number | null {
  if (value === undefined) return null;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw invalidAnswer(field, 'is not a time in ISO 8601');
  return time;
}
