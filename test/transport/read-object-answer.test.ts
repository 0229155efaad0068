import { expect } from '@esm-bundle/chai';
import { type RawAnswer, readObjectAnswer } from '../../src/transport/read-object-answer.js';
import { thrownBy } from '../support/thrown-by.js';

const URL_ASKED = 'https://store.example.com/a?uploadId=u&partNumber=1';
const NOW = Date.parse('2026-11-22T08:00:00Z');

const raw = (change: Partial<RawAnswer> = {}): RawAnswer => ({
  status: 200,
  headers:
    'ETag: "0f34"\r\nx-cos-hash-crc64ecma: 1285472090562617823\r\nX-Cos-Request-Id: NWE=\r\nx-empty:\r\n',
  text: '',
  responseUrl: URL_ASKED,
  ...change,
});

describe('readObjectAnswer', () => {
  it('takes what a 2xx tells', () => {
    for (const status of [200, 201, 204]) {
      expect(readObjectAnswer(raw({ status }), URL_ASKED, NOW)).to.deep.equal({
        status,
        crc64: '1285472090562617823',
        eTag: '0f34',
        requestId: 'NWE=',
      });
    }
  });

  it('needs none of the headers, which CORS may hide', () => {
    for (const headers of ['', 'content-length: 0\r\n', 'nonsense']) {
      expect(readObjectAnswer(raw({ headers, responseUrl: '' }), URL_ASKED, NOW)).to.deep.equal({
        status: 200,
        crc64: null,
        eTag: null,
        requestId: null,
      });
    }
  });

  it('takes a crc64 that is no number for unknown', () => {
    const headers = 'x-cos-hash-crc64ecma: abc\r\nx-cos-request-id: <b>\r\n';
    expect(readObjectAnswer(raw({ headers }), URL_ASKED, NOW)).to.include({ crc64: null, requestId: null });
  });

  it('refuses the answer of another address', () => {
    const error = thrownBy(() =>
      readObjectAnswer(raw({ responseUrl: 'https://evil.example.com/a' }), URL_ASKED, NOW),
    );
    expect([error.code, error.retryable]).to.deep.equal(['part-refused', false]);
    expect(error.message).not.to.contain('evil');
  });

  it('knows its own address in the way a browser writes it', () => {
    const asked = 'https://STORE.example.com:443/a b?x=1';
    const answer = raw({ responseUrl: 'https://store.example.com/a%20b?x=1' });
    expect(readObjectAnswer(answer, asked, NOW).status).to.equal(200);
  });

  it('makes an error of the rest, with id and delay', () => {
    const headers = 'retry-after: 7\r\nx-cos-request-id: r-1\r\n';
    const error = thrownBy(() =>
      readObjectAnswer(raw({ status: 503, headers, text: '<Code>SlowDown</Code>' }), URL_ASKED, NOW),
    );
    expect(error).to.deep.include({
      code: 'server-busy',
      retryable: true,
      status: 503,
      serviceCode: 'SlowDown',
      requestId: 'r-1',
      retryAfterMs: 7000,
    });
  });
});
