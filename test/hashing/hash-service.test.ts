import { expect } from '@esm-bundle/chai';
import { createHashEngines, type HashEngines } from '../../src/hashing/hash-engines.js';
import { createHashService } from '../../src/hashing/hash-service.js';
import type { HashReply, HashRequest } from '../../src/hashing/messages.js';
import { createPace, PAGE_PIECE_BYTES } from '../../src/hashing/pace.js';
import { BLOCK_BYTES } from '../../src/protocol/limits.js';
import vectors from '../vectors.json';
import { FakeStreamFile } from './fake-stream-file.js';
import { patternBytes, patternFile } from '../support/pattern.js';
import { LONGEST, LONGEST_PART_CRCS } from './sample.js';

const refused = () => Promise.reject(new WebAssembly.CompileError('refused by Content Security Policy'));

const REFUSING = { createSha256: refused, createCrc64: refused, createMd5: refused };

/** A service whose replies can be waited for. */
function start(engines?: (onWasmRefused: () => void) => HashEngines) {
  const replies: HashReply[] = [];
  const ends = new Map<number, (reply: HashReply) => void>();
  const reply = (message: HashReply): void => {
    replies.push(message);
    if ('id' in message && message.type !== 'step') ends.get(message.id)?.(message);
  };
  const service = createHashService({
    reply,
    pace: createPace({ turnMs: 8, pieceBytes: PAGE_PIECE_BYTES }),
    ...(engines === undefined ? {} : { engines: engines(() => reply({ type: 'wasm-refused' })) }),
  });
  const ask = (request: Extract<HashRequest, { id: number }>): Promise<HashReply> =>
    new Promise((resolve) => {
      ends.set(request.id, resolve);
      service.handle(request);
    });
  return { service, replies, ask };
}

