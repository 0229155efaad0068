import type { Connectivity } from './ports.js';
import { isUnsettled } from './task-state.js';
import type { UploadTask } from './upload-task.js';

/**
 * Tasks that are queued for a slot, active, waiting or in conflict. Those that wait
 * for the network go on at once when it is back; what the service put off does not.
 */
export class UnsettledTasks {
  readonly #connectivity: Connectivity;
  readonly #tasks = new Set<UploadTask>();
  readonly #heldBack = new Set<UploadTask>();
  #stopFollowing: (() => void) | null = null;

  constructor(connectivity: Connectivity) {
    this.#connectivity = connectivity;
  }

  get isEmpty(): boolean {
    return this.#tasks.size === 0;
  }

  some(isSo: (task: UploadTask) => boolean): boolean {
    for (const task of this.#tasks) if (isSo(task)) return true;
    return false;
  }

  /** How many wait for a host that is left alone for the moment. */
  get heldBack(): number {
    return this.#heldBack.size;
  }

  /** Takes note of a task's state. */
  note(task: UploadTask): void {
    const { state } = task;
    if (isUnsettled(state)) this.#tasks.add(task);
    else this.#tasks.delete(task);
    if (state.status === 'waiting' && state.breaker !== null) this.#heldBack.add(task);
    else this.#heldBack.delete(task);
    this.#follow();
  }

  /** The task left the list. */
  drop(task: UploadTask): void {
    this.#tasks.delete(task);
    this.#heldBack.delete(task);
    this.#follow();
  }

  /** Listens only while there is something to go on with: a listener would keep an idle uploader alive. */
  #follow(): void {
    if (this.isEmpty) {
      this.#stopFollowing?.();
      this.#stopFollowing = null;
    } else {
      this.#stopFollowing ??= this.#connectivity.onChange(() => {
        if (this.#connectivity.isOnline) this.#nudge();
      });
    }
  }

  #nudge(): void {
    for (const task of [...this.#tasks]) {
      const { state } = task;
      // A breaker sends one ahead.
      const isAboutNetwork =
        state.status === 'waiting' &&
        state.breaker === null &&
        (state.reason === 'offline' || state.reason === 'network');
      if (isAboutNetwork) task.dispatch({ type: 'NUDGE' });
    }
  }
}
