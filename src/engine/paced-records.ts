import type { ResumeKeeper } from './resume-keeper.js';
import type { UploadTask } from './upload-task.js';

/** Records of new tasks that are made at once: few enough for a part of a frame. Own figure. */
const AT_ONCE = 100;

/**
 * Has new tasks written down a few at a time, the next when those before are written: the records of ten
 * thousand at once would hold up the page for a second. A task that moves on is written down anyway.
 */
export class PacedRecords {
  readonly #keeper: Pick<ResumeKeeper, 'note' | 'written'>;
  readonly #waiting = new Set<UploadTask>();
  #room = AT_ONCE;
  #isPacing = false;

  constructor(keeper: Pick<ResumeKeeper, 'note' | 'written'>) {
    this.#keeper = keeper;
  }

  add(task: UploadTask): void {
    if (this.#room > 0) {
      this.#room -= 1;
      this.#keeper.note(task);
    } else this.#waiting.add(task);
    if (this.#room === 0 && !this.#isPacing) void this.#pace();
  }

  /** The task left the list. */
  drop(task: UploadTask): void {
    this.#waiting.delete(task);
  }

  async #pace(): Promise<void> {
    this.#isPacing = true;
    do {
      await this.#keeper.written();
      this.#room = AT_ONCE;
      for (const task of this.#waiting) {
        if (this.#room === 0) break;
        this.#room -= 1;
        this.#waiting.delete(task);
        this.#keeper.note(task);
      }
    } while (this.#room === 0);
    this.#isPacing = false;
  }
}
