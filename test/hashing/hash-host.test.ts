import { expect } from '@esm-bundle/chai';
import { isAbort, UploadError } from '../../src/errors.js';
import { createHasher } from '../../src/hashing/hash-client.js';
import type { HashStep } from '../../src/hashing/hash-file.js';
import { HashHost, IDLE_MS, READ_AGAIN_MS } from '../../src/hashing/hash-host.js';
import { READY_TIMEOUT_MS } from '../../src/hashing/hash-thread.js';
import type { HashRequest } from '../../src/hashing/messages.js';
import { BLOCK_BYTES } from '../../src/protocol/limits.js';
import vectors from '../vectors.json';
import { ManualClock } from '../support/manual-clock.js';
import { FakeWorker, type WorkerScript } from './fake-worker.js';
import { patternBytes, patternFile } from '../support/pattern.js';
import { LONGEST, LONGEST_PART_CRCS, NEVER } from './sample.js';

/** A hasher over fake workers, in the order of `scripts`; the last is repeated. */
function start(...scripts: readonly WorkerScript[]) {
  const clock = new ManualClock();
  const workers: FakeWorker[] = [];
  const told = { workerRefused: 0, wasmRefused: 0 };
  const host = new HashHost({
    spawners: [
      () => {
        const worker = new FakeWorker(scripts[Math.min(workers.length, scripts.length - 1)]);
        workers.push(worker);
        return worker.asWorker();
      },
    ],
    clock,
    onWorkerRefused: () => (told.workerRefused += 1),
    onWasmRefused: () => (told.wasmRefused += 1),
  });
  const hasher = createHasher({ clock, findHost: () => host });
  return { clock, workers, told, hasher };
}

function hostOver(clock: ManualClock, script: WorkerScript): HashHost {
  return new HashHost({
    spawners: [() => new FakeWorker(script).asWorker()],
    clock,
    onWorkerRefused: () => undefined,
    onWasmRefused: () => undefined,
  });
}

/** Answers checksums with their size, and nothing else. */
const countsBytes: WorkerScript = {
  onRequest: (request, worker) => {
    if (request.type === 'checksum') {
      worker.say({ type: 'checksum-done', id: request.id, crc64: BigInt(request.data.size) });
    }
  },
};

/** A true checkpoint after 2 MiB of the sample, in parts of 1 MiB. */
const AFTER_2_MIB: HashStep = {
  offset: 2 * BLOCK_BYTES,
  state: Uint8Array.from(
    (vectors.vectors[5]?.fullHash.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16)),
  ),
  beginningHash: LONGEST.beginningHash,
  newPartCrcs: LONGEST_PART_CRCS.slice(0, 2),
  openPartCrc: 0n,
};

/** A file that notes where slices begin. */
class NotedFile extends File {
  readonly starts: number[] = [];

  override slice(from?: number, end?: number, type?: string): Blob {
    this.starts.push(from ?? 0);
    return super.slice(from, end, type);
  }
}

const notedSample = (): NotedFile => new NotedFile([patternBytes(LONGEST.bytes)], 'sample.bin');

const checksumOf = async (hasher: ReturnType<typeof createHasher>, bytes: number) =>
  await hasher.checksum(patternFile('sample.bin', bytes), { signal: NEVER });

