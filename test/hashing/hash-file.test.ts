import { expect } from '@esm-bundle/chai';
import { createCRC64, createSHA256 } from 'hash-wasm';
import { isAbort, UploadError } from '../../src/errors.js';
import type { BlockReader } from '../../src/hashing/block-reader.js';
import { createWasmCrc64 } from '../../src/hashing/crc64.js';
import {
  createEnginePicker,
  createFixedPicker,
  TRIAL_MIN_BLOCKS,
  type EnginePicker,
} from '../../src/hashing/engine-picker.js';
import { openBlocks } from '../../src/hashing/file-blocks.js';
import {
  hashFile,
  type HashCheckpoint,
  type HashFileOptions,
  type HashStep,
} from '../../src/hashing/hash-file.js';
import { createNativeSha256 } from '../../src/hashing/native-sha256.js';
import { createScriptCrc64 } from '../../src/hashing/script-crc64.js';
import { toHex, type Sha256 } from '../../src/hashing/sha256.js';
import { SliceBlocks } from '../../src/hashing/slice-blocks.js';
import { createWasmSha256 } from '../../src/hashing/wasm-sha256.js';
import { createPace, workInPieces } from '../../src/hashing/pace.js';
import { BLOCK_BYTES } from '../../src/protocol/limits.js';
import vectors from '../vectors.json';
import { FakeStreamFile } from './fake-stream-file.js';
import { patternBytes, patternFile } from '../support/pattern.js';
import { LONGEST, LONGEST_PART_CRCS, NEVER, STEADY } from './sample.js';

const CRC64_POLYNOMIAL = 'c96c5795d7870f42';

const wasm = createWasmSha256(await createSHA256());
const foundNative = createNativeSha256();
if (foundNative === null) throw new Error('These tests need a secure context');
const native: Sha256 = foundNative;
const crc = createWasmCrc64(await createCRC64(CRC64_POLYNOMIAL));

/** `hashFile` with defaults; each call begins the CRC anew. */
async function hash(file: Blob, options: Partial<HashFileOptions> = {}) {
  crc.reset();
  return await hashFile(file, {
    picker: createFixedPicker(wasm),
    crc,
    partBytes: BLOCK_BYTES,
    from: null,
    pace: STEADY,
    signal: NEVER,
    onStep: () => undefined,
    ...options,
  });
}

/** `before` for the first blocks, then `after`. */
function handingOver(before: Sha256, after: Sha256, boundary: number): EnginePicker {
  return { ...createFixedPicker(before), pick: (block) => (block < boundary ? before : after) };
}

/** Time that moves on 1 s at each look, so that each block is reported. */
function hastyClock(): () => number {
  let ms = 0;
  return () => (ms += 1000);
}

const readers: readonly (readonly [string, (file: Blob, offset: number) => BlockReader])[] = [
  ['stream', openBlocks],
  ['slices', (file, offset) => new SliceBlocks(file, offset)],
];

