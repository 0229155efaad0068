import type { Clock, TabLock, TabLocks } from '../engine/ports.js';
import { type LeaseStore, TabLeases } from './tab-leases.js';

/** Other scripts of the origin have locks and leases too. */
const PREFIX = 'smh-uploader:';

export type TabLocksOptions = {
  readonly clock: Clock;
  /** For pages without Web Locks. */
  readonly leases: LeaseStore;
  /** Null: there is none. @default `navigator.locks` */
  readonly lockManager?: LockManager | null | undefined;
};

/**
 * Web Locks, which the browser itself returns when a tab ends, or else leases. Where both are
 * refused (an opaque origin has neither), every name is free. One that was just returned may
 * still be taken for a moment: `wait` for it.
 *
 * What is held keeps a page out of the back-forward cache: return it on `pagehide`.
 */
export function createTabLocks({ clock, leases, lockManager }: TabLocksOptions): TabLocks {
  const tabLeases = new TabLeases(clock, leases);

  const manager = (): LockManager => {
    const found = lockManager === undefined ? globalThis.navigator?.locks : lockManager;
    if (!found) throw new TypeError('There are no Web Locks');
    return found;
  };

  const ask = (name: string, options: LockOptions): Promise<TabLock | null> => {
    return new Promise((resolve, reject) => {
      const isOver = manager().request(name, options, (lock) =>
        lock === null ? resolve(null) : new Promise<void>((end) => resolve(webLock(end))),
      );
      isOver.catch(reject);
    });
  };

  return {
    async take(shortName) {
      const name = PREFIX + shortName;
      try {
        return await ask(name, { ifAvailable: true });
      } catch {
        return tabLeases.take(name);
      }
    },

    async isTaken(shortName) {
      const name = PREFIX + shortName;
      try {
        const { held: given = [] } = await manager().query();
        return given.some((lock) => lock.name === name);
      } catch {
        return tabLeases.isTaken(name);
      }
    },

    async wait(shortName, { signal }) {
      const name = PREFIX + shortName;
      const found = await ask(name, { signal }).catch(() => null);
      const lock = found ?? (await tabLeases.wait(name, signal));
      if (signal.aborted) lock.release();
      signal.throwIfAborted();
      return lock;
    },

    // Web Locks go with their page by themselves.
    releaseTogether: (release) => tabLeases.releaseTogether(release),
  };
}

/** Nobody takes it from a tab that lives. */
function webLock(end: () => void): TabLock {
  let isHeld = true;
  return {
    isHeld: async () => isHeld,
    release: () => {
      isHeld = false;
      end();
    },
  };
}
