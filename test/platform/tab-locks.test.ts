import { expect } from '@esm-bundle/chai';
import type { Clock, TabLock } from '../../src/engine/ports.js';
import { createTabLocks } from '../../src/platform/tab-locks.js';
import { LEASE_LIFE_MS, type LeaseKey, type LeaseStore } from '../../src/platform/tab-leases.js';
import { createIdbLeases } from '../../src/storage/idb-leases.js';
import { ManualClock } from '../support/manual-clock.js';
import { deleteDatabase, freshName } from '../storage/raw-database.js';

const never = { signal: new AbortController().signal };

/** Longest time between two looks of a waiting tab, in ms. */
const LOOK_MS = 10_000;

const MINUTE_MS = 60_000;
const STEP_MS = 4000;

const noStore: LeaseStore = {
  claim: () => Promise.reject(new DOMException('Not here, says a test', 'SecurityError')),
  isClaimed: () => Promise.reject(new DOMException('Not here, says a test', 'SecurityError')),
  renew: () => Promise.reject(new DOMException('Not here, says a test', 'SecurityError')),
  drop: () => Promise.resolve(),
};

/** What refuses locks as an opaque origin does. */
const refusing = {
  request: () => Promise.reject(new DOMException('Not here, says a test', 'SecurityError')),
  query: () => Promise.reject(new DOMException('Not here, says a test', 'SecurityError')),
} as unknown as LockManager;

/** A frame of the same origin: its locks are those of another tab. */
async function otherPage(): Promise<{ readonly locks: LockManager; close(): void }> {
  const frame = document.createElement('iframe');
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  frame.src = new URL('./empty.html', import.meta.url).href;
  document.body.append(frame);
  await loaded;
  const other = frame.contentWindow;
  if (other === null) throw new Error('The frame has no window');
  return { locks: other.navigator.locks, close: () => frame.remove() };
}

function taken(lock: TabLock | null): TabLock {
  if (lock === null) throw new Error('Another one has the lock');
  return lock;
}

/** Leases whose life the test counts, and whose answers may take the time they take. */
function leasesOf(clock: ManualClock, name: string): LeaseStore {
  return createIdbLeases({ clock: { now: () => clock.now(), delay: () => () => undefined }, name });
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
}

/** One that was just returned may be seen as taken for a moment. */
async function untilFree(locks: ReturnType<typeof createTabLocks>, name: string): Promise<void> {
  while (await locks.isTaken(name)) await wait(5);
}

/** Time that no promise of a page needs: for what must not happen. */
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