describe('hashFile', () => {
  for (const engine of [wasm, native]) {
    for (const [reader, open] of readers) {
      it(`gives all reference vectors (${engine.name}, ${reader})`, async () => {
        for (const vector of vectors.vectors) {
          const digest = await hash(patternFile('sample.bin', vector.bytes), {
            picker: createFixedPicker(engine),
            open,
          });
          expect(digest.beginningHash, `${vector.bytes} bytes`).to.equal(vector.beginningHash);
          expect(digest.fullHash, `${vector.bytes} bytes`).to.equal(vector.fullHash);
        }
      });
    }
  }

  it('gives the same where one engine hands over to the other, at each boundary', async () => {
    const file = patternFile('sample.bin', LONGEST.bytes);
    for (const [before, after] of [
      [wasm, native],
      [native, wasm],
    ] as const) {
      for (let boundary = 0; boundary <= 6; boundary += 1) {
        const digest = await hash(file, { picker: handingOver(before, after, boundary) });
        expect(digest.fullHash, `${before.name} up to block ${boundary}`).to.equal(LONGEST.fullHash);
        expect(digest.beginningHash).to.equal(LONGEST.beginningHash);
        expect(digest.partCrcs).to.deep.equal(LONGEST_PART_CRCS);
      }
    }
  });

  it('gives the same from reads that come back short and from a stream that ends early', async () => {
    const bytes = patternBytes(LONGEST.bytes);
    for (const engine of [wasm, native]) {
      for (const endsAt of [LONGEST.bytes, 3 * BLOCK_BYTES, 2 * BLOCK_BYTES + 77]) {
        const file = new FakeStreamFile(bytes, { mostBytes: 123_457, endsAt });
        const digest = await hash(file, { picker: createFixedPicker(engine) });
        expect(digest.fullHash, `${engine.name}, ends at ${endsAt}`).to.equal(LONGEST.fullHash);
        expect(digest.partCrcs).to.deep.equal(LONGEST_PART_CRCS);
      }
    }
  });

  it('gives the CRC of each part, of one block or several', async () => {
    const file = patternFile('sample.bin', LONGEST.bytes);
    const whole = BigInt(LONGEST.crc64);
    expect((await hash(file, { partBytes: BLOCK_BYTES })).partCrcs).to.deep.equal(LONGEST_PART_CRCS);
    expect((await hash(file, { partBytes: 8 * BLOCK_BYTES })).partCrcs).to.deep.equal([whole]);
    const [first] = (await hash(file, { partBytes: 3 * BLOCK_BYTES })).partCrcs;
    expect(first?.toString()).to.equal(vectors.crc64Combine.running[2]);
  });

  it('gives no part CRC for an empty file, and one for a single byte', async () => {
    expect((await hash(patternFile('sample.bin', 0))).partCrcs).to.deep.equal([]);
    expect((await hash(patternFile('sample.bin', 1))).partCrcs).to.deep.equal([2282658103124508505n]);
  });

  it('gives no part too many where the file ends with a part', async () => {
    expect((await hash(patternFile('sample.bin', 2 * BLOCK_BYTES))).partCrcs).to.have.length(2);
  });

  it('gives the same with plain JavaScript CRCs and short turns', async () => {
    const digest = await hash(patternFile('sample.bin', LONGEST.bytes), {
      crc: createScriptCrc64(),
      pace: createPace({ turnMs: 0, pieceBytes: 65_536 }),
    });
    expect(digest.fullHash).to.equal(LONGEST.fullHash);
    expect(digest.partCrcs).to.deep.equal(LONGEST_PART_CRCS);
  });

  it('goes on from each checkpoint, on the other engine, to the same end', async () => {
    const file = patternFile('sample.bin', LONGEST.bytes);
    for (const partBytes of [BLOCK_BYTES, 2 * BLOCK_BYTES, 8 * BLOCK_BYTES]) {
      const steps: HashStep[] = [];
      const straight = await hash(file, { partBytes, now: hastyClock(), onStep: (step) => steps.push(step) });
      expect(steps.map((step) => step.offset / BLOCK_BYTES)).to.deep.equal([1, 2, 3, 4, 5]);
      let partCrcs: readonly bigint[] = [];
      for (const { newPartCrcs, ...step } of steps) {
        partCrcs = [...partCrcs, ...newPartCrcs];
        const from: HashCheckpoint = structuredClone({ ...step, partCrcs });
        const digest = await hash(file, { partBytes, from, picker: createFixedPicker(native) });
        expect(digest, `from ${from.offset}, parts of ${partBytes}`).to.deep.equal(straight);
      }
    }
  });

  it('makes right checkpoints where it went on from one itself', async () => {
    const file = patternFile('sample.bin', LONGEST.bytes);
    const partBytes = 4 * BLOCK_BYTES;
    const checkpoints: HashCheckpoint[] = [];
    let rounds = 0;
    for (;;) {
      const stop = new AbortController();
      const from = checkpoints.at(-1) ?? null;
      const onStep = ({ newPartCrcs, ...step }: HashStep): void => {
        checkpoints.push({ ...step, partCrcs: [...(from?.partCrcs ?? []), ...newPartCrcs] });
        stop.abort();
      };
      const end = await hash(file, { partBytes, from, now: hastyClock(), signal: stop.signal, onStep }).catch(
        (thrown: unknown) => {
          if (!isAbort(thrown)) throw thrown;
          return null;
        },
      );
      rounds += 1;
      if (end === null) continue;
      expect(end.fullHash).to.equal(LONGEST.fullHash);
      expect(end.partCrcs[0]?.toString()).to.equal(vectors.crc64Combine.running[3]);
      expect(end.partCrcs).to.deep.equal((await hash(file, { partBytes })).partCrcs);
      break;
    }
    expect(rounds).to.equal(6);
  });

  it('reports at most every 50 ms', async () => {
    let ms = 0;
    const offsets: number[] = [];
    await hash(patternFile('sample.bin', LONGEST.bytes), {
      now: () => (ms += 20),
      onStep: (step) => offsets.push(step.offset / BLOCK_BYTES),
    });
    expect(offsets.length).to.be.lessThan(4).and.greaterThan(0);
  });

  it('stops at an abort, cancels the reader and gives no result', async () => {
    const file = new FakeStreamFile(patternBytes(LONGEST.bytes), {});
    const attempt = new AbortController();
    const engine: Sha256 = {
      ...wasm,
      digest: async (data, pace) => {
        if (file.reads >= 2) attempt.abort();
        return await wasm.digest(data, pace);
      },
    };
    const thrown = await hash(file, { picker: createFixedPicker(engine), signal: attempt.signal }).catch(
      (error: unknown) => error,
    );
    expect(isAbort(thrown)).to.equal(true);
    expect(file.isCanceled).to.equal(true);
    expect(file.reads).to.be.lessThan(4);
  });

  it('does not begin where the signal is aborted already', async () => {
    const file = new FakeStreamFile(patternBytes(LONGEST.bytes), {});
    const thrown = await hash(file, { signal: AbortSignal.abort() }).catch((error: unknown) => error);
    expect(isAbort(thrown)).to.equal(true);
    expect(file.reads).to.equal(0);
  });

  it('rejects with what reading failed with', async () => {
    const file = new FakeStreamFile(patternBytes(LONGEST.bytes), { endsAt: 9, slicesEndAt: 9 });
    const thrown = await hash(file).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(UploadError).with.property('code', 'file-unreadable');
  });
});

