import { createHash } from 'node:crypto';
import { checkGrant } from './access-tokens.js';
import {
  authorize,
  findUpload,
  readMetadata,
  readStrategy,
  type ApiAnswer,
  type ApiRequest,
} from './api-request.js';
import { combineCrc64 } from './crc64.js';
import { fileInfo, landFile, type Content } from './land-file.js';
import { hasFlag } from './request-target.js';
import { ServiceError } from './service-error.js';
import type { StoredPart, Upload } from './stored.js';
import { uploadParameters, uploadPartInfo } from './upload-parameters.js';

const OPENERS = ['upload_file', 'upload_file_force', 'begin_upload', 'begin_upload_force'] as const;

/** Fresh headers for a multipart upload. */
export function renewUpload(request: ApiRequest): ApiAnswer {
  const upload = findUpload(request, authorize(request, ...OPENERS));
  if (upload.uploadId === null)
    throw new ServiceError(404, 'NotMultipartUpload', 'the upload is not a multipart one');
  refuseConfirmed(upload);
  return { status: 200, json: uploadParameters(request.context, upload, request.body) };
}

/** What has arrived of an upload, and fresh headers for the rest. */
export function uploadState(request: ApiRequest): ApiAnswer {
  const { context, query } = request;
  const upload = findUpload(request, authorize(request, ...OPENERS));
  const isBare = hasFlag(query, 'no_upload_part_info');
  if (context.settings.partHeaders !== null && upload.uploadId !== null && !isBare) {
    throw new ServiceError(400, 'ParamInvalid', 'no_upload_part_info=1 is needed here');
  }
  const file = upload.fileId === null ? undefined : context.store.file(upload.fileId);
  const isReachable = context.store.hasDirectory(upload.spaceId, upload.path.slice(0, -1));
  const common = {
    confirmed: upload.fileId !== null,
    path: upload.fileId !== null ? (file?.path ?? null) : isReachable ? upload.path : null,
    type: 'file',
    creationTime: new Date(upload.createdAt).toISOString(),
    conflictResolutionStrategy: upload.strategy,
    force: upload.strategy === 'overwrite',
    availableDomainNum: 1,
  };
  if (upload.uploadId === null || upload.fileId !== null) return { status: 200, json: common };
  const spell = (value: number): number | string => (context.settings.stateAsStrings ? String(value) : value);
  const parts = inOrder(upload).map(([partNumber, part]) => ({
    PartNumber: spell(partNumber),
    LastModified: new Date(part.storedAt).toISOString(),
    ETag: `"${part.md5}"`,
    Size: spell(part.size),
  }));
  const info = isBare ? {} : { uploadPartInfo: uploadPartInfo(context, upload) };
  return { status: 200, json: { ...common, uploadId: upload.uploadId, parts, ...info } };
}

/** Frees an upload and its parts. */
export function cancelUpload(request: ApiRequest): ApiAnswer {
  const upload = findUpload(request, authorize(request, ...OPENERS));
  refuseConfirmed(upload);
  request.context.store.cancelUpload(upload);
  return { status: 204 };
}

/** Makes a file of an upload. */
export function confirmUpload(request: ApiRequest): ApiAnswer {
  const { context, query, body } = request;
  const caller = authorize(request, 'upload_file', 'upload_file_force', 'confirm_upload');
  const upload = findUpload(request, caller);
  const strategy = readStrategy(query, upload.strategy);
  if (strategy === 'overwrite') checkGrant(caller.grant, 'upload_file_force', 'confirm_upload');
  const crc64 = readCrc64(body['crc64']);
  const metadata = { ...upload.metadata, ...readMetadata(body) };
  refuseConfirmed(upload);
  const content = joinParts(upload, context.settings.partMinBytes);
  if (crc64 !== null && crc64 !== content.crc64) {
    throw new ServiceError(400, 'BadCrc64', 'the CRC64 of the file is another one');
  }
  const landing = {
    spaceId: upload.spaceId,
    path: upload.path,
    strategy,
    contentCas: query.get('content_cas') ?? upload.contentCas,
  };
  return { status: 200, json: fileInfo(landFile(context, landing, { ...content, metadata }, upload), query) };
}

function refuseConfirmed(upload: Upload): void {
  if (upload.fileId !== null) throw new ServiceError(409, 'UploadComplete', 'the upload is complete');
}

function inOrder(upload: Upload): [number, StoredPart][] {
  return [...upload.parts].sort(([left], [right]) => left - right);
}

function joinParts(upload: Upload, partMinBytes: number): Omit<Content, 'metadata'> {
  const parts = inOrder(upload);
  const first = parts[0]?.[1];
  if (first === undefined) {
    throw upload.uploadId === null
      ? new ServiceError(404, 'UploadIncomplete', 'the object has not arrived')
      : new ServiceError(400, 'MultipartUploadIncomplete', 'no part has arrived');
  }
  const whole = (crc64: string, size: number, eTag: string): Omit<Content, 'metadata'> => ({
    pieces: parts.map(([, { blobId, size: pieceSize }]) => ({ blobId, size: pieceSize })),
    size,
    crc64,
    eTag,
    hashes: null,
  });
  if (upload.uploadId === null) return whole(first.crc64, first.size, `"${first.md5}"`);

  if (parts.some(([partNumber], index) => partNumber !== index + 1)) {
    throw new ServiceError(400, 'MultipartUploadIncomplete', 'parts are missing in between');
  }
  if (parts.some(([, part], index) => index < parts.length - 1 && part.size < partMinBytes)) {
    throw new ServiceError(400, 'MultipartUploadPartTooSmall', 'a part other than the last is too small');
  }
  const md5 = createHash('md5');
  let crc64 = 0n;
  let size = 0;
  for (const [, part] of parts) {
    md5.update(Buffer.from(part.md5, 'hex'));
    crc64 = combineCrc64(crc64, BigInt(part.crc64), part.size);
    size += part.size;
  }
  return whole(crc64.toString(), size, `"${md5.digest('hex')}-${parts.length}"`);
}

function readCrc64(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value !== 'string' || !/^(0|[1-9]\d{0,19})$/.test(value)) {
    throw new ServiceError(400, 'ParamInvalid', 'crc64 must be an unsigned decimal text');
  }
  return value;
}
