import { toUploadError, type UploadError } from '../errors.js';
import { haltsQueue } from '../protocol/service-errors.js';
import type { DirectoryMaker } from './directory-maker.js';
import type { Clock } from './ports.js';
import { retried } from './retried.js';
import type { TaskSpec } from './task-context.js';

/** A remote folder to create. */
export type Folder = Pick<TaskSpec, 'backend' | 'remotePath'>;

/** Folders without a file, which no upload would create; they wait for `start()` as files do. */
export class EmptyFolders {
  readonly #directories: DirectoryMaker;
  readonly #clock: Clock;
  readonly #onFailure: (error: UploadError) => void;
  #waiting: Folder[] = [];
  #isMaking = false;

  constructor(directories: DirectoryMaker, clock: Clock, onFailure: (error: UploadError) => void) {
    this.#directories = directories;
    this.#clock = clock;
    this.#onFailure = onFailure;
  }

  add(folders: readonly Folder[]): void {
    this.#waiting.push(...folders);
  }

  /** Forgets those that wait. */
  clear(): void {
    this.#waiting = [];
  }

  /** Creates those that wait one after the other, so that thousands don't hold up the files. */
  async make(): Promise<void> {
    if (this.#isMaking) return;
    this.#isMaking = true;
    for (let folder = this.#waiting.shift(); folder !== undefined; folder = this.#waiting.shift()) {
      const { backend, remotePath } = folder;
      try {
        const make = () => this.#directories.make(backend, remotePath, this.#clock.monotonic());
        await retried(this.#clock, make);
      } catch (thrown) {
        const error = toUploadError(thrown, 'unknown', 'An empty folder was not created.');
        this.#onFailure(error);
        // The others would meet the same: they wait for the next start().
        if (haltsQueue(error)) break;
      }
    }
    this.#isMaking = false;
  }
}
