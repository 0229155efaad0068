import { UploadError, type UploadErrorCode } from '../errors.js';
import { type Fields, isFields, ownValue } from './answer-fields.js';

/** What a service code means beyond its `UploadErrorCode`. */
export type ServiceMeaning =
  /** The access token is of no use: ask for another, once. */
  | 'token-refused'
  /** Every other file will fail in the same way: halt the queue. */
  | 'queue-wide'
  /** Parts are missing at confirm: repeat shortly, then ask the state. */
  | 'parts-missing'
  /** It is confirmed already: ask the state. */
  | 'already-confirmed';

/** How the client takes one code of the service. */
export type ServiceRule = {
  readonly code: UploadErrorCode;
  /** Where it differs from the rule of `code`. */
  readonly retryable?: boolean;
  readonly meaning?: ServiceMeaning;
};

/** The codes of `protocol.md` section 8, in its order. */
const SERVICE_RULES: readonly (readonly [rule: ServiceRule, ...serviceCodes: string[]])[] = [
  [
    { code: 'token-invalid', meaning: 'token-refused' },
    'InvalidAccessToken',
    'InvalidAuthCode',
    'AuthorizationExpired',
    'InvalidAuthorization',
    'InvalidRefreshToken',
    'InvalidUserToken',
    'EmptyAccessToken',
    'AccessTokenNotMatchSpace',
    'AccessTokenNotMatchLibrary',
    'AccessTokenVersionNotMatch',
  ],
  [{ code: 'upload-gone' }, 'UploadNotBelongYou'],
  [{ code: 'access-denied' }, 'NoPermission', 'WriteForbidden', 'ReadForbidden'],
  [
    { code: 'access-denied', meaning: 'queue-wide' },
    'SpaceBanned',
    'LibraryServiceExpired',
    'LibraryServiceTimeExpired',
    'UserDisabled',
  ],
  [{ code: 'service-unavailable' }, 'LibraryInitializing'],
  [
    { code: 'quota-exceeded', meaning: 'queue-wide' },
    'QuotaLimitReached',
    'LibraryQuotaLimitReached',
    'NoQuota',
    'QuotaNotFound',
  ],
  [{ code: 'name-conflict' }, 'SameNameDirectoryOrFileExists', 'ContentCasConflict'],
  [{ code: 'server-busy' }, 'PathConflict'],
  [{ code: 'invalid-name' }, 'RenameTooManyTimes'],
  [{ code: 'server-busy', retryable: false }, 'TargetBeingCoEdited'],
  [{ code: 'outcome-unknown', meaning: 'already-confirmed' }, 'UploadComplete'],
  [{ code: 'name-conflict' }, 'OverwriteFileNotAllowed', 'SymlinkOverwriteConflict'],
  [{ code: 'directory-not-found' }, 'DirectoryNotFound', 'PathNotFound'],
  [{ code: 'upload-gone' }, 'UploadNotFound', 'ConfirmKeyNotFound', 'NotMultipartUpload'],
  [{ code: 'server-busy', meaning: 'parts-missing' }, 'UploadIncomplete', 'MultipartUploadIncomplete'],
  [{ code: 'part-refused' }, 'MultipartUploadPartTooSmall'],
  [{ code: 'integrity-mismatch' }, 'BadCrc64'],
  [{ code: 'upload-gone' }, 'EmptyCosUploadId', 'CosObjectNonexistent'],
  [{ code: 'network' }, 'IncompleteBody', 'ClientDisconnected'],
  [{ code: 'timeout' }, 'ReadRequestTimeout', 'RequestTimeout'],
  [
    { code: 'invalid-name' },
    'EmptyPath',
    'EmptyFileName',
    'FileNameLengthExceed',
    'DirectoryNameLengthExceed',
    'DirectoryNotAllowed',
    'DirectoryLevelExceed',
    'UploadToRootDirectoryNotAllowed',
    'IllegalFileName',
    'RootDirectoryNotAllowed',
    'InvalidDestinationPath',
    'DirectoryNameNotAvailable',
  ],
  [{ code: 'type-not-allowed' }, 'ExtnameNotAllowed'],
  [{ code: 'sensitive-content' }, 'SensitiveContentRecognized', 'FileContentNotAvailable'],
  [{ code: 'invalid-option' }, 'InvalidConflictResolutionStrategy', 'SpaceIdInvalid'],
  [{ code: 'backend-failed' }, 'ParamInvalid', 'BadRequest', 'InvalidTimeFormat'],
  [
    { code: 'not-found', meaning: 'queue-wide' },
    'LibraryNotFound',
    'SpaceNotFound',
    'WrongLibraryIdOrSecret',
    'RouteNotFound',
  ],
  [{ code: 'invalid-name' }, 'RequestEntityTooLarge', 'URITooLong', 'HeaderFieldsTooLarge'],
  [{ code: 'rate-limited' }, 'RateLimitExceeded'],
  [{ code: 'service-unavailable' }, 'InternalServerError'],
  [{ code: 'server-busy' }, 'ServerOverloaded'],
];

