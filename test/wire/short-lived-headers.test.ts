import { expect } from '@esm-bundle/chai';
import { createUploader } from '../../src/create-uploader.js';
import type { UploaderOptions } from '../../src/engine/options.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import type { UploadErrorCode } from '../../src/errors.js';
import { MIB } from '../../src/protocol/limits.js';
import type { Uploader } from '../../src/uploader.js';
import { addFault, changeSettings, resetServer, served } from '../support/dev-server.js';
import { expectStored, sendPattern } from '../support/pattern-upload.js';
import { formWay, WAYS } from './ways-to-connect.js';

/** A day, in ms. */
const DAY_MS = 24 * 60 * 60_000;

/** Parts in flight. */
const LANES = 2;

const realNow = Date.now;

/** Puts the client's clock wrong. */
function shiftClock(ms: number): void {
  Date.now = () => realNow() + ms;
}

describe('headers that live shorter than the upload takes', () => {
  let uploader: Uploader;
  const lost: (UploadErrorCode | null)[] = [];
  const statuses = new Set<string>();

  beforeEach(() => resetServer());
  afterEach(() => {
    Date.now = realNow;
    uploader.destroy();
  });

  function send(options: UploaderOptions, bytes: number): Promise<TaskSnapshot | undefined> {
    lost.length = 0;
    statuses.clear();
    uploader = createUploader({
      ...options,
      concurrency: LANES,
      noInstantUpload: true,
      onRequest: ({ kind, code }) => {
        if (kind === 'part' && code !== null) lost.push(code);
      },
    });
    uploader.addEventListener('smh-upload-state-change', ({ detail }) => statuses.add(detail.to));
    return sendPattern(uploader, bytes);
  }

  /** How many requests of a kind the server has seen. */
  async function count(kind: string): Promise<number> {
    return (await served()).filter((entry) => entry.kind === kind).length;
  }

  /** Sends `parts` parts of 1 MiB in `seconds` by headers that live for `lifeSeconds`; the upload's duration in ms. */
  async function sendInTime(
    options: UploaderOptions,
    {
      parts,
      seconds,
      lifeSeconds,
      knowsLife = true,
    }: { parts: number; seconds: number; lifeSeconds: number; knowsLife?: boolean },
  ): Promise<number> {
    const bytes = parts * MIB - 5;
    await changeSettings({ bandwidth: bytes / seconds, headerLifeSeconds: lifeSeconds });
    const start = performance.now();
    const task = await send({ ...options, partSize: '1 MiB' }, bytes);
    const tookMs = performance.now() - start;
    await expectStored(task, bytes);
    // A machine that stands still in the wrong moment may let them run out once, on all lanes.
    const refusals = knowsLife ? 1 : await count('renew');
    expect(await count('part'), 'part requests').to.be.at.most(parts + LANES * refusals);
    expect(lost, 'parts that were given up').to.not.include('canceled');
    expect([...statuses]).to.deep.equal(['authorizing', 'uploading', 'confirming', 'completed']);
    expect(await count('start')).to.equal(1);
    return tookMs;
  }

  it('are renewed in time: 3 s, and 30 s of sending', async () => {
    const tookMs = await sendInTime(WAYS.B(), { parts: 30, seconds: 30, lifeSeconds: 3 });
    // As often as three quarters of their life fit in, at most: they are looked at when a part begins.
    expect(await count('renew')).to.be.within(5, Math.ceil(tookMs / 2250) + 1);
  });

  for (const [way, options] of Object.entries(WAYS)) {
    it(`are renewed in time by way ${way}`, async () => {
      await sendInTime(options(), { parts: 16, seconds: 8, lifeSeconds: 2 });
      expect(await count('renew')).to.be.above(2);
    });
  }

  for (const [what, clientMs, serverMs] of [
    ['a day ahead', DAY_MS, 0],
    ['a day behind', -DAY_MS, 0],
    ['right, and the service’s a day ahead', 0, DAY_MS],
    ['right, and the service’s a day behind', 0, -DAY_MS],
  ] as const) {
    it(`are renewed as often as their life needs where the client’s clock is ${what}`, async () => {
      shiftClock(clientMs);
      await changeSettings({ clockOffsetMs: serverMs });
      const tookMs = await sendInTime(WAYS.B(), { parts: 12, seconds: 6, lifeSeconds: 2 });
      expect(await count('renew')).to.be.at.most(Math.ceil(tookMs / 1500) + 1);
    });

    it(`are not renewed at all while they live where the client’s clock is ${what}`, async () => {
      shiftClock(clientMs);
      await changeSettings({ clockOffsetMs: serverMs });
      await expectStored(await send({ ...WAYS.B(), partSize: '1 MiB' }, 8 * MIB), 8 * MIB);
      expect(await count('renew')).to.equal(0);
    });
  }

  for (const form of ['string', 'list'] as const) {
    it(`for each part (asked for by a ${form}) are renewed for the parts that are left`, async () => {
      await changeSettings({ partHeaders: form });
      const tookMs = await sendInTime(
        { ...WAYS.B(), partNumberRange: form },
        { parts: 16, seconds: 6, lifeSeconds: 2 },
      );
      expect(await count('renew')).to.be.within(2, Math.ceil(tookMs / 1500) + 2);
    });
  }

  it('are renewed after the refusal where neither signature nor clock can tell their life', async () => {
    shiftClock(DAY_MS);
    await changeSettings({ partHeaders: 'list' });
    await sendInTime(
      { ...WAYS.B(), partNumberRange: 'list' },
      { parts: 12, seconds: 6, lifeSeconds: 2, knowsLife: false },
    );
    expect(new Set(lost)).to.deep.equal(new Set(['upload-expired']));
  });

  it('are renewed where the refusal has no CORS headers and looks like a lost connection', async () => {
    await changeSettings({ headerLifeSeconds: 3, corsOnErrors: false });
    await addFault({ on: 'part', partNumber: 2, delayMs: 4000 });
    await expectStored(await send({ ...WAYS.B(), partSize: '1 MiB' }, 6 * MIB), 6 * MIB);
    expect(lost).to.deep.equal(['network']);
    expect([...statuses]).to.not.include('waiting');
    expect(await count('part')).to.equal(7);
  });

  it('go on to be used while they live where the renewal fails', async () => {
    await changeSettings({ headerLifeSeconds: 4, bandwidth: 2 * MIB });
    await addFault({ on: 'renew', status: 503 });
    const start = performance.now();
    await expectStored(await send({ ...WAYS.B(), partSize: '1 MiB' }, 12 * MIB), 12 * MIB);
    const tookMs = performance.now() - start;
    expect(await count('part')).to.equal(12);
    expect(await count('renew')).to.be.within(2, Math.ceil(tookMs / 3000) + 1);
  });

  for (const [sort, options] of Object.entries({ 'one PUT': () => WAYS.B(), 'a form': formWay })) {
    const kind = sort === 'a form' ? 'form-post' : 'simple-put';

    it(`let ${sort} start again with a new key before it is sent in vain, and free the old one`, async () => {
      await changeSettings({ headerLifeSeconds: 1, bandwidth: 64 * 1024 });
      const end = send(options(), MIB);
      let isRested = false;
      uploader.addEventListener('smh-upload-state-change', ({ detail }) => {
        if (detail.to !== 'uploading' || isRested) return;
        isRested = true;
        uploader.pause();
        setTimeout(() => {
          void changeSettings({ bandwidth: null, headerLifeSeconds: 60 }).then(() => uploader.resume());
        }, 1200);
      });
      await expectStored(await end, MIB);
      const puts = (await served()).filter((entry) => entry.kind === kind);
      expect(puts.map(({ status }) => status)).to.not.include(403);
      expect([await count('start'), await count('cancel')]).to.deep.equal([2, 1]);
    });

    for (const corsOnErrors of [true, false]) {
      const how = corsOnErrors ? 'refused' : 'refused without CORS headers';
      it(`let ${sort} start again that was ${how}`, async () => {
        await changeSettings({ headerLifeSeconds: 1, corsOnErrors });
        await addFault({ on: kind, delayMs: 1500 });
        await expectStored(await send(options(), MIB), MIB);
        expect([await count('start'), await count('cancel'), await count(kind)]).to.deep.equal([2, 1, 2]);
        expect([...statuses]).to.not.include('waiting');
      });
    }
  }
});
