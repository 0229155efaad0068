import { expect } from '@esm-bundle/chai';
import type { ResumeRecord } from '../../src/engine/resume-record.js';
import { UploadError } from '../../src/errors.js';
import { MIB } from '../../src/protocol/limits.js';
import { planParts } from '../../src/protocol/part-plan.js';
import { BIG, World, type FileSpec } from '../support/engine-world.js';
import { held, md5Of, storedAs } from '../support/fake-service.js';

const SIZE = 6 * MIB + 5;
const PART_MD5 = md5Of({ size: MIB });
const OTHER_MD5 = 'f'.repeat(32);

/** What an earlier visit left: the sum it had read a part with, and what the service lists of it. */
type Earlier = readonly [partNumber: number, crc64: number | null, eTag: string | null];

/** A world in which a file of seven parts goes on where an earlier visit left off. */
function resumed(world: World, earlier: readonly Earlier[], more: FileSpec = {}): void {
  const leftOff: ResumeRecord = {
    id: 'r',
    scope: 'me',
    visit: 'earlier',
    fileName: 'film.mp4',
    relativePath: 'film.mp4',
    remotePath: ['folder', 'film.mp4'],
    size: SIZE,
    type: '',
    lastModified: 0,
    metadata: {},
    strategy: 'rename',
    plan: planParts(SIZE, MIB),
    beginningHash: null,
    fullStartTried: false,
    confirmKey: 'old-key',
    sent: earlier.map(([partNumber, crc64]) => [partNumber, crc64 === null ? null : String(crc64)]),
    createdAt: 0,
    updatedAt: 0,
    expiresAt: Number.MAX_SAFE_INTEGER,
  };
  world.backend.onState = (confirmKey) => ({
    confirmed: false,
    path: ['folder', 'film.mp4'],
    parts: earlier.map(([partNumber, , eTag]) => ({ partNumber, size: partNumber === 7 ? 5 : MIB, eTag })),
    token: world.backend.token(true, confirmKey),
    creationTime: null,
  });
  world.add({ size: SIZE, partSize: MIB, leftOff, ...more });
}

function partsSent(world: World): number[] {
  return world.transport.requests
    .map(({ url }) => Number(new URL(url).searchParams.get('partNumber')))
    .sort((one, other) => one - other);
}

describe('PartUploader', () => {
  it('sends no part again that is proven to be there, even without the integrity check', async () => {
    const world = new World();
    const earlier: Earlier[] = [
      [1, MIB, null],
      [2, null, PART_MD5],
      [7, 5, null],
    ];
    resumed(world, earlier, { unchecked: true });
    await world.settle();
    expect(partsSent(world)).to.deep.equal([3, 4, 5, 6]);
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('sums what it sends of an upload of an earlier visit, even without the integrity check', async () => {
    const world = new World();
    resumed(world, [[1, MIB, null]], { unchecked: true });
    const sums: (string | undefined)[] = [];
    world.backend.onConfirm = (request) => {
      sums.push(request.crc64);
      return storedAs(request);
    };
    await world.settle();
    expect(partsSent(world)).to.deep.equal([2, 3, 4, 5, 6, 7]);
    expect(sums.map((crc64) => typeof crc64)).to.deep.equal(['string']);
    expect(world.task('task-1').verified).to.equal(true);
  });

  it('sums nothing of a new upload without the integrity check', async () => {
    const world = new World();
    world.add({ size: SIZE, partSize: MIB, unchecked: true });
    await world.settle();
    expect(world.hasher.calls).to.deep.equal([]);
    expect([world.task('task-1').status, world.task('task-1').verified]).to.deep.equal(['completed', null]);
  });

  it('sends a part again that is another one, or that nothing is known of', async () => {
    const world = new World();
    resumed(world, [
      [1, 1, OTHER_MD5],
      [2, null, null],
      [3, MIB, null],
    ]);
    await world.settle();
    expect(partsSent(world)).to.deep.equal([1, 2, 4, 5, 6, 7]);
    expect([world.task('task-1').status, world.task('task-1').verified]).to.deep.equal(['completed', true]);
  });

  it('reads a part that is another one no more often than it has to', async () => {
    const world = new World();
    resumed(world, [[1, null, OTHER_MD5]]);
    await world.settle();
    // The other six are read for the first time.
    expect(world.hasher.calls.sort()).to.deep.equal([...Array.from({ length: 6 }, () => 'checksum'), 'sums']);
  });

  it('takes no place in the traffic while it proves', async () => {
    const world = new World();
    const inFlight: number[] = [];
    world.hasher.onChecksum = (data) => {
      if (data.size === MIB) inFlight.push(world.traffic.inFlight);
      return BigInt(data.size);
    };
    resumed(world, [[1, MIB, null]]);
    await world.settle();
    // Nor while it sums the five others of that size.
    expect(inFlight).to.deep.equal([0, 0, 0, 0, 0, 0]);
  });
});

describe('a part that is put off', () => {
  it('sends nothing more until the time that the store named', async () => {
    const world = new World();
    const starts: number[] = [];
    const rest = held<object>();
    world.transport.onSend = ({ url }) => {
      starts.push(world.clock.monotonic());
      if (url.endsWith('partNumber=1') && starts.length < 7)
        throw new UploadError('rate-limited', 'Slow down.', { status: 429, retryAfterMs: 5000 });
      return starts.length < 7 ? rest.promise : {};
    };
    const [task] = world.add(BIG);
    await world.settle();
    const before = starts.length;
    rest.resolve({});
    await world.settle();
    expect(starts.length, 'parts sent in spite of it').to.equal(before);
    const { status, waitReason, retryAt } = world.task(task?.id ?? '');
    expect([status, waitReason, retryAt]).to.deep.equal([
      'waiting',
      'rate-limited',
      world.clock.now() + 5000,
    ]);
    await world.clock.advanceAsync(5000);
    await world.settle();
    expect(world.task(task?.id ?? '').status).to.equal('completed');
  });
});
