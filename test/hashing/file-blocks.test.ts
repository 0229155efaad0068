import { expect } from '@esm-bundle/chai';
import { UploadError } from '../../src/errors.js';
import { HEADROOM_BYTES, type BlockReader } from '../../src/hashing/block-reader.js';
import { openBlocks } from '../../src/hashing/file-blocks.js';
import { SliceBlocks } from '../../src/hashing/slice-blocks.js';
import { StreamBlocks } from '../../src/hashing/stream-blocks.js';
import { BLOCK_BYTES } from '../../src/protocol/limits.js';
import { FakeStreamFile, hasByobStreams } from './fake-stream-file.js';
import { patternBytes } from '../support/pattern.js';

const SIZE = 9 * BLOCK_BYTES + 123;
const bytes = patternBytes(SIZE);

/** Reads all, scribbling over the headroom as the chain does. */
async function readAll(reader: BlockReader, offset = 0): Promise<Uint8Array> {
  const whole = new Uint8Array(SIZE - offset);
  let at = 0;
  for (let block = await reader.next(); block !== null; block = await reader.next()) {
    expect(block.byteLength).to.equal(Math.min(BLOCK_BYTES, SIZE - offset - at));
    whole.set(block, at);
    if (offset + at > 0)
      new Uint8Array(block.buffer, block.byteOffset - HEADROOM_BYTES, HEADROOM_BYTES).fill(0xff);
    at += block.byteLength;
  }
  expect(at).to.equal(whole.byteLength);
  return whole;
}

function expectSame(actual: Uint8Array, expected: Uint8Array): void {
  // Chai's own comparison of 9 MiB takes minutes.
  expect(actual.byteLength).to.equal(expected.byteLength);
  expect(actual.findIndex((byte, index) => byte !== expected[index])).to.equal(-1);
}

async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
}

describe('StreamBlocks', () => {
  it('reads by the browser’s own BYOB stream', async function () {
    const file = new Blob([bytes]);
    if (!hasByobStreams()) {
      // An engine without must refuse, so that the slices take over.
      expect(() => new StreamBlocks(file.stream(), SIZE)).to.throw(TypeError);
      return;
    }
    expectSame(await readAll(new StreamBlocks(file.stream(), SIZE)), bytes);
  });

  it('fills blocks from reads that come back short', async () => {
    for (const most of [1_000_003, 65_536, 4_097]) {
      const file = new FakeStreamFile(bytes, { mostBytes: most });
      expectSame(await readAll(new StreamBlocks(file.stream(), SIZE)), bytes);
      expect(file.reads, `reads of at most ${most}`).to.be.greaterThan(SIZE / most - 1);
    }
  });

  it('uses two buffers for any length', async () => {
    const file = new FakeStreamFile(bytes, {});
    await readAll(new StreamBlocks(file.stream(), SIZE));
    expect(file.buffers.size).to.equal(2);
  });

  it('reads the next block before the current one is given back', async () => {
    const file = new FakeStreamFile(bytes, {});
    const reader = new StreamBlocks(file.stream(), SIZE);
    await reader.next();
    expect(file.reads).to.equal(2);
  });

  it('ends with null where the stream ends early', async () => {
    const file = new FakeStreamFile(bytes, { endsAt: 2 * BLOCK_BYTES + 5 });
    const reader = new StreamBlocks(file.stream(), SIZE);
    expect((await reader.next())?.byteLength).to.equal(BLOCK_BYTES);
    expect((await reader.next())?.byteLength).to.equal(BLOCK_BYTES);
    expect(await reader.next()).to.equal(null);
  });
});

describe('SliceBlocks', () => {
  it('reads a whole file', async () => {
    expectSame(await readAll(new SliceBlocks(new Blob([bytes]))), bytes);
  });

  it('begins at any block', async () => {
    for (const block of [1, 3, 4, 5, 9]) {
      const offset = block * BLOCK_BYTES;
      expectSame(await readAll(new SliceBlocks(new Blob([bytes]), offset), offset), bytes.subarray(offset));
    }
  });

  it('rejects with file-unreadable where a slice comes back short', async () => {
    const reader = new SliceBlocks(new FakeStreamFile(bytes, { slicesEndAt: 5 * BLOCK_BYTES }));
    for (let block = 0; block < 4; block += 1) await reader.next();
    const error = await rejectionOf(reader.next());
    expect(error).to.be.instanceOf(UploadError).with.property('code', 'file-unreadable');
  });

  it('reads no further once canceled', async () => {
    const reader = new SliceBlocks(new Blob([bytes]));
    await reader.next();
    reader.cancel();
    expect(await reader.next()).to.equal(null);
  });
});

