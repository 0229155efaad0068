import { ManualClock } from './manual-clock.js';

/** Chance that can be lived again: the same seed gives the same throws. */
export class Dice {
  /** Numbers of its own, so that those of a world's clock are left to the engine. */
  readonly #numbers: ManualClock;
  /** True: nothing happens by chance any more. */
  isCalm = false;

  constructor(seed: number) {
    this.#numbers = new ManualClock({ seed });
  }

  happens(chance: number): boolean {
    return !this.isCalm && this.#numbers.random() < chance;
  }

  /** A whole number from 0 on, less than `count`. */
  pick(count: number): number {
    return Math.floor(this.#numbers.random() * count);
  }

  shuffled<T>(all: readonly T[]): T[] {
    return [...all].sort(() => this.#numbers.random() - 1 / 2);
  }
}
