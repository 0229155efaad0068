import type { ResumeRecord, Tombstone } from '../engine/resume-record.js';
import {
  type Fields,
  invalidAnswer,
  ownValue,
  readCrc64,
  readFields,
  readPath,
  readText,
  readWhole,
} from '../protocol/answer-fields.js';
import { nameProblem } from '../protocol/file-path.js';
import { MIB, PART_MAX_BYTES, PARTS_MAX } from '../protocol/limits.js';
import { parseStoredFile } from '../protocol/parse-stored-file.js';
import { readConfirmKey } from '../protocol/parse-token.js';
import type { PartPlan } from '../protocol/part-plan.js';
import type { FileMetadata, RemotePath } from '../protocol/types.js';

/** Longest scope, path and lock name, in characters; own figure: file systems stop at about 4,096. */
const LONG_TEXT_MAX = 16 * 1024;

/** Longest other text, in characters; own figure. */
const SHORT_TEXT_MAX = 1024;

/** Most labels; own figure. */
const LABELS_MAX = 1000;

/** How long a record is kept that tells no end, as those of older pages do, in ms; own figure: a year. */
const OLDER_LIFE_MS = 365 * 24 * 60 * 60_000;

const HEX_32 = /^[0-9a-f]{32}$/;
const HEX_64 = /^[0-9a-f]{64}$/;

/**
 * The known fields of a record; null where one makes no sense. Any script of the origin
 * can write into the database, so what is read is believed no more than an answer is. What
 * is written passes here too: nothing unknown gets in, and all that is there can be read again.
 */
export function parseResumeRecord(value: unknown): ResumeRecord | null {
  return parsed(value, (fields) => {
    const size = readCount(fields, 'size');
    const plan = readPlan(readFields(ownValue(fields, 'plan'), 'plan'), size);
    const relativePath = readLongText(fields, 'relativePath');
    const updatedAt = readCount(fields, 'updatedAt');
    const isOlder = ownValue(fields, 'expiresAt') === undefined;
    const [min, max] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
    return {
      id: readHex(fields, 'id', HEX_32),
      scope: readLongText(fields, 'scope'),
      visit: readText(ownValue(fields, 'visit'), 'visit', SHORT_TEXT_MAX),
      // Older pages wrote none: there the file counted as named as the upload is.
      fileName: readAnyText(fields, 'fileName', LONG_TEXT_MAX) ?? relativePath.split('/').at(-1) ?? '',
      relativePath,
      remotePath: readRemotePath(fields),
      size,
      type: readAnyText(fields, 'type', SHORT_TEXT_MAX) ?? '',
      lastModified: readWhole(ownValue(fields, 'lastModified'), 'lastModified', min, max),
      metadata: readMetadata(readFields(ownValue(fields, 'metadata'), 'metadata')),
      strategy: readStrategy(ownValue(fields, 'strategy')),
      plan,
      beginningHash: readBeginningHash(fields),
      fullStartTried: readFullStartTried(fields),
      confirmKey: readKey(fields),
      sent: readSent(ownValue(fields, 'sent'), plan),
      createdAt: readCount(fields, 'createdAt'),
      updatedAt,
      expiresAt: isOlder ? updatedAt + OLDER_LIFE_MS : readCount(fields, 'expiresAt'),
    };
  });
}

/** As `parseResumeRecord`, for what became of a file. */
export function parseTombstone(value: unknown): Tombstone | null {
  return parsed(value, (fields) => {
    const result = ownValue(fields, 'result');
    const crc64 = ownValue(fields, 'crc64');
    return {
      lockName: readLongText(fields, 'lockName'),
      result: result === undefined ? null : parseStoredFile(result),
      confirmKey: readKey(fields),
      instant: ownValue(fields, 'instant') === true,
      verified: ownValue(fields, 'verified') === true || null,
      crc64: crc64 === undefined ? null : (readCrc64(crc64, 'crc64') ?? null),
      completedAt: readCount(fields, 'completedAt'),
    };
  });
}

function parsed<T>(value: unknown, read: (fields: Fields) => T): T | null {
  try {
    return read(readFields(value, 'record'));
  } catch {
    return null;
  }
}

