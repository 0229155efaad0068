import { expect } from '@esm-bundle/chai';
import { objectError, parseObjectErrorBody } from '../../src/protocol/object-errors.js';
import { AT_ONCE_MS, quickestMs } from '../support/quickest.js';

const xml = (code: string, message = ''): string =>
  `<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n <Code>${code}</Code>\n <Message>${message}</Message>\n <RequestId>NWE=</RequestId></Error>`;

describe('objectError', () => {
  for (const [status, text, code, retryable] of [
    [403, xml('AccessDenied', 'Request has expired'), 'upload-expired', false],
    [403, xml('AccessDenied', 'Access Denied.'), 'access-denied', false],
    // Fresh headers need not cure a refusal that nobody knows.
    [403, xml('SomethingNew'), 'part-refused', false],
    [400, xml('SomethingNew'), 'part-refused', false],
    [503, xml('SomethingNew'), 'server-busy', true],
    [413, '<html>', 'part-refused', false],
  ] as const) {
    it(`takes ${status} ${parseObjectErrorBody(text).code ?? 'without a code'} for ${code}`, () => {
      const error = objectError({ status, text });
      expect([error.code, error.retryable, error.status]).to.deep.equal([code, retryable, status]);
    });
  }

  it('hands on request id and delay, and no text of the body', () => {
    const error = objectError({ status: 503, text: xml('SlowDown', 'secret words'), retryAfterMs: 2000 });
    expect([error.serviceCode, error.requestId, error.retryAfterMs]).to.deep.equal([
      'SlowDown',
      'NWE=',
      2000,
    ]);
    expect(error.message).not.to.contain('secret words');
  });
});

describe('parseObjectErrorBody', () => {
  it('looks at the beginning of a body only, in little time', () => {
    const tookMs = quickestMs(() => {
      expect(parseObjectErrorBody(' '.repeat(20_000) + xml('SlowDown')).code).to.equal(undefined);
      for (const hostile of ['<Code>', '<Message>', '<Code> ', '<RequestId> ']) {
        parseObjectErrorBody(hostile.repeat(5_000_000 / hostile.length));
      }
    });
    expect(tookMs).to.be.below(AT_ONCE_MS);
  });

  it('takes no code that is not a word', () => {
    for (const code of ['', '<b>x</b>', 'a b', 'x'.repeat(65), '__proto__']) {
      expect(parseObjectErrorBody(xml(code)).code).to.equal(undefined);
    }
  });
});
