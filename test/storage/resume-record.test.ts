import { expect } from '@esm-bundle/chai';
import type { ResumeRecord } from '../../src/engine/resume-record.js';
import { GIB, MIB } from '../../src/protocol/limits.js';
import { planParts } from '../../src/protocol/part-plan.js';
import { parseResumeRecord, parseTombstone } from '../../src/storage/resume-record.js';
import { sampleRecord, sampleTombstone } from './sample-records.js';

/** As it comes out of a database. */
const cloned = (value: unknown): unknown => structuredClone(value);

describe('parseResumeRecord', () => {
  it('gives a record back as it was', () => {
    expect(parseResumeRecord(cloned(sampleRecord()))).to.deep.equal(sampleRecord());
  });

  it('gives back a record of a task that has just begun', () => {
    const bare = sampleRecord({
      fileName: '',
      type: '',
      lastModified: -1,
      metadata: {},
      beginningHash: null,
      fullStartTried: false,
      confirmKey: null,
      sent: [],
    });
    expect(parseResumeRecord(cloned(bare))).to.deep.equal(bare);
  });

  it('takes the name under which it was added for that of the file where an older page wrote none', () => {
    const { fileName: _, ...older } = sampleRecord({ relativePath: 'Bilder/Kopf.jpg' });
    expect(parseResumeRecord(older)?.fileName).to.equal('Kopf.jpg');
  });

  for (const [what, fullHash, tried] of [
    ['wrote its hash', 'b'.repeat(64), true],
    ['wrote none', null, false],
  ] as const) {
    it(`tells a start with the full hash by whether an older page ${what}`, () => {
      const { fullStartTried: _, ...older } = sampleRecord();
      expect(parseResumeRecord({ ...older, fullHash })?.fullStartTried).to.equal(tried);
    });
  }

  it('keeps for a year what an older page wrote, which told no end', () => {
    const { expiresAt: _, ...older } = sampleRecord();
    expect(parseResumeRecord(older)?.expiresAt).to.equal(older.updatedAt + 365 * 24 * 60 * 60_000);
  });

  for (const size of [0, 1, MIB, 5 * MIB - 1, 5 * MIB, 8 * MIB, 8 * MIB + 1, 3 * GIB, 700 * GIB]) {
    it(`takes the plan for a file of ${size} bytes`, () => {
      const record = sampleRecord({ size, plan: planParts(size), sent: [] });
      expect(parseResumeRecord(cloned(record))).to.deep.equal(record);
    });
  }

  it('takes as many parts as there can be', () => {
    const plan = { multipart: true, partBytes: MIB, partCount: 10_000 };
    const sent = Array.from({ length: 10_000 }, (_, index) => [index + 1, String(index)] as const);
    const record = sampleRecord({ size: 10_000 * MIB, plan, sent });
    expect(parseResumeRecord(cloned(record))?.sent).to.have.length(10_000);
  });

  it('leaves out what is no field of a record', () => {
    const stuffed = {
      ...sampleRecord(),
      token: 'secret',
      headers: { authorization: 'secret' },
      metadata: { category: 'photo', authorization: 'secret' },
      plan: { ...sampleRecord().plan, authorization: 'secret' },
    };
    const parsed = parseResumeRecord(stuffed);
    expect(JSON.stringify(parsed)).not.to.include('secret');
    expect(parsed?.metadata).to.deep.equal({ category: 'photo' });
  });

  it('takes own fields alone', () => {
    expect(parseResumeRecord(Object.create(sampleRecord()))).to.equal(null);
  });

  const plan = sampleRecord().plan;
  const nonsense: readonly (readonly [string, { readonly [Field in keyof ResumeRecord]?: unknown }])[] = [
    ['an id that is no hex', { id: '../../../etc/passwd0123456789abcd' }],
    ['an id of another length', { id: 'abc' }],
    ['an empty scope', { scope: '' }],
    ['a scope without end', { scope: 'x'.repeat(1_000_000) }],
    ['a visit that is no text', { visit: 7 }],
    ['a file name that is no text', { fileName: ['name'] }],
    ['a file name without end', { fileName: 'x'.repeat(1_000_000) }],
    ['no relative path', { relativePath: undefined }],
    ['a relative path without end', { relativePath: 'x'.repeat(1_000_000) }],
    ['a remote path that leaves its folder', { remotePath: ['..', 'name'] }],
    ['a remote path with a slash in a name', { remotePath: ['a/b'] }],
    ['an empty remote path', { remotePath: [] }],
    ['a remote path without end', { remotePath: Array.from({ length: 100_000 }, () => 'folder') }],
    ['a remote path that is a text', { remotePath: 'a/b' }],
    ['a negative size', { size: -1 }],
    ['a size that is no number', { size: Number.NaN }],
    ['a size beyond counting', { size: Number.POSITIVE_INFINITY }],
    ['a type that is no text', { type: {} }],
    ['a date that is no number', { lastModified: new Date() }],
    ['metadata that is a list', { metadata: [] }],
    ['labels that are no texts', { metadata: { labels: [1] } }],
    ['labels without end', { metadata: { labels: Array.from({ length: 100_000 }, () => 'x') } }],
    ['a category that is no text', { metadata: { category: {} } }],
    ['an unknown strategy', { strategy: 'delete' }],
    ['no plan', { plan: null }],
    ['a plan without parts', { plan: { ...plan, partCount: 0 } }],
    ['a plan for another size', { plan: { ...plan, partCount: 2 } }],
    ['parts of no whole MiB', { plan: { ...plan, partBytes: 8 * MIB + 1 } }],
    [
      'parts too large for the service',
      { size: 12 * GIB, plan: { ...plan, partBytes: 6 * GIB, partCount: 2 } },
    ],
    ['one request of several parts', { plan: { ...plan, multipart: false } }],
    ['a multipart that is neither', { plan: { ...plan, multipart: 'yes' } }],
    ['a short hash', { beginningHash: 'abc' }],
    ['a hash in capitals', { beginningHash: 'B'.repeat(64) }],
    ['a start with the full hash that is neither', { fullStartTried: 'b'.repeat(64) }],
    ['a confirm key that is a folder', { confirmKey: '..' }],
    ['a confirm key with a line feed', { confirmKey: 'key\n1' }],
    ['a confirm key that is no text', { confirmKey: { key: 1 } }],
    ['parts that are no list', { sent: { 1: '2' } }],
    ['a part beyond the plan', { sent: [[4, null]] }],
    ['a part 0', { sent: [[0, null]] }],
    [
      'a part named twice',
      {
        sent: [
          [1, null],
          [1, '5'],
        ],
      },
    ],
    [
      'more parts than planned',
      {
        sent: [
          [1, null],
          [2, null],
          [3, null],
          [3, null],
        ],
      },
    ],
    ['a part without a sum or null', { sent: [[1]] }],
    ['a part with more than a sum', { sent: [[1, '5', 'x']] }],
    ['a sum beyond 64 bits', { sent: [[1, '18446744073709551616']] }],
    ['a sum that is no number', { sent: [[1, '0x12']] }],
    ['a time before all time', { createdAt: -1 }],
    ['an end that is no time', { expiresAt: Number.POSITIVE_INFINITY }],
    ['a time that is no number', { updatedAt: '2026-11-25' }],
  ];
  for (const [what, change] of nonsense) {
    it(`drops a record with ${what}`, () => {
      expect(parseResumeRecord({ ...sampleRecord(), ...change })).to.equal(null);
    });
  }

  for (const value of [null, undefined, 'record', 7, [], new Map(), () => undefined]) {
    it(`drops ${Object.prototype.toString.call(value)}`, () => {
      expect(parseResumeRecord(value)).to.equal(null);
    });
  }
});

