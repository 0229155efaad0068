import { randomBytes } from 'node:crypto';
import { checkGrant } from './access-tokens.js';
import {
  authorize,
  readMetadata,
  readStrategy,
  readWholeNumber,
  type ApiAnswer,
  type ApiRequest,
} from './api-request.js';
import { contentTypeOf } from './content-type.js';
import { checkConflict, checkQuota, fileInfo, landFile, type Landing } from './land-file.js';
import { checkFilePath, decodePath } from './names.js';
import type { JsonObject } from './read-json-body.js';
import { hasFlag } from './request-target.js';
import { ServiceError } from './service-error.js';
import type { Metadata, Upload, UploadFacts } from './stored.js';
import { uploadParameters } from './upload-parameters.js';

/** Least and greatest `traffic_limit`, as documented ([SEED]). */
const TRAFFIC_MIN = 102_400;
const TRAFFIC_MAX = 104_857_600;

/** Opens an upload: 201 with parameters, 202 when the full hash decides, 200 when the bytes were there. */
export function startUpload(kind: UploadFacts['kind'], request: ApiRequest): ApiAnswer {
  const { context, query, body, spaceId } = request;
  const caller = authorize(request, 'upload_file', 'upload_file_force', 'begin_upload', 'begin_upload_force');
  const strategy = readStrategy(query, 'rename');
  if (strategy === 'overwrite') checkGrant(caller.grant, 'upload_file_force', 'begin_upload_force');
  const path = decodePath(request.rest);
  checkFilePath(path, context.settings);
  const fileSize = readWholeNumber(query, 'filesize');
  const trafficLimit = readTrafficLimit(query);
  const metadata = readMetadata(body);
  const claim = readHashes(body, fileSize);
  if (!context.store.hasDirectory(spaceId, path.slice(0, -1))) {
    throw new ServiceError(404, 'DirectoryNotFound', 'the parent directory does not exist');
  }
  const landing: Landing = { spaceId, path, strategy, contentCas: query.get('content_cas') };
  checkConflict(context, landing);
  checkQuota(context, landing, fileSize ?? claim?.size ?? 0);

  const known =
    claim === null || !context.settings.instantUpload
      ? null
      : answerFromHashes(request, landing, claim, metadata);
  if (known !== null) return known;
  const upload = openUpload(kind, request, landing, caller.userId, metadata, trafficLimit);
  try {
    return { status: 201, json: uploadParameters(context, upload, body), upload };
  } catch (refusal) {
    context.store.cancelUpload(upload);
    throw refusal;
  }
}

type Claim = {
  readonly beginningHash: string | null;
  readonly fullHash: string | null;
  readonly size: number;
};

function answerFromHashes(
  request: ApiRequest,
  landing: Landing,
  claim: Claim,
  metadata: Metadata,
): ApiAnswer | null {
  const { context, query } = request;
  if (claim.fullHash === null) {
    const isKnown =
      claim.beginningHash !== null && context.index.knowsBeginning(claim.beginningHash, claim.size);
    return isKnown ? { status: 202 } : null;
  }
  const twin = context.index.find(claim.fullHash, claim.size);
  if (twin === undefined || twin.beginningHash === null || twin.fullHash === null) return null;
  if (claim.beginningHash !== null && claim.beginningHash !== twin.beginningHash) return null;
  const { pieces, size, crc64, eTag, beginningHash, fullHash } = twin;
  const content = { pieces, size, crc64, eTag, metadata, hashes: { beginningHash, fullHash } };
  return { status: 200, json: fileInfo(landFile(context, landing, content, null), query) };
}

function openUpload(
  kind: UploadFacts['kind'],
  request: ApiRequest,
  landing: Landing,
  userId: string,
  metadata: Metadata,
  trafficLimit: number | null,
): Upload {
  const { context, spaceId } = request;
  const name = landing.path.at(-1) ?? '';
  const extension = /\.[a-z0-9]{1,10}$/.exec(name.toLowerCase())?.[0] ?? '';
  return context.store.addUpload({
    confirmKey: randomBytes(32).toString('hex'),
    number: context.store.nextUploadNumber(),
    kind,
    spaceId,
    userId,
    path: landing.path,
    strategy: landing.strategy,
    contentType: kind === 'multipart' ? 'application/octet-stream' : contentTypeOf(name),
    metadata,
    trafficLimit,
    contentCas: landing.contentCas,
    uploadId: kind === 'multipart' ? `${Date.now()}${randomBytes(16).toString('hex')}` : null,
    // The encoded blank shows up clients that encode the path once more.
    objectPath: `/${context.library.id}/dev%20objects/${randomBytes(16).toString('hex')}${extension}`,
    createdAt: Date.now(),
  });
}

function readTrafficLimit(query: URLSearchParams): number | null {
  const limit = readWholeNumber(query, 'traffic_limit');
  if (limit !== null && (limit < TRAFFIC_MIN || limit > TRAFFIC_MAX)) {
    throw new ServiceError(400, 'ParamInvalid', `traffic_limit must be ${TRAFFIC_MIN} to ${TRAFFIC_MAX}`);
  }
  return limit;
}

function readHashes(body: JsonObject, fileSize: number | null): Claim | null {
  const beginningHash = readHash(body, 'beginningHash');
  const fullHash = readHash(body, 'fullHash');
  const { size } = body;
  const isSize =
    (typeof size === 'string' && /^\d{1,15}$/.test(size)) || (Number.isInteger(size) && Number(size) >= 0);
  if (size !== undefined && !isSize)
    throw new ServiceError(400, 'ParamInvalid', 'size must be decimal digits');
  if (beginningHash === null && fullHash === null) return null;
  if (size === undefined) throw new ServiceError(400, 'ParamInvalid', 'a hash needs the size');
  if (fileSize !== null && fileSize !== Number(size)) {
    throw new ServiceError(400, 'ParamInvalid', 'size and filesize differ');
  }
  return { beginningHash, fullHash, size: Number(size) };
}

function readHash(body: JsonObject, name: string): string | null {
  const value = body[name];
  if (value === undefined) return null;
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value)) {
    throw new ServiceError(400, 'ParamInvalid', `${name} must be 64 lower-case hex digits`);
  }
  return value;
}

/** True for a start that carries the full hash: the log and the faults tell the two apart. */
export function isFullStart(body: JsonObject): boolean {
  return body['fullHash'] !== undefined;
}

/** Which of the POST calls on a file this is. */
export function postCall(query: URLSearchParams): 'renew' | 'confirm' | 'multipart' | 'form' {
  if (hasFlag(query, 'renew')) return 'renew';
  if (hasFlag(query, 'confirm')) return 'confirm';
  return hasFlag(query, 'multipart') ? 'multipart' : 'form';
}
