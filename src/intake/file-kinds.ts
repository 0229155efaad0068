import type { FileMetadata } from '../protocol/types.js';

/**
 * Objects are told by what they are, not by `instanceof`: a file that comes from
 * another frame belongs to that frame's classes.
 */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}

/** True for an object or a function, whose properties may be looked at. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** True for a `File` of any frame. */
export function isFile(value: unknown): value is File {
  return tagOf(value) === '[object File]';
}

/** True for a `Blob` that is not a `File`: it has no name. */
export function isNamelessBlob(value: unknown): value is Blob {
  return tagOf(value) === '[object Blob]';
}

/** True for what a drop or paste carries. */
export function isDataTransfer(value: unknown): value is DataTransfer {
  return isObject(value) && 'items' in value && 'files' in value;
}

/** True for a file handle of the File System API. */
export function isFileHandle(value: unknown): value is FileSystemFileHandle {
  return isObject(value) && 'kind' in value && value.kind === 'file' && 'getFile' in value;
}

/** True for a directory handle of the File System API. */
export function isDirectoryHandle(value: unknown): value is FileSystemDirectoryHandle {
  return isObject(value) && 'kind' in value && value.kind === 'directory' && 'values' in value;
}

/** True for what `for ... of` takes, texts left out. */
export function isIterable(value: unknown): value is Iterable<unknown> {
  return isObject(value) && Symbol.iterator in value;
}

/** What `value` is, in words for a message; never its content. */
export function describeKind(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  return isObject(value) ? tagOf(value).slice('[object '.length, -1) : `a ${typeof value}`;
}

/** Longest `category` that the service takes, in bytes of UTF-8 (`protocol.md` 2.6). */
const CATEGORY_MAX_BYTES = 16;

const METADATA_FIELDS: readonly string[] = [
  'labels',
  'category',
  'localCreationTime',
  'localModificationTime',
] satisfies readonly (keyof FileMetadata)[];

/** Longest name of a field in a message, in characters. */
const LONGEST_FIELD = 40;

/** What is wrong with metadata that a page gave, naming the field; null where nothing is. */
export function metadataProblem(value: unknown): string | null {
  if (!isObject(value) || Array.isArray(value)) {
    return `metadata must be an object such as { labels: ['press'] }, not ${describeKind(value)}`;
  }
  const stranger = Object.keys(value).find((field) => !METADATA_FIELDS.includes(field));
  if (stranger !== undefined) {
    return `metadata.${stranger.slice(0, LONGEST_FIELD)} is no field of it; these are: ${METADATA_FIELDS.join(', ')}`;
  }
  const { labels, category, localCreationTime, localModificationTime } = value as {
    [Field in keyof FileMetadata]: unknown;
  };
  if (
    labels !== undefined &&
    !(Array.isArray(labels) && labels.every((label) => typeof label === 'string'))
  ) {
    return 'metadata.labels must be an array of texts';
  }
  if (
    category !== undefined &&
    (typeof category !== 'string' || new TextEncoder().encode(category).length > CATEGORY_MAX_BYTES)
  ) {
    return `metadata.category must be a text of at most ${CATEGORY_MAX_BYTES} bytes`;
  }
  if (!isAbsentOrDate(localCreationTime)) {
    return 'metadata.localCreationTime must be an ISO 8601 text such as "2026-10-01T08:00:00Z"';
  }
  if (!isAbsentOrDate(localModificationTime)) {
    return 'metadata.localModificationTime must be an ISO 8601 text such as "2026-10-01T08:00:00Z"';
  }
  return null;
}

function isAbsentOrDate(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
}