describe('the buffers of many files', () => {
  it('are used again for those that follow', async () => {
    const files = 10;
    const buffers = new Set<ArrayBufferLike>();
    for (let count = 0; count < files; count += 1) {
      const file = new FakeStreamFile(bytes, {});
      expectSame(await readAll(openBlocks(file)), bytes);
      for (const buffer of file.buffers) buffers.add(buffer);
    }
    // One byte a file is for the look behind its end.
    expect(buffers.size - files).to.be.at.most(4);
  });

  it('are not shared by files that are read side by side', async () => {
    const other = patternBytes(SIZE).reverse();
    await readAll(openBlocks(new FakeStreamFile(bytes, {})));
    const both = await Promise.all(
      [bytes, other].map((content) => readAll(openBlocks(new FakeStreamFile(content, {})))),
    );
    both.forEach((read, index) => expectSame(read, index === 0 ? bytes : other));
  });

  it('are left alone where reading was canceled with a block still looked at', async () => {
    const reader = openBlocks(new FakeStreamFile(bytes, {}));
    const block = await reader.next();
    reader.cancel();
    await reader.next();
    await readAll(openBlocks(new FakeStreamFile(patternBytes(SIZE).fill(7), {})));
    expectSame(block ?? new Uint8Array(), bytes.subarray(0, BLOCK_BYTES));
  });
});

describe('openBlocks', () => {
  it('reads a whole file', async () => {
    expectSame(await readAll(openBlocks(new Blob([bytes]))), bytes);
  });

  it('begins at any block', async () => {
    for (const block of [1, 5, 9]) {
      const offset = block * BLOCK_BYTES;
      expectSame(await readAll(openBlocks(new Blob([bytes]), offset), offset), bytes.subarray(offset));
    }
  });

  it('goes on with slices where the stream ends early', async () => {
    for (const endsAt of [0, 1, BLOCK_BYTES, 6 * BLOCK_BYTES + 7, SIZE - 1]) {
      const file = new FakeStreamFile(bytes, { endsAt, mostBytes: 300_000 });
      expectSame(await readAll(openBlocks(file)), bytes);
      expect(file.slices, `ends at ${endsAt}`).to.be.greaterThan(0);
    }
  });

  it('goes on with slices where the stream fails', async () => {
    const file = new FakeStreamFile(bytes, { failsAt: 3 * BLOCK_BYTES + 9 });
    expectSame(await readAll(openBlocks(file)), bytes);
    expect(file.slices).to.be.greaterThan(0);
  });

  it('goes on with slices where there is no BYOB reader', async () => {
    const file = new FakeStreamFile(bytes, { hasNoByob: true });
    expectSame(await readAll(openBlocks(file)), bytes);
    expect(file.reads).to.equal(0);
  });

  it('gives nothing for an empty file', async () => {
    expect(await openBlocks(new Blob([])).next()).to.equal(null);
  });

  it('rejects with file-unreadable where slices end early too', async () => {
    const file = new FakeStreamFile(bytes, { endsAt: 10, slicesEndAt: 20 });
    const error = await rejectionOf(readAll(openBlocks(file)));
    expect(error).to.be.instanceOf(UploadError).with.property('code', 'file-unreadable');
  });

  it('rejects with file-changed where the stream of a whole file gives more than its size', async () => {
    const file = new FakeStreamFile(new Uint8Array(SIZE + 5), {});
    Object.defineProperty(file, 'size', { value: SIZE });
    const error = await rejectionOf(readAll(openBlocks(file)));
    expect(error).to.be.instanceOf(UploadError).with.property('code', 'file-changed');
  });

  it('tells a changed file from one that is gone', async () => {
    const cases = [
      ['NotReadableError', 'file-changed'],
      ['NotFoundError', 'file-unreadable'],
      ['SecurityError', 'file-unreadable'],
    ] as const;
    for (const [name, code] of cases) {
      const file = new FakeStreamFile(bytes, { failsAt: 0, sliceError: new DOMException('no', name) });
      const error = await rejectionOf(openBlocks(file).next());
      expect(error, name).to.be.instanceOf(UploadError).with.property('code', code);
    }
  });

  it('reads no further once canceled', async () => {
    const file = new FakeStreamFile(bytes, {});
    const reader = openBlocks(file);
    await reader.next();
    reader.cancel();
    expect(await reader.next()).to.equal(null);
    expect(file.isCanceled).to.equal(true);
    expect(file.slices).to.equal(0);
  });
});