for (const kind of ['Web Locks', 'leases'] as const) {
  describe(`createTabLocks, by ${kind}`, () => {
    let database: string;
    let clock: ManualClock;
    let closePage: () => void;
    let here: ReturnType<typeof createTabLocks>;
    let there: ReturnType<typeof createTabLocks>;

    beforeEach(async () => {
      database = freshName();
      clock = new ManualClock();
      const page = await otherPage();
      closePage = page.close;
      const leases = () => leasesOf(clock, database);
      const byLocks = kind === 'Web Locks';
      here = createTabLocks({
        clock,
        leases: byLocks ? noStore : leases(),
        ...(byLocks ? {} : { lockManager: null }),
      });
      there = createTabLocks({
        clock,
        leases: byLocks ? noStore : leases(),
        lockManager: byLocks ? page.locks : null,
      });
    });
    afterEach(async () => {
      closePage();
      await deleteDatabase(database);
    });

    it('gives a name to one tab, and another name to another one', async () => {
      const lock = taken(await here.take(`${database} a`));
      expect(await there.take(`${database} a`)).to.equal(null);
      expect(await here.take(`${database} a`)).to.equal(null);
      taken(await there.take(`${database} b`)).release();
      lock.release();
    });

    it('lets one wait until the other returns it', async () => {
      const lock = taken(await here.take(database));
      let isThere = false;
      const waited = there.wait(database, never).then((second) => {
        isThere = true;
        return second;
      });
      await wait(50);
      expect(isThere).to.equal(false);
      lock.release();
      const second = await waited;
      expect(await here.take(database)).to.equal(null);
      second.release();
      (await here.wait(database, never)).release();
    });

    it('lets those that wait have it one after the other', async () => {
      const lock = taken(await here.take(database));
      let holders = 0;
      let most = 0;
      const turns = [here, there, here, there].map(async (locks) => {
        const mine = await locks.wait(database, never);
        holders += 1;
        most = Math.max(most, holders);
        await wait(5);
        holders -= 1;
        mine.release();
      });
      lock.release();
      await Promise.all(turns);
      expect(most).to.equal(1);
    });

    it('returns it once, though asked twice: the next holder keeps it', async () => {
      const lock = taken(await here.take(database));
      lock.release();
      const second = await there.wait(database, never);
      lock.release();
      await wait(20);
      expect(await here.take(database)).to.equal(null);
      second.release();
    });

    it('rejects a wait that is aborted, and keeps nothing', async () => {
      const lock = taken(await here.take(database));
      const controller = new AbortController();
      const waited = rejection(there.wait(database, controller));
      await wait(20);
      controller.abort();
      expect(await waited).to.have.property('name', 'AbortError');
      lock.release();
      (await here.wait(database, never)).release();
    });

    it('rejects a wait that was aborted before', async () => {
      const thrown = await rejection(there.wait(database, { signal: AbortSignal.abort() }));
      expect(thrown).to.have.property('name', 'AbortError');
      taken(await here.take(database)).release();
    });

    it('can be looked at by all tabs, and is not taken by that', async () => {
      expect(await here.isTaken(database)).to.equal(false);
      const lock = taken(await there.take(database));
      expect([await here.isTaken(database), await there.isTaken(database)]).to.deep.equal([true, true]);
      expect(await here.isTaken(`${database} b`)).to.equal(false);
      lock.release();
      await untilFree(here, database);
      taken(await there.take(database)).release();
      expect(clock.pendingTimers).to.equal(0);
    });

    it('is returned with others', async () => {
      const two = [taken(await here.take(`${database} a`)), taken(await here.take(`${database} b`))];
      here.releaseTogether(() => two.forEach((lock) => lock.release()));
      for (const name of ['a', 'b']) (await there.wait(`${database} ${name}`, never)).release();
    });

    it('is held until it is returned', async () => {
      const lock = taken(await here.take(database));
      expect(await lock.isHeld()).to.equal(true);
      lock.release();
      expect(await lock.isHeld()).to.equal(false);
    });

    it('sets no timer that outlives it', async () => {
      const lock = taken(await here.take(database));
      const waited = there.wait(database, never);
      await wait(20);
      lock.release();
      (await waited).release();
      const last = await here.wait(database, never);
      last.release();
      await wait(20);
      expect(clock.pendingTimers).to.equal(0);
    });
  });
}

describe('createTabLocks, Web Locks', () => {
  it('go with the page that held them', async () => {
    const name = freshName();
    const page = await otherPage();
    const there = createTabLocks({ clock: new ManualClock(), leases: noStore, lockManager: page.locks });
    const here = createTabLocks({ clock: new ManualClock(), leases: noStore });
    taken(await there.take(name));
    expect(await here.take(name)).to.equal(null);
    page.close();
    (await here.wait(name, never)).release();
  });

  it('have names of their own', async () => {
    const name = freshName();
    const locks = createTabLocks({ clock: new ManualClock(), leases: noStore });
    const lock = taken(await locks.take(name));
    const { held = [] } = await navigator.locks.query();
    expect(held.map(({ name: heldName }) => heldName)).to.include(`smh-uploader:${name}`);
    lock.release();
  });
});