const RULE_BY_CODE: ReadonlyMap<string, ServiceRule> = new Map(
  SERVICE_RULES.flatMap(([rule, ...codes]) => codes.map((code): [string, ServiceRule] => [code, rule])),
);

/** How the client takes `serviceCode`; undefined for one that `protocol.md` does not name. */
export function serviceRule(serviceCode: string | undefined): ServiceRule | undefined {
  return serviceCode === undefined ? undefined : RULE_BY_CODE.get(serviceCode);
}

/** True for a failure that every other file would meet too, so that one error serves the queue. */
export function haltsQueue(error: UploadError): boolean {
  return (
    error.code === 'token-invalid' ||
    error.code === 'quota-exceeded' ||
    serviceRule(error.serviceCode)?.meaning === 'queue-wide'
  );
}

/** An error body of the service, cleaned. */
export type ErrorBody = {
  readonly serviceCode: string;
  readonly requestId: string | undefined;
  /** HTTP status that the body itself names, where it is one of an error. */
  readonly status?: number | undefined;
};

/** Fields that only an answer to something has: with one of them, `code` alone makes no error. */
const ANSWER_FIELDS = ['confirmKey', 'domain', 'path', 'confirmed', 'accessToken'];

/**
 * The service's error within a body of any status, else null. Some private
 * deployments answer 200 with a `status` other than 0 and a `code` (`protocol.md` 1.1).
 */
export function readErrorBody(body: unknown): ErrorBody | null {
  if (!isFields(body)) return null;
  const serviceCode = cleanToken(ownValue(body, 'code'), /^[A-Za-z][A-Za-z0-9._-]{0,63}$/);
  if (serviceCode === undefined || !isErrorShaped(body)) return null;
  const requestId = cleanRequestId(ownValue(body, 'requestId') ?? ownValue(body, 'smhRequestId'));
  const status = Number(ownValue(body, 'status'));
  return { serviceCode, requestId, status: isErrorStatus(status) ? status : undefined };
}

/** A request id that is fit to be shown; else undefined. */
export function cleanRequestId(value: unknown): string | undefined {
  return cleanToken(value, /^[A-Za-z0-9+/=._:-]{1,128}$/);
}

/**
 * The error for an answer that is none of the wanted: by the service's code first,
 * by status second (`component.md` section 1, Failures).
 * @param what - what was tried, for the message: `Confirming the upload`
 */
export function serviceError(
  what: string,
  answer: {
    /** 0 where a plain value carried the error. */
    readonly status: number;
    readonly body?: ErrorBody | null | undefined;
    readonly requestId?: string | undefined;
    /** ms */
    readonly retryAfterMs?: number | undefined;
  },
): UploadError {
  const { body } = answer;
  const status = isErrorStatus(answer.status) ? answer.status : (body?.status ?? answer.status);
  const rule = serviceRule(body?.serviceCode) ?? ruleByStatus(status);
  const came = [status === 0 ? '' : String(status), body?.serviceCode ?? ''].filter(Boolean).join(' ');
  return new UploadError(rule.code, `${what} was answered with ${came}`, {
    status: status === 0 ? undefined : status,
    serviceCode: body?.serviceCode,
    requestId: body?.requestId ?? answer.requestId,
    retryAfterMs: answer.retryAfterMs,
    retryable: rule.retryable,
  });
}

const STATUS_RULES: ReadonlyMap<number, ServiceRule> = new Map<number, ServiceRule>([
  [401, { code: 'access-denied' }],
  [403, { code: 'access-denied' }],
  [408, { code: 'timeout' }],
  [429, { code: 'rate-limited' }],
  [503, { code: 'server-busy' }],
]);

const FIRST_ERROR = 400;
const FIRST_SERVER_ERROR = 500;
const LAST_ERROR = 599;

function isErrorStatus(status: number): boolean {
  return status >= FIRST_ERROR && status <= LAST_ERROR;
}

function ruleByStatus(status: number): ServiceRule {
  const fallback: UploadErrorCode = status >= FIRST_SERVER_ERROR ? 'service-unavailable' : 'backend-failed';
  return STATUS_RULES.get(status) ?? { code: fallback };
}

function isErrorShaped(body: Fields): boolean {
  const status = ownValue(body, 'status');
  if (status !== undefined) return Number(status) !== 0;
  return !ANSWER_FIELDS.some((name) => Object.hasOwn(body, name));
}

function cleanToken(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}
