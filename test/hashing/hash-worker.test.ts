import { expect } from '@esm-bundle/chai';
import { isAbort } from '../../src/errors.js';
import { createHasher, type DisposableHasher } from '../../src/hashing/hash-client.js';
import { HashHost } from '../../src/hashing/hash-host.js';
import { findPageHost, spawnFromUrl } from '../../src/hashing/page-hosts.js';
import { spawnBundledWorker } from '../../src/hashing/spawn-worker.js';
import { BLOCK_BYTES } from '../../src/protocol/limits.js';
import vectors from '../vectors.json';
import { patternFile } from '../support/pattern.js';
import { LONGEST, LONGEST_PART_CRCS, NEVER } from './sample.js';

/** A busy machine may need more than the 5 s that a page waits for its worker: here that is no failure. */
const PATIENCE = 12;

const realClock = {
  delay: (delayMs: number, callback: () => void) => {
    const timer = setTimeout(callback, PATIENCE * delayMs);
    return () => clearTimeout(timer);
  },
};

const WORKER_URL = new URL('../../src/hashing/hash-worker.ts', import.meta.url).href;

/** A hasher whose work is done in a worker or not at all. */
function createWorkerHasher(
  engine: 'auto' | 'wasm' | 'native',
  spawners: readonly (() => Worker)[] = [spawnBundledWorker],
): DisposableHasher {
  const host = new HashHost({
    spawners,
    clock: realClock,
    onWorkerRefused: () => {
      throw new Error('The worker did not start');
    },
    onWasmRefused: () => {
      throw new Error('WebAssembly did not start');
    },
  });
  return createHasher({ clock: realClock, engine: () => engine, findHost: () => host });
}

describe('spawnBundledWorker', () => {
  for (const engine of ['auto', 'wasm', 'native'] as const) {
    it(`gives all reference vectors through the real worker (${engine})`, async () => {
      const hasher = createWorkerHasher(engine);
      hasher.warmUp();
      for (const vector of vectors.vectors) {
        const file = patternFile('sample.bin', vector.bytes);
        const digest = await hasher.hashFile(file, {
          signal: NEVER,
          partBytes: 8 * BLOCK_BYTES,
          onProgress: () => undefined,
        });
        expect(digest.fullHash, `${vector.bytes} bytes`).to.equal(vector.fullHash);
        expect(digest.beginningHash).to.equal(vector.beginningHash);
        expect((digest.partCrcs[0] ?? 0n).toString()).to.equal(vector.crc64);
        expect(await hasher.hashBeginning(file, { signal: NEVER })).to.equal(vector.beginningHash);
        expect((await hasher.checksum(file, { signal: NEVER })).toString()).to.equal(vector.crc64);
        expect(await hasher.sums(file, { signal: NEVER })).to.deep.equal({
          crc64: BigInt(vector.crc64),
          md5: vector.md5,
        });
      }
      hasher.dispose();
    });
  }

  it('gives part CRCs and rising progress for a file long enough for a trial', async () => {
    const size = 64 * BLOCK_BYTES + 5;
    const hasher = createWorkerHasher('auto');
    const progress: number[] = [];
    const digest = await hasher.hashFile(patternFile('sample.bin', size), {
      signal: NEVER,
      partBytes: BLOCK_BYTES,
      onProgress: (bytes) => progress.push(bytes),
    });
    expect(digest.partCrcs).to.have.length(65);
    expect(digest.partCrcs.slice(0, 5)).to.deep.equal(LONGEST_PART_CRCS.slice(0, 5));
    expect(progress).to.deep.equal([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).to.equal(size);
    hasher.dispose();
  });

  it('stops at an abort while other jobs go on', async () => {
    const hasher = createWorkerHasher('wasm');
    const stop = new AbortController();
    const long = hasher
      .hashFile(patternFile('sample.bin', 100 * BLOCK_BYTES), {
        signal: stop.signal,
        partBytes: BLOCK_BYTES,
        onProgress: () => stop.abort(),
      })
      .catch((error: unknown) => error);
    const short = hasher.checksum(patternFile('sample.bin', LONGEST.bytes), { signal: NEVER });
    expect(isAbort(await long)).to.equal(true);
    expect((await short).toString()).to.equal(LONGEST.crc64);
    hasher.dispose();
  });
});

describe('spawnFromUrl', () => {
  it('starts a worker file of the page’s own origin', async () => {
    const hasher = createWorkerHasher('auto', [() => spawnFromUrl(WORKER_URL)]);
    expect(
      (await hasher.checksum(patternFile('sample.bin', LONGEST.bytes), { signal: NEVER })).toString(),
    ).to.equal(LONGEST.crc64);
    hasher.dispose();
  });

  it('takes an object that says its URL, as a TrustedScriptURL does', async () => {
    const hasher = createWorkerHasher('auto', [() => spawnFromUrl({ toString: () => WORKER_URL })]);
    expect(await hasher.checksum(patternFile('sample.bin', 0), { signal: NEVER })).to.equal(0n);
    hasher.dispose();
  });

  it('refuses another origin', () => {
    expect(() => spawnFromUrl('https://other.example/hash-worker.js')).to.throw(DOMException);
  });
});

describe('findPageHost', () => {
  it('gives all uploaders with the same worker URL the same host', () => {
    expect(findPageHost(undefined, realClock)).to.equal(findPageHost(undefined, realClock));
    expect(findPageHost(undefined, realClock)).to.equal(findPageHost('', realClock));
    expect(findPageHost('/a.js', realClock)).to.equal(findPageHost({ toString: () => '/a.js' }, realClock));
    expect(findPageHost('/a.js', realClock)).not.to.equal(findPageHost('/b.js', realClock));
  });

  it('goes on with the bundled worker where the worker URL leads nowhere or elsewhere', async () => {
    for (const workerUrl of ['/no-such-worker.js', 'https://other.example/hash-worker.js', 'http://[']) {
      const hasher = createHasher({ clock: realClock, workerUrl: () => workerUrl });
      const value = await hasher.checksum(patternFile('sample.bin', LONGEST.bytes), { signal: NEVER });
      expect(value.toString(), workerUrl).to.equal(LONGEST.crc64);
      hasher.dispose();
    }
  });
});
