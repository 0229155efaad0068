import { expect } from '@esm-bundle/chai';
import { redact, toUploadError, UploadError } from '../src/errors.js';
import { AT_ONCE_MS, quickestMs } from './support/quickest.js';

const SECRET = 's3cr3t';
const LONG = 'acctk' + '0123456789abcdef'.repeat(4);

/** What is kept of `thrown` as a cause, as text. */
const keptOf = (thrown: unknown): string => {
  const { message, cause } = toUploadError(thrown, 'backend-failed', 'The callback failed');
  return JSON.stringify([message, cause]);
};

describe('redact', () => {
  it('takes a hostile text of 4 MiB at once, and shortens it', () => {
    for (const text of ['x-amz-'.repeat(700_000), 'token'.repeat(800_000), ' '.repeat(4 * 1024 * 1024)]) {
      const tookMs = quickestMs(() => expect(redact(text).length).to.be.at.most(1001));
      expect(tookMs).to.be.below(AT_ONCE_MS);
    }
  });

  it('leaves plain messages as they are', () => {
    for (const text of [
      "The answer's field headers.x-cos-acl is not a text",
      'What getAccessToken gave: accessToken is missing',
      'Starting the upload was answered with 403 SignatureDoesNotMatch',
    ]) {
      expect(redact(text)).to.equal(text);
    }
  });
});

describe('UploadError', () => {
  for (const text of [
    `Authorization: Bearer ${SECRET}`,
    `Authorization: Basic ${SECRET}`,
    `authorization: Token ${SECRET}`,
    `Authorization: Digest username="a", response="${SECRET}"`,
    `Authorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=${SECRET}`,
    `Authorization: q-sign-algorithm=sha1&q-ak=a&q-signature=${SECRET}`,
    `sent with Bearer ${SECRET}`,
    `{"token":"${SECRET}"}`,
    `{"accessToken":"${SECRET}"}`,
    `{\\"accessToken\\":\\"${SECRET}\\"}`,
    `{\\\\"accessToken\\\\": \\\\"${SECRET}\\\\"}`,
    `{'uploadToken': '${SECRET}'}`,
    `{"policy":"${SECRET}"}`,
    `{"confirmKey":"${SECRET}"}`,
    `Cookie: a=b; session=${SECRET}`,
    `Set-Cookie: session=${SECRET}; Path=/`,
    `x-csrf-token: ${SECRET}`,
    `x-amz-security-token: ${SECRET}`,
    `x-cos-security-token: ${SECRET}`,
    `password=${SECRET}`,
    `GET /?library_secret=${SECRET}&x=1`,
    `GET /?access_token=${SECRET}&x=1`,
    `GET /?next=%2F%3Faccess_token%3D${SECRET}`,
    `%7B%22token%22%3A%22${SECRET}%22%7D`,
    `q-ak=${SECRET}`,
    `X-Amz-Signature=${SECRET}`,
  ]) {
    it(`keeps no secret of "${text.replaceAll(SECRET, '*')}"`, () => {
      expect(redact(`Failed: ${text}`)).not.to.contain(SECRET);
      expect(keptOf(new Error(`Failed: ${text}`))).not.to.contain(SECRET);
    });
  }

  for (const text of [
    `bad token ${LONG}`,
    `https://api.example.com/files/${LONG}/info failed`,
    `${'a '.repeat(140)}${LONG}`,
    `${'a '.repeat(495)}${LONG}`,
    `${'0123456789abcdefghijklmn '.repeat(38)}aaaaaaaaaa ${LONG}`,
  ]) {
    it(`keeps no part of a long token in "${text.replaceAll(LONG, '*').slice(0, 60)}" of a cause`, () => {
      expect(keptOf(new Error(text))).not.to.match(/acctk0|01234567/);
    });
  }

  it('keeps what is harmless in a cause', () => {
    expect(toUploadError(new TypeError('Failed to fetch'), 'network', 'x').cause).to.deep.equal({
      name: 'TypeError',
      message: 'Failed to fetch',
    });
    const syntax = 'Unexpected token < in JSON at position 0';
    expect(toUploadError(new SyntaxError(syntax), 'network', 'x').cause).to.deep.equal({
      name: 'SyntaxError',
      message: syntax,
    });
  });

  it('keeps the name of a cause only where it is a plain word', () => {
    for (const name of [`token=${SECRET}`, LONG, 'a'.repeat(1_000_000), '', 7]) {
      const cause = Object.defineProperty(new Error('x'), 'name', { value: name });
      expect(toUploadError(cause, 'unknown', 'x').cause).to.deep.equal({ name: 'Error', message: 'x' });
    }
  });

  it('can be made of any cause', () => {
    const thrower = {
      get() {
        throw new Error('a getter that throws');
      },
    };
    for (const cause of [
      Object.defineProperty(new Error('x'), 'message', { value: 7 }),
      Object.defineProperty(new Error('x'), 'message', { value: undefined }),
      Object.defineProperty(new Error('x'), 'message', thrower),
      Object.defineProperty(new Error('x'), 'name', thrower),
      new Proxy(new Error('x'), {
        getPrototypeOf() {
          throw new TypeError('a trap that throws');
        },
      }),
      null,
      Symbol('x'),
    ]) {
      const error = new UploadError('unknown', 'Something failed', { cause });
      expect(error.message).to.equal('Something failed');
      expect(Object.keys(error.cause ?? {})).to.deep.equal(['name', 'message']);
    }
  });

  it('keeps a short message of a cause of 4 MiB, at once', () => {
    const tookMs = quickestMs(() =>
      expect(keptOf(new Error('x-amz-'.repeat(700_000))).length).to.be.below(500),
    );
    expect(tookMs).to.be.below(AT_ONCE_MS);
  });
});
