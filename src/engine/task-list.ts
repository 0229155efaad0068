import type { TaskSnapshot } from './task-snapshot.js';
import type { UploadTask } from './upload-task.js';

/** All tasks in the order added, with their snapshots kept up: a change costs the same among ten thousand. */
export class TaskList {
  readonly #tasks = new Map<string, UploadTask>();
  readonly #places = new Map<string, number>();
  readonly #keptIds = new Set<string>();
  #snapshots: TaskSnapshot[] = [];
  /** A task left: those after it have other places now. */
  #hasGaps = false;
  #view: readonly TaskSnapshot[] | null = null;

  get(id: string): UploadTask | undefined {
    return this.#tasks.get(id);
  }

  /** As they are now: what a walk over them sets off may change them. */
  all(): UploadTask[] {
    return [...this.#tasks.values()];
  }

  /** The same array until something changes. */
  get snapshots(): readonly TaskSnapshot[] {
    this.#view ??= this.#look();
    return this.#view;
  }

  /** Ids of the records that the tasks keep. */
  get keptIds(): ReadonlySet<string> {
    return this.#keptIds;
  }

  /** Adds a task, or takes note that its snapshot is another one. */
  note(task: UploadTask): void {
    const { id, keep } = task.spec;
    const place = this.#places.get(id) ?? this.#snapshots.length;
    if (keep !== null) this.#keptIds.add(keep.id);
    this.#tasks.set(id, task);
    this.#places.set(id, place);
    this.#snapshots[place] = task.snapshot;
    this.#view = null;
  }

  drop({ spec }: UploadTask): void {
    if (spec.keep !== null) this.#keptIds.delete(spec.keep.id);
    this.#tasks.delete(spec.id);
    this.#places.delete(spec.id);
    this.#hasGaps = true;
    this.#view = null;
  }

  #look(): readonly TaskSnapshot[] {
    if (this.#hasGaps) {
      this.#hasGaps = false;
      this.#snapshots = this.all().map((task) => task.snapshot);
      [...this.#tasks.keys()].forEach((id, place) => this.#places.set(id, place));
    }
    return Object.freeze([...this.#snapshots]);
  }
}
