import { toUploadError, type UploadError } from '../errors.js';
import type { DirectoryMaker } from './directory-maker.js';
import type { TaskSpec } from './task-context.js';

/** A remote folder to create. */
export type Folder = Pick<TaskSpec, 'backend' | 'remotePath'>;

/** Folders without a file, which no upload would create; they wait for `start()` as files do. */
export class EmptyFolders {
  readonly #directories: DirectoryMaker;
  readonly #onFailure: (error: UploadError) => void;
  #waiting: Folder[] = [];

  constructor(directories: DirectoryMaker, onFailure: (error: UploadError) => void) {
    this.#directories = directories;
    this.#onFailure = onFailure;
  }

  add(folders: readonly Folder[]): void {
    this.#waiting.push(...folders);
  }

  /** Creates those that wait; `now` in ms, monotonic. */
  make(now: number): void {
    for (const { backend, remotePath } of this.#waiting) {
      this.#directories.make(backend, remotePath, now).catch((thrown: unknown) => {
        this.#onFailure(toUploadError(thrown, 'unknown', 'An empty folder was not created.'));
      });
    }
    this.#waiting = [];
  }
}
