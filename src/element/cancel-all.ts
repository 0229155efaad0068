import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TaskSnapshot, TaskStatus } from '../engine/task-snapshot.js';
import { UNDO_MS } from './removals.js';
import { isAtRest } from './task-action.js';

/** The element that it cancels for, as scripts command it. */
type Host = ReactiveControllerHost & {
  readonly isConnected: boolean;
  readonly tasks: readonly TaskSnapshot[];
  pause(id?: string): void;
  resume(): void;
  cancel(): void;
};

type Pending = {
  readonly timer: ReturnType<typeof setTimeout>;
  /** Ids of what was paused before, which stays so. */
  readonly paused: readonly string[];
  /** Others were not. */
  readonly hasOthers: boolean;
};

/** They move although all were paused: somebody had them go on. */
const MOVING: ReadonlySet<TaskStatus> = new Set<TaskStatus>(['hashing', 'authorizing', 'uploading']);

/**
 * Cancels all, after some seconds in which that can be taken back: until then all is paused, also what is still
 * coming in, and is drawn as canceled. No question is asked, and no byte is lost by a slip.
 */
export class CancelAll implements ReactiveController {
  readonly #host: Host;
  readonly #canceled = new WeakMap<TaskSnapshot, TaskSnapshot>();
  #pending: Pending | null = null;
  #drawn: { readonly of: readonly TaskSnapshot[]; readonly tasks: readonly TaskSnapshot[] } | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  /** It can still be taken back. */
  get canUndo(): boolean {
    return this.#pending !== null;
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    // Moving an element disconnects and connects it within one task.
    setTimeout(() => {
      if (!this.#host.isConnected) this.finish();
    }, 0);
  }

  begin(): void {
    if (this.#pending !== null) return;
    const open = this.#host.tasks.filter(({ status }) => !isAtRest(status));
    const paused = open.filter(({ status, waitReason }) => status === 'paused' || waitReason === 'paused');
    this.#pending = {
      timer: setTimeout(() => this.finish(), UNDO_MS),
      paused: paused.map(({ id }) => id),
      hasOthers: paused.length < open.length,
    };
    this.#host.pause();
    this.#host.requestUpdate();
  }

  /** All goes on from the same byte. */
  undo(): void {
    const pending = this.#forget();
    if (pending?.hasOthers !== true) return;
    this.#host.resume();
    for (const id of pending.paused) this.#host.pause(id);
  }

  /** There is no time left to take it back. What is chosen from now on is sent. */
  readonly finish = (): void => {
    if (this.#forget() === null) return;
    this.#host.cancel();
    this.#host.resume();
  };

  /** Where somebody had one go on, nothing is canceled. */
  check({ status, waitReason }: TaskSnapshot): void {
    if (MOVING.has(status) && waitReason !== 'paused') this.#forget();
  }

  /** `tasks` as they will be; the same array for the same one. */
  drawn(tasks: readonly TaskSnapshot[]): readonly TaskSnapshot[] {
    if (this.#pending === null) return tasks;
    if (this.#drawn?.of !== tasks)
      this.#drawn = { of: tasks, tasks: tasks.map((task) => this.#asCanceled(task)) };
    return this.#drawn.tasks;
  }

  #asCanceled(task: TaskSnapshot): TaskSnapshot {
    if (task.status === 'completed') return task;
    const known = this.#canceled.get(task);
    if (known !== undefined) return known;
    const canceled: TaskSnapshot = Object.freeze({
      ...task,
      status: 'canceled',
      waitReason: null,
      error: null,
    });
    this.#canceled.set(task, canceled);
    return canceled;
  }

  #forget(): Pending | null {
    const pending = this.#pending;
    if (pending === null) return null;
    clearTimeout(pending.timer);
    this.#pending = null;
    this.#drawn = null;
    this.#host.requestUpdate();
    return pending;
  }
}
