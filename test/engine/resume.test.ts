import { expect } from '@esm-bundle/chai';
import type { ResumeRecord } from '../../src/engine/resume-record.js';
import { visitLock } from '../../src/engine/task-ownership.js';
import { combineCrc64 } from '../../src/protocol/crc64-combine.js';
import { MIB } from '../../src/protocol/limits.js';
import { createMemoryResumeStore } from '../../src/storage/memory-resume-store.js';
import { FakeLocks } from '../support/fake-locks.js';
import { type FakeBackend, held, networkError } from '../support/fake-service.js';
import { RECORD_LIFE_MS, World, type FileSpec, type Tab } from '../support/engine-world.js';
import { ManualClock } from '../support/manual-clock.js';

/** Four parts, as it is too large for one PUT. */
const PARTS = 4;
const PART = 2 * MIB;
const FILE = new File([new Uint8Array(PARTS * PART)], 'film.mp4', { lastModified: 1000 });

/** What the service says of an upload that became the file. */
const CONFIRMED = {
  confirmed: true,
  path: ['folder', 'film.mp4'],
  parts: null,
  token: null,
  creationTime: null,
};

/** A record of which the first two parts went up; the fake hasher's sum of a part is its size. */
function recordOf(more: Partial<ResumeRecord> = {}): ResumeRecord {
  return {
    id: 'r',
    scope: 'me',
    visit: 'earlier',
    fileName: 'film.mp4',
    relativePath: 'film.mp4',
    remotePath: ['folder', 'film.mp4'],
    size: FILE.size,
    type: '',
    lastModified: 1000,
    metadata: {},
    strategy: 'rename',
    plan: { multipart: true, partBytes: PART, partCount: PARTS },
    beginningHash: null,
    fullStartTried: false,
    confirmKey: 'old-key',
    sent: [
      [1, String(PART)],
      [2, String(PART)],
    ],
    createdAt: 0,
    updatedAt: 0,
    expiresAt: Number.MAX_SAFE_INTEGER,
    ...more,
  };
}

/** CRC64 of the file whose parts have these. */
function wholeOf(sent: ResumeRecord['sent']): bigint {
  let whole = 0n;
  for (const [, crc64] of sent) whole = combineCrc64(whole, BigInt(crc64 ?? 0), PART);
  return whole;
}

function tab(): Tab & { readonly clock: ManualClock } {
  const clock = new ManualClock();
  return { store: createMemoryResumeStore(), locks: new FakeLocks(), clock };
}

function partNumbers(world: World): number[] {
  return world.transport.requests
    .map(({ url }) => Number(new URL(url).searchParams.get('partNumber')))
    .sort((one, other) => one - other);
}

/** The server's list of an upload that is not confirmed. */
function listing(
  world: World,
  parts: readonly (readonly [partNumber: number, size: number, eTag?: string])[],
) {
  world.backend.onState = (confirmKey) => ({
    confirmed: false,
    path: ['folder', 'film.mp4'],
    parts: parts.map(([partNumber, size, eTag]) => ({ partNumber, size, eTag: eTag ?? null })),
    token: world.backend.token(true, confirmKey),
    creationTime: null,
  });
}

