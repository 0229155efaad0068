import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Totals } from '../engine/task-snapshot.js';

/**
 * How long files were under way, so that the end can tell. What rests or waits for a person costs no time, nor
 * does what goes on without the view.
 */
export class ActiveTime implements ReactiveController {
  readonly #totals: () => Totals;
  #since: number | null = null;
  #ms = 0;

  /** @param totals of the batch as it is now */
  constructor(host: ReactiveControllerHost, totals: () => Totals) {
    this.#totals = totals;
    host.addController(this);
  }

  /** Whole seconds of all files in the list so far. */
  get seconds(): number {
    const running = this.#since === null ? 0 : performance.now() - this.#since;
    return Math.round((this.#ms + running) / 1000);
  }

  /** Another uploader may be drawn, or the view may be back. */
  hostUpdated(): void {
    this.check();
  }

  hostDisconnected(): void {
    this.#stop();
  }

  /** Something changed. Not left to the next drawing, which a hidden page puts off. */
  check(): void {
    const { files, active } = this.#totals();
    if (files === 0) this.reset();
    else if (active > 0) this.#since ??= performance.now();
    else this.#stop();
  }

  /** Other files are shown. */
  reset(): void {
    this.#since = null;
    this.#ms = 0;
  }

  #stop(): void {
    if (this.#since === null) return;
    this.#ms += performance.now() - this.#since;
    this.#since = null;
  }
}