describe('createHashService', () => {
  for (const engine of ['auto', 'wasm', 'native'] as const) {
    it(`answers with the reference values (${engine})`, async () => {
      const { ask } = start();
      const file = patternFile('sample.bin', LONGEST.bytes);
      expect(await ask({ type: 'hash-beginning', id: 1, file, engine })).to.deep.equal({
        type: 'beginning-done',
        id: 1,
        beginningHash: LONGEST.beginningHash,
      });
      const request = { type: 'hash-file', id: 2, file, engine, partBytes: BLOCK_BYTES, from: null } as const;
      expect(await ask(request)).to.deep.equal({
        type: 'file-done',
        id: 2,
        digest: {
          beginningHash: LONGEST.beginningHash,
          fullHash: LONGEST.fullHash,
          partCrcs: LONGEST_PART_CRCS,
        },
      });
      expect(await ask({ type: 'checksum', id: 3, data: file })).to.deep.equal({
        type: 'checksum-done',
        id: 3,
        crc64: BigInt(LONGEST.crc64),
      });
    });
  }

  it('times both engines on a long file and comes to the same end as either', async () => {
    const file = patternFile('sample.bin', 20 * BLOCK_BYTES);
    const { ask } = start();
    const digests = [];
    for (const [id, engine] of (['auto', 'wasm', 'native'] as const).entries()) {
      const end = await ask({ type: 'hash-file', id, file, engine, partBytes: 8 * BLOCK_BYTES, from: null });
      expect(end.type).to.equal('file-done');
      if (end.type === 'file-done') digests.push(end.digest);
    }
    expect(digests).to.have.length(3);
    expect(digests[1]).to.deep.equal(digests[0]);
    expect(digests[2]).to.deep.equal(digests[0]);
  });

  it('does several jobs at once, a short one before a long one that began earlier', async () => {
    const { ask } = start();
    const order: number[] = [];
    const note = (reply: HashReply): void => {
      if ('id' in reply) order.push(reply.id);
    };
    const long = patternFile('sample.bin', 40 * BLOCK_BYTES);
    const short = vectors.vectors[4];
    await Promise.all([
      ask({ type: 'hash-file', id: 1, file: long, engine: 'wasm', partBytes: BLOCK_BYTES, from: null }).then(
        note,
      ),
      ask({ type: 'checksum', id: 2, data: patternFile('sample.bin', short?.bytes ?? 0) }).then((reply) => {
        note(reply);
        expect(reply).to.have.property('crc64', BigInt(short?.crc64 ?? 0));
      }),
      ask({ type: 'checksum', id: 3, data: patternFile('sample.bin', 1) }).then(note),
    ]);
    expect(order[order.length - 1]).to.equal(1);
    expect(order).to.have.length(3);
  });

  it('gives right values to many jobs at once', async () => {
    const { ask } = start();
    const all = await Promise.all(
      vectors.vectors.map(async ({ bytes }, id) => {
        const file = patternFile('sample.bin', bytes);
        const request = {
          type: 'hash-file',
          id,
          file,
          engine: 'wasm',
          partBytes: 8 * BLOCK_BYTES,
          from: null,
        };
        const end = await ask(request as Extract<HashRequest, { type: 'hash-file' }>);
        return end.type === 'file-done' ? end.digest : null;
      }),
    );
    expect(all.map((digest) => digest?.fullHash)).to.deep.equal(vectors.vectors.map((v) => v.fullHash));
    expect(all.map((digest) => (digest?.partCrcs[0] ?? 0n).toString())).to.deep.equal(
      vectors.vectors.map((v) => v.crc64),
    );
  });

  it('stops a job that is aborted, without an answer, and goes on with the others', async () => {
    const { ask, service, replies } = start();
    const file = new FakeStreamFile(patternBytes(LONGEST.bytes), {});
    service.handle({ type: 'hash-file', id: 1, file, engine: 'wasm', partBytes: BLOCK_BYTES, from: null });
    service.handle({ type: 'abort', id: 1 });
    service.handle({ type: 'abort', id: 77 });
    const end = await ask({ type: 'checksum', id: 2, data: patternFile('sample.bin', LONGEST.bytes) });
    expect(end.type).to.equal('checksum-done');
    expect(replies.filter((reply) => 'id' in reply && reply.id === 1)).to.deep.equal([]);
  });

  it('names the file’s fault', async () => {
    const { ask } = start();
    const file = new FakeStreamFile(patternBytes(LONGEST.bytes), {
      failsAt: 0,
      sliceError: new DOMException('changed', 'NotReadableError'),
    });
    const end = await ask({ type: 'checksum', id: 1, data: file });
    expect(end).to.include({ type: 'failed', code: 'file-changed' });
  });

  it('names its own fault', async () => {
    const broken = {
      native: null,
      withWasmSha256: () => Promise.reject(new RangeError('out of memory')),
      withCrc64: () => Promise.reject(new RangeError('out of memory')),
      withMd5: () => Promise.reject(new RangeError('out of memory')),
    };
    const { ask } = start(() => broken);
    const end = await ask({ type: 'checksum', id: 1, data: patternFile('sample.bin', 1) });
    expect(end).to.include({ type: 'failed', code: 'worker-failed' });
  });

  describe('where WebAssembly is refused', () => {
    const withoutWasm = (onWasmRefused: () => void): HashEngines =>
      createHashEngines({ onWasmRefused, wasm: REFUSING });

    it('gives the same by SubtleCrypto and plain JavaScript, and says so once', async () => {
      const { ask, replies } = start(withoutWasm);
      for (const [id, engine] of (['auto', 'wasm', 'native'] as const).entries()) {
        const file = patternFile('sample.bin', LONGEST.bytes);
        const end = await ask({ type: 'hash-file', id, file, engine, partBytes: BLOCK_BYTES, from: null });
        expect(end).to.have.nested.property('digest.fullHash', LONGEST.fullHash);
        expect(end).to.have.deep.nested.property('digest.partCrcs', LONGEST_PART_CRCS);
      }
      expect(replies.filter((reply) => reply.type === 'wasm-refused')).to.have.length(1);
    });

    it('gives no MD5, but the CRC', async () => {
      const { ask } = start(withoutWasm);
      const data = patternFile('sample.bin', LONGEST.bytes);
      expect(await ask({ type: 'sums', id: 1, data })).to.deep.equal({
        type: 'sums-done',
        id: 1,
        crc64: BigInt(LONGEST.crc64),
        md5: null,
      });
    });

    it('refuses hashes but gives CRCs where there is no SubtleCrypto either', async () => {
      const { ask } = start((onWasmRefused) =>
        createHashEngines({
          onWasmRefused,
          native: null,
          wasm: REFUSING,
        }),
      );
      const file = patternFile('sample.bin', LONGEST.bytes);
      const hashed = await ask({ type: 'hash-beginning', id: 1, file, engine: 'auto' });
      expect(hashed).to.include({ type: 'failed', code: 'unsupported-browser' });
      const summed = await ask({ type: 'checksum', id: 2, data: file });
      expect(summed).to.have.property('crc64', BigInt(LONGEST.crc64));
    });
  });

  it('uses hash-wasm where native is asked for but missing', async () => {
    const { ask } = start((onWasmRefused) => createHashEngines({ onWasmRefused, native: null }));
    const file = patternFile('sample.bin', LONGEST.bytes);
    const end = await ask({
      type: 'hash-file',
      id: 1,
      file,
      engine: 'native',
      partBytes: BLOCK_BYTES,
      from: null,
    });
    expect(end).to.have.nested.property('digest.fullHash', LONGEST.fullHash);
  });
});