describe('what is kept of a task', () => {
  it('is written down before the first part is sent', async () => {
    const { store, clock } = tab();
    const world = new World({ store, locks: null, clock });
    let kept: (string | null)[] = [];
    world.transport.onSend = async () => {
      kept = ((await store?.list('me')) ?? []).map(({ record }) => record.confirmKey);
      return {};
    };
    world.add({ file: FILE, partSize: PART, record: 'r' });
    await world.settle();
    expect(kept).to.deep.equal(['key-1']);
  });

  it('names the parts sent with their sums, and is gone with the task', async () => {
    const { store, clock } = tab();
    const world = new World({ store, locks: null, clock });
    const rest = held<object>();
    world.transport.onSend = ({ url }) => (url.endsWith('=3') ? rest.promise : {});
    world.add({ file: FILE, partSize: PART, record: 'r' });
    await world.clock.advanceAsync(1000);
    const sent = (await store?.list('me'))?.[0]?.record.sent ?? [];
    expect(Object.fromEntries(sent)).to.deep.equal({ 1: String(PART), 2: String(PART), 4: String(PART) });
    rest.resolve({});
    await world.clock.advanceAsync(1000);
    expect(await store?.list('me')).to.deep.equal([]);
  });

  it('has the name of the file itself, whatever name the upload was given', async () => {
    const { store, clock } = tab();
    const world = new World({ store, locks: null, clock });
    world.transport.onSend = () => held<object>().promise;
    world.manualStart = true;
    const [task] = world.add({ file: FILE, partSize: PART, record: 'r' });
    const renamed = { relativePath: 'holiday.mp4', remotePath: ['folder', 'holiday.mp4'] };
    world.engine.renameTask(task?.id ?? '', (spec) => ({ ...spec, ...renamed }));
    await world.clock.advanceAsync(1000);
    const { fileName, relativePath } = (await store?.list('me'))?.[0]?.record ?? {};
    expect([fileName, relativePath]).to.deep.equal(['film.mp4', 'holiday.mp4']);
  });

  it('tells of a start with the full hash before that is sent', async () => {
    const { store, clock } = tab();
    const world = new World({ store, locks: null, clock });
    let isOnRecord: boolean | undefined;
    world.backend.onOpen = async (request) => {
      if (request.fullHash === undefined) return { kind: 'full-hash-required' };
      isOnRecord = (await store?.list('me'))?.[0]?.record.fullStartTried;
      return world.backend.open(request);
    };
    world.add({ file: FILE, partSize: PART, record: 'r', plain: false });
    await world.settle();
    expect(isOnRecord).to.equal(true);
  });

  it('tells until when it is to be kept, counted from the last change', async () => {
    const { store, clock } = tab();
    const world = new World({ store, locks: null, clock });
    const rest = held<object>();
    world.transport.onSend = ({ url }) => (url.endsWith('=1') ? rest.promise : held<object>().promise);
    world.add({ file: FILE, partSize: PART, record: 'r' });
    const lives = async () => {
      const { updatedAt = 0, expiresAt = 0 } = (await store?.list('me'))?.[0]?.record ?? {};
      return [expiresAt - updatedAt, expiresAt - clock.now()];
    };
    await clock.advanceAsync(5000);
    const [life, rest1 = 0] = await lives();
    expect(life).to.equal(RECORD_LIFE_MS);
    rest.resolve({});
    await clock.advanceAsync(1000);
    const [later, rest2 = 0] = await lives();
    expect(later).to.equal(RECORD_LIFE_MS);
    expect(rest2).to.be.greaterThan(rest1);
  });

  it('does not hold up an upload where it can’t be written', async () => {
    const { store, clock } = tab();
    const broken = { ...store, put: () => Promise.resolve() } as unknown as Tab['store'];
    const world = new World({ store: broken, locks: null, clock });
    const [task] = world.add({ file: FILE, partSize: PART, record: 'r' });
    await world.settle();
    expect(world.task(task?.id ?? '').status).to.equal('completed');
  });
});

