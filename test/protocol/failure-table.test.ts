import { expect } from '@esm-bundle/chai';
import { UploadError, type UploadErrorCode } from '../../src/errors.js';
import {
  BARE_STATUSES,
  NAMED_FAILURES,
  OWN_FAILURES,
  namedRule,
  ruleFor,
  type Reaction,
} from '../../src/protocol/failure-table.js';
import { objectError } from '../../src/protocol/object-errors.js';
import { haltsQueue, serviceError } from '../../src/protocol/service-errors.js';

/** What the documents ask for, name by name, and whether the same request is tried again. */
const SERVICE: readonly [code: UploadErrorCode, reaction: Reaction, isRetried: boolean, names: string][] = [
  [
    'token-invalid',
    'replace-access-token',
    false,
    'InvalidAccessToken InvalidAuthCode AuthorizationExpired InvalidAuthorization InvalidRefreshToken InvalidUserToken EmptyAccessToken AccessTokenNotMatchSpace AccessTokenNotMatchLibrary AccessTokenVersionNotMatch',
  ],
  [
    'upload-gone',
    'restart',
    false,
    'UploadNotBelongYou UploadNotFound ConfirmKeyNotFound NotMultipartUpload',
  ],
  ['upload-gone', 'restart', false, 'EmptyCosUploadId CosObjectNonexistent'],
  ['access-denied', 'halt-queue', false, 'NoPermission SpaceBanned UserDisabled'],
  ['access-denied', 'halt-queue', false, 'LibraryServiceExpired LibraryServiceTimeExpired'],
  ['access-denied', 'refuse', false, 'WriteForbidden ReadForbidden'],
  ['service-unavailable', 'wait', true, 'LibraryInitializing InternalServerError'],
  ['quota-exceeded', 'halt-queue', false, 'QuotaLimitReached LibraryQuotaLimitReached NoQuota QuotaNotFound'],
  ['name-conflict', 'ask-person', false, 'SameNameDirectoryOrFileExists ContentCasConflict'],
  ['name-conflict', 'ask-person', false, 'OverwriteFileNotAllowed SymlinkOverwriteConflict'],
  ['server-busy', 'wait', true, 'PathConflict ServerOverloaded'],
  ['server-busy', 'refuse', false, 'TargetBeingCoEdited'],
  ['server-busy', 'confirm-again', true, 'UploadIncomplete MultipartUploadIncomplete'],
  ['outcome-unknown', 'ask-state', false, 'UploadComplete'],
  ['directory-not-found', 'make-directory', false, 'DirectoryNotFound PathNotFound'],
  ['part-refused', 'refuse', false, 'MultipartUploadPartTooSmall'],
  ['integrity-mismatch', 'send-again', false, 'BadCrc64'],
  ['network', 'wait', true, 'IncompleteBody ClientDisconnected'],
  ['timeout', 'wait', true, 'ReadRequestTimeout RequestTimeout'],
  ['invalid-name', 'refuse', false, 'RenameTooManyTimes EmptyPath EmptyFileName FileNameLengthExceed'],
  ['invalid-name', 'refuse', false, 'DirectoryNameLengthExceed DirectoryNotAllowed DirectoryLevelExceed'],
  [
    'invalid-name',
    'refuse',
    false,
    'UploadToRootDirectoryNotAllowed IllegalFileName RootDirectoryNotAllowed',
  ],
  ['invalid-name', 'refuse', false, 'InvalidDestinationPath DirectoryNameNotAvailable'],
  ['invalid-name', 'refuse', false, 'RequestEntityTooLarge URITooLong HeaderFieldsTooLarge'],
  ['type-not-allowed', 'refuse', false, 'ExtnameNotAllowed'],
  ['sensitive-content', 'refuse', false, 'SensitiveContentRecognized FileContentNotAvailable'],
  ['invalid-option', 'refuse', false, 'InvalidConflictResolutionStrategy SpaceIdInvalid'],
  ['backend-failed', 'refuse', false, 'ParamInvalid BadRequest InvalidTimeFormat'],
  ['not-found', 'halt-queue', false, 'LibraryNotFound SpaceNotFound WrongLibraryIdOrSecret RouteNotFound'],
  ['rate-limited', 'wait', true, 'RateLimitExceeded'],
];

