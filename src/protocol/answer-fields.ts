import { UploadError } from '../errors.js';

/** An object of unknown make; only its own fields are read. */
export type Fields = Readonly<Record<string, unknown>>;

/** Most characters of JSON text that are parsed; own figure: a state with 10,000 parts has about 1.5 million. */
export const ANSWER_TEXT_MAX = 4 * 1024 * 1024;

/** Largest value of an unsigned 64-bit sum. */
const CRC64_MAX = 2n ** 64n - 1n;

/**
 * A CRC-64 written as a bare number: `JSON.parse` would round it. Matched only as
 * a value, so that a text which mentions `crc64` stays as it is.
 */
const BARE_CRC64 = /("crc64"\s*:\s*)(\d{16,20})(?=\s*[,}\]])/g;

/** Longest name of a field in a message, in characters: whoever answers chooses it; own figure. */
const FIELD_TEXT_MAX = 120;

/** The refusal of an answer, naming the field (`parts.3.headers`) and what is wrong with it. */
export function invalidAnswer(field: string, problem: string): UploadError {
  const name = field.length > FIELD_TEXT_MAX ? `${field.slice(0, FIELD_TEXT_MAX)}…` : field;
  return new UploadError('invalid-answer', `The answer's field ${name} ${problem}`);
}

/**
 * JSON text as a value; undefined for an empty text.
 * @throws UploadError `invalid-answer` when it is too long or not JSON.
 */
export function parseJsonText(text: string): unknown {
  if (text.length > ANSWER_TEXT_MAX) {
    throw new UploadError('invalid-answer', `The answer's body is longer than ${ANSWER_TEXT_MAX} characters`);
  }
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text.replace(BARE_CRC64, '$1"$2"'));
  } catch {
    throw new UploadError('invalid-answer', "The answer's body is not JSON");
  }
}

/** True for an object that is not an array. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws UploadError `invalid-answer` when `value` is not an object. */
export function readFields(value: unknown, field: string): Fields {
  if (!isFields(value)) throw invalidAnswer(field, 'is not an object');
  return value;
}

/** An own field's value; undefined where it is absent or null. */
export function ownValue(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? (fields[name] ?? undefined) : undefined;
}

/**
 * A text that must be there, at most `maxLength` characters.
 * @throws UploadError `invalid-answer`
 */
export function readText(value: unknown, field: string, maxLength: number): string {
  if (value === undefined || value === null) throw invalidAnswer(field, 'is missing');
  if (typeof value !== 'string') throw invalidAnswer(field, 'is not a text');
  if (value === '') throw invalidAnswer(field, 'is empty');
  if (value.length > maxLength) throw invalidAnswer(field, 'is too long');
  return value;
}

/**
 * A whole number of at least `min`, given as a number or as decimal digits (`protocol.md` 1.1).
 * @throws UploadError `invalid-answer`
 */
export function readWhole(value: unknown, field: string, min: number, max: number): number {
  const isDigits = typeof value === 'string' && /^\d{1,16}$/.test(value);
  const number = typeof value === 'number' ? value : isDigits ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw invalidAnswer(field, 'is not a whole number');
  if (number < min || number > max) throw invalidAnswer(field, `is not between ${min} and ${max}`);
  return number;
}

/**
 * A CRC-64 as unsigned decimal without leading zeros. Undefined for a number
 * beyond 2^53: its last digits are lost, so it proves nothing.
 * @throws UploadError `invalid-answer`
 */
export function readCrc64(value: unknown, field: string): string | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) {
    return Number.isSafeInteger(value) ? String(value) : undefined;
  }
  if (typeof value !== 'string' || !/^\d{1,20}$/.test(value)) {
    throw invalidAnswer(field, 'is not an unsigned decimal number');
  }
  const sum = BigInt(value);
  if (sum > CRC64_MAX) throw invalidAnswer(field, 'is beyond 64 bits');
  return sum.toString();
}

/** An entity tag without its quotes. */
export function unquoteETag(eTag: string): string {
  return eTag.replace(/^(?:W\/)?"(.*)"$/s, '$1');
}

/**
 * A remote path: texts, none empty.
 * @throws UploadError `invalid-answer`
 */
export function readPath(value: unknown, field: string): readonly string[] {
  if (!Array.isArray(value)) throw invalidAnswer(field, 'is not a list of names');
  if (value.length === 0) throw invalidAnswer(field, 'is empty');
  const segments = value.map((segment: unknown, index) =>
    readText(segment, `${field}.${index}`, PATH_SEGMENT_MAX),
  );
  return Object.freeze(segments);
}

/** Longest name in an answer; twice the service's own limit, since how it counts is unconfirmed. */
const PATH_SEGMENT_MAX = 1024;
