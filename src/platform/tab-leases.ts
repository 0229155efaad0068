import type { Clock, TabLock } from '../engine/ports.js';

/**
 * Life of a lease, in ms; own figure. Timers of a hidden page may run once a minute only,
 * so a shorter one would end under an upload that goes on; a longer one keeps the name of a
 * tab that crashed for longer.
 * @see https://developer.chrome.com/blog/timer-throttling-in-chrome-88
 */
export const LEASE_LIFE_MS = 90_000;

/** Time between two renewals of a page that is not throttled, in ms; own figure. */
const RENEW_INTERVAL_MS = 20_000;

/** Shortest time between two looks at a lease that another tab has, in ms; up to twice that by chance; own figure. */
const POLL_INTERVAL_MS = 5000;

/** Where tabs tell each other the names that became free. */
const CHANNEL = 'smh-uploader';

/** Tells the leases of a name apart. */
export type LeaseKey = readonly [name: string, owner: string];

/** Keeps leases for all tabs; rejects where it can't. */
export interface LeaseStore {
  /** False: another owner has the name. */
  claim(name: string, owner: string, lifeMs: number): Promise<boolean>;
  /** Whether any owner has the name; a life of more than `lifeMs` is none. */
  isClaimed(name: string, lifeMs: number): Promise<boolean>;
  /** False: the lease is gone, and another owner may have had the name since. */
  renew(name: string, owner: string, lifeMs: number): Promise<boolean>;
  /** All in one transaction. Never rejects. */
  drop(leases: readonly LeaseKey[]): Promise<void>;
}

/**
 * The lock of pages without Web Locks (`http:`): a lease in a store that all tabs share,
 * renewed while it is held. Two tabs can both believe to have one: the one that slept or was
 * frozen for longer than its life, and the one that took it over meanwhile. So a lease that
 * was taken over is never given back to the first, who learns of it at the next renewal or
 * by `isHeld`, to be asked before anything that must not happen twice.
 */
export class TabLeases {
  readonly #clock: Clock;
  readonly #store: LeaseStore;
  /** Those released so far of what is released together; null: each goes by itself. */
  #together: LeaseKey[] | null = null;

  constructor(clock: Clock, store: LeaseStore) {
    this.#clock = clock;
    this.#store = store;
  }

  /** Null where another holder has it. Where the store fails, it is taken for free: no lock may stop an upload. */
  async take(name: string): Promise<TabLock | null> {
    const owner = randomOwner();
    try {
      const isMine = await this.#store.claim(name, owner, LEASE_LIFE_MS);
      return isMine ? this.#hold(name, owner) : null;
    } catch {
      return this.#unstored(name, owner);
    }
  }

  /** Whether any tab has it. Where the store fails, nobody is known to. */
  isTaken(name: string): Promise<boolean> {
    return this.#store.isClaimed(name, LEASE_LIFE_MS).catch(() => false);
  }

  /** Waits until it is free. Rejects when `signal` aborts only, with its reason. */
  async wait(name: string, signal: AbortSignal): Promise<TabLock> {
    signal.throwIfAborted();
    const owner = randomOwner();
    const doorbell = new Doorbell(this.#clock, name, signal);
    let answeredMs = this.#clock.monotonic();
    try {
      for (;;) {
        let isMine = false;
        try {
          isMine = await this.#store.claim(name, owner, LEASE_LIFE_MS);
          answeredMs = this.#clock.monotonic();
        } catch {
          // Whoever had it when the store last answered has it no longer than that.
          if (this.#clock.monotonic() - answeredMs > LEASE_LIFE_MS) {
            return this.#unstored(name, owner);
          }
        }
        if (signal.aborted && isMine) this.#drop([[name, owner]]);
        signal.throwIfAborted();
        if (isMine) return this.#hold(name, owner);
        await doorbell.next(POLL_INTERVAL_MS * (1 + this.#clock.random()));
        signal.throwIfAborted();
      }
    } finally {
      doorbell.close();
    }
  }

  /** Drops all that `release` returns in one transaction. */
  releaseTogether(release: () => void): void {
    const together: LeaseKey[] = [];
    this.#together = together;
    try {
      release();
    } finally {
      this.#together = null;
    }
    if (together.length > 0) this.#drop(together);
  }

  #hold(name: string, owner: string): TabLock {
    let isOver = false;
    let stopTimer = (): void => undefined;

    /** Asks the store, and renews: true leaves a whole life for what comes next. */
    const isHeld = async (): Promise<boolean> => {
      if (isOver) return false;
      try {
        if (!(await this.#store.renew(name, owner, LEASE_LIFE_MS))) {
          isOver = true;
          stopTimer();
        }
      } catch {
        // As free as it was taken for.
      }
      return !isOver;
    };
    const renewLater = (): void => {
      stopTimer = this.#clock.delay(RENEW_INTERVAL_MS, () => {
        void isHeld().then((isStillHeld) => {
          if (isStillHeld) renewLater();
        });
      });
    };
    renewLater();

    return {
      isHeld,
      release: () => {
        if (isOver) return;
        isOver = true;
        stopTimer();
        if (this.#together === null) this.#drop([[name, owner]]);
        else this.#together.push([name, owner]);
      },
    };
  }

  /** A name that the store did not keep, or did after all, but too late. */
  #unstored(name: string, owner: string): TabLock {
    return { isHeld: () => Promise.resolve(true), release: () => this.#drop([[name, owner]]) };
  }

  #drop(leases: readonly LeaseKey[]): void {
    const dropped = this.#store.drop(leases);
    const names = leases.map(([name]) => name);
    // At once, as a page that ends may come to nothing else; and when it is true for certain.
    ringDoorbells(names);
    void dropped.then(() => ringDoorbells(names));
  }
}

/** Wakes who waits for a name: when its time is over, when the name was returned, when the wait is aborted. */
class Doorbell {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #channel: BroadcastChannel | null;
  #hasRung = false;
  #wake = (): void => undefined;

  constructor(clock: Clock, name: string, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
    signal.addEventListener('abort', this.#ring);
    this.#channel = openChannel();
    if (this.#channel === null) return;
    this.#channel.onmessage = ({ data }) => {
      if (data === name) this.#ring();
    };
  }

  /** Resolves after `delayMs`, or as soon as it rings; at once where it rang since the last time. */
  next(delayMs: number): Promise<void> {
    return new Promise<void>((resolve) => {
      const wake = (): void => {
        stop();
        this.#wake = () => undefined;
        this.#hasRung = false;
        resolve();
      };
      const stop = this.#clock.delay(delayMs, wake);
      this.#wake = wake;
      if (this.#hasRung) wake();
    });
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#ring);
    this.#channel?.close();
  }

  readonly #ring = (): void => {
    this.#hasRung = true;
    this.#wake();
  };
}

function ringDoorbells(names: readonly string[]): void {
  const channel = openChannel();
  for (const name of names) channel?.postMessage(name);
  channel?.close();
}

/**
 * Null where there is none: it only hastens what polling finds. Open as short as can be,
 * since it may keep a page out of the back-forward cache.
 */
function openChannel(): BroadcastChannel | null {
  try {
    return new BroadcastChannel(CHANNEL);
  } catch {
    return null;
  }
}

/** Also on pages without `crypto.randomUUID`. */
function randomOwner(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
