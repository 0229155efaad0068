import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TaskSnapshot, TaskStatus } from '../engine/task-snapshot.js';

/** How long a removal of sent bytes can be taken back, in ms. */
export const UNDO_MS = 6000;

/** What a removal does, and whom it asks. */
export type RemovalHooks = {
  /** Null where it is gone. */
  readonly find: (id: string) => TaskSnapshot | null;
  /** False: the page keeps the row. */
  readonly ask: (task: TaskSnapshot) => boolean;
  readonly pause: (id: string) => void;
  readonly resume: (id: string) => void;
  readonly remove: (id: string) => void;
};

type Pending = {
  /** It was paused only to be removed. */
  readonly isPausedForThis: boolean;
  readonly timer: ReturnType<typeof setTimeout>;
};

/** Of these nothing is to be lost but the place in the line. */
const UNDER_WAY: ReadonlySet<TaskStatus> = new Set<TaskStatus>([
  'authorizing',
  'uploading',
  'waiting',
  'paused',
]);

const NO_IDS: ReadonlySet<string> = new Set<string>();

/** Rows that a person removes: at once, or where bytes were sent after some seconds in which it can be taken back. */
export class Removals implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly isConnected: boolean };
  readonly #hooks: RemovalHooks;
  readonly #pending = new Map<string, Pending>();
  #ids = NO_IDS;
  #left: { readonly of: readonly TaskSnapshot[]; readonly tasks: readonly TaskSnapshot[] } | null = null;

  constructor(host: ReactiveControllerHost & { readonly isConnected: boolean }, hooks: RemovalHooks) {
    this.#host = host;
    this.#hooks = hooks;
    host.addController(this);
  }

  /** Ids of the rows that go in some seconds; the same set until it changes. */
  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    // Moving an element disconnects and connects it within one task.
    setTimeout(() => {
      if (!this.#host.isConnected) this.finish();
    }, 0);
  }

  /** `tasks` without those that go; the same array for the same one. */
  without(tasks: readonly TaskSnapshot[]): readonly TaskSnapshot[] {
    if (this.#ids.size === 0) return tasks;
    if (this.#left?.of !== tasks)
      this.#left = { of: tasks, tasks: tasks.filter(({ id }) => !this.#ids.has(id)) };
    return this.#left.tasks;
  }

  remove(...tasks: readonly TaskSnapshot[]): void {
    for (const task of tasks) this.#remove(task);
  }

  /** Goes on from the same byte. */
  undo(id: string): void {
    const pending = this.#forget(id);
    if (pending?.isPausedForThis === true) {
      this.#hooks.resume(id);
    }
  }

  /** Somebody may have had them go on, or one may have come to its end. */
  check(): void {
    for (const id of this.#ids) {
      const task = this.#hooks.find(id);
      if (task === null || task.status === 'completed') this.#forget(id);
      else if (task.status !== 'paused' && task.waitReason !== 'paused') this.#finish(id);
    }
  }

  /** There is no time left to take any back. */
  readonly finish = (): void => {
    for (const id of this.#ids) this.#finish(id);
  };

  #remove(task: TaskSnapshot): void {
    const { id, status, bytesSent, waitReason } = task;
    const isPaused = status === 'paused' || waitReason === 'paused';
    if (this.#pending.has(id) || !this.#hooks.ask(task)) {
      return;
    }
    if (!UNDER_WAY.has(status) || bytesSent === 0) {
      this.#hooks.remove(id);
      return;
    }
    // A page that is left can't be come back to within the time.
    if (this.#pending.size === 0) globalThis.addEventListener('pagehide', this.finish);
    const timer = setTimeout(() => this.#finish(id), UNDO_MS);
    this.#pending.set(id, { isPausedForThis: !isPaused, timer });
    this.#changed();
    if (!isPaused) {
      this.#hooks.pause(id);
    }
  }

  #finish(id: string): void {
    this.#forget(id);
    this.#hooks.remove(id);
  }

  #forget(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    if (pending !== undefined) {
      clearTimeout(pending.timer);
      this.#pending.delete(id);
      if (this.#pending.size === 0) globalThis.removeEventListener('pagehide', this.finish);
      this.#changed();
    }
    return pending;
  }

  #changed(): void {
    this.#ids = this.#pending.size === 0 ? NO_IDS : new Set(this.#pending.keys());
    this.#left = null;
    this.#host.requestUpdate();
  }
}
