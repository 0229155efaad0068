import { UploadError } from '../errors.js';
import type { Clock, Connectivity } from './ports.js';
import { askedDelayMs, shortenedMs } from './retry-policy.js';

/** Failures of a host in a row after which it is left alone; own figure: a hiccup of all six connections of a page is one. */
const FAILURES_MAX = 5;

/** Longest first wait for a trial, in ms; each failed trial doubles it. Own figure. */
const FIRST_WAIT_MS = 1000;

/** Longest wait for a trial, in ms: in the first minutes, and then. Own figures. */
const LONGEST_WAIT_MS = 10_000;
const LONGEST_LATE_WAIT_MS = 30_000;

/** From when on an outage is a long one, in ms. */
const LATE_MS = 2 * 60_000;

/** How long failures spend no try of a task though it is not sure that the network is what fails, in ms. Own figure. */
const PATIENCE_MS = 10 * 60_000;

/** How long a task that was chosen for the trial has to begin it before the next is chosen, in ms: it may have to hash first. */
const CHOSEN_MS = 2000;

/** How long a trial has before another request tries too, in ms: a connection that hangs may do so for minutes. Own figure. */
const TRIAL_MS = 10_000;

/** Between two tasks that go on when the host is back, in ms, so that the return is no stampede. Own figure. */
const RETURN_STEP_MS = 50;

/** The count of failed trials whose next one is followed by the shortest wait. */
const BEFORE_THE_FIRST = -1;

/** Leave for one request. */
export type Permit = { readonly era: number };

/** Something that waits for a host. */
export type Waiter = {
  /** Once: it may be tried again. It waits no longer. */
  readonly wake: () => void;
  /** Not yet: `retryAt` and `error` of the breaker are others now. */
  readonly onPutOff: () => void;
};

/** A request that was not sent, because its host is out of reach. */
export class HeldBack extends UploadError {
  readonly breaker: CircuitBreaker;

  constructor(breaker: CircuitBreaker, error: UploadError) {
    super(error.code, 'Not sent: the host gave no good answer several times in a row, and is left alone.');
    this.name = 'HeldBack';
    this.breaker = breaker;
  }
}

type Open = {
  /** Why. */
  readonly error: UploadError;
  /** ms, monotonic */
  readonly since: number;
  /** When the next trial may begin; ms, monotonic */
  readonly until: number;
  /** The same in ms since epoch, for people. */
  readonly retryAt: number;
  /** Trials that failed. */
  readonly trials: number;
};

/**
 * Leaves a host alone that fails again and again, for all files of the page. While it
 * is open one request at a time tries the host; its end decides for all that wait.
 *
 * Of requests that began before it opened or closed the outcome counts no more: they
 * tell of the time before.
 */
export class CircuitBreaker {
  readonly #clock: Clock;
  readonly #connectivity: Connectivity;
  readonly #waiters = new Set<Waiter>();
  #era = 0;
  #failures = 0;
  #open: Open | null = null;
  #trial: Permit | null = null;
  #hasAnswered = false;
  /** Null: nobody has looked. */
  #isOutage: boolean | null = null;
  #takeBackTimer: (() => void) | null = null;
  #stopFollowing: (() => void) | null = null;

  constructor(clock: Clock, connectivity: Connectivity) {
    this.#clock = clock;
    this.#connectivity = connectivity;
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }

  /** The host has answered in this page: it may be reached, and CORS and policy let its answers through. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** Why it is open. */
  get error(): UploadError | null {
    return this.#open?.error ?? null;
  }

  /** When the next request may try the host, in ms since epoch; null: not by time, but when the network is back. */
  get retryAt(): number | null {
    return this.#open === null || this.#open.error.code === 'offline' ? null : this.#open.retryAt;
  }

  /** ms until the next request may try the host. */
  get waitMs(): number {
    return this.#open === null ? 0 : Math.max(0, this.#open.until - this.#clock.monotonic());
  }

