import { expect } from '@esm-bundle/chai';
import { ANSWER_TEXT_MAX, parseJsonText } from '../../src/protocol/answer-fields.js';
import type { ObjectUrlRules } from '../../src/protocol/object-url.js';
import { parseOpenAnswer } from '../../src/protocol/parse-answer.js';
import { parseUploadState } from '../../src/protocol/parse-state.js';
import { parseFileInfo, parseStoredFile } from '../../src/protocol/parse-stored-file.js';
import { parseUploadToken, salvageConfirmKey } from '../../src/protocol/parse-token.js';
import type { OpenAnswer, UploadToken } from '../../src/protocol/types.js';
import { thrownBy } from '../support/thrown-by.js';

const rules: ObjectUrlRules = {
  pageOrigin: 'https://cms.example.com',
  endpoint: null,
  uploadHosts: undefined,
};

/** Invented, after `protocol.md` 2.3. */
const MULTIPART = {
  domain: 'demo-1250000001.cos.ap-shanghai.myqcloud.com',
  path: '/smhabc123/91aa/tour.mp4',
  uploadId: '1795330021ab77',
  headers: { Authorization: 'q-sign-algorithm=sha1&q-ak=AKID', 'x-cos-traffic-limit': 204_800 },
  confirmKey: '5be2a790',
  expiration: '2026-11-22T09:15:00.000Z',
  availableDomainNum: 2,
};

/** After `protocol.md` 2.6. */
const STORED = {
  path: ['trips', 'tour (1).mp4'],
  name: 'tour (1).mp4',
  type: 'file',
  inode: 'a81c',
  creationTime: '2026-11-22T07:16:02.000Z',
  modificationTime: '2026-11-22T07:16:02.000Z',
  contentType: 'video/mp4',
  size: '5243003',
  eTag: '"b5-6"',
  crc64: '1285472090562617823',
  metaData: {},
  isOverwritten: false,
  virusAuditStatus: 0,
  fileType: 'video',
  cosUrl: 'https://demo.cos.example.com/x?sign=SECRET',
};

/** After `protocol.md` 2.5. */
const STATE = {
  confirmed: false,
  path: ['trips', 'tour.mp4'],
  type: 'file',
  creationTime: '2026-11-22T07:15:00.000Z',
  uploadId: '1795330021ab77',
  parts: [
    { PartNumber: 1, LastModified: '2026-11-22T07:15:09.000Z', ETag: '"0f34"', Size: 5_242_880 },
    { PartNumber: '3', ETag: 'aa01', Size: '5242880' },
  ],
  uploadPartInfo: {
    domain: 'demo-1250000001.cos.ap-shanghai.myqcloud.com',
    path: '/smhabc123/91aa/tour.mp4',
    headers: { Authorization: 'q-sign-algorithm=sha1' },
    expiration: '2026-11-22T09:30:00.000Z',
  },
};

const open = (status: number | null, body: unknown, multipart = true): OpenAnswer =>
  parseOpenAnswer(status, body, { multipart, rules });
const token = (change: object): UploadToken =>
  parseUploadToken({ ...MULTIPART, ...change }, { rules, needsUploadId: true });

function fieldRefused(act: () => unknown, field: string): void {
  const error = thrownBy(act);
  expect(error.code).to.equal('invalid-answer');
  expect(error.message).to.contain(`field ${field} `);
  expect(error.retryable).to.equal(false);
}

