import type { UploadError, UploadErrorCode } from '../errors.js';

/** What the client does about a failure. */
export type Reaction =
  /** It may pass by itself: the same step again, after a wait that grows. */
  | 'wait'
  /** Parts are missing at confirm, perhaps for a moment only: short waits, then the state is asked. */
  | 'confirm-again'
  /** The state tells whether it is done. */
  | 'ask-state'
  /** Fresh headers from the service, then the part again. */
  | 'renew-headers'
  /** Another access token, once; refused again the queue halts. */
  | 'replace-access-token'
  /** Every other file will meet the same: one error, and the queue rests until `start()`. */
  | 'halt-queue'
  /** The upload is of no use any more: look whether a commit made it, else begin anew. */
  | 'restart'
  /** The bytes are not those read: send them again. */
  | 'send-again'
  /** Make the folder, then start again. */
  | 'make-directory'
  /** Keep both, replace or skip. */
  | 'ask-person'
  /** The file has to be picked again. */
  | 'pick-again'
  /** Go on without hashes. */
  | 'do-without-hashes'
  /** Nothing helps: the task rests with the error. */
  | 'refuse';

/** How one failure is taken. */
export type FailureRule = {
  readonly code: UploadErrorCode;
  readonly reaction: Reaction;
  /** Most tries in a row, where it is not the usual number. */
  readonly tries?: number | undefined;
};

type Row = readonly [code: UploadErrorCode, reaction: Reaction, names: string, tries?: number];

/** A path that is written to from two sides settles soon, or not at all (`protocol.md` 8). */
const PATH_CONFLICT_TRIES = 3;

/**
 * What the service and the object store call a failure, whatever the status it comes with
 * (`protocol.md` sections 5, 6 and 8, in their order). No name is in two rows.
 */
export const NAMED_FAILURES: readonly Row[] = [
  // The service.
  ['token-invalid', 'replace-access-token', 'InvalidAccessToken InvalidAuthCode AuthorizationExpired'],
  ['token-invalid', 'replace-access-token', 'InvalidAuthorization InvalidRefreshToken InvalidUserToken'],
  ['token-invalid', 'replace-access-token', 'EmptyAccessToken AccessTokenNotMatchSpace'],
  ['token-invalid', 'replace-access-token', 'AccessTokenNotMatchLibrary AccessTokenVersionNotMatch'],
  ['upload-gone', 'restart', 'UploadNotBelongYou'],
  ['access-denied', 'halt-queue', 'NoPermission'],
  ['access-denied', 'refuse', 'WriteForbidden ReadForbidden'],
  ['access-denied', 'halt-queue', 'SpaceBanned LibraryServiceExpired LibraryServiceTimeExpired UserDisabled'],
  ['service-unavailable', 'wait', 'LibraryInitializing'],
  ['quota-exceeded', 'halt-queue', 'QuotaLimitReached LibraryQuotaLimitReached NoQuota QuotaNotFound'],
  ['name-conflict', 'ask-person', 'SameNameDirectoryOrFileExists ContentCasConflict'],
  ['server-busy', 'wait', 'PathConflict', PATH_CONFLICT_TRIES],
  ['invalid-name', 'refuse', 'RenameTooManyTimes'],
  ['server-busy', 'refuse', 'TargetBeingCoEdited'],
  ['outcome-unknown', 'ask-state', 'UploadComplete'],
  ['name-conflict', 'ask-person', 'OverwriteFileNotAllowed SymlinkOverwriteConflict'],
  ['directory-not-found', 'make-directory', 'DirectoryNotFound PathNotFound'],
  ['upload-gone', 'restart', 'UploadNotFound ConfirmKeyNotFound NotMultipartUpload'],
  ['server-busy', 'confirm-again', 'UploadIncomplete MultipartUploadIncomplete'],
  ['part-refused', 'refuse', 'MultipartUploadPartTooSmall'],
  ['integrity-mismatch', 'send-again', 'BadCrc64'],
  ['upload-gone', 'restart', 'EmptyCosUploadId CosObjectNonexistent'],
  ['network', 'wait', 'IncompleteBody ClientDisconnected'],
  ['timeout', 'wait', 'ReadRequestTimeout RequestTimeout'],
  ['invalid-name', 'refuse', 'EmptyPath EmptyFileName FileNameLengthExceed DirectoryNameLengthExceed'],
  ['invalid-name', 'refuse', 'DirectoryNotAllowed DirectoryLevelExceed UploadToRootDirectoryNotAllowed'],
  ['invalid-name', 'refuse', 'IllegalFileName RootDirectoryNotAllowed InvalidDestinationPath'],
  ['invalid-name', 'refuse', 'DirectoryNameNotAvailable'],
  ['type-not-allowed', 'refuse', 'ExtnameNotAllowed'],
  ['sensitive-content', 'refuse', 'SensitiveContentRecognized FileContentNotAvailable'],
  ['invalid-option', 'refuse', 'InvalidConflictResolutionStrategy SpaceIdInvalid'],
  ['backend-failed', 'refuse', 'ParamInvalid BadRequest InvalidTimeFormat'],
  ['not-found', 'halt-queue', 'LibraryNotFound SpaceNotFound WrongLibraryIdOrSecret RouteNotFound'],
  ['invalid-name', 'refuse', 'RequestEntityTooLarge URITooLong HeaderFieldsTooLarge'],
  ['rate-limited', 'wait', 'RateLimitExceeded'],
  ['service-unavailable', 'wait', 'InternalServerError'],
  ['server-busy', 'wait', 'ServerOverloaded'],

  // The object store: COS, and S3 where private deployments use it. RequestTimeout and IncompleteBody stand above.
  ['upload-expired', 'renew-headers', 'RequestTimeTooSkewed ExpiredToken InvalidToken TokenRefreshRequired'],
  // How COS names a temporary key that ran out is unconfirmed; fresh headers are the cure or the proof.
  ['upload-expired', 'renew-headers', 'InvalidAccessKeyId'],
  // Where its message speaks of an expiry it is one.
  ['access-denied', 'refuse', 'AccessDenied AccessForbidden'],
  ['upload-gone', 'restart', 'NoSuchUpload'],
  ['not-found', 'halt-queue', 'NoSuchBucket'],
  ['server-busy', 'wait', 'SlowDown ServiceUnavailable'],
  ['service-unavailable', 'wait', 'InternalError'],
  // The part was damaged on the way.
  ['integrity-mismatch', 'wait', 'BadDigest InvalidDigest'],
  ['part-refused', 'refuse', 'EntityTooLarge EntityTooSmall InvalidPart InvalidPartNumber'],
  ['part-refused', 'refuse', 'SignatureDoesNotMatch'],
];