describe('HashHost', () => {
  it('starts no worker before the first job', () => {
    expect(start(countsBytes).workers).to.have.length(0);
  });

  it('does all jobs in one worker', async () => {
    const { hasher, workers } = start(countsBytes);
    expect(await Promise.all([checksumOf(hasher, 1), checksumOf(hasher, 2)])).to.deep.equal([1n, 2n]);
    expect(await checksumOf(hasher, 3)).to.equal(3n);
    expect(workers).to.have.length(1);
  });

  it('ends an idle worker and starts another for the next job', async () => {
    const { hasher, workers, clock } = start(countsBytes);
    await checksumOf(hasher, 1);
    await clock.advanceAsync(IDLE_MS - 1);
    expect(workers[0]?.isTerminated).to.equal(false);
    await clock.advanceAsync(1);
    expect(workers[0]?.isTerminated).to.equal(true);
    expect(await checksumOf(hasher, 2)).to.equal(2n);
    expect(workers).to.have.length(2);
  });

  it('counts idle time from the last job, and not while one runs', async () => {
    const { hasher, workers, clock } = start({
      onRequest: (request, worker) => {
        if (request.type === 'checksum' && request.data.size < 5) countsBytes.onRequest?.(request, worker);
      },
    });
    await checksumOf(hasher, 1);
    await clock.advanceAsync(IDLE_MS / 2);
    await checksumOf(hasher, 2);
    await clock.advanceAsync(IDLE_MS / 2);
    expect(workers[0]?.isTerminated).to.equal(false);
    const stop = new AbortController();
    const long = hasher
      .checksum(patternFile('sample.bin', 5), { signal: stop.signal })
      .catch((error: unknown) => error);
    await clock.advanceAsync(10 * IDLE_MS);
    expect(workers[0]?.isTerminated).to.equal(false);
    stop.abort();
    await long;
    await clock.advanceAsync(IDLE_MS);
    expect(workers[0]?.isTerminated).to.equal(true);
  });

  it('ends a worker that was only warmed up', async () => {
    const { hasher, workers, clock } = start(countsBytes);
    hasher.warmUp();
    await clock.settle();
    expect(workers[0]?.requests).to.deep.equal([{ type: 'warm-up' }]);
    await clock.advanceAsync(IDLE_MS);
    expect(workers[0]?.isTerminated).to.equal(true);
  });

  it('tells the worker of an abort and rejects at once', async () => {
    const { hasher, workers, clock } = start({});
    const stop = new AbortController();
    const job = hasher
      .checksum(patternFile('sample.bin', 1), { signal: stop.signal })
      .catch((error: unknown) => error);
    await clock.settle();
    stop.abort(new Error('a reason of the page'));
    expect(isAbort(await job)).to.equal(true);
    expect(workers[0]?.requests.map((request) => request.type)).to.deep.equal(['checksum', 'abort']);
  });

  it('sends nothing for a job that was aborted before the worker was ready', async () => {
    const { hasher, workers, clock } = start({});
    const stop = new AbortController();
    const job = hasher
      .checksum(patternFile('sample.bin', 1), { signal: stop.signal })
      .catch((error: unknown) => error);
    stop.abort();
    expect(isAbort(await job)).to.equal(true);
    await clock.settle();
    expect(workers[0]?.requests).to.deep.equal([]);
  });

  it('starts nothing for a signal that is aborted already', async () => {
    const { hasher, workers } = start({});
    const thrown = await hasher
      .checksum(patternFile('sample.bin', 1), { signal: AbortSignal.abort() })
      .catch((error: unknown) => error);
    expect(isAbort(thrown)).to.equal(true);
    expect(workers).to.have.length(0);
  });

  it('hands on what the worker says of the file, once it was read again', async () => {
    const { clock, hasher, workers } = start({
      onRequest: (request, worker) => {
        if ('id' in request)
          worker.say({ type: 'failed', id: request.id, code: 'file-changed', message: 'm' });
      },
    });
    const thrown = checksumOf(hasher, 1).catch((error: unknown) => error);
    await clock.settle();
    expect(workers[0]?.requests).to.have.length(1);
    clock.advance(READ_AGAIN_MS);
    expect(await thrown)
      .to.be.instanceOf(UploadError)
      .with.property('code', 'file-changed');
    expect(workers[0]?.requests).to.have.length(2);
  });

  it('reads a file again each time, as long as it comes further', async () => {
    const { clock, hasher } = start({
      onRequest: (request, worker) => {
        if (request.type !== 'hash-file') return;
        const { id, from } = request;
        const offset = from === null ? BLOCK_BYTES : from.offset + BLOCK_BYTES;
        worker.say({ type: 'step', id, step: { ...AFTER_2_MIB, offset, newPartCrcs: [] } });
        if (offset < 3 * BLOCK_BYTES) worker.say({ type: 'failed', id, code: 'file-changed', message: 'm' });
        else worker.say({ type: 'file-done', id, digest: { ...LONGEST, partCrcs: LONGEST_PART_CRCS } });
      },
    });
    const digest = hasher.hashFile(notedSample(), {
      partBytes: BLOCK_BYTES,
      onProgress: () => undefined,
      signal: NEVER,
    });
    const ends: unknown[] = [];
    void digest.catch((error: unknown) => error).then((end) => ends.push(end));
    while (ends.length === 0) {
      await clock.advanceAsync(READ_AGAIN_MS);
      // The look whether anything can be read is the browser's, and takes its own time.
      await new Promise((resolve) => setTimeout(resolve));
    }
    expect(ends[0]).to.have.property('fullHash', LONGEST.fullHash);
  });

  it('goes on with a file when anything can be read again, but not for a job that was stopped', async () => {
    let isReadable = false;
    const { clock, hasher, workers } = start({
      onRequest: (request, worker) => {
        if (isReadable) countsBytes.onRequest?.(request, worker);
        else if (request.type === 'checksum')
          worker.say({ type: 'failed', id: request.id, code: 'file-changed', message: 'm' });
      },
    });
    const checksumsAsked = (): number =>
      workers[0]?.requests.filter(({ type }) => type === 'checksum').length ?? 0;
    const stopped = new AbortController();
    const wanted = checksumOf(hasher, 7);
    const unwanted = hasher.checksum(patternFile('sample.bin', 1), stopped).catch((error: unknown) => error);
    const { arrayBuffer } = Blob.prototype;
    Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException('x', 'NotReadableError'));
    try {
      await clock.advanceAsync(2 * READ_AGAIN_MS);
    } finally {
      Blob.prototype.arrayBuffer = arrayBuffer;
    }
    expect(checksumsAsked()).to.equal(2);
    stopped.abort();
    isReadable = true;
    await clock.advanceAsync(READ_AGAIN_MS);
    expect(await wanted).to.equal(7n);
    expect(isAbort(await unwanted)).to.equal(true);
    expect(checksumsAsked()).to.equal(3);
  });

  const refusals: readonly (readonly [string, WorkerScript])[] = [
    ['fires error', { isRefused: true }],
    ['is of another release', { version: 0 }],
    ['stays silent', { version: null }],
  ];
  for (const [how, script] of refusals) {
    it(`goes on by the page’s own thread where the worker ${how}, and says so once`, async () => {
      const { hasher, workers, told, clock } = start(script);
      const first = checksumOf(hasher, LONGEST.bytes);
      await clock.advanceAsync(READY_TIMEOUT_MS);
      expect(await first).to.equal(BigInt(LONGEST.crc64));
      expect(await checksumOf(hasher, 1)).to.equal(2282658103124508505n);
      expect(workers).to.have.length(1);
      expect(workers[0]?.isTerminated).to.equal(true);
      expect(told.workerRefused).to.equal(1);
    });
  }

  it('goes on by the page’s own thread where the constructor throws', async () => {
    const clock = new ManualClock();
    const host = new HashHost({
      spawners: [
        () => {
          throw new DOMException('refused', 'SecurityError');
        },
      ],
      clock,
      onWorkerRefused: () => undefined,
      onWasmRefused: () => undefined,
    });
    const hasher = createHasher({ clock, findHost: () => host });
    expect(await checksumOf(hasher, LONGEST.bytes)).to.equal(BigInt(LONGEST.crc64));
  });

  it('tries each way to get a worker in order', async () => {
    const clock = new ManualClock();
    const host = new HashHost({
      spawners: [
        () => new FakeWorker({ isRefused: true }).asWorker(),
        () => new FakeWorker(countsBytes).asWorker(),
      ],
      clock,
      onWorkerRefused: () => expect.fail('a worker was there'),
      onWasmRefused: () => undefined,
    });
    const hasher = createHasher({ clock, findHost: () => host });
    expect(await checksumOf(hasher, 4)).to.equal(4n);
  });

  it('tells that WebAssembly is refused', async () => {
    const { hasher, told } = start({
      onRequest: (request, worker) => {
        worker.say({ type: 'wasm-refused' });
        countsBytes.onRequest?.(request, worker);
      },
    });
    await checksumOf(hasher, 1);
    expect(told.wasmRefused).to.equal(1);
  });

  const faults: readonly (readonly [string, (request: HashRequest, worker: FakeWorker) => void])[] = [
    ['dies', (_, worker) => worker.die()],
    [
      'fails for reasons of its own',
      (request, worker) => {
        if ('id' in request)
          worker.say({ type: 'failed', id: request.id, code: 'worker-failed', message: 'm' });
      },
    ],
  ];
  for (const [how, fail] of faults) {
    it(`goes on from the last checkpoint where the worker ${how}`, async () => {
      const { hasher } = start({
        onRequest: (request, worker) => {
          if (request.type !== 'hash-file') return;
          worker.say({ type: 'step', id: request.id, step: AFTER_2_MIB });
          fail(request, worker);
        },
      });
      const file = notedSample();
      const progress: number[] = [];
      const digest = await hasher.hashFile(file, {
        signal: NEVER,
        partBytes: BLOCK_BYTES,
        onProgress: (bytes) => progress.push(bytes),
      });
      expect(digest).to.deep.equal({
        beginningHash: LONGEST.beginningHash,
        fullHash: LONGEST.fullHash,
        partCrcs: LONGEST_PART_CRCS,
      });
      expect(Math.min(...file.starts)).to.be.at.least(2 * BLOCK_BYTES - 32);
      expect(progress[0]).to.equal(2 * BLOCK_BYTES);
      expect(progress.at(-1)).to.equal(LONGEST.bytes);
    });

    it(`begins anew where the worker ${how} before a checkpoint`, async () => {
      const { hasher } = start({ onRequest: fail });
      const digest = await hasher.hashFile(patternFile('sample.bin', LONGEST.bytes), {
        signal: NEVER,
        partBytes: BLOCK_BYTES,
        onProgress: () => undefined,
      });
      expect(digest.fullHash).to.equal(LONGEST.fullHash);
    });
  }

  it('starts a worker again after one died, but not for ever', async () => {
    const { hasher, workers } = start({ onRequest: (_, worker) => worker.die() });
    for (let job = 0; job < 5; job += 1) {
      expect(await checksumOf(hasher, LONGEST.bytes)).to.equal(BigInt(LONGEST.crc64));
    }
    expect(workers).to.have.length(3);
  });
});