describe('parseOpenAnswer', () => {
  it('reads a 201 as a token, with known fields only, frozen', () => {
    const answer = open(201, MULTIPART);
    if (answer.kind !== 'opened') throw new Error(answer.kind);
    expect({ ...answer.token, headers: { ...answer.token.headers } }).to.deep.equal({
      origin: 'https://demo-1250000001.cos.ap-shanghai.myqcloud.com',
      path: '/smhabc123/91aa/tour.mp4',
      uploadId: '1795330021ab77',
      headers: { Authorization: 'q-sign-algorithm=sha1&q-ak=AKID', 'x-cos-traffic-limit': '204800' },
      parts: null,
      form: null,
      confirmKey: '5be2a790',
      expiresAt: Date.parse('2026-11-22T09:15:00.000Z'),
    });
    expect(Object.isFrozen(answer.token)).to.equal(true);
  });

  it('reads a 200 as a stored file', () => {
    const answer = open(200, STORED);
    expect(answer.kind).to.equal('stored');
    expect(JSON.stringify(answer)).not.to.contain('SECRET');
  });

  it('reads a 202 and null as the wish for the full hash', () => {
    expect(open(202, undefined).kind).to.equal('full-hash-required');
    expect(open(null, null).kind).to.equal('full-hash-required');
  });

  it('tells plain values apart by their shape', () => {
    expect(open(null, MULTIPART).kind).to.equal('opened');
    expect(open(null, STORED).kind).to.equal('stored');
  });

  it('takes a token that a page hands on with 200', () => {
    expect(open(200, MULTIPART).kind).to.equal('opened');
  });

  it('does not take a stored file for a token in a 201', () => {
    fieldRefused(() => open(201, STORED), 'headers');
  });

  it('needs an upload id for parts, and none for a single PUT', () => {
    const { uploadId: _, ...simple } = MULTIPART;
    fieldRefused(() => open(201, simple), 'uploadId');
    expect(open(201, simple, false).kind).to.equal('opened');
  });

  for (const body of [undefined, '', 'ok', 5, true, [], [MULTIPART]]) {
    it(`refuses ${JSON.stringify(body)?.slice(0, 20)} for an answer`, () => {
      fieldRefused(() => open(null, body), 'body');
    });
  }

  it('does not take the request, given back as it was, for a stored file', () => {
    const request = { path: ['trips', 'tour.mp4'], name: 'tour.mp4', size: 5, multipart: false };
    fieldRefused(() => open(null, request), 'multipart');
  });

  it('refuses an object that is neither, naming what a token needs', () => {
    fieldRefused(() => open(null, { ok: true }), 'confirmKey');
  });
});

describe('parseUploadToken', () => {
  for (const [field, values] of [
    ['domain', [undefined, null, '', 5, {}, 'https://a.example.com/x', 'cms.example.com', '10.0.0.1']],
    ['path', [undefined, null, '', 5, 'x', '//x', '/a/../b', ['a']]],
    ['uploadId', [undefined, null, '', true, {}, 'x'.repeat(1025), 'a\ud800']],
    ['headers', [5, 'x', [], true]],
    ['parts', [5, 'x', []]],
    ['form', [5, 'x', []]],
    ['confirmKey', [undefined, null, '', 5, {}, '..', '.', 'a b', 'a\nb', 'x'.repeat(1025), '\udc00a']],
    ['expiration', ['soon', 5, {}, '']],
  ] as const) {
    for (const value of values) {
      it(`refuses ${field} ${JSON.stringify(value)?.slice(0, 30)}`, () => {
        fieldRefused(() => token({ [field]: value }), field);
      });
    }
  }

  it('names the header within a part', () => {
    const act = (): unknown => token({ headers: null, parts: { 2: { headers: { 'x-a': 'a\r\nb' } } } });
    fieldRefused(act, 'parts.2.headers.x-a');
  });

  for (const parts of [
    { 0: { headers: {} } },
    { 10001: { headers: {} } },
    { x: { headers: {} } },
    { '1.5': {} },
  ]) {
    it(`refuses the part number in ${JSON.stringify(parts)}`, () => {
      expect(thrownBy(() => token({ parts })).message).to.contain('parts (a part number)');
    });
  }

  it('takes headers part by part', () => {
    const { parts, headers } = token({
      headers: undefined,
      parts: { 1: { headers: { a: '1' } }, 2: { headers: { a: 2 } } },
    });
    expect(headers).to.equal(null);
    expect([...(parts ?? [])].map(([number, map]) => [number, map['a']])).to.deep.equal([
      [1, '1'],
      [2, '2'],
    ]);
  });

  it('keeps the fields of a form in order', () => {
    const { form } = token({ headers: undefined, form: { key: 'a', 'q-ak': 'b', policy: 'c', size: 5 } });
    expect(form).to.deep.equal([
      ['key', 'a'],
      ['q-ak', 'b'],
      ['policy', 'c'],
      ['size', '5'],
    ]);
  });

  it('refuses a form field called file, which would be taken for the file', () => {
    fieldRefused(() => token({ form: { File: 'x' } }), 'form.file');
  });

  it('refuses an answer with nothing to send with', () => {
    fieldRefused(() => token({ headers: undefined }), 'headers');
  });

  it('takes a missing expiration for not said', () => {
    expect(token({ expiration: undefined }).expiresAt).to.equal(null);
  });

  it('fills the key in for a renewal and refuses that of another upload', () => {
    const { confirmKey: _, ...renewed } = MULTIPART;
    expect(parseUploadToken(renewed, { rules, confirmKey: 'key' }).confirmKey).to.equal('key');
    fieldRefused(() => parseUploadToken(MULTIPART, { rules, confirmKey: 'key' }), 'confirmKey');
  });

  it('takes nothing from a prototype', () => {
    fieldRefused(() => parseUploadToken(Object.create(MULTIPART), { rules }), 'headers');
  });
});