describe('createTabLocks, leases', () => {
  let database: string;
  let clock: ManualClock;
  const tab = (tabClock: Clock = clock) =>
    createTabLocks({ clock: tabClock, leases: leasesOf(clock, database), lockManager: null });

  beforeEach(() => {
    database = freshName();
    clock = new ManualClock();
  });
  afterEach(() => deleteDatabase(database));

  /** What `locks` asked for is answered: transactions that write come one after the other. */
  const lookedAround = async (locks: ReturnType<typeof tab>): Promise<void> => {
    taken(await locks.take('another file')).release();
    await clock.settle();
  };

  it('take the place of Web Locks that are refused', async () => {
    const leases = () => leasesOf(clock, database);
    const here = createTabLocks({ clock, leases: leases(), lockManager: refusing });
    const there = createTabLocks({ clock, leases: leases(), lockManager: refusing });
    const lock = taken(await here.take('file'));
    expect(await there.take('file')).to.equal(null);
    lock.release();
    (await there.wait('file', never)).release();
  });

  it('live on in a hidden page whose timers run once a minute, while another one looks all the time', async () => {
    const throttled: Clock = {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      random: () => clock.random(),
      frame: (callback) => clock.frame(callback),
      delay: (delayMs, callback) =>
        clock.delay(
          Math.ceil((clock.monotonic() + delayMs) / MINUTE_MS) * MINUTE_MS - clock.monotonic(),
          callback,
        ),
    };
    const here = tab(throttled);
    const there = tab();
    const lock = taken(await here.take('file'));
    let isThere = false;
    const waited = there.wait('file', never).then((second) => {
      isThere = true;
      second.release();
    });
    for (let passedMs = 0; passedMs < 4 * MINUTE_MS; passedMs += STEP_MS) {
      await clock.advanceAsync(STEP_MS);
      await lookedAround(here);
      await lookedAround(there);
      expect([passedMs, isThere]).to.deep.equal([passedMs, false]);
    }
    expect(await lock.isHeld()).to.equal(true);
    lock.release();
    await waited;
  });

  it('of a tab that ended without a word are seen as taken until their life is over', async () => {
    const gone = tab();
    taken(await gone.take('file'));
    clock = new ManualClock({ nowMs: clock.now() + LEASE_LIFE_MS - 1 });
    const there = tab();
    expect(await there.isTaken('file')).to.equal(true);
    clock.advance(1);
    expect(await there.isTaken('file')).to.equal(false);
  });

  it('of a tab that ended without a word are taken over when their life is over', async () => {
    const gone = tab();
    taken(await gone.take('file'));
    // Its timers are gone with it.
    clock = new ManualClock({ nowMs: clock.now() });
    const there = tab();
    let isThere = false;
    const waited = there.wait('file', never).then((lock) => {
      isThere = true;
      lock.release();
    });
    await lookedAround(there);
    await clock.advanceAsync(LEASE_LIFE_MS - 1);
    await lookedAround(there);
    expect(isThere).to.equal(false);
    clock.advance(LOOK_MS);
    await waited;
  });

  it('that were taken over are known as lost, even when they are free again', async () => {
    const frozen = tab();
    const lock = taken(await frozen.take('file'));
    const frozenClock = clock;
    clock = new ManualClock({ nowMs: clock.now() + LEASE_LIFE_MS });
    const there = tab();
    const second = taken(await there.take('file'));
    expect(await second.isHeld()).to.equal(true);
    expect(await lock.isHeld()).to.equal(false);
    second.release();
    await wait(20);
    expect(await lock.isHeld()).to.equal(false);
    lock.release();
    taken(await there.take('file')).release();
    expect(frozenClock.pendingTimers).to.equal(0);
  });

  it('that the same page gave away again are lost to the first holder alone', async () => {
    const page = tab();
    const lost = taken(await page.take('file'));
    // Its timers slept.
    clock.jump(LEASE_LIFE_MS);
    const lock = taken(await page.take('file'));
    expect([await lost.isHeld(), await lock.isHeld()]).to.deep.equal([false, true]);
    lost.release();
    expect(await page.take('file')).to.equal(null);
    lock.release();
  });

  it('that are released together are dropped as one: of a page that goes, the second might be too late', async () => {
    const drops: (readonly LeaseKey[])[] = [];
    const leases = leasesOf(clock, database);
    const drop = (keys: readonly LeaseKey[]): Promise<void> => {
      drops.push(keys);
      return leases.drop(keys);
    };
    const here = createTabLocks({ clock, leases: { ...leases, drop }, lockManager: null });
    const [one, two] = [taken(await here.take('one')), taken(await here.take('two'))];
    here.releaseTogether(() => {
      one.release();
      two.release();
    });
    expect(drops.map((keys) => keys.map(([name]) => name))).to.deep.equal([
      ['smh-uploader:one', 'smh-uploader:two'],
    ]);
    here.releaseTogether(() => undefined);
    expect(drops).to.have.length(1);
    for (const name of ['one', 'two']) (await tab().wait(name, never)).release();
    expect(await one.isHeld()).to.equal(false);
  });

  it('are asked for again at the next look where the message that they are free was lost', async () => {
    const here = tab();
    const there = tab();
    const original = globalThis.BroadcastChannel;
    Object.defineProperty(globalThis, 'BroadcastChannel', {
      value: undefined,
      configurable: true,
      writable: true,
    });
    try {
      const lock = taken(await here.take('file'));
      const waited = there.wait('file', never);
      await lookedAround(there);
      lock.release();
      await lookedAround(here);
      clock.advance(LOOK_MS);
      (await waited).release();
    } finally {
      Object.defineProperty(globalThis, 'BroadcastChannel', {
        value: original,
        configurable: true,
        writable: true,
      });
    }
  });

  it('are released on pagehide by a page that goes at once', async () => {
    const frame = document.createElement('iframe');
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    frame.src = new URL('./empty.html', import.meta.url).href;
    document.body.append(frame);
    await loaded;
    const clockUrl = new URL('../support/manual-clock.ts', import.meta.url).href;
    const locksUrl = new URL('../../src/platform/tab-locks.ts', import.meta.url).href;
    const leasesUrl = new URL('../../src/storage/idb-leases.ts', import.meta.url).href;
    const script = frame.contentDocument?.createElement('script');
    if (script === undefined) throw new Error('The frame has no document');
    script.type = 'module';
    script.textContent = `
      import { ManualClock } from ${JSON.stringify(clockUrl)};
      import { createTabLocks } from ${JSON.stringify(locksUrl)};
      import { createIdbLeases } from ${JSON.stringify(leasesUrl)};
      const clock = new ManualClock({ nowMs: ${clock.now()} });
      const leases = createIdbLeases({ clock, name: ${JSON.stringify(database)} });
      const locks = createTabLocks({ clock, leases, lockManager: null });
      const lock = await locks.take('file');
      addEventListener('pagehide', () => lock.release());
      parent.postMessage('taken ${database}', '*');
    `;
    const isTaken = new Promise<void>((resolve) => {
      addEventListener('message', ({ data }) => {
        if (data === `taken ${database}`) resolve();
      });
    });
    frame.contentDocument?.body.append(script);
    await isTaken;
    const here = tab();
    expect(await here.take('file')).to.equal(null);
    const waited = here.wait('file', never);
    let isHere = false;
    const lock = waited.then((released) => {
      isHere = true;
      return released;
    });
    frame.remove();
    // Mostly the message wakes who waits; it may outrun what it tells, then it is the next look.
    for (let passedMs = 0; passedMs < LEASE_LIFE_MS - LOOK_MS; passedMs += LOOK_MS / 2) {
      if (isHere) break;
      await wait(50);
      await lookedAround(here);
      clock.advance(LOOK_MS / 2);
    }
    await lookedAround(here);
    expect(isHere).to.equal(true);
    (await lock).release();
  });
});

