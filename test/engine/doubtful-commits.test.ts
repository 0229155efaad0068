import { expect } from '@esm-bundle/chai';
import { MIB } from '../../src/protocol/limits.js';
import type { UploadTokenRequest } from '../../src/protocol/types.js';
import { World } from '../support/engine-world.js';
import { networkError, storedAs } from '../support/fake-service.js';

const SIZE = 2 * MIB;

describe('a start with the full hash whose answer is lost', () => {
  /** A world in which the service knows the beginning, and loses its answer to the first full hash. */
  function losing(): { world: World; fullStarts: () => number } {
    const world = new World();
    let fullStarts = 0;
    world.backend.onOpen = (request) => {
      if (request.beginningHash === undefined) return world.backend.open(request);
      if (request.fullHash === undefined) return { kind: 'full-hash-required' };
      fullStarts += 1;
      if (fullStarts === 1) throw networkError();
      return world.backend.open(request);
    };
    return { world, fullStarts: () => fullStarts };
  }

  async function upload(world: World): Promise<void> {
    world.add({ size: SIZE, plain: false });
    await world.settle();
    await world.clock.advanceAsync(60_000);
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
  }

  it('is done where the file is at its target: no second copy is made', async () => {
    const { world, fullStarts } = losing();
    // The fake hasher's sum of one part is its size.
    world.backend.onInfo = () => ({ size: SIZE, crc64: String(SIZE), creationTime: null });
    await upload(world);
    expect([fullStarts(), world.backend.opened, world.transport.requests.length]).to.deep.equal([1, [], 0]);
    expect(world.task('task-1').result?.path).to.deep.equal(['folder', 'file-1.bin']);
  });

  it('is made again where nothing is at its target', async () => {
    const { world, fullStarts } = losing();
    await upload(world);
    expect([fullStarts(), world.transport.requests.length]).to.deep.equal([2, 1]);
  });

  it('is not made again where the target can’t be looked at: the file is sent, without hashes', async () => {
    const { world, fullStarts } = losing();
    world.backend.offered.delete('getFileInfo');
    await upload(world);
    expect([fullStarts(), world.transport.requests.length]).to.deep.equal([1, 1]);
  });
});

describe('an uploader without instant upload', () => {
  it('tells the service no hash of a file, nor after the upload had to begin anew', async () => {
    const world = new World();
    const starts: UploadTokenRequest[] = [];
    world.backend.onOpen = (request) => {
      starts.push(request);
      return world.backend.open(request);
    };
    world.backend.onConfirm = (request) => {
      if (starts.length === 1) throw Object.assign(networkError(), { code: 'upload-gone', retryable: false });
      return storedAs(request);
    };
    world.add({ size: SIZE, plain: true });
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
    expect(starts.map(({ beginningHash, fullHash }) => [beginningHash, fullHash])).to.deep.equal([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(world.hasher.calls).to.not.include('beginning');
  });
});

describe('a confirm that is answered with success', () => {
  for (const [what, answer, code] of [
    ['at no path, as the folder is gone', { path: null }, 'upload-gone'],
    ['with fewer bytes than the file has', { size: SIZE - 1 }, 'integrity-mismatch'],
    ['with another sum than the file has', { crc64: '7' }, 'integrity-mismatch'],
  ] as const) {
    it(`is none where the file was stored ${what}`, async () => {
      const world = new World();
      world.backend.onConfirm = (request) => ({ ...storedAs(request), ...answer });
      world.add({ size: SIZE });
      await world.settle();
      const { status, error } = world.task('task-1');
      expect([status, error?.code]).to.deep.equal(['failed', code]);
      expect(world.types).to.not.include('smh-upload-success');
    });
  }
});
