import type { Clock } from '../../src/engine/ports.js';

type Timer = { readonly dueMs: number; readonly order: number; readonly callback: () => void };

/** 2026-11-22T08:00:00Z: a fixed start, so that a printed time means the same in each run. */
const DEFAULT_EPOCH_MS = 1_795_334_400_000;

/** Turns of the microtask queue that `settle` waits: more than any chain of awaits in the engine. */
const SETTLE_TURNS = 50;

/**
 * Time that moves only when a test says so. Timers run in the order of their due
 * times (equal ones in the order they were set), also those set by other timers.
 */
export class ManualClock implements Clock {
  #epochMs: number;
  #elapsedMs = 0;
  #order = 0;
  #randomState: number;
  readonly #timers = new Set<Timer>();
  #frames = new Set<() => void>();

  /** `seed`: any integer; the same seed gives the same `random()` numbers. */
  constructor({
    nowMs = DEFAULT_EPOCH_MS,
    seed = 1,
  }: { readonly nowMs?: number; readonly seed?: number } = {}) {
    this.#epochMs = nowMs;
    this.#randomState = seed >>> 0;
  }

  now(): number {
    return this.#epochMs + this.#elapsedMs;
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  delay(delayMs: number, callback: () => void): () => void {
    const timer: Timer = {
      dueMs: this.#elapsedMs + Math.max(0, delayMs),
      order: this.#order++,
      callback,
    };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  frame(callback: () => void): () => void {
    // A wrapper of its own: the same callback may be asked for twice.
    const waiting = (): void => callback();
    this.#frames.add(waiting);
    return () => this.#frames.delete(waiting);
  }

  /** mulberry32: small, and its sequence is fixed by the seed. */
  random(): number {
    this.#randomState = (this.#randomState + 0x6d2b79f5) >>> 0;
    let mixed = this.#randomState;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Timers not yet run or taken back. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Frame callbacks not yet run or taken back. */
  get pendingFrames(): number {
    return this.#frames.size;
  }

  /** ms until the next timer is due; null when none is set. */
  get nextTimerInMs(): number | null {
    const next = this.#next(Number.POSITIVE_INFINITY);
    return next === undefined ? null : next.dueMs - this.#elapsedMs;
  }

  /**
   * Moves time on by `ms` at once and runs what falls due, each timer at its own
   * time. Promise reactions do not run in between; use `advanceAsync` where a timer's
   * consequence sets the next timer after an `await`.
   */
  advance(ms: number): void {
    const endMs = this.#elapsedMs + ms;
    for (let timer = this.#next(endMs); timer !== undefined; timer = this.#next(endMs)) {
      this.#run(timer);
    }
    this.#elapsedMs = endMs;
  }

  /** As `advance`, with promise reactions run before, between and after the timers. */
  async advanceAsync(ms: number): Promise<void> {
    const endMs = this.#elapsedMs + ms;
    await this.settle();
    for (let timer = this.#next(endMs); timer !== undefined; timer = this.#next(endMs)) {
      this.#run(timer);
      await this.settle();
    }
    this.#elapsedMs = endMs;
  }

  /** Lets promise reactions run while time stands still. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < SETTLE_TURNS; turn++) {
      await Promise.resolve();
    }
  }

  /** Runs the callbacks that wait for a frame; those asked for meanwhile wait for the next one. */
  runFrame(): void {
    const frames = this.#frames;
    this.#frames = new Set();
    for (const callback of frames) {
      callback();
    }
  }

  /** Changes the wall clock alone, as a user or a time service does; timers and `monotonic` do not move. */
  jump(ms: number): void {
    this.#epochMs += ms;
  }

  #run(timer: Timer): void {
    this.#timers.delete(timer);
    this.#elapsedMs = timer.dueMs;
    timer.callback();
  }

  #next(endMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueMs > endMs) {
        continue;
      }
      if (
        next === undefined ||
        timer.dueMs < next.dueMs ||
        (timer.dueMs === next.dueMs && timer.order < next.order)
      ) {
        next = timer;
      }
    }
    return next;
  }
}