describe('createTabLocks, where nothing keeps locks', () => {
  it('takes every name for free', async () => {
    const locks = createTabLocks({ clock: new ManualClock(), leases: noStore, lockManager: refusing });
    const lock = taken(await locks.take('file'));
    expect(await locks.take('file')).not.to.equal(null);
    expect(await lock.isHeld()).to.equal(true);
    expect(await locks.isTaken('file')).to.equal(false);
    lock.release();
    lock.release();
  });

  it('waits as long as a lease lives, since another tab may have one', async () => {
    const clock = new ManualClock();
    const locks = createTabLocks({ clock, leases: noStore, lockManager: null });
    let isFree = false;
    const waited = locks.wait('file', never).then(() => (isFree = true));
    await clock.advanceAsync(LEASE_LIFE_MS);
    expect(isFree).to.equal(false);
    await clock.advanceAsync(LOOK_MS);
    await waited;
    expect(clock.pendingTimers).to.equal(0);
  });

  it('rejects a wait that is aborted', async () => {
    const controller = new AbortController();
    const locks = createTabLocks({ clock: new ManualClock(), leases: noStore, lockManager: refusing });
    const waited = rejection(locks.wait('file', controller));
    controller.abort();
    expect(await waited).to.have.property('name', 'AbortError');
  });
});
