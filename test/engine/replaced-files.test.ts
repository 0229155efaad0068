import { expect } from '@esm-bundle/chai';
import { UploadError } from '../../src/errors.js';
import { MIB } from '../../src/protocol/limits.js';
import { planParts } from '../../src/protocol/part-plan.js';
import type { UploadTokenRequest } from '../../src/protocol/types.js';
import { createMemoryResumeStore } from '../../src/storage/memory-resume-store.js';
import { World } from '../support/engine-world.js';
import { held, storedAs } from '../support/fake-service.js';

describe('UploadEngine with a file picked again', () => {
  /** A task whose file was hashed in full and then changed on the disk. */
  async function changedAfterHashing(
    size: number,
  ): Promise<{ world: World; requests: UploadTokenRequest[] }> {
    const world = new World();
    const requests: UploadTokenRequest[] = [];
    world.backend.onOpen = (request) => {
      requests.push(request);
      return request.beginningHash !== undefined && request.fullHash === undefined
        ? { kind: 'full-hash-required' }
        : world.backend.open(request);
    };
    world.transport.onSend = () => {
      throw new UploadError('file-changed', 'The file changed.');
    };
    world.add({ size, plain: false, partSize: MIB });
    await world.settle();
    expect(world.task('task-1').error?.code).to.equal('file-changed');
    requests.length = 0;
    return { world, requests };
  }

  async function replace(world: World, size: number): Promise<void> {
    world.engine.replaceFile('task-1', {
      file: new File([new Uint8Array(size).fill(7)], 'file-1.bin', { lastModified: 5 }),
      plan: planParts(size, MIB),
      refusal: null,
    });
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
  }

  it('forgets the sums of the old one: nothing is sent twice, and the new sum is confirmed', async () => {
    const { world } = await changedAfterHashing(8 * MIB);
    const sent: number[] = [];
    world.hasher.onChecksum = () => 7n;
    world.hasher.hashFile = async () => ({
      beginningHash: 'c'.repeat(64),
      fullHash: 'e'.repeat(64),
      partCrcs: Array.from({ length: 8 }, () => 7n),
    });
    world.transport.onSend = ({ url }) => {
      sent.push(Number(new URL(url).searchParams.get('partNumber')));
      return { crc64: '7' };
    };
    await replace(world, 8 * MIB);
    expect(sent.sort((one, other) => one - other)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(world.task('task-1').verified).to.equal(true);
  });

  for (const [what, sum, confirmed] of [
    ['uploads it where a confirm without an answer stored the bytes of the old one', 7n, ['key-2']],
    ['is done where a confirm without an answer stored those very bytes', 100n, []],
  ] as const) {
    it(what, async () => {
      const world = new World();
      const file = new File([new Uint8Array(100)], 'file-1.bin', { lastModified: 5 });
      world.backend.onConfirm = () => {
        throw new UploadError('invalid-answer', 'It was stored.');
      };
      world.add({ file });
      await world.settle();
      world.backend.onConfirm = storedAs;
      world.backend.onState = () => {
        return { confirmed: true, path: ['folder', file.name], parts: null, token: null, creationTime: null };
      };
      world.hasher.onChecksum = () => sum;
      await replace(world, 100);
      expect(world.backend.confirmed).to.deep.equal(confirmed);
    });
  }

  it('keeps on record that a start without an answer may have stored it, if it looks the same', async () => {
    const store = createMemoryResumeStore();
    const world = new World({ store, locks: null });
    const file = new File([new Uint8Array(2 * MIB)], 'file-1.bin', { lastModified: 5 });
    world.backend.onOpen = ({ fullHash }) => {
      if (fullHash === undefined) return { kind: 'full-hash-required' };
      throw new UploadError('invalid-answer', 'It may be stored.');
    };
    world.add({ file, plain: false, record: 'r' });
    await world.settle();
    expect(world.task('task-1').status).to.equal('failed');
    world.backend.onInfo = () => held<never>().promise;
    world.engine.replaceFile('task-1', { file, plan: planParts(2 * MIB), refusal: null });
    await world.clock.advanceAsync(1000);
    const [kept] = await store.list('me');
    expect(kept?.record.fullStartTried).to.equal(true);
  });

  it('sends no hash of one that is too small for instant upload now', async () => {
    const { world, requests } = await changedAfterHashing(2 * MIB);
    world.transport.onSend = () => ({});
    await replace(world, 100);
    expect(requests.map(({ beginningHash }) => beginningHash)).to.deep.equal([undefined]);
  });

  it('asks for an instant upload of one that is large enough now', async () => {
    const world = new World();
    const requests: UploadTokenRequest[] = [];
    world.backend.onOpen = (request) => {
      requests.push(request);
      return world.backend.open(request);
    };
    world.transport.onSend = () => {
      throw new UploadError('file-changed', 'The file changed.');
    };
    world.add({ size: 100, plain: false });
    await world.settle();
    world.transport.onSend = () => ({});
    await replace(world, 2 * MIB);
    expect(requests.map(({ beginningHash }) => beginningHash === undefined)).to.deep.equal([true, false]);
  });
});
