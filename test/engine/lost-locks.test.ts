import { expect } from '@esm-bundle/chai';
import { MIB } from '../../src/protocol/limits.js';
import type { LeaseStore } from '../../src/platform/tab-leases.js';
import { createTabLocks } from '../../src/platform/tab-locks.js';
import { createMemoryResumeStore } from '../../src/storage/memory-resume-store.js';
import { World, type FileSpec } from '../support/engine-world.js';
import { FakeLocks } from '../support/fake-locks.js';
import { held, type Held } from '../support/fake-service.js';
import { ManualClock } from '../support/manual-clock.js';

/** Small enough for one PUT. */
const FILE = new File([new Uint8Array(4 * MIB)], 'film.mp4', { lastModified: 1000 });
const FILE_OF_PARTS = new File([new Uint8Array(8 * MIB)], 'film.mp4', { lastModified: 1000 });

/** A file whose task stands still, until a test lets it go on, right before a request that must not happen twice. */
type Case = {
  readonly before: string;
  readonly file: FileSpec;
  readonly hold: (world: World, rest: Held<void>) => void;
  readonly isSent: (world: World) => boolean;
};

const called =
  (call: RegExp) =>
  ({ backend }: World): boolean =>
    backend.calls.some((one) => call.test(one));

const CASES: readonly Case[] = [
  {
    before: 'the confirm',
    file: { file: FILE_OF_PARTS, partSize: 2 * MIB },
    hold: ({ transport }, rest) => {
      transport.onSend = async ({ url }) => {
        if (url.endsWith('=4')) await rest.promise;
        return {};
      };
    },
    isSent: called(/^confirm/),
  },
  {
    before: 'a start with the hash of the beginning',
    file: { file: FILE, plain: false },
    hold: ({ hasher }, rest) => {
      hasher.hashBeginning = () => rest.promise.then(() => 'b'.repeat(64));
    },
    isSent: called(/^open/),
  },
  {
    before: 'a start with the full hash',
    file: { file: FILE, plain: false },
    hold: ({ hasher, backend }, rest) => {
      backend.onOpen = () => ({ kind: 'full-hash-required' });
      hasher.onHashFile = () => rest.promise;
    },
    isSent: called(/with full hash$/),
  },
  {
    before: 'the one PUT of a small file',
    file: { file: FILE },
    hold: ({ backend }, rest) => {
      backend.onOpen = async (request) => {
        await rest.promise;
        return backend.open(request);
      };
    },
    isSent: ({ transport }) => transport.requests.length > 0,
  },
];

describe('a tab that lost a file to another one while it slept', () => {
  function asleep({ file, hold }: Case) {
    const clock = new ManualClock();
    const locks = new FakeLocks();
    const store = createMemoryResumeStore();
    const world = new World({ store, locks, clock });
    const rest = held<void>();
    hold(world, rest);
    const [task] = world.add(file);
    return { world, locks, store, rest, task: () => world.task(task?.id ?? '') };
  }

  for (const one of CASES) {
    it(`asks before ${one.before}, and waits for the other’s result instead`, async () => {
      const { world, locks, store, rest, task } = asleep(one);
      await world.settle();
      const name = locks.held[0] ?? '';
      const other = locks.steal(name);
      rest.resolve();
      await world.settle();
      expect(one.isSent(world)).to.equal(false);
      expect([task().status, task().waitReason]).to.deep.equal(['queued', 'other-tab']);

      const result = { path: ['folder', 'film.mp4'], name: 'film.mp4' };
      const completedAt = world.clock.now();
      const end = { confirmKey: 'other-key', instant: false, verified: true, completedAt } as const;
      await store.leaveTombstone({ lockName: name, result, crc64: String(task().size), ...end });
      other.release();
      await world.settle();
      expect([task().status, task().result, task().confirmKey]).to.deep.equal([
        'completed',
        result,
        'other-key',
      ]);
      expect(one.isSent(world)).to.equal(false);
      expect(world.backend.opened, 'what it had opened is freed').to.deep.equal(world.backend.freed);
      expect(locks.held).to.deep.equal([]);
    });

    it(`goes on with ${one.before} where the other one came to nothing`, async () => {
      const { world, locks, rest, task } = asleep(one);
      await world.settle();
      const other = locks.steal(locks.held[0] ?? '');
      rest.resolve();
      await world.settle();
      world.backend.onOpen = (request) => world.backend.open(request);
      other.release();
      await world.settle();
      expect(task().status).to.equal('completed');
      expect(world.backend.confirmed).to.have.length(1);
    });
  }

  it('stays paused or canceled where that was asked for meanwhile', async () => {
    const [confirming] = CASES;
    if (confirming === undefined) throw new Error('no case');
    for (const [command, status] of [
      ['pause', 'paused'],
      ['cancel', 'canceled'],
    ] as const) {
      const { world, locks, rest, task } = asleep(confirming);
      await world.settle();
      locks.steal(locks.held[0] ?? '');
      world.onEvent = (event) => {
        const isConfirming = event.type === 'smh-upload-state-change' && task().status === 'confirming';
        if (isConfirming) world.engine[command]();
      };
      rest.resolve();
      await world.settle();
      expect([task().status, confirming.isSent(world)]).to.deep.equal([status, false]);
    }
  });

  it('does not confirm beside its successor on a page without Web Locks', async () => {
    const clocks = [new ManualClock(), new ManualClock()] as const;
    const [frozen, running] = clocks;
    const leases = memoryLeases(running);
    const store = createMemoryResumeStore();
    const [first, second] = clocks.map(
      (clock) => new World({ store, clock, locks: createTabLocks({ clock, leases, lockManager: null }) }),
    ) as [World, World];
    const rest = held<void>();
    first.transport.onSend = () => rest.promise.then(() => ({}));
    first.add({ file: FILE });
    await first.settle();
    second.add({ file: FILE });
    for (let seconds = 0; seconds < 120; seconds++) await running.advanceAsync(1000);
    expect(second.backend.confirmed).to.have.length(1);

    frozen.jump(120_000);
    rest.resolve();
    await first.settle();
    expect(first.engine.tasks[0]?.status).to.equal('completed');
    expect(first.backend.confirmed).to.deep.equal([]);
  });
});

/** Leases of tabs whose computer has one clock. */
function memoryLeases(clock: ManualClock): LeaseStore {
  const leases = new Map<string, { readonly owner: string; readonly until: number }>();
  const isClaimed = (name: string): boolean => (leases.get(name)?.until ?? 0) > clock.now();
  return {
    async claim(name, owner, lifeMs) {
      if (isClaimed(name) && leases.get(name)?.owner !== owner) return false;
      leases.set(name, { owner, until: clock.now() + lifeMs });
      return true;
    },
    isClaimed: async (name) => isClaimed(name),
    async renew(name, owner, lifeMs) {
      if (leases.get(name)?.owner !== owner) return false;
      leases.set(name, { owner, until: clock.now() + lifeMs });
      return true;
    },
    async drop(keys) {
      for (const [name, owner] of keys) if (leases.get(name)?.owner === owner) leases.delete(name);
    },
  };
}
