import type { Clock } from '../engine/ports.js';
import { type Fields, isFields, ownValue } from '../protocol/answer-fields.js';
import { LazyDatabase, type OpenDatabase } from './lazy-database.js';

const LEASES = 'leases';

/** A lease that ended this long ago, in ms, is what a crash left: nobody may ask for its name again. */
const REMAINS_AFTER_MS = 86_400_000;

export type IdbLeasesOptions = {
  readonly clock: Pick<Clock, 'now' | 'delay'>;
  /**
   * Name of the database. One of its own: it must be the same for all versions of the
   * page, else an older tab and a newer one would not see each other's leases.
   * @default 'smh-uploader-leases'
   */
  readonly name?: string | undefined;
  /** What opens it; another one in tests. */
  readonly open?: OpenDatabase | undefined;
};

/** Names given for a time to one owner each, over all tabs. All but `drop` reject where there is no IndexedDB. */
export interface IdbLeases {
  /** Gives `name` to `owner` for `lifeMs` from now; false where another owner has it. */
  claim(name: string, owner: string, lifeMs: number): Promise<boolean>;
  /** Whether any owner has `name`; a life of more than `lifeMs` is none. */
  isClaimed(name: string, lifeMs: number): Promise<boolean>;
  /** Lets a lease live for `lifeMs` from now; false where it is gone: another owner may have had the name since. */
  renew(name: string, owner: string, lifeMs: number): Promise<boolean>;
  /** Ends leases, all or none. Asked for within this task where the database is open, so that `pagehide` is not too late. */
  drop(leases: readonly (readonly [name: string, owner: string])[]): Promise<void>;
}

/** Leases in IndexedDB, whose transactions that write exclude each other over all tabs. */
export function createIdbLeases({
  clock,
  name: databaseName = 'smh-uploader-leases',
  open,
}: IdbLeasesOptions): IdbLeases {
  const database = new LazyDatabase({
    clock,
    name: databaseName,
    version: 1,
    upgrade: (upgraded) => void upgraded.createObjectStore(LEASES, { keyPath: ['name', 'owner'] }),
    open,
  });

  return {
    claim: (name, owner, lifeMs) =>
      database.transact(LEASES, 'readwrite', async (entries) => {
        const leases: readonly unknown[] = await entries.getAll();
        const keys = await entries.getAllKeys();
        const now = clock.now();
        const due: IDBValidKey[] = [];
        for (const [index, key] of keys.entries()) {
          const lease = leases[index];
          const leftMs = isFields(lease) ? timeLeft(lease, now) : Number.NEGATIVE_INFINITY;
          if (!isFields(lease) || ownValue(lease, 'name') !== name) {
            if (leftMs < -REMAINS_AFTER_MS) due.push(key);
          } else if (ownValue(lease, 'owner') !== owner) {
            if (isAlive(leftMs, lifeMs)) return false;
            due.push(key);
          }
        }
        await Promise.all([
          ...due.map((key) => entries.delete(key)),
          entries.put({ name, owner, until: now + lifeMs }),
        ]);
        return true;
      }),

    isClaimed: (name, lifeMs) =>
      database.transact(LEASES, 'readonly', async (entries) => {
        // An array comes after all texts: these are the owners of one name.
        const leases: readonly unknown[] = await entries.getAll(IDBKeyRange.bound([name], [name, []]));
        const now = clock.now();
        return leases.some((lease) => isFields(lease) && isAlive(timeLeft(lease, now), lifeMs));
      }),

    renew: (name, owner, lifeMs) =>
      database.transact(LEASES, 'readwrite', async (entries) => {
        if ((await entries.getKey([name, owner])) === undefined) return false;
        await entries.put({ name, owner, until: clock.now() + lifeMs });
        return true;
      }),

    async drop(leases) {
      try {
        await database.transact(LEASES, 'readwrite', async (entries) => {
          const areDeleted = Promise.all(leases.map(([name, owner]) => entries.delete([name, owner])));
          // Not left to the end of the task: the page may be gone by then.
          entries.transaction.commit();
          await areDeleted;
        });
      } catch {
        // It ends by itself.
      }
    },
  };
}

/** More than a whole life is left only where the computer's clock was set back, or by mischief. */
function isAlive(leftMs: number, lifeMs: number): boolean {
  return leftMs > 0 && leftMs <= lifeMs;
}

function timeLeft(lease: Fields, now: number): number {
  const until = ownValue(lease, 'until');
  return typeof until === 'number' ? until - now : Number.NEGATIVE_INFINITY;
}