describe('salvageConfirmKey', () => {
  it('finds the key in an answer that is otherwise refused', () => {
    expect(salvageConfirmKey({ ...MULTIPART, domain: 5 })).to.equal('5be2a790');
  });

  it('gives null where there is none, and for a hostile object', () => {
    const hostile = {
      get confirmKey(): string {
        throw new Error('no');
      },
    };
    for (const body of [null, undefined, 'x', {}, { confirmKey: 5 }, { confirmKey: '..' }, hostile]) {
      expect(salvageConfirmKey(body)).to.equal(null);
    }
  });
});

describe('parseStoredFile', () => {
  it('takes known fields only, with numbers as numbers and the tag without quotes', () => {
    expect(parseStoredFile(STORED)).to.deep.equal({
      path: ['trips', 'tour (1).mp4'],
      name: 'tour (1).mp4',
      size: 5_243_003,
      crc64: '1285472090562617823',
      eTag: 'b5-6',
      contentType: 'video/mp4',
      creationTime: '2026-11-22T07:16:02.000Z',
      modificationTime: '2026-11-22T07:16:02.000Z',
      fileType: 'video',
      isOverwritten: false,
      inode: 'a81c',
    });
  });

  it('leaves out what is unknown', () => {
    expect(parseStoredFile({ path: ['a'], size: null, crc64: null, eTag: null })).to.deep.equal({
      path: ['a'],
    });
  });

  it('tells a folder that vanished (null) from a field left out', () => {
    expect(parseStoredFile({ path: null }).path).to.equal(null);
    fieldRefused(() => parseStoredFile({ size: 5 }), 'path');
  });

  for (const [field, value, named] of [
    ['path', 'a/b', 'path'],
    ['path', [], 'path'],
    ['path', ['a', 5], 'path.1'],
    ['path', ['', 'a'], 'path.0'],
    ['name', 5, 'name'],
    ['name', '', 'name'],
    ['size', 'many', 'size'],
    ['size', '-1', 'size'],
    ['size', -1, 'size'],
    ['size', 1.5, 'size'],
    ['size', {}, 'size'],
    ['size', Number.NaN, 'size'],
    ['crc64', 'xyz', 'crc64'],
    ['crc64', -1, 'crc64'],
    ['crc64', '18446744073709551616', 'crc64'],
    ['crc64', {}, 'crc64'],
  ] as const) {
    it(`refuses ${field} ${JSON.stringify(value)}`, () => {
      fieldRefused(() => parseStoredFile({ ...STORED, [field]: value }), named);
    });
  }

  it('leaves out informational fields that make no sense, as the file is stored all the same', () => {
    const file = parseStoredFile({
      ...STORED,
      contentType: {},
      eTag: [],
      creationTime: true,
      isOverwritten: 'x',
    });
    expect(Object.keys(file).sort()).to.deep.equal([
      'crc64',
      'fileType',
      'inode',
      'modificationTime',
      'name',
      'path',
      'size',
    ]);
  });

  it('takes a crc64 beyond 2^53 given as a number for unknown, since its digits are lost', () => {
    expect('crc64' in parseStoredFile({ path: ['a'], crc64: 2 ** 60 })).to.equal(false);
    expect(parseStoredFile({ path: ['a'], crc64: 0 }).crc64).to.equal('0');
  });

  it('writes a crc64 without leading zeros, so that texts can be compared', () => {
    expect(parseStoredFile({ path: ['a'], crc64: '00012' }).crc64).to.equal('12');
    expect(parseStoredFile({ path: ['a'], crc64: '18446744073709551615' }).crc64).to.equal(
      '18446744073709551615',
    );
  });
});

