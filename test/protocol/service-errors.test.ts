import { expect } from '@esm-bundle/chai';
import { haltsQueue, readErrorBody, serviceError, serviceRule } from '../../src/protocol/service-errors.js';
import { UploadError } from '../../src/errors.js';

function errorOf(serviceCode: string, status = 400): UploadError {
  return serviceError('Starting the upload', { status, body: { serviceCode, requestId: undefined } });
}

describe('serviceError', () => {
  for (const [serviceCode, code, retryable, halts] of [
    ['InvalidAccessToken', 'token-invalid', false, true],
    ['EmptyAccessToken', 'token-invalid', false, true],
    ['AccessTokenNotMatchSpace', 'token-invalid', false, true],
    ['UploadNotBelongYou', 'upload-gone', false, false],
    ['NoPermission', 'access-denied', false, false],
    ['SpaceBanned', 'access-denied', false, true],
    ['LibraryInitializing', 'service-unavailable', true, false],
    ['QuotaLimitReached', 'quota-exceeded', false, true],
    ['NoQuota', 'quota-exceeded', false, true],
    ['SameNameDirectoryOrFileExists', 'name-conflict', false, false],
    ['PathConflict', 'server-busy', true, false],
    ['RenameTooManyTimes', 'invalid-name', false, false],
    ['TargetBeingCoEdited', 'server-busy', false, false],
    ['UploadComplete', 'outcome-unknown', false, false],
    ['OverwriteFileNotAllowed', 'name-conflict', false, false],
    ['DirectoryNotFound', 'directory-not-found', false, false],
    ['UploadNotFound', 'upload-gone', false, false],
    ['NotMultipartUpload', 'upload-gone', false, false],
    ['MultipartUploadIncomplete', 'server-busy', true, false],
    ['MultipartUploadPartTooSmall', 'part-refused', false, false],
    ['BadCrc64', 'integrity-mismatch', false, false],
    ['ReadRequestTimeout', 'timeout', true, false],
    ['FileNameLengthExceed', 'invalid-name', false, false],
    ['ExtnameNotAllowed', 'type-not-allowed', false, false],
    ['SensitiveContentRecognized', 'sensitive-content', false, false],
    ['ParamInvalid', 'backend-failed', false, false],
    ['SpaceNotFound', 'not-found', false, true],
    ['RateLimitExceeded', 'rate-limited', true, false],
    ['InternalServerError', 'service-unavailable', true, false],
    ['ServerOverloaded', 'server-busy', true, false],
  ] as const) {
    it(`takes ${serviceCode} for ${code}${retryable ? ', to be tried again' : ''}, whatever the status`, () => {
      for (const status of [0, 200, 400, 403, 500]) {
        const error = errorOf(serviceCode, status);
        expect([error.code, error.retryable, haltsQueue(error)]).to.deep.equal([code, retryable, halts]);
        expect(error.serviceCode).to.equal(serviceCode);
      }
    });
  }

  for (const [status, code, retryable] of [
    [401, 'access-denied', false],
    [403, 'access-denied', false],
    [408, 'timeout', true],
    [429, 'rate-limited', true],
    [500, 'service-unavailable', true],
    [502, 'service-unavailable', true],
    [503, 'server-busy', true],
    [504, 'service-unavailable', true],
    [400, 'backend-failed', false],
    [404, 'backend-failed', false],
    [302, 'backend-failed', false],
  ] as const) {
    it(`takes a ${status} without a known code for ${code}`, () => {
      const plain = serviceError('Confirming the upload', { status });
      expect([plain.code, plain.retryable, plain.status]).to.deep.equal([code, retryable, status]);
      expect(errorOf('NeverHeardOf', status).code).to.equal(code);
    });
  }

  it('takes the status that an error body in a 200 names', () => {
    const body = readErrorBody({ status: 503, code: 'NeverHeardOf', message: '' });
    expect(serviceError('Starting', { status: 200, body })).to.deep.include({
      code: 'server-busy',
      status: 503,
    });
  });

  it('says what was tried and what came, and hands on id and delay', () => {
    const body = readErrorBody({ code: 'RateLimitExceeded', message: 'secret text', requestId: 'r-1' });
    const error = serviceError('Starting the upload', { status: 429, body, retryAfterMs: 3000 });
    expect(error.message).to.equal('Starting the upload was answered with 429 RateLimitExceeded');
    expect([error.requestId, error.retryAfterMs]).to.deep.equal(['r-1', 3000]);
  });
});

describe('readErrorBody', () => {
  for (const [what, body] of [
    ['an error body', { code: 'NoPermission', message: 'no' }],
    ['one with a request id of its own', { code: 'NoPermission', smhRequestId: 'x' }],
    ['one with a status', { code: 'NoPermission', status: 403, confirmKey: 'x' }],
    ['one with a status as text', { code: 'NoPermission', status: '403' }],
  ] as const) {
    it(`knows ${what}`, () => {
      expect(readErrorBody(body)?.serviceCode).to.equal('NoPermission');
    });
  }

  for (const body of [
    null,
    undefined,
    'NoPermission',
    [],
    {},
    { code: 0 },
    { code: 0, message: 'ok' },
    { code: '' },
    { code: 'a b' },
    { code: 'OK', status: 0 },
    { code: 'OK', confirmKey: 'x', domain: 'y' },
    { code: 'OK', path: ['a'] },
    { code: 'OK', confirmed: true },
    { message: 'x', status: 500 },
    { code: '<script>' },
  ]) {
    it(`finds no error in ${JSON.stringify(body)}`, () => {
      expect(readErrorBody(body)).to.equal(null);
    });
  }

  it('leaves out a request id that is not fit to be shown', () => {
    expect(readErrorBody({ code: 'X', requestId: 'a b<script>' })?.requestId).to.equal(undefined);
  });
});

describe('serviceRule', () => {
  it('knows no code by the name of an object method', () => {
    for (const name of ['constructor', '__proto__', 'toString', undefined]) {
      expect(serviceRule(name)).to.equal(undefined);
    }
  });

  it('tells what an upload has to do beyond its code', () => {
    expect(serviceRule('UploadIncomplete')?.meaning).to.equal('parts-missing');
    expect(serviceRule('UploadComplete')?.meaning).to.equal('already-confirmed');
    expect(serviceRule('AuthorizationExpired')?.meaning).to.equal('token-refused');
  });
});
