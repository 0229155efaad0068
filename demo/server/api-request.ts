import { checkGrant, checkSpace } from './access-tokens.js';
import type { JsonObject } from './read-json-body.js';
import type { ServerContext } from './server-context.js';
import { ServiceError } from './service-error.js';
import type { AccessGrant, Metadata, Strategy, Upload } from './stored.js';

/** A call of the SMH API, taken apart but not yet judged. */
export type ApiRequest = {
  readonly context: ServerContext;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  readonly accessToken: string | null;
  readonly spaceId: string;
  /** What follows the space in the path, still encoded. */
  readonly rest: string;
};

/** What a call answers; without `json` the body is empty. */
export type ApiAnswer = {
  readonly status: number;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The upload that the call opened, for the log. */
  readonly upload?: Upload;
};

/** Who calls. */
export type Caller = { readonly grant: AccessGrant; readonly userId: string; readonly isAdmin: boolean };

/**
 * Checks token, space and grants.
 * @param grants one of these is needed; none given: any valid token will do
 * @throws ServiceError 400 `EmptyAccessToken`; 403 `InvalidAccessToken`, `AccessTokenNotMatchSpace`, `NoPermission`; 404 `SpaceNotFound`
 */
export function authorize(request: ApiRequest, ...grants: readonly string[]): Caller {
  const { context, accessToken, spaceId, query } = request;
  const grant = context.tokens.use(accessToken);
  if (!context.spaces.includes(spaceId))
    throw new ServiceError(404, 'SpaceNotFound', 'there is no such space');
  checkSpace(grant, spaceId);
  if (grants.length > 0) checkGrant(grant, ...grants);
  const isAdmin = grant.grants.includes('admin') || grant.grants.includes('space_admin');
  const userId = isAdmin && grant.userId === '' ? (query.get('user_id') ?? '') : grant.userId;
  return { grant, userId, isAdmin };
}

/**
 * The upload that the call names.
 * @throws ServiceError 404 `UploadNotFound`, 403 `UploadNotBelongYou`
 */
export function findUpload(request: ApiRequest, caller: Caller): Upload {
  const upload = request.context.store.upload(request.rest);
  if (upload === undefined || upload.spaceId !== request.spaceId) {
    throw new ServiceError(404, 'UploadNotFound', 'there is no such upload');
  }
  if (upload.userId !== caller.userId && !caller.isAdmin) {
    throw new ServiceError(403, 'UploadNotBelongYou', 'the upload was opened by another user');
  }
  return upload;
}

/** @throws ServiceError 400 `InvalidConflictResolutionStrategy` */
export function readStrategy(query: URLSearchParams, fallback: Strategy): Strategy {
  const value = query.get('conflict_resolution_strategy');
  if (value === null) return fallback;
  if (value === 'ask' || value === 'rename' || value === 'overwrite') return value;
  throw new ServiceError(
    400,
    'InvalidConflictResolutionStrategy',
    'the strategy is ask, rename or overwrite',
  );
}

/** A whole number of a query, or null. @throws ServiceError 400 `ParamInvalid` */
export function readWholeNumber(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  if (value === null) return null;
  if (!/^\d{1,15}$/.test(value))
    throw new ServiceError(400, 'ParamInvalid', `${name} must be a whole number`);
  return Number(value);
}

/** Longest category, in bytes ([JS] sdk-docs). */
const CATEGORY_MAX_BYTES = 16;

/** The facts about the file in a body. @throws ServiceError 400 `ParamInvalid`, `InvalidTimeFormat` */
export function readMetadata(body: JsonObject): Metadata {
  const { labels, category } = body;
  if (labels !== undefined && !isTextList(labels)) {
    throw new ServiceError(400, 'ParamInvalid', 'labels must be a list of texts');
  }
  if (
    category !== undefined &&
    (typeof category !== 'string' || Buffer.byteLength(category) > CATEGORY_MAX_BYTES)
  ) {
    throw new ServiceError(400, 'ParamInvalid', 'category must be a text of at most 16 bytes');
  }
  const created = readTime(body, 'localCreationTime');
  const modified = readTime(body, 'localModificationTime');
  return {
    ...(labels === undefined ? {} : { labels }),
    ...(category === undefined ? {} : { category }),
    ...(created === null ? {} : { localCreationTime: created }),
    ...(modified === null ? {} : { localModificationTime: modified }),
  };
}

function readTime(body: JsonObject, name: string): string | null {
  const value = body[name];
  if (value === undefined) return null;
  const isIso =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/.test(value);
  if (!isIso || Number.isNaN(Date.parse(value))) {
    throw new ServiceError(400, 'InvalidTimeFormat', `${name} must be an ISO 8601 time`);
  }
  return value;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