const STORE: typeof SERVICE = [
  ['upload-expired', 'renew-headers', false, 'RequestTimeTooSkewed ExpiredToken InvalidToken'],
  ['upload-expired', 'renew-headers', false, 'TokenRefreshRequired InvalidAccessKeyId'],
  ['access-denied', 'refuse', false, 'AccessDenied AccessForbidden'],
  ['upload-gone', 'restart', false, 'NoSuchUpload'],
  ['not-found', 'halt-queue', false, 'NoSuchBucket'],
  ['server-busy', 'wait', true, 'SlowDown ServiceUnavailable'],
  ['service-unavailable', 'wait', true, 'InternalError'],
  ['timeout', 'wait', true, 'RequestTimeout'],
  ['network', 'wait', true, 'IncompleteBody'],
  ['integrity-mismatch', 'wait', true, 'BadDigest InvalidDigest'],
  ['part-refused', 'refuse', false, 'EntityTooLarge EntityTooSmall InvalidPart InvalidPartNumber'],
  ['part-refused', 'refuse', false, 'SignatureDoesNotMatch'],
];

const STATUSES: readonly [
  from: 'service' | 'store',
  number,
  UploadErrorCode,
  Reaction,
  isRetried: boolean,
][] = [
  ['service', 302, 'backend-failed', 'refuse', false],
  ['service', 400, 'backend-failed', 'refuse', false],
  ['service', 401, 'access-denied', 'halt-queue', false],
  ['service', 403, 'access-denied', 'refuse', false],
  ['service', 404, 'backend-failed', 'refuse', false],
  ['service', 408, 'timeout', 'wait', true],
  ['service', 429, 'rate-limited', 'wait', true],
  ['service', 500, 'service-unavailable', 'wait', true],
  ['service', 502, 'service-unavailable', 'wait', true],
  ['service', 503, 'server-busy', 'wait', true],
  ['service', 504, 'service-unavailable', 'wait', true],
  ['store', 400, 'part-refused', 'refuse', false],
  ['store', 401, 'part-refused', 'refuse', false],
  ['store', 403, 'upload-expired', 'renew-headers', false],
  ['store', 404, 'part-refused', 'refuse', false],
  ['store', 408, 'timeout', 'wait', true],
  ['store', 413, 'part-refused', 'refuse', false],
  ['store', 429, 'rate-limited', 'wait', true],
  ['store', 500, 'service-unavailable', 'wait', true],
  ['store', 502, 'service-unavailable', 'wait', true],
  ['store', 503, 'server-busy', 'wait', true],
  ['store', 504, 'service-unavailable', 'wait', true],
];

function fromService(serviceCode: string, status: number): UploadError {
  return serviceError('Starting the upload', { status, body: { serviceCode, requestId: undefined } });
}

function fromStore(name: string, status: number): UploadError {
  return objectError({ status, text: `<Error><Code>${name}</Code></Error>` });
}

function facts(error: UploadError): unknown[] {
  return [error.code, ruleFor(error).reaction, error.retryable];
}

function each(rows: typeof SERVICE): [UploadErrorCode, Reaction, boolean, string][] {
  return rows.flatMap(([code, reaction, isRetried, names]) =>
    names
      .split(' ')
      .map((name): [UploadErrorCode, Reaction, boolean, string] => [code, reaction, isRetried, name]),
  );
}

