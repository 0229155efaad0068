import type { JsonObject } from './read-json-body.js';
import type { ServerContext } from './server-context.js';
import { ServiceError } from './service-error.js';
import { expirationOf, type SignedHeaders, type SignedLife } from './signatures.js';
import type { Upload } from './stored.js';

/** Greatest part number ([COS 14518]). */
export const PARTS_MAX = 10_000;

/** Most numbers of one `partNumberRange` ([AND], [iOS]). */
const RANGE_MAX = 100;

/**
 * What start and renew answer: where and with what to send. Headers are made anew by
 * each call; those made before stay good for their life.
 */
export function uploadParameters(context: ServerContext, upload: Upload, body: JsonObject): JsonObject {
  const life = context.headerLife();
  const common = {
    confirmKey: upload.confirmKey,
    expiration: expirationOf(life),
    availableDomainNum: 1,
  };
  const domain = context.answerDomain();
  const { objectPath: path, uploadId } = upload;
  if (upload.kind === 'form') {
    const form = context.signer.signForm(life, {
      key: decodeURIComponent(path.slice(1)),
      acl: 'private',
      'Content-Type': upload.contentType,
      'x-cos-security-token': securityToken(life.issuedAt),
    });
    return { domain, path: '/', form, ...common };
  }
  if (uploadId !== null && context.settings.partHeaders !== null) {
    const parts = Object.fromEntries(
      readPartNumbers(body['partNumberRange'], context.settings.partHeaders).map((partNumber) => {
        const headers = context.signer.signS3({ method: 'PUT', path, uploadId, partNumber }, life);
        return [String(partNumber), { headers }];
      }),
    );
    return { domain, path, uploadId, parts, ...common };
  }
  const headers = objectHeaders(context, upload, life);
  return { domain, path, ...(uploadId === null ? {} : { uploadId }), headers, ...common };
}

/** Fresh parameters in the form of a state answer. */
export function uploadPartInfo(context: ServerContext, upload: Upload): JsonObject {
  const life = context.headerLife();
  return {
    domain: context.answerDomain(),
    path: upload.objectPath,
    uploadId: upload.uploadId,
    headers: objectHeaders(context, upload, life),
    expiration: expirationOf(life),
  };
}

function objectHeaders(context: ServerContext, upload: Upload, life: SignedLife): SignedHeaders {
  const scope = { method: 'PUT', path: upload.objectPath, uploadId: null, partNumber: null };
  return context.signer.signCos(scope, life, {
    'Content-Type': upload.contentType,
    ...(upload.kind === 'simple' ? { 'x-cos-acl': 'private', 'x-cos-storage-class': 'STANDARD' } : {}),
    'x-cos-security-token': securityToken(life.issuedAt),
    ...(upload.trafficLimit === null ? {} : { 'x-cos-traffic-limit': upload.trafficLimit }),
  });
}

/** Differs from renewal to renewal, as a temporary key's token does. */
function securityToken(issuedAt: number): string {
  return `dev${Buffer.from(`token-${issuedAt}`).toString('base64url')}`;
}

/**
 * Part numbers of a `partNumberRange`, in the one form that the deployment takes.
 * @throws ServiceError 400 `ParamInvalid`
 */
function readPartNumbers(range: unknown, form: 'string' | 'list'): number[] {
  const numbers = form === 'list' ? listed(range) : spelled(range);
  const isGood =
    numbers !== null &&
    numbers.length > 0 &&
    numbers.length <= RANGE_MAX &&
    numbers.every((number) => Number.isInteger(number) && number >= 1 && number <= PARTS_MAX);
  if (!isGood) {
    throw new ServiceError(
      400,
      'ParamInvalid',
      `partNumberRange must be a ${form} of 1 to ${RANGE_MAX} part numbers`,
    );
  }
  return [...new Set(numbers)];
}

function listed(range: unknown): number[] | null {
  return Array.isArray(range) && range.every((item): item is number => typeof item === 'number')
    ? range
    : null;
}

function spelled(range: unknown): number[] | null {
  if (typeof range !== 'string' || !/^\d{1,5}(-\d{1,5})?(,\d{1,5}(-\d{1,5})?)*$/.test(range)) return null;
  return range.split(',').flatMap((item) => {
    const [first = 0, last = first] = item.split('-').map(Number);
    return Array.from(
      { length: Math.min(Math.max(last - first + 1, 0), RANGE_MAX + 1) },
      (_, index) => first + index,
    );
  });
}