  /**
   * False while a failure tells nothing of the upload that met it: the network is down,
   * for however long, or the host fails everybody since not too long ago.
   */
  get spendsTries(): boolean {
    if (this.#open === null) return true;
    const { error } = this.#open;
    const isOutage = error.status === undefined && (this.#isOutage ?? this.#hasAnswered);
    return error.code !== 'offline' && !isOutage && this.isLong;
  }

  /** Open for so long that waiting alone may not help. */
  get isLong(): boolean {
    return this.#open !== null && this.#clock.monotonic() - this.#open.since > PATIENCE_MS;
  }

  /** @throws HeldBack where a request would be held back now */
  check(): void {
    if (this.#open !== null && this.waitMs > 0) throw new HeldBack(this, this.#open.error);
  }

  /**
   * Leave for a request that begins now; `succeed`, `fail` or `release` has to follow.
   *
   * @throws HeldBack while the host is left alone
   */
  admit(): Permit {
    this.check();
    const permit: Permit = { era: this.#era };
    if (this.#open === null) return permit;
    this.#trial = permit;
    this.#postpone(TRIAL_MS);
    return permit;
  }

  /** The host answered, and not by saying that it can't. */
  succeed(permit: Permit): void {
    this.#hasAnswered = true;
    if (permit.era === this.#era) this.close();
  }

  /** Bytes of a request move: its preflight was answered, now or not long ago. */
  noteContact(): void {
    this.#hasAnswered = true;
  }

  /** Bytes of the request go on moving: a host that was lost is there again. */
  noteLife(permit: Permit): void {
    if (this.#open?.error.status === undefined && permit.era === this.#era) this.close();
  }

  /** `isKnown`: others meet the same elsewhere, so that this one failure is enough. */
  fail(permit: Permit, error: UploadError, isKnown = false): void {
    if (error.status !== undefined) this.#hasAnswered = true;
    if (permit.era !== this.#era) return;
    if (this.#open === null) {
      this.#failures += 1;
      if (this.#failures < FAILURES_MAX && !isKnown && error.code !== 'offline') return;
      this.#era += 1;
      this.#leaveAlone(error, 0);
    } else if (permit === this.#trial) {
      this.#leaveAlone(error, this.#open.trials + 1);
    }
  }

  /** The request ended in a way that tells nothing of the host. */
  release(permit: Permit): void {
    if (permit === this.#trial) this.#postpone(0);
  }

  /** It was looked at from outside: the network is what fails, or else the requests, or a host that never was there. */
  noteOutage(isOutage: boolean): void {
    this.#isOutage = isOutage;
  }

  /** Everybody may go on, one after the other. */
  close(): void {
    this.#failures = 0;
    this.#isOutage = null;
    if (this.#open === null) return;
    this.#open = null;
    this.#era += 1;
    this.#disarm();
    this.#wakeNext();
  }

  /** There is reason to try at once: the network is back, or a person asks for it. */
  hurry(): void {
    if (this.#open === null) return;
    this.#open = { ...this.#open, trials: BEFORE_THE_FIRST };
    this.#postpone(0);
    this.#disarm();
    this.#wakeNext();
  }

  /** Waits for a turn; returns how to wait no longer. */
  wait(waiter: Waiter): () => void {
    this.#waiters.add(waiter);
    this.#stopFollowing ??= this.#connectivity.onChange(() => {
      if (this.#connectivity.isOnline) this.hurry();
    });
    this.#arm(this.#open === null ? RETURN_STEP_MS : this.waitMs);
    return () => {
      this.#leave(waiter);
    };
  }

  #leaveAlone(error: UploadError, trials: number): void {
    const now = this.#clock.monotonic();
    const since = this.#open?.since ?? now;
    const longest = now - since > LATE_MS ? LONGEST_LATE_WAIT_MS : LONGEST_WAIT_MS;
    const ceiling = Math.min(longest, FIRST_WAIT_MS * 2 ** trials);
    this.#open = { error, since, trials, until: now, retryAt: 0 };
    this.#postpone(Math.max(askedDelayMs(error), shortenedMs(ceiling, this.#clock)));
    for (const waiter of [...this.#waiters]) waiter.onPutOff();
  }

  /** The next request may try the host after `delayMs`. */
  #postpone(delayMs: number): void {
    if (this.#open === null) return;
    const until = this.#clock.monotonic() + delayMs;
    this.#open = { ...this.#open, until, retryAt: this.#clock.now() + delayMs };
    this.#disarm();
    this.#arm(delayMs);
  }

  #arm(delayMs: number): void {
    if (this.#takeBackTimer !== null || this.#waiters.size === 0) return;
    this.#takeBackTimer = this.#clock.delay(delayMs, () => {
      this.#takeBackTimer = null;
      this.#wakeNext();
    });
  }

  #disarm(): void {
    this.#takeBackTimer?.();
    this.#takeBackTimer = null;
  }

  /** Listens and counts only while something waits: a timer or a listener would keep an idle uploader alive. */
  #leave(waiter: Waiter): void {
    if (!this.#waiters.delete(waiter) || this.#waiters.size > 0) return;
    this.#disarm();
    this.#stopFollowing?.();
    this.#stopFollowing = null;
  }

  /** The one that waits longest begins the trial, or goes on. */
  #wakeNext(): void {
    const [next] = this.#waiters;
    if (next === undefined) return;
    this.#leave(next);
    next.wake();
    this.#arm(this.#open === null ? RETURN_STEP_MS : CHOSEN_MS);
  }
}