describe('an upload of an earlier visit', () => {
  it('goes on with the parts that the service lacks, and is proven', async () => {
    const world = new World(tab());
    listing(world, [
      [1, PART],
      [2, PART],
    ]);
    const [task] = world.add({ file: FILE, leftOff: recordOf() });
    await world.settle();
    expect(partNumbers(world)).to.deep.equal([3, 4]);
    const { status, resumed, verified, confirmKey, bytesSent } = world.task(task?.id ?? '');
    expect({ status, resumed, verified, confirmKey, bytesSent }).to.deep.equal({
      status: 'completed',
      resumed: true,
      verified: true,
      confirmKey: 'old-key',
      bytesSent: FILE.size,
    });
    expect(world.backend.calls).to.deep.equal(['state old-key', 'confirm old-key']);
  });

  it('believes the service, not the record: parts it lacks or has short are sent', async () => {
    const world = new World(tab());
    listing(world, [
      [2, PART - 1],
      [4, PART],
    ]);
    world.add({ file: FILE, leftOff: recordOf() });
    await world.settle();
    // Part 4 is there, but nothing tells that it is this file's.
    expect(partNumbers(world)).to.deep.equal([1, 2, 3, 4]);
  });

  it('sends a part again whose bytes in the file are others now', async () => {
    const world = new World(tab());
    listing(world, [
      [1, PART],
      [2, PART],
    ]);
    const changed = recordOf({
      sent: [
        [1, '77'],
        [2, String(PART)],
      ],
    });
    world.add({ file: FILE, leftOff: changed });
    await world.settle();
    expect(partNumbers(world)).to.deep.equal([1, 3, 4]);
  });

  it('is completed where it turns out to be confirmed', async () => {
    const world = new World(tab());
    world.backend.onState = () => CONFIRMED;
    const [task] = world.add({ file: FILE, leftOff: recordOf() });
    await world.settle();
    expect(world.task(task?.id ?? '').status).to.equal('completed');
    expect(world.backend.opened).to.deep.equal([]);
    expect(world.transport.requests).to.deep.equal([]);
  });

  it('begins anew where it turns out to be confirmed, with other bytes than the file has now', async () => {
    const world = new World(tab());
    world.backend.onState = () => CONFIRMED;
    const sent = [1, 2, 3, 4].map((partNumber) => [partNumber, String(PART)] as const);
    const edited = [[1, '77'] as const, ...sent.slice(1)];
    world.hasher.onChecksum = (data) => (data.size === FILE.size ? wholeOf(sent) : BigInt(data.size));
    const [task] = world.add({ file: FILE, partSize: PART, leftOff: recordOf({ sent: edited }) });
    await world.settle();
    expect(world.task(task?.id ?? '').status).to.equal('completed');
    expect(world.backend.confirmed).to.deep.equal(['key-1']);
    expect(partNumbers(world)).to.deep.equal([1, 2, 3, 4]);
  });

  it('begins anew where the service knows it no more, and frees its key', async () => {
    const world = new World(tab());
    world.backend.onState = () => {
      throw Object.assign(networkError(), { code: 'upload-gone', retryable: false });
    };
    const [task] = world.add({ file: FILE, partSize: PART, leftOff: recordOf() });
    await world.settle();
    expect(world.task(task?.id ?? '').status).to.equal('completed');
    expect(world.backend.freed).to.deep.equal(['old-key']);
  });

  it('is looked for at its target where all was sent and the service knows it no more', async () => {
    const world = new World(tab());
    world.backend.onState = () => {
      throw Object.assign(networkError(), { code: 'upload-gone', retryable: false });
    };
    world.backend.onInfo = () => ({ size: FILE.size, crc64: String(FILE.size), creationTime: null });
    const sent = [1, 2, 3, 4].map((partNumber) => [partNumber, String(PART)] as const);
    const [task] = world.add({ file: FILE, leftOff: recordOf({ sent }) });
    await world.settle();
    expect(world.task(task?.id ?? '').status).to.equal('completed');
    expect(world.backend.opened, 'no second copy').to.deep.equal([]);
  });

  it('is looked for at its target after a start that may have stored it, on the third visit as on the second', async () => {
    const { store, clock } = tab();
    const visit = async (set: (world: World) => void): Promise<World> => {
      const world = new World({ store, locks: null, clock });
      set(world);
      const [kept] = (await store?.list('me')) ?? [];
      world.add({
        file: FILE,
        partSize: PART,
        plain: false,
        ...(kept === undefined ? { record: 'r' } : { leftOff: kept.record }),
      });
      await clock.advanceAsync(1000);
      return world;
    };
    await visit(({ backend }) => {
      backend.onOpen = ({ fullHash }) =>
        fullHash === undefined ? { kind: 'full-hash-required' } : held<never>().promise;
    });
    // It ends before it was told what is there.
    await visit(({ backend }) => {
      backend.onInfo = () => held<never>().promise;
    });
    const { backend, engine } = await visit(({ backend: last }) => {
      last.onInfo = () => ({ size: FILE.size, crc64: String(FILE.size), creationTime: null });
    });
    expect(backend.opened, 'no second copy').to.deep.equal([]);
    expect(engine.tasks.map(({ status }) => status)).to.deep.equal(['completed']);
  });

  it('starts again without a state to ask, and confirms where only that was missing', async () => {
    const again = new World(tab());
    again.backend.offered.delete('getUploadState');
    again.add({ file: FILE, leftOff: recordOf() });
    await again.settle();
    expect(again.backend.freed).to.deep.equal(['old-key']);
    expect(partNumbers(again)).to.deep.equal([1, 2, 3, 4]);

    const last = new World(tab());
    last.backend.offered.delete('getUploadState');
    const sent = [1, 2, 3, 4].map((partNumber) => [partNumber, String(PART)] as const);
    last.add({ file: FILE, leftOff: recordOf({ sent }) });
    await last.settle();
    expect(last.backend.calls).to.deep.equal(['confirm old-key']);
    expect(last.transport.requests).to.deep.equal([]);
  });

  it('of one PUT is confirmed where its bytes arrived, and starts again where they did not', async () => {
    const small = new File(['hello'], 'note.txt', { lastModified: 1000 });
    const plan = { multipart: false, partBytes: 5, partCount: 1 };
    const simple = { size: 5, plan, remotePath: ['folder', 'note.txt'] };
    const state = {
      confirmed: false,
      path: ['folder', 'note.txt'],
      parts: null,
      token: null,
      creationTime: null,
    };

    const arrived = new World(tab());
    arrived.backend.onState = () => state;
    arrived.add({ file: small, leftOff: recordOf({ ...simple, sent: [[1, '5']] }) });
    await arrived.settle();
    expect(arrived.backend.calls).to.deep.equal(['state old-key', 'confirm old-key']);

    const lost = new World(tab());
    lost.backend.onState = () => state;
    lost.add({ file: small, leftOff: recordOf({ ...simple, sent: [] }) });
    await lost.settle();
    expect(lost.backend.freed).to.deep.equal(['old-key']);
    expect(lost.backend.confirmed).to.deep.equal(['key-1']);
  });
});

