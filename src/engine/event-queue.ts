import type { UploaderEvent } from './engine-events.js';

/**
 * Gives events out in the order of the changes, in a microtask: never inside
 * the command that caused them.
 */
export class EventQueue {
  readonly #emit: (event: UploaderEvent) => boolean;
  readonly #afterBatch: () => readonly UploaderEvent[];
  #waiting: UploaderEvent[] = [];
  #isScheduled = false;
  #hasNews = false;

  /**
   * @param afterBatch asked once all that waited was given out: what to say of the whole
   */
  constructor(emit: (event: UploaderEvent) => boolean, afterBatch: () => readonly UploaderEvent[]) {
    this.#emit = emit;
    this.#afterBatch = afterBatch;
  }

  push(event: UploaderEvent): void {
    this.#waiting.push(event);
    this.schedule();
  }

  /** Lets the batch end even where nothing waits. */
  schedule(): void {
    this.#hasNews = true;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#flush();
    });
  }

  #flush(): void {
    do {
      this.#hasNews = false;
      // The array may grow while it is walked: a listener's commands are told in the same round.
      for (const event of this.#waiting) this.#emit(event);
      this.#waiting = [];
      for (const event of this.#afterBatch()) this.#emit(event);
    } while (this.#hasNews);
    this.#isScheduled = false;
  }
}
