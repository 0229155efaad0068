import { invalidAnswer, readFields } from './answer-fields.js';
import { HEADER_TEXT_MAX, HEADERS_MAX } from './limits.js';
import type { HeaderMap } from './types.js';

/** Request headers that a browser may not set ([FETCH], forbidden request-header), in lower case. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'access-control-request-private-network',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
  // A server that honours these would do something else than the method says.
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  // No header, but a trap for whoever copies the map.
  '__proto__',
]);

const FORBIDDEN_PREFIX = /^(?:proxy-|sec-)/;

/** Longest field name that is taken, in characters; own figure. */
const NAME_MAX = 256;

/** A field name: RFC 9110, `token`. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** What can't be in a field value: line ends, NUL, and what is beyond a byte. */
const BAD_VALUE = /[\r\n\0\u0100-\u{10ffff}]/u;

/**
 * Header fields of an answer, checked: own keys only, at most 64 fields and 16 KiB
 * of text, numbers as texts, forbidden names dropped. Frozen, without a prototype.
 * @throws UploadError `invalid-answer` naming the field; never with a value in it.
 */
export function parseHeaderMap(value: unknown, field: string): HeaderMap {
  const fields = readFields(value, field);
  const names = Object.keys(fields);
  if (names.length > HEADERS_MAX) throw invalidAnswer(field, `has more than ${HEADERS_MAX} headers`);
  const headers: Record<string, string> = Object.create(null);
  const seen = new Set<string>();
  let textLength = 0;
  for (const name of names) {
    if (name.length > NAME_MAX) throw invalidAnswer(field, 'has a header name that is too long');
    if (!NAME.test(name)) throw invalidAnswer(field, 'has a malformed header name');
    const key = name.toLowerCase();
    if (FORBIDDEN.has(key) || FORBIDDEN_PREFIX.test(key)) continue;
    if (seen.has(key)) throw invalidAnswer(`${field}.${name}`, 'is there twice');
    const text = readValue(fields[name], `${field}.${name}`);
    textLength += name.length + text.length;
    if (textLength > HEADER_TEXT_MAX) throw invalidAnswer(field, 'is too long');
    seen.add(key);
    headers[name] = text;
  }
  return Object.freeze(headers);
}

function readValue(value: unknown, field: string): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw invalidAnswer(field, 'is not a text');
  }
  const text = String(value);
  if (BAD_VALUE.test(text)) throw invalidAnswer(field, 'has characters that no header may have');
  return text;
}
