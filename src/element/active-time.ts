import type { Totals } from '../engine/task-snapshot.js';

/** How long files were under way, so that the end can tell. What rests or waits for a person costs no time. */
export class ActiveTime {
  readonly #totals: () => Totals;
  #since: number | null = null;
  #ms = 0;

  /** @param totals of the batch as it is now */
  constructor(totals: () => Totals) {
    this.#totals = totals;
  }

  /** Whole seconds of all files in the list so far. */
  get seconds(): number {
    const running = this.#since === null ? 0 : performance.now() - this.#since;
    return Math.round((this.#ms + running) / 1000);
  }

  /** Something changed. Not left to the next drawing, which a hidden page puts off. */
  check(): void {
    const { files, active } = this.#totals();
    if (files === 0) {
      this.#ms = 0;
      this.#since = null;
    } else if (active > 0) {
      this.#since ??= performance.now();
    } else if (this.#since !== null) {
      this.#ms += performance.now() - this.#since;
      this.#since = null;
    }
  }
}
