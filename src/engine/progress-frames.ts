import type { Clock } from './ports.js';
import { isRunning } from './task-state.js';
import type { UploadTask } from './upload-task.js';

/** Gathers the tasks whose bytes moved, and tells of them at most once a frame. */
export class ProgressFrames {
  readonly #clock: Clock;
  readonly #tell: (moving: readonly UploadTask[]) => void;
  readonly #progressing = new Set<UploadTask>();
  #takeBackFrame: (() => void) | null = null;

  constructor(clock: Clock, tell: (moving: readonly UploadTask[]) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  note(task: UploadTask): void {
    this.#progressing.add(task);
    this.#takeBackFrame ??= this.#clock.frame(() => {
      this.#takeBackFrame = null;
      const moving = [...this.#progressing].filter(({ state }) => isRunning(state));
      this.#progressing.clear();
      if (moving.length > 0) this.#tell(moving);
    });
  }

  /** The task left the list. */
  drop(task: UploadTask): void {
    this.#progressing.delete(task);
  }

  stop(): void {
    this.#takeBackFrame?.();
  }
}
