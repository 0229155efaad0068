import {
  type Fields,
  invalidAnswer,
  ownValue,
  readCrc64,
  readFields,
  readPath,
  readText,
  readWhole,
  unquoteETag,
} from './answer-fields.js';
import { NAME_MAX_LENGTH } from './limits.js';
import type { FileInfo, StoredFile } from './types.js';

/** Longest informational text that is kept, in characters; own figure. */
const INFO_TEXT_MAX = 512;

/**
 * The answer of a confirm or an instant upload (`protocol.md` 2.6). `path`, `name`,
 * `size` and `crc64` prove what is stored and are strict; the rest informs only,
 * and is left out where it makes no sense. Unknown fields (`cosUrl` is a secret) are not taken.
 * @throws UploadError `invalid-answer` naming the field
 */
export function parseStoredFile(value: unknown): StoredFile {
  const fields = readFields(value, 'body');
  if (!Object.hasOwn(fields, 'path') || fields['path'] === undefined) {
    throw invalidAnswer('path', 'is missing');
  }
  const path = fields['path'] === null ? null : readPath(fields['path'], 'path');
  const name = ownValue(fields, 'name');
  const size = readSize(fields);
  const crc64 = ownValue(fields, 'crc64');
  const sum = crc64 === undefined ? undefined : readCrc64(crc64, 'crc64');
  const isOverwritten = ownValue(fields, 'isOverwritten');
  const eTag = infoText(fields, 'eTag');
  return Object.freeze({
    path,
    ...(name === undefined ? {} : { name: readText(name, 'name', 4 * NAME_MAX_LENGTH) }),
    ...(size === null ? {} : { size }),
    ...(sum === undefined ? {} : { crc64: sum }),
    ...(eTag === undefined ? {} : { eTag: unquoteETag(eTag) }),
    ...infoField(fields, 'contentType'),
    ...infoField(fields, 'creationTime'),
    ...infoField(fields, 'modificationTime'),
    ...infoField(fields, 'fileType'),
    ...(typeof isOverwritten === 'boolean' ? { isOverwritten } : {}),
    ...infoField(fields, 'inode'),
  });
}

/**
 * What `?info` says of a file; null where there is none.
 * @throws UploadError `invalid-answer` naming the field
 */
export function parseFileInfo(value: unknown): FileInfo | null {
  if (value === null || value === undefined) return null;
  const fields = readFields(value, 'body');
  const crc64 = ownValue(fields, 'crc64');
  return Object.freeze({
    size: readSize(fields),
    crc64: crc64 === undefined ? null : (readCrc64(crc64, 'crc64') ?? null),
    creationTime: infoText(fields, 'creationTime') ?? null,
  });
}

function readSize(fields: Fields): number | null {
  const size = ownValue(fields, 'size');
  return size === undefined ? null : readWhole(size, 'size', 0, Number.MAX_SAFE_INTEGER);
}

function infoText(fields: Fields, name: string): string | undefined {
  const value = ownValue(fields, name);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && value.length <= INFO_TEXT_MAX ? value : undefined;
}

type InfoName = 'contentType' | 'creationTime' | 'modificationTime' | 'fileType' | 'inode';

function infoField(fields: Fields, name: InfoName): { readonly [K in InfoName]?: string } {
  const text = infoText(fields, name);
  return text === undefined ? {} : { [name]: text };
}
