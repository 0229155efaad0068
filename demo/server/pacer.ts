import { setTimeout as wait } from 'node:timers/promises';

/** Longest time that one lot of bytes may be ahead of its rate, in ms. */
const BURST_MS = 20;

/** Holds readers back to a rate that they share. */
export class Pacer {
  readonly #bytesPerSecond: () => number | null;
  #freeAt = 0;

  /** @param bytesPerSecond asked at each lot; null: no limit */
  constructor(bytesPerSecond: () => number | null) {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Resolves when `bytes` may be taken. */
  async take(bytes: number): Promise<void> {
    const rate = this.#bytesPerSecond();
    if (rate === null) return;
    const now = performance.now();
    this.#freeAt = Math.max(this.#freeAt, now) + (bytes / rate) * 1000;
    if (this.#freeAt - now > BURST_MS) await wait(this.#freeAt - now);
  }
}
