import type { TaskSnapshot } from '../engine/task-snapshot.js';
import type { UploadErrorCode } from '../errors.js';
import { countTask, emptyCensus, type Census, type OpenCensus } from './census.js';
import { filterOf } from './list-filter.js';

/**
 * What the view knows of all tasks, kept up by differences: an unchanged task keeps its snapshot, so that
 * a look at ten thousand of which six moved costs ten thousand comparisons and the work for six.
 */
export class TaskBook {
  #tasks: readonly TaskSnapshot[] = [];
  readonly #folders: string[] = [];
  readonly #failures = new Map<UploadErrorCode, number>();
  #open: OpenCensus = emptyCensus();
  #census: Census = this.#open;
  #lineUp = 0;
  #conditions = 0;

  get tasks(): readonly TaskSnapshot[] {
    return this.#tasks;
  }

  /** The same object until a count in it changes. */
  get census(): Census {
    return this.#census;
  }

  /** Folder of each task below the chosen one, in their order; empty where there is none. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  /** How many tasks failed with which code. */
  get failures(): ReadonlyMap<UploadErrorCode, number> {
    return this.#failures;
  }

  /** Another number once other tasks, in another order or in other folders, are there. */
  get lineUp(): number {
    return this.#lineUp;
  }

  /** Another number once a task is found under another filter. */
  get conditions(): number {
    return this.#conditions;
  }

  /** Takes the tasks as they are now. */
  take(tasks: readonly TaskSnapshot[]): void {
    const before = this.#tasks;
    if (tasks === before) {
      return;
    }
    this.#tasks = tasks;
    this.#open = { ...this.#open };
    const longest = Math.max(before.length, tasks.length);
    for (let index = 0; index < longest; index += 1) {
      if (before[index] !== tasks[index]) {
        this.#replace(index, before[index], tasks[index]);
      }
    }
    this.#folders.length = tasks.length;
    this.#census = this.#open;
  }

  #replace(index: number, before: TaskSnapshot | undefined, now: TaskSnapshot | undefined): void {
    if (before !== undefined) {
      this.#count(before, -1);
    }
    if (now !== undefined) {
      this.#count(now, 1);
    }
    if (now === undefined || before?.id !== now.id || before.relativePath !== now.relativePath) {
      this.#lineUp += 1;
      this.#folders[index] = folderOf(now?.relativePath ?? '');
    } else if (filterOf(before) !== filterOf(now)) {
      this.#conditions += 1;
    }
  }

  #count(task: TaskSnapshot, sign: 1 | -1): void {
    countTask(this.#open, task, sign);
    if (task.status === 'failed') {
      const code = task.error?.code ?? 'unknown';
      const count = (this.#failures.get(code) ?? 0) + sign;
      if (count > 0) {
        this.#failures.set(code, count);
      } else {
        this.#failures.delete(code);
      }
    }
  }
}

/** The path without its last segment. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
