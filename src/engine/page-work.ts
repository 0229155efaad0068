import { UploadError } from '../errors.js';
import { isCommit, isRunning } from './task-state.js';
import type { TaskOwnership } from './task-ownership.js';
import type { TaskQueue } from './task-queue.js';
import type { UnsettledTasks } from './unsettled-tasks.js';
import type { UploadTask } from './upload-task.js';

/** What the page that an engine runs in has to know of its work, and may do to it. */
export class PageWork {
  readonly #queue: TaskQueue<UploadTask>;
  readonly #unsettled: UnsettledTasks;
  readonly #ownership: TaskOwnership;
  readonly #grant: () => void;
  readonly #suspended: UploadTask[] = [];
  #isSuspended = false;

  /** @param grant called when slots are given away again */
  constructor(
    queue: TaskQueue<UploadTask>,
    unsettled: UnsettledTasks,
    ownership: TaskOwnership,
    grant: () => void,
  ) {
    this.#queue = queue;
    this.#unsettled = unsettled;
    this.#ownership = ownership;
    this.#grant = grant;
  }

  /** Something is read, asked for or sent. */
  get isMoving(): boolean {
    return this.#queue.running.size > 0;
  }

  /** Some task goes on by itself, or asks something: to leave now would interrupt it. */
  get isUnsaved(): boolean {
    return !this.#unsettled.isEmpty;
  }

  /** As `isUnsaved`, but for what was told to stop and only waits for an answer. */
  get losesWork(): boolean {
    return this.#unsettled.some(({ state }) => !isRunning(state) || state.wanted === null);
  }

  /** No slot is to be given away. */
  get isSuspended(): boolean {
    return this.#isSuspended;
  }

  /** Leaves the files to other tabs; locks would keep the page out of the back-forward cache. */
  leave(): void {
    this.#ownership.releaseAll();
  }

  /**
   * Ends all requests but commits, whose answer decides; nothing begins until `goOn`.
   * The tasks wait meanwhile: to pause them is for the user.
   */
  suspend(): void {
    this.#isSuspended = true;
    const error = new UploadError('network', 'The page was left; this goes on when it is seen again.');
    for (const task of [...this.#queue.running]) {
      if (!isRunning(task.state) || isCommit(task.state.activity)) continue;
      this.#suspended.push(task);
      task.dispatch({
        type: 'INTERRUPTED',
        error,
        reason: 'network',
        retryAt: null,
        breaker: null,
        spendsTry: false,
        inDoubt: false,
      });
    }
  }

  goOn(): void {
    // All are lined up before the first gets a slot, so that they keep their order.
    for (const task of this.#suspended.splice(0)) task.dispatch({ type: 'NUDGE' });
    this.#isSuspended = false;
    this.#grant();
  }
}