describe('parseTombstone', () => {
  it('gives a tombstone back as it was', () => {
    expect(parseTombstone(cloned(sampleTombstone()))).to.deep.equal(sampleTombstone());
  });

  it('gives back one that knows nothing of the file', () => {
    const bare = sampleTombstone({
      result: null,
      confirmKey: null,
      instant: true,
      verified: null,
      crc64: null,
    });
    expect(parseTombstone(cloned(bare))).to.deep.equal(bare);
  });

  it('takes one of an older page, which told no sum', () => {
    const { crc64: _, ...older } = sampleTombstone();
    expect(parseTombstone(older)).to.deep.equal(sampleTombstone({ crc64: null }));
  });

  it('leaves out what is no field of it', () => {
    const stuffed = {
      ...sampleTombstone(),
      token: 'secret',
      result: { ...sampleTombstone().result, cosUrl: 'https://secret.example/' },
    };
    expect(JSON.stringify(parseTombstone(stuffed))).not.to.include('secret');
  });

  const nonsense: readonly (readonly [string, object])[] = [
    ['no name', { lockName: undefined }],
    ['a name without end', { lockName: 'x'.repeat(1_000_000) }],
    ['a result that is no object', { result: 'stored' }],
    ['a result of a nonsense size', { result: { path: ['a'], size: -5 } }],
    ['a result with a nonsense path', { result: { path: 'a' } }],
    ['a confirm key that is a folder', { confirmKey: '..' }],
    ['a sum that is no number', { crc64: 'f00' }],
    ['no time', { completedAt: null }],
  ];
  for (const [what, change] of nonsense) {
    it(`drops one with ${what}`, () => {
      expect(parseTombstone({ ...sampleTombstone(), ...change })).to.equal(null);
    });
  }

  it('takes nothing but true for proof', () => {
    expect(parseTombstone({ ...sampleTombstone(), verified: 'yes', instant: 1 })).to.deep.include({
      verified: null,
      instant: false,
    });
  });
});
