import { expect } from '@esm-bundle/chai';
import { createUploader } from '../../src/create-uploader.js';
import type { UploaderOptions } from '../../src/engine/options.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { MIB } from '../../src/protocol/limits.js';
import type { Uploader } from '../../src/uploader.js';
import { addFault, changeSettings, resetServer, served, storedFiles } from '../support/dev-server.js';
import { expectStored, sendPattern } from '../support/pattern-upload.js';
import { WAYS } from './ways-to-connect.js';

const PARTS = 8;

/** A byte that is another one at the store than it was in the file. */
describe('a byte flipped on the way', () => {
  let uploader: Uploader;

  beforeEach(() => resetServer());
  afterEach(() => uploader.destroy());

  function send(options: UploaderOptions, bytes: number): Promise<TaskSnapshot | undefined> {
    uploader = createUploader({ ...options, noInstantUpload: true, partSize: '1 MiB' });
    return sendPattern(uploader, bytes);
  }

  /** How often each part was sent, and each other kind of request made. */
  async function requests(): Promise<{ parts: number[]; kinds: Record<string, number> }> {
    const parts = Array.from({ length: PARTS }, () => 0);
    const kinds: Record<string, number> = {};
    for (const { kind, partNumber } of await served()) {
      if (kind === 'part') parts[(partNumber ?? 0) - 1] = (parts[(partNumber ?? 0) - 1] ?? 0) + 1;
      else kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
    return { parts, kinds };
  }

  for (const [way, options] of Object.entries(WAYS)) {
    it(`is seen in the part's own answer, and only that part is sent again (way ${way})`, async () => {
      await addFault({ on: 'part', partNumber: 3, flipByte: true });
      await expectStored(await send(options(), PARTS * MIB - 7), PARTS * MIB - 7);
      const { parts, kinds } = await requests();
      expect(parts).to.deep.equal([1, 1, 2, 1, 1, 1, 1, 1]);
      expect([kinds['confirm'], kinds['state']]).to.deep.equal([1, undefined]);
    });

    it(`is found by the part's MD5 where its answer is hidden, and only that part is sent again (way ${way})`, async () => {
      await changeSettings({ exposeHeaders: '' });
      await addFault({ on: 'part', partNumber: 6, flipByte: true });
      await expectStored(await send(options(), PARTS * MIB - 7), PARTS * MIB - 7);
      const { parts, kinds } = await requests();
      expect(parts).to.deep.equal([1, 1, 1, 1, 1, 2, 1, 1]);
      expect(kinds['confirm']).to.equal(2);
      // It is safe to repeat, and may be where an answer is lost.
      expect(kinds['state']).to.be.at.least(1);
    });
  }

  for (const exposeHeaders of ['', 'x-cos-hash-crc64ecma']) {
    const told = exposeHeaders === '' ? 'hidden' : 'seen';
    it(`has one object sent again whose answer is ${told}`, async () => {
      await changeSettings({ exposeHeaders });
      await addFault({ on: 'simple-put', flipByte: true });
      await expectStored(await send(WAYS.B(), MIB + 1), MIB + 1);
      const { kinds } = await requests();
      const starts = exposeHeaders === '' ? 2 : 1;
      expect([kinds['simple-put'], kinds['start']]).to.deep.equal([2, starts]);
    });
  }

  it('in every try is an error, and nothing is stored', async () => {
    await changeSettings({ exposeHeaders: '' });
    await addFault({ on: 'part', partNumber: 6, flipByte: true, times: null });
    const task = await send(WAYS.B(), PARTS * MIB);
    expect([task?.status, task?.error?.code]).to.deep.equal(['failed', 'integrity-mismatch']);
    expect(await storedFiles()).to.deep.equal([]);
  });
});