describe('the table of failures', () => {
  for (const [code, reaction, isRetried, name] of each(SERVICE)) {
    it(`takes ${name} of the service for ${code}: ${reaction}, whatever the status`, () => {
      for (const status of [0, 200, 400, 403, 500]) {
        const error = fromService(name, status);
        expect(facts(error)).to.deep.equal([code, reaction, isRetried]);
        expect(error.serviceCode).to.equal(name);
        const halts = reaction === 'halt-queue' || reaction === 'replace-access-token';
        expect(haltsQueue(error)).to.equal(halts);
      }
    });
  }

  for (const [code, reaction, isRetried, name] of each(STORE)) {
    it(`takes ${name} of the object store for ${code}: ${reaction}, whatever the status`, () => {
      for (const status of [400, 403, 404, 500]) {
        expect(facts(fromStore(name, status))).to.deep.equal([code, reaction, isRetried]);
      }
    });
  }

  for (const [from, status, code, reaction, isRetried] of STATUSES) {
    it(`takes a ${status} of the ${from} that names nothing for ${code}: ${reaction}`, () => {
      const plain =
        from === 'service' ? serviceError('Starting', { status }) : objectError({ status, text: '<html>' });
      expect(facts(plain)).to.deep.equal([code, reaction, isRetried]);
      if (from === 'service') expect(facts(fromService('NeverHeardOf', status))).to.deep.equal(facts(plain));
    });
  }

  it('has no row that is not walked here, and no name twice', () => {
    const names = NAMED_FAILURES.flatMap(([, , row]) => row.split(' '));
    expect(names).to.deep.equal([...new Set(names)]);
    const walked = [...each(SERVICE), ...each(STORE)].map(([, , , name]) => name);
    expect([...names].sort()).to.deep.equal([...new Set(walked)].sort());
    for (const from of ['service', 'store'] as const) {
      const statuses = Object.keys(BARE_STATUSES[from]).filter((status) => !status.endsWith('xx'));
      expect(STATUSES.filter((row) => row[0] === from).map((row) => String(row[1]))).to.include.members(
        statuses,
      );
    }
  });

  it('reacts to our own codes, each of them', () => {
    const waiting: UploadErrorCode[] = [
      'network',
      'offline',
      'timeout',
      'server-busy',
      'rate-limited',
      'service-unavailable',
    ];
    const others: Partial<Record<UploadErrorCode, Reaction>> = {
      'token-invalid': 'halt-queue',
      'quota-exceeded': 'halt-queue',
      'cors-blocked': 'halt-queue',
      'policy-blocked': 'halt-queue',
      'upload-expired': 'renew-headers',
      'upload-gone': 'restart',
      'name-conflict': 'ask-person',
      'directory-not-found': 'make-directory',
      'file-changed': 'pick-again',
      'file-unreadable': 'pick-again',
      'integrity-mismatch': 'send-again',
      'worker-failed': 'do-without-hashes',
      'unsupported-browser': 'do-without-hashes',
    };
    for (const code of Object.keys(OWN_FAILURES) as UploadErrorCode[]) {
      const error = new UploadError(code, '');
      const isRetried = waiting.includes(code);
      const reaction = others[code] ?? (isRetried ? 'wait' : 'refuse');
      expect(facts(error)).to.deep.equal([code, reaction, isRetried]);
    }
  });

  it('believes a page that says whether its own error passes', () => {
    expect(ruleFor(new UploadError('network', '', { retryable: false })).reaction).to.equal('refuse');
    expect(ruleFor(new UploadError('backend-failed', '', { retryable: true })).reaction).to.equal('wait');
  });

  it('keeps a missing permission to overwrite to the file', () => {
    const error = fromService('NoPermission', 403);
    expect([haltsQueue(error, 'overwrite'), haltsQueue(error, 'rename')]).to.deep.equal([false, true]);
  });

  it('takes what a folder made of a missing directory is by that, not by the name', () => {
    const error = new UploadError('directory-name-taken', '', {
      serviceCode: 'DirectoryNotFound',
      status: 404,
    });
    expect(ruleFor(error).reaction).to.equal('refuse');
  });

  it('knows no name by that of an object method', () => {
    for (const name of ['constructor', '__proto__', 'toString', undefined]) {
      expect(namedRule(name)).to.equal(undefined);
    }
  });
});
