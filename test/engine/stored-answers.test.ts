import { expect } from '@esm-bundle/chai';
import type { StoredFile, UploadState } from '../../src/protocol/types.js';
import { MIB } from '../../src/protocol/limits.js';
import { World, type FileSpec } from '../support/engine-world.js';
import { networkError } from '../support/fake-service.js';

describe('UploadEngine, told that a file is stored', () => {
  const hit: StoredFile = { path: ['folder', 'file-1.bin'], size: 100 };

  it('believes no instant upload of a start that carried no hash', async () => {
    const world = new World();
    world.backend.onOpen = () => ({ kind: 'stored', file: hit });
    world.add({});
    await world.settle();
    const { status, error } = world.task('task-1');
    expect([status, error?.code]).to.deep.equal(['failed', 'invalid-answer']);
    expect(error?.message).to.include('upload token');
  });

  it('opens once more where the folder of an instant upload is gone', async () => {
    const world = new World();
    world.backend.onOpen = (request) =>
      world.backend.calls.length === 1
        ? { kind: 'stored', file: { path: null } }
        : world.backend.open(request);
    world.add({ size: 2 * MIB, plain: false });
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
    expect(world.backend.calls.filter((call) => call.startsWith('open'))).to.have.length(2);
    expect(world.transport.requests).to.have.length(1);
  });

  describe('by the state, since the answer to confirm was lost', () => {
    async function confirmedAs(
      path: UploadState['path'],
      sizeAt: Record<string, number>,
      file: FileSpec = {},
    ): Promise<StoredFile | null> {
      const world = new World();
      world.backend.onConfirm = () => {
        throw networkError();
      };
      world.backend.onState = () => ({ confirmed: true, path, parts: null, token: null, creationTime: null });
      world.backend.onInfo = (at) => {
        const size = sizeAt[at];
        return size === undefined ? null : { size, crc64: String(size), creationTime: null };
      };
      world.add(file);
      await world.settle();
      await world.clock.advanceAsync(60_000);
      await world.settle();
      const { status, verified, result } = world.task('task-1');
      expect([status, verified]).to.deep.equal(['completed', null]);
      return result;
    }

    it('takes the path of the state where the file there is the same', async () => {
      const result = await confirmedAs(['folder', 'file-1 (1).bin'], {
        'folder/file-1.bin': 5,
        'folder/file-1 (1).bin': 100,
      });
      expect([result?.path, result?.name]).to.deep.equal([['folder', 'file-1 (1).bin'], 'file-1 (1).bin']);
    });

    it('takes a path of the state that nobody asked for, as the service chose it', async () => {
      const result = await confirmedAs(['folder', 'file-1 (1).bin'], {});
      expect(result).to.deep.equal({ path: ['folder', 'file-1 (1).bin'], name: 'file-1 (1).bin' });
    });

    it('claims no path where the file there is another one and the name may have been changed', async () => {
      const result = await confirmedAs(['folder', 'file-1.bin'], { 'folder/file-1.bin': 5 });
      expect(result).to.deep.equal({ path: null });
    });

    it('knows the path where the service was not to choose another name', async () => {
      const result = await confirmedAs(null, {}, { strategy: 'overwrite' });
      expect(result).to.deep.equal({ path: ['folder', 'file-1.bin'], name: 'file-1.bin' });
    });
  });
});