describe('createEnginePicker', () => {
  const names = (picker: EnginePicker, blocks: number): readonly string[] =>
    Array.from({ length: blocks }, (_, block) => picker.pick(block).name);
  const long = { preference: 'auto', blocks: TRIAL_MIN_BLOCKS } as const;

  for (const [faster, wasmMs, nativeMs] of [
    ['wasm', 2, 4],
    ['native', 4, 2],
    ['native', 3, 3],
  ] as const) {
    it(`begins with wasm, times both, goes on with ${faster} at ${wasmMs} to ${nativeMs} ms`, () => {
      const memory = { faster: null };
      const picker = createEnginePicker({ wasm, native }, { ...long, memory });
      const seen: string[] = [];
      for (let block = 0; block < 10; block += 1) {
        const { name } = picker.pick(block);
        seen.push(name);
        if (picker.isTimed(block)) picker.took(block, name === 'wasm' ? wasmMs : nativeMs);
      }
      expect(seen.slice(0, 6)).to.deep.equal(['wasm', 'wasm', 'wasm', 'native', 'native', 'native']);
      expect(new Set(seen.slice(6))).to.deep.equal(new Set([faster]));
      expect(memory.faster).to.equal(faster);
    });
  }

  it('counts the quicker of two blocks', () => {
    const memory = { faster: null };
    const picker = createEnginePicker({ wasm, native }, { ...long, memory });
    for (const [block, ms] of [
      [1, 90],
      [2, 1],
      [4, 2],
      [5, 2],
    ] as const) {
      picker.took(block, ms);
    }
    expect(memory.faster).to.equal('wasm');
  });

  it('uses for a short file what was learnt before', () => {
    const short = { preference: 'auto', blocks: 3 } as const;
    const after = (faster: 'wasm' | 'native' | null) =>
      names(createEnginePicker({ wasm, native }, { ...short, memory: { faster } }), 3);
    expect(after(null)).to.deep.equal(['wasm', 'wasm', 'wasm']);
    expect(after('native')).to.deep.equal(['wasm', 'native', 'native']);
  });

  it('does as it is told', () => {
    const memory = { faster: null };
    for (const preference of ['wasm', 'native'] as const) {
      const picker = createEnginePicker({ wasm, native }, { preference, blocks: 100, memory });
      expect(names(picker, 10)).to.deep.equal(Array(10).fill(preference));
    }
  });

  it('takes the only one there is, whatever was asked', () => {
    const memory = { faster: null };
    for (const preference of ['auto', 'wasm', 'native'] as const) {
      const options = { preference, blocks: 100, memory };
      expect(names(createEnginePicker({ wasm: null, native }, options), 2)).to.deep.equal([
        'native',
        'native',
      ]);
      expect(names(createEnginePicker({ wasm, native: null }, options), 2)).to.deep.equal(['wasm', 'wasm']);
    }
  });

  it('throws unsupported-browser where there is none', () => {
    const make = () =>
      createEnginePicker({ wasm: null, native: null }, { ...long, memory: { faster: null } });
    expect(make).to.throw(UploadError).with.property('code', 'unsupported-browser');
  });
});

describe('createPace', () => {
  it('rests only when the turn is used up, and lets other tasks run', async () => {
    let ms = 0;
    const pace = createPace({ turnMs: 8, pieceBytes: 10, now: () => ms });
    ms = 7;
    expect(pace.rest()).to.equal(null);
    ms = 8;
    let hasOtherTaskRun = false;
    const other = new MessageChannel();
    other.port1.onmessage = () => (hasOtherTaskRun = true);
    other.port2.postMessage(null);
    // Two rests: which of two channels comes first is the browser's choice.
    await pace.rest();
    ms = 16;
    await pace.rest();
    other.port1.close();
    expect(hasOtherTaskRun).to.equal(true);
    expect(pace.rest()).to.equal(null);
  });
});

describe('workInPieces', () => {
  it('never works on more than a piece at once, and rests in between', async () => {
    const lengths: number[] = [];
    let rests = 0;
    const pace = {
      pieceBytes: 10,
      rest: () => {
        rests += 1;
        return Promise.resolve();
      },
    };
    await workInPieces(new Uint8Array(25), pace, (piece) => lengths.push(piece.byteLength));
    expect(lengths).to.deep.equal([10, 10, 5]);
    expect(rests).to.equal(3);
  });
});

describe('toHex', () => {
  it('keeps leading zeros', () => {
    expect(toHex(new Uint8Array([0, 1, 0xab]))).to.equal('0001ab');
  });
});