describe('two tabs with the same file', () => {
  /** Two worlds that share storage, locks and time, and the same file in both. */
  function twoTabs(more: FileSpec = {}) {
    const shared = tab();
    const first = new World(shared);
    const second = new World(shared);
    const rest = held<object>();
    first.transport.onSend = ({ url }) => (url.endsWith('=4') ? rest.promise : {});
    const [one] = first.add({ file: FILE, partSize: PART, record: 'one', ...more });
    return { shared, first, second, rest, oneId: one?.id ?? '' };
  }

  it('upload it once: the second waits and takes the result over', async () => {
    const { first, second, rest, shared } = twoTabs();
    await first.settle();
    const [two] = second.add({ file: FILE, partSize: PART, record: 'two' });
    await second.settle();
    const waiting = second.task(two?.id ?? '');
    expect([waiting.status, waiting.waitReason]).to.deep.equal(['queued', 'other-tab']);
    // The fake hasher knows no sum of the whole.
    second.hasher.onChecksum = () => BigInt(first.engine.tasks[0]?.result?.crc64 ?? 0);
    rest.resolve({});
    await first.settle();
    await second.settle();
    const done = second.task(two?.id ?? '');
    expect([done.status, done.result?.path]).to.deep.equal(['completed', ['folder', 'film.mp4']]);
    expect(second.backend.calls).to.deep.equal([]);
    await shared.clock.advanceAsync(1000);
    expect((shared.locks as FakeLocks).held).to.deep.equal([]);
    expect(await shared.store?.list('me')).to.deep.equal([]);
  });

  it('upload both where the result is another file’s', async () => {
    const { first, second, rest } = twoTabs();
    await first.settle();
    second.add({ file: FILE, partSize: PART, record: 'two' });
    await second.settle();
    rest.resolve({});
    await first.settle();
    await second.settle();
    expect(second.backend.confirmed).to.have.length(1);
  });

  it('go on in the second where the first is closed', async () => {
    const { first, second, shared } = twoTabs();
    const endVisit = await shared.locks?.take(visitLock(first.visit));
    await shared.clock.advanceAsync(1000);
    const [two] = second.add({ file: FILE, partSize: PART, record: 'two' });
    await second.settle();
    listing(second, [
      [1, PART],
      [2, PART],
      [3, PART],
    ]);
    first.engine.pageWork.suspend();
    first.engine.pageWork.leave();
    await second.settle();
    // The name of the visit goes a moment after that of the file.
    endVisit?.release();
    await shared.clock.advanceAsync(1000);
    await second.settle();
    expect(second.task(two?.id ?? '').status).to.equal('completed');
    expect(second.backend.calls).to.deep.equal(['state key-1', 'confirm key-1']);
    expect(partNumbers(second)).to.deep.equal([4]);
    const ofVisit = (shared.locks as FakeLocks).given.filter((name) => name === visitLock(first.visit));
    expect(ofVisit, 'no one but the first itself took the name of its visit').to.have.length(1);
  });

  it('leave a paused upload to the tab that holds it, which then takes the result over', async () => {
    const { first, second, shared, oneId } = twoTabs();
    second.backend.onOpen = ({ multipart }) => ({
      kind: 'opened',
      token: second.backend.token(multipart, 'other-key'),
    });
    await shared.locks?.take(visitLock(first.visit));
    await shared.clock.advanceAsync(1000);
    const [two] = second.add({ file: FILE, partSize: PART, record: 'two' });
    await second.settle();
    first.engine.pause(oneId);
    await shared.clock.advanceAsync(2000);
    await second.settle();
    expect(second.task(two?.id ?? '').status).to.equal('completed');
    // From nothing: the paused upload and its key are the first one's.
    expect(second.backend.calls).not.to.include('state key-1');
    expect(partNumbers(second)).to.deep.equal([1, 2, 3, 4]);

    // The fake hasher knows no sum of the whole.
    first.hasher.onChecksum = () => BigInt(second.engine.tasks[0]?.result?.crc64 ?? 0);
    first.engine.resume(oneId);
    await first.settle();
    expect(first.task(oneId).status).to.equal('completed');
    expect(first.backend.confirmed).to.deep.equal([]);
    expect(first.backend.freed, 'its own upload, which nobody needs any more').to.deep.equal(['key-1']);
  });

  const tellNoSum = (backend: FakeBackend): void => {
    backend.onConfirm = ({ path, size }) => ({ path, size });
  };
  const confirmByItself = (backend: FakeBackend): void => {
    backend.offered.delete('confirmUpload');
  };
  for (const [how, change] of [
    ['the service tells none', tellNoSum],
    ['the page’s own backend confirms', confirmByItself],
  ] as const) {
    it(`take the result over by the sum that the first tab read where ${how}`, async () => {
      const { first, second, rest, shared } = twoTabs();
      const third = new World(shared);
      change(first.backend);
      await first.settle();
      for (const world of [second, third]) world.add({ file: FILE, partSize: PART, record: world.visit });
      await second.settle();
      // That of the four parts; the fake hasher's sum of each is its size.
      const part = BigInt(PART);
      const half = combineCrc64(part, part, PART);
      const whole = combineCrc64(half, half, 2 * PART);
      for (const { hasher } of [second, third]) hasher.onChecksum = () => whole;
      rest.resolve({});
      await first.settle();
      await second.settle();
      await third.settle();
      for (const { engine, backend } of [second, third]) {
        expect([engine.tasks[0]?.status, backend.calls]).to.deep.equal(['completed', []]);
      }
    });
  }

  it('upload it again where nothing tells that what was stored is this very file', async () => {
    const { first, second, rest } = twoTabs({ unchecked: true });
    first.backend.onConfirm = ({ path, size }) => ({ path, size });
    await first.settle();
    const [two] = second.add({ file: FILE, partSize: PART, record: 'two' });
    await second.settle();
    rest.resolve({});
    await first.settle();
    await second.settle();
    expect(second.task(two?.id ?? '').status).to.equal('completed');
    expect(second.backend.confirmed).to.have.length(1);
  });

  it('let a renamed task go on under its new name', async () => {
    const { first, second } = twoTabs();
    await first.settle();
    const [two] = second.add({ file: FILE, partSize: PART, record: 'two' });
    await second.settle();
    second.engine.renameTask(two?.id ?? '', (spec) => ({ ...spec, remotePath: ['folder', 'other.mp4'] }));
    await second.settle();
    expect(second.task(two?.id ?? '').status).to.equal('completed');
  });

  it('go on where a task is renamed while it claims its file', async () => {
    const world = new World(tab());
    const [task] = world.add({ file: FILE, partSize: PART, record: 'one' });
    world.engine.renameTask(task?.id ?? '', (spec) => ({ ...spec, remotePath: ['folder', 'other.mp4'] }));
    await world.settle();
    expect(world.task(task?.id ?? '').result?.path).to.deep.equal(['folder', 'other.mp4']);
  });

  it('leave a stopped task stopped when the other tab is done', async () => {
    const { first, second, rest } = twoTabs();
    await first.settle();
    const [two] = second.add({ file: FILE, partSize: PART, record: 'two' });
    await second.settle();
    second.engine.cancel(two?.id);
    rest.resolve({});
    await first.settle();
    await second.settle();
    expect(second.task(two?.id ?? '').status).to.equal('canceled');
    expect(second.types.filter((type) => type === 'smh-upload-success')).to.deep.equal([]);
  });
});