describe('createHasher', () => {
  it('reports progress that only rises and ends at the size', async () => {
    const { hasher } = start({
      onRequest: (request, worker) => {
        if (request.type !== 'hash-file') return;
        for (const mib of [2, 3, 1]) {
          worker.say({ type: 'step', id: request.id, step: { ...AFTER_2_MIB, offset: mib * BLOCK_BYTES } });
        }
        const digest = { beginningHash: 'a', fullHash: 'b', partCrcs: [] };
        worker.say({ type: 'file-done', id: request.id, digest });
      },
    });
    const progress: number[] = [];
    await hasher.hashFile(patternFile('sample.bin', LONGEST.bytes), {
      signal: NEVER,
      partBytes: BLOCK_BYTES,
      onProgress: (bytes) => progress.push(bytes),
    });
    expect(progress).to.deep.equal([2 * BLOCK_BYTES, 3 * BLOCK_BYTES, LONGEST.bytes]);
  });

  it('passes the engine on as it is at the job', async () => {
    const clock = new ManualClock();
    const engines: string[] = [];
    const host = hostOver(clock, {
      onRequest: (request, worker) => {
        if (request.type !== 'hash-beginning') return;
        engines.push(request.engine);
        worker.say({ type: 'beginning-done', id: request.id, beginningHash: 'x' });
      },
    });
    let engine: 'auto' | 'native' = 'auto';
    const hasher = createHasher({ clock, findHost: () => host, engine: () => engine });
    await hasher.hashBeginning(patternFile('sample.bin', 3), { signal: NEVER });
    engine = 'native';
    await hasher.hashBeginning(patternFile('sample.bin', 3), { signal: NEVER });
    expect(engines).to.deep.equal(['auto', 'native']);
  });

  it('sends no more than the first MiB for the beginning', async () => {
    const sizes: number[] = [];
    const { hasher } = start({
      onRequest: (request, worker) => {
        if (request.type !== 'hash-beginning') return;
        sizes.push(request.file.size);
        worker.say({ type: 'beginning-done', id: request.id, beginningHash: 'x' });
      },
    });
    expect(await hasher.hashBeginning(patternFile('sample.bin', LONGEST.bytes), { signal: NEVER })).to.equal(
      'x',
    );
    expect(sizes).to.deep.equal([BLOCK_BYTES]);
  });

  it('refuses parts that are not whole MiB', async () => {
    const { hasher } = start(countsBytes);
    for (const partBytes of [0, -BLOCK_BYTES, 1.5 * BLOCK_BYTES, BLOCK_BYTES + 1, NaN, Infinity]) {
      const thrown = await hasher
        .hashFile(patternFile('sample.bin', 1), { signal: NEVER, partBytes, onProgress: () => undefined })
        .catch((error: unknown) => error);
      expect(thrown, String(partBytes)).to.be.instanceOf(UploadError).with.property('code', 'invalid-option');
    }
  });

  it('aborts its own jobs when disposed, those of another uploader not, and takes no more', async () => {
    const clock = new ManualClock();
    const asked: { id: number; worker: FakeWorker }[] = [];
    const host = hostOver(clock, {
      onRequest: (request, worker) => {
        if (request.type === 'checksum') asked.push({ id: request.id, worker });
      },
    });
    const mine = createHasher({ clock, findHost: () => host });
    const other = createHasher({ clock, findHost: () => host });
    const jobs = [mine, other].map((hasher) => checksumOf(hasher, 7).catch((error: unknown) => error));
    await clock.settle();
    mine.dispose();
    expect(isAbort(await jobs[0])).to.equal(true);
    for (const { id, worker } of asked) worker.say({ type: 'checksum-done', id, crc64: 7n });
    expect(await jobs[1]).to.equal(7n);
    expect(isAbort(await checksumOf(mine, 1).catch((error: unknown) => error))).to.equal(true);
  });
});