/** Answers without a known name, by who gave them and by status; `4xx`, `5xx`: all that are not named. */
export const BARE_STATUSES: Readonly<Record<'service' | 'store', Readonly<Record<string, FailureRule>>>> = {
  service: {
    // A session that ended, at a proxy or a backend of the page: so for every file.
    401: { code: 'access-denied', reaction: 'halt-queue' },
    403: { code: 'access-denied', reaction: 'refuse' },
    408: { code: 'timeout', reaction: 'wait' },
    429: { code: 'rate-limited', reaction: 'wait' },
    503: { code: 'server-busy', reaction: 'wait' },
    '4xx': { code: 'backend-failed', reaction: 'refuse' },
    '5xx': { code: 'service-unavailable', reaction: 'wait' },
  },
  store: {
    // An expiry is the likeliest cause; fresh headers that are refused too are the end of it.
    403: { code: 'upload-expired', reaction: 'renew-headers' },
    408: { code: 'timeout', reaction: 'wait' },
    429: { code: 'rate-limited', reaction: 'wait' },
    503: { code: 'server-busy', reaction: 'wait' },
    '4xx': { code: 'part-refused', reaction: 'refuse' },
    '5xx': { code: 'service-unavailable', reaction: 'wait' },
  },
};

/** Failures that no answer named: ours, the network's, the file's, and those that a page throws. */
export const OWN_FAILURES: Readonly<Record<UploadErrorCode, Reaction>> = {
  network: 'wait',
  offline: 'wait',
  timeout: 'wait',
  'server-busy': 'wait',
  'rate-limited': 'wait',
  'service-unavailable': 'wait',
  'access-denied': 'refuse',
  'token-invalid': 'halt-queue',
  'backend-failed': 'refuse',
  'upload-expired': 'renew-headers',
  'upload-gone': 'restart',
  'quota-exceeded': 'halt-queue',
  'name-conflict': 'ask-person',
  'invalid-name': 'refuse',
  'directory-not-found': 'make-directory',
  'directory-name-taken': 'refuse',
  'type-not-allowed': 'refuse',
  'file-too-large': 'refuse',
  'sensitive-content': 'refuse',
  'file-changed': 'pick-again',
  'file-unreadable': 'pick-again',
  'integrity-mismatch': 'send-again',
  'too-many-parts': 'refuse',
  'part-refused': 'refuse',
  'cors-blocked': 'halt-queue',
  'policy-blocked': 'halt-queue',
  'not-found': 'refuse',
  'outcome-unknown': 'refuse',
  'invalid-answer': 'refuse',
  'invalid-option': 'refuse',
  'unsupported-browser': 'do-without-hashes',
  'worker-failed': 'do-without-hashes',
  canceled: 'refuse',
  unknown: 'refuse',
};

const RULE_BY_NAME: ReadonlyMap<string, FailureRule> = new Map(
  NAMED_FAILURES.flatMap(([code, reaction, names, tries]) =>
    names.split(' ').map((name): [string, FailureRule] => [name, { code, reaction, tries }]),
  ),
);

/** How a name of the service or of the object store is taken; undefined for one that `protocol.md` does not have. */
export function namedRule(name: string | undefined): FailureRule | undefined {
  return name === undefined ? undefined : RULE_BY_NAME.get(name);
}

const FIRST_SERVER_ERROR = 500;

/** How an answer of that status is taken where its body says nothing that is known. */
export function statusRule(from: 'service' | 'store', status: number): FailureRule {
  const rules = BARE_STATUSES[from];
  const others = status >= FIRST_SERVER_ERROR ? '5xx' : '4xx';
  return rules[status] ?? rules[others] ?? { code: 'unknown', reaction: 'refuse' };
}

/** True where the same step may succeed later by itself. */
export function isRetried({ reaction }: FailureRule): boolean {
  return reaction === 'wait' || reaction === 'confirm-again';
}

/** The rule for a failure: by the name in it, then by its status, then by our own code. */
export function ruleFor(error: UploadError): FailureRule {
  const { code, serviceCode, status } = error;
  const named = namedRule(serviceCode);
  if (named?.code === code) return named;
  const byStatus = status === undefined ? undefined : statusRule('service', status);
  if (byStatus?.code === code) return byStatus;
  const own = { code, reaction: OWN_FAILURES[code] };
  // A page may say of its own error whether it passes.
  if (error.retryable === isRetried(own)) return own;
  return { code, reaction: error.retryable ? 'wait' : 'refuse' };
}
