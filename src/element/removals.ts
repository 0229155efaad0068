import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TaskSnapshot, TaskStatus } from '../engine/task-snapshot.js';
import { inSlices } from '../intake/time-slice.js';

/** How long a removal of sent bytes can be taken back, in ms. */
export const UNDO_MS = 6000;

/** What a removal does, and whom it asks. */
export type RemovalHooks = {
  /** False: the page keeps the row. */
  readonly ask: (task: TaskSnapshot) => boolean;
  readonly pause: (id: string) => void;
  readonly resume: (id: string) => void;
  readonly remove: (id: string) => void;
};

type Pending = {
  /** It was paused only to be removed. */
  readonly isPausedForThis: boolean;
  readonly batch: Batch;
};

/** What goes by one click. */
type Batch = { readonly ids: Set<string>; readonly timer: ReturnType<typeof setTimeout> };

/** What can rest until it goes for good. */
const UNDER_WAY: ReadonlySet<TaskStatus> = new Set<TaskStatus>([
  'queued',
  'hashing',
  'authorizing',
  'uploading',
  'waiting',
  'paused',
]);

/** Aborts what need not be stopped. */
const NEVER = new AbortController().signal;

const NO_IDS: ReadonlySet<string> = new Set<string>();

/** Rows that a person removes: at once, or where bytes were sent after some seconds in which it can be taken back. */
export class Removals implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly isConnected: boolean };
  readonly #hooks: RemovalHooks;
  readonly #pending = new Map<string, Pending>();
  #ids: ReadonlySet<string> | null = NO_IDS;
  #left: { readonly of: readonly TaskSnapshot[]; readonly tasks: readonly TaskSnapshot[] } | null = null;

  constructor(host: ReactiveControllerHost & { readonly isConnected: boolean }, hooks: RemovalHooks) {
    this.#host = host;
    this.#hooks = hooks;
    host.addController(this);
  }

  /** Ids of the rows that go in some seconds; the same set until it changes. */
  get ids(): ReadonlySet<string> {
    return (this.#ids ??= new Set(this.#pending.keys()));
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
    if (this.#pending.size === 0) return tasks;
    if (this.#left?.of !== tasks)
      this.#left = { of: tasks, tasks: tasks.filter(({ id }) => !this.#pending.has(id)) };
    return this.#left.tasks;
  }

  /** With an undo where bytes were sent, or where several go at once: nobody wants to choose a thousand again. */
  remove(...tasks: readonly TaskSnapshot[]): void {
    const asked = tasks.filter((task) => !this.#pending.has(task.id) && this.#hooks.ask(task));
    const kept: TaskSnapshot[] = [];
    for (const task of asked) {
      if (UNDER_WAY.has(task.status) && (task.bytesSent > 0 || asked.length > 1)) kept.push(task);
      else this.#hooks.remove(task.id);
    }
    if (kept.length > 0) this.#keep(kept);
  }

  /** Goes on from the same byte; without an id all that can be taken back. */
  undo(id?: string): void {
    for (const one of id === undefined ? this.ids : [id]) {
      if (this.#forget(one)?.isPausedForThis === true) this.#hooks.resume(one);
    }
  }

  /** Somebody may have had it go on, or it may have come to its end. */
  check({ id, status, waitReason }: TaskSnapshot): void {
    if (!this.#pending.has(id)) return;
    if (status === 'completed') this.#forget(id);
    else if (status !== 'paused' && waitReason !== 'paused') this.#finish(id);
  }

  /** There is no time left to take any back. */
  readonly finish = (): void => {
    for (const id of this.ids) this.#finish(id);
  };

  #keep(tasks: readonly TaskSnapshot[]): void {
    // A page that is left can't be come back to within the time.
    if (this.#pending.size === 0) globalThis.addEventListener('pagehide', this.finish);
    const ids = new Set(tasks.map(({ id }) => id));
    const timer = setTimeout(() => void this.#finishInSlices([...ids]), UNDO_MS);
    for (const { id, status } of tasks) {
      this.#pending.set(id, { isPausedForThis: status !== 'paused', batch: { ids, timer } });
    }
    this.#changed();
    // The last first: a slot that one gives back must not go to another that is about to go too.
    for (const { id, status } of [...tasks].reverse()) if (status !== 'paused') this.#hooks.pause(id);
  }

  /** What is taken back meanwhile, or went already, is left alone. */
  #finishInSlices(ids: readonly string[]): Promise<void> {
    return inSlices(ids, NEVER, (slice) => {
      for (const id of slice) if (this.#pending.has(id)) this.#finish(id);
    });
  }

  #finish(id: string): void {
    this.#forget(id);
    this.#hooks.remove(id);
  }

  #forget(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    if (pending !== undefined) {
      const { ids, timer } = pending.batch;
      ids.delete(id);
      if (ids.size === 0) clearTimeout(timer);
      this.#pending.delete(id);
      if (this.#pending.size === 0) globalThis.removeEventListener('pagehide', this.finish);
      this.#changed();
    }
    return pending;
  }

  #changed(): void {
    this.#ids = null;
    this.#left = null;
    this.#host.requestUpdate();
  }
}
