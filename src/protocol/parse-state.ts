import { invalidAnswer, ownValue, readFields, readPath, readWhole, unquoteETag } from './answer-fields.js';
import { PARTS_MAX } from './limits.js';
import type { ObjectUrlRules } from './object-url.js';
import { parseUploadToken } from './parse-token.js';
import type { StoredPart, UploadState } from './types.js';

/** Longest entity tag that is kept, in characters; own figure (an MD5 has 32). */
const ETAG_MAX = 200;

/**
 * The server's view of an upload (`protocol.md` 2.5). Part numbers and sizes may be
 * numbers or texts.
 * @throws UploadError `invalid-answer` naming the field
 */
export function parseUploadState(
  value: unknown,
  context: { readonly rules: ObjectUrlRules; readonly confirmKey: string },
): UploadState {
  const fields = readFields(value, 'body');
  const confirmed = ownValue(fields, 'confirmed');
  if (typeof confirmed !== 'boolean') throw invalidAnswer('confirmed', 'is not true or false');
  // Null means that the folder is gone; a field left out must not be taken for that.
  if (!confirmed && fields['path'] === undefined) throw invalidAnswer('path', 'is missing');
  const path = ownValue(fields, 'path');
  const parts = ownValue(fields, 'parts');
  const creationTime = ownValue(fields, 'creationTime');
  const info = confirmed ? undefined : ownValue(fields, 'uploadPartInfo');
  const uploadId = ownValue(fields, 'uploadId');
  const token =
    info === undefined
      ? null
      : parseUploadToken(info, {
          ...context,
          uploadId: typeof uploadId === 'string' ? uploadId : undefined,
          field: 'uploadPartInfo',
        });
  return Object.freeze({
    confirmed,
    path: path === undefined ? null : readPath(path, 'path'),
    parts: parts === undefined ? null : readParts(parts),
    token,
    creationTime: typeof creationTime === 'string' ? creationTime : null,
  });
}

function readParts(value: unknown): readonly StoredPart[] {
  if (!Array.isArray(value)) throw invalidAnswer('parts', 'is not a list');
  if (value.length > PARTS_MAX) throw invalidAnswer('parts', `has more than ${PARTS_MAX} parts`);
  const parts = value.map((item: unknown, index): StoredPart => {
    const field = `parts.${index}`;
    const part = readFields(item, field);
    const eTag = ownValue(part, 'ETag');
    return Object.freeze({
      partNumber: readWhole(ownValue(part, 'PartNumber'), `${field}.PartNumber`, 1, PARTS_MAX),
      size: readWhole(ownValue(part, 'Size'), `${field}.Size`, 0, Number.MAX_SAFE_INTEGER),
      eTag: typeof eTag === 'string' && eTag.length <= ETAG_MAX ? unquoteETag(eTag) : null,
    });
  });
  return Object.freeze(parts);
}