/** The plan must be one for this size: parts are cut and compared by it. */
function readPlan(fields: Fields, size: number): PartPlan {
  const multipart = ownValue(fields, 'multipart');
  const partBytes = readWhole(ownValue(fields, 'partBytes'), 'partBytes', MIB, PART_MAX_BYTES);
  const partCount = readWhole(ownValue(fields, 'partCount'), 'partCount', 1, PARTS_MAX);
  const isPlan =
    typeof multipart === 'boolean' &&
    partBytes % MIB === 0 &&
    partCount === Math.max(1, Math.ceil(size / partBytes)) &&
    (multipart || partCount === 1);
  if (!isPlan) throw invalidAnswer('plan', 'does not fit the file');
  return { multipart, partBytes, partCount };
}

function readRemotePath(fields: Fields): RemotePath {
  const path = readPath(ownValue(fields, 'remotePath'), 'remotePath');
  readText(path.join('/'), 'remotePath', LONG_TEXT_MAX);
  if (path.some((name) => nameProblem(name) !== null)) throw invalidAnswer('remotePath', 'leads elsewhere');
  return path;
}

function readMetadata(fields: Fields): FileMetadata {
  const labels = ownValue(fields, 'labels');
  return {
    ...(labels === undefined
      ? {}
      : { labels: readList(labels, LABELS_MAX).map((label) => readText(label, 'labels', SHORT_TEXT_MAX)) }),
    ...readNote(fields, 'category'),
    ...readNote(fields, 'localCreationTime'),
    ...readNote(fields, 'localModificationTime'),
  };
}

type Note = 'category' | 'localCreationTime' | 'localModificationTime';

function readNote(fields: Fields, name: Note): { readonly [K in Note]?: string } {
  const value = ownValue(fields, name);
  return value === undefined ? {} : { [name]: readText(value, name, SHORT_TEXT_MAX) };
}

function readStrategy(value: unknown): ResumeRecord['strategy'] {
  if (value === 'rename' || value === 'ask' || value === 'overwrite') return value;
  throw invalidAnswer('strategy', 'is unknown');
}

function readSent(value: unknown, { partCount }: PartPlan): ResumeRecord['sent'] {
  const sent = readList(value, partCount).map((item): ResumeRecord['sent'][number] => {
    const [partNumber, crc64] = readList(item, 2);
    return [
      readWhole(partNumber, 'sent', 1, partCount),
      crc64 === null ? null : (readCrc64(crc64, 'sent') ?? null),
    ];
  });
  if (new Set(sent.map(([partNumber]) => partNumber)).size < sent.length) {
    throw invalidAnswer('sent', 'names a part twice');
  }
  return sent;
}

function readList(value: unknown, max: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > max) throw invalidAnswer('list', 'is none, or too long');
  return value;
}

function readKey(fields: Fields): string | null {
  const key = ownValue(fields, 'confirmKey');
  return key === undefined ? null : readConfirmKey(key, 'confirmKey');
}

function readBeginningHash(fields: Fields): string | null {
  return ownValue(fields, 'beginningHash') === undefined ? null : readHex(fields, 'beginningHash', HEX_64);
}

/** Older pages wrote the hash itself where such a start was under way, and null else. */
function readFullStartTried(fields: Fields): boolean {
  const tried = ownValue(fields, 'fullStartTried') ?? ownValue(fields, 'fullHash') !== undefined;
  if (typeof tried === 'boolean') return tried;
  throw invalidAnswer('fullStartTried', 'is neither true nor false');
}

function readHex(fields: Fields, name: string, form: RegExp): string {
  const text = readText(ownValue(fields, name), name, SHORT_TEXT_MAX);
  if (!form.test(text)) throw invalidAnswer(name, 'is not of its form');
  return text;
}

function readLongText(fields: Fields, name: string): string {
  return readText(ownValue(fields, name), name, LONG_TEXT_MAX);
}

/** A text that may be empty; null where there is none. */
function readAnyText(fields: Fields, name: string, max: number): string | null {
  const text = ownValue(fields, name) ?? null;
  return text === '' || text === null ? text : readText(text, name, max);
}

function readCount(fields: Fields, name: string): number {
  return readWhole(ownValue(fields, name), name, 0, Number.MAX_SAFE_INTEGER);
}