describe('parseFileInfo', () => {
  it('takes the three facts and nothing secret', () => {
    expect(parseFileInfo(STORED)).to.deep.equal({
      size: 5_243_003,
      crc64: '1285472090562617823',
      creationTime: '2026-11-22T07:16:02.000Z',
    });
  });

  it('gives null for nothing', () => {
    expect(parseFileInfo(null)).to.equal(null);
    expect(parseFileInfo(undefined)).to.equal(null);
  });

  it('refuses nonsense', () => {
    fieldRefused(() => parseFileInfo('x'), 'body');
    fieldRefused(() => parseFileInfo({ size: 'x' }), 'size');
    fieldRefused(() => parseFileInfo({ size: 1, crc64: 'x' }), 'crc64');
  });
});

describe('parseUploadState', () => {
  const state = (change: object = {}): ReturnType<typeof parseUploadState> =>
    parseUploadState({ ...STATE, ...change }, { rules, confirmKey: 'key' });

  it('reads parts with numbers or texts, and fresh headers with the upload id beside them', () => {
    const { parts, token: fresh, confirmed, path } = state();
    expect(confirmed).to.equal(false);
    expect(path).to.deep.equal(['trips', 'tour.mp4']);
    expect(parts).to.deep.equal([
      { partNumber: 1, size: 5_242_880, eTag: '0f34' },
      { partNumber: 3, size: 5_242_880, eTag: 'aa01' },
    ]);
    expect(fresh?.uploadId).to.equal('1795330021ab77');
    expect(fresh?.confirmKey).to.equal('key');
  });

  it('reads a simple upload, a deleted folder and a confirmed one', () => {
    const simple = state({ parts: undefined, uploadId: undefined, uploadPartInfo: undefined });
    expect([simple.parts, simple.token]).to.deep.equal([null, null]);
    expect(state({ path: null }).path).to.equal(null);
    expect(state({ confirmed: true, path: undefined, uploadPartInfo: {} })).to.deep.include({
      confirmed: true,
      path: null,
      token: null,
    });
  });

  for (const [change, named] of [
    [{ confirmed: undefined }, 'confirmed'],
    [{ confirmed: 'false' }, 'confirmed'],
    [{ path: undefined }, 'path'],
    [{ path: 'a/b' }, 'path'],
    [{ parts: {} }, 'parts'],
    [{ parts: [5] }, 'parts.0'],
    [{ parts: [{ Size: 1 }] }, 'parts.0.PartNumber'],
    [{ parts: [{ PartNumber: 0, Size: 1 }] }, 'parts.0.PartNumber'],
    [{ parts: [{ PartNumber: 10_001, Size: 1 }] }, 'parts.0.PartNumber'],
    [{ parts: [{ PartNumber: 1, Size: 'x' }] }, 'parts.0.Size'],
    [{ parts: [{ PartNumber: 1, Size: -1 }] }, 'parts.0.Size'],
    [{ uploadPartInfo: 5 }, 'uploadPartInfo'],
    [{ uploadPartInfo: { ...STATE.uploadPartInfo, domain: 5 } }, 'uploadPartInfo.domain'],
    [{ uploadPartInfo: { ...STATE.uploadPartInfo, headers: { a: null } } }, 'uploadPartInfo.headers.a'],
  ] as const) {
    it(`refuses ${JSON.stringify(change).slice(0, 60)}, naming ${named}`, () => {
      fieldRefused(() => state(change), named);
    });
  }

  it('refuses more than 10,000 parts', () => {
    fieldRefused(() => state({ parts: Array.from({ length: 10_001 }, () => ({})) }), 'parts');
  });
});

describe('parseJsonText', () => {
  it('keeps every digit of a crc64 that is written as a bare number', () => {
    expect(parseJsonText('{"crc64": 1285472090562617823, "size":5}')).to.deep.equal({
      crc64: '1285472090562617823',
      size: 5,
    });
  });

  it('leaves texts that mention a crc64 alone', () => {
    const value = { name: '"crc64": 1285472090562617823, "x"' };
    expect(parseJsonText(JSON.stringify(value))).to.deep.equal(value);
  });

  it('gives undefined for nothing, and refuses what is not JSON or too long', () => {
    expect(parseJsonText(' ')).to.equal(undefined);
    expect(thrownBy(() => parseJsonText('<html>')).message).to.contain('JSON');
    expect(thrownBy(() => parseJsonText(' '.repeat(ANSWER_TEXT_MAX + 1))).code).to.equal('invalid-answer');
  });
});
