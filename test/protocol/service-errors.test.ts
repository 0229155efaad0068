import { expect } from '@esm-bundle/chai';
import { readErrorBody, serviceError } from '../../src/protocol/service-errors.js';

describe('serviceError', () => {
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
