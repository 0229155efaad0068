import { type IDBPDatabase, type IDBPObjectStore, type IDBPTransaction, openDB } from 'idb';
import type { Clock } from '../engine/ports.js';
import { type PageAbsence, followAbsence } from './page-absence.js';

/**
 * Longest wait for one transaction and the opening before it, in ms; own figure. WebKit's
 * IndexedDB is known for times when it answers nothing at all.
 * @see https://bugs.webkit.org/show_bug.cgi?id=226547
 */
const ANSWER_TIMEOUT_MS = 3000;

/** Calls in a row without an answer after which no more are made: each one costs its caller the wait. */
const SILENCES_MAX = 3;

/** What opens a database; another one in tests. */
export type OpenDatabase = typeof openDB;

export type DatabaseOptions = {
  readonly clock: Pick<Clock, 'delay'>;
  readonly name: string;
  /** Version of the schema, from 1. */
  readonly version: number;
  /** Makes the stores. */
  readonly upgrade: (database: IDBPDatabase) => void;
  readonly open?: OpenDatabase | undefined;
  /** @default that of this page */
  readonly absence?: PageAbsence | undefined;
};

type Mode = 'readonly' | 'readwrite';

/** The one store of a transaction. */
export type Entries<M extends Mode> = IDBPObjectStore<unknown, string[], string, M>;

/**
 * A database that is opened at its first use, and again after it was closed: by the
 * browser, or here to let a newer tab change it or somebody delete it.
 */
export class LazyDatabase {
  readonly #options: DatabaseOptions;
  #opening: Promise<IDBPDatabase> | null = null;
  #opened: IDBPDatabase | null = null;
  #silences = 0;
  #absence: PageAbsence | null;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.#absence = options.absence ?? null;
  }

  /**
   * Gives what `work` gives once the transaction is complete. With an open connection the
   * transaction begins within this task, so that it can be called on `pagehide`.
   *
   * @throws whatever stands against it: no IndexedDB, a refusal, a newer version, a full
   *   disk, or a `TimeoutError` after 3 s; the transaction may still take place then
   */
  async transact<T, M extends Mode>(
    store: string,
    mode: M,
    work: (entries: Entries<M>) => Promise<T>,
  ): Promise<T> {
    const absence = (this.#absence ??= followAbsence());
    for (;;) {
      // No await where it is open: a frame that is removed comes to nothing after one.
      if (absence.end !== null) await absence.end;
      const { count } = absence;
      try {
        return await this.#answer(store, mode, work, absence);
      } catch (thrown) {
        if (count === absence.count) {
          if (isNamed(thrown, 'TimeoutError')) this.#silences += 1;
          throw thrown;
        }
        // Aborted for that, or its time ran out meanwhile, which tells nothing of the database: once more.
      }
    }
  }

  async #answer<T, M extends Mode>(
    store: string,
    mode: M,
    work: (entries: Entries<M>) => Promise<T>,
    absence: PageAbsence,
  ): Promise<T> {
    if (this.#silences >= SILENCES_MAX) throw timeoutError();
    const attempt = async (): Promise<T> => {
      const database = this.#opened ?? (await this.#open());
      if (absence.end !== null) throw new DOMException('The page was left', 'AbortError');
      const transaction = database.transaction([store], mode);
      absence.watch(transaction);
      return complete(transaction, work(transaction.objectStore(store)));
    };
    // A connection may be found closed before its event tells so.
    const attempts = attempt().catch((thrown: unknown) => {
      if (!isNamed(thrown, 'InvalidStateError')) throw thrown;
      this.#close();
      return attempt();
    });
    try {
      const result = await inTime(attempts, this.#options.clock);
      this.#silences = 0;
      return result;
    } catch (thrown) {
      this.#close();
      throw thrown;
    }
  }

  /** One opening that is under way serves all: another one would queue behind it. */
  #open(): Promise<IDBPDatabase> {
    if (this.#opening !== null) return this.#opening;
    const opening = this.#connect();
    this.#opening = opening;
    opening.catch(() => {
      this.#opening = null;
    });
    return opening;
  }

  async #connect(): Promise<IDBPDatabase> {
    const { name, version, upgrade, open = openDB } = this.#options;
    // `blocked` needs no answer: the opening goes on when the older tab lets go, the time limit bounds the wait.
    this.#opened = await open(name, version, {
      upgrade: (upgraded, _from, _to, transaction) => {
        // An upgrade that fails rejects the opening too; alone this would be an unhandled rejection.
        transaction.done.catch(() => undefined);
        upgrade(upgraded);
      },
      blocking: () => this.#close(),
      terminated: () => this.#close(),
    });
    return this.#opened;
  }

  /** Transactions under way are completed by the browser; an opening under way stays. */
  #close(): void {
    if (this.#opened === null) return;
    this.#opened.close();
    this.#opened = null;
    this.#opening = null;
  }
}

/** What `work` gives once `transaction` is complete; where it fails, nothing of it is written. */
async function complete<T, M extends Mode>(
  transaction: IDBPTransaction<unknown, string[], M>,
  work: Promise<T>,
): Promise<T> {
  const worked = work.catch((thrown: unknown) => {
    try {
      transaction.abort();
    } catch {
      // It is over already: the failure ended it.
    }
    throw thrown;
  });
  const [result] = await Promise.all([worked, transaction.done]);
  return result;
}

function inTime<T>(promise: Promise<T>, clock: Pick<Clock, 'delay'>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = clock.delay(ANSWER_TIMEOUT_MS, () => reject(timeoutError()));
    promise.then(resolve, reject).finally(stop);
  });
}

function timeoutError(): DOMException {
  return new DOMException('IndexedDB did not answer', 'TimeoutError');
}

function isNamed(thrown: unknown, name: string): boolean {
  return thrown instanceof DOMException && thrown.name === name;
}
