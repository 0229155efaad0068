import {
  UploadCancelEvent,
  UploadConflictEvent,
  UploadErrorEvent,
  UploadProgressEvent,
  UploadStartEvent,
  UploadStateChangeEvent,
  UploadSuccessEvent,
  type ConflictChoice,
  type UploaderEvent,
} from './engine-events.js';
import { isRunning, type TaskEvent, type TaskState } from './task-state.js';
import { isRestart, type UploadTask } from './upload-task.js';

/** How tasks ended since the last batch. */
export type Ended = { readonly completed: number; readonly failed: number; readonly canceled: number };

/** What the announcer needs of the engine. */
export type AnnouncerHost = {
  readonly push: (event: UploaderEvent) => void;
  readonly noteChanged: (task: UploadTask) => void;
  /** The answer given "for all" conflicts of this batch. */
  readonly standingChoice: () => ConflictChoice | null;
  readonly resolve: (task: UploadTask, choice: ConflictChoice, options?: { readonly all?: boolean }) => void;
};

/** Makes events of what happens to tasks: the change of state first, then the event for it. */
export class TaskAnnouncer {
  readonly #host: AnnouncerHost;
  readonly #started = new WeakSet<UploadTask>();
  readonly #hadProgress = new WeakSet<UploadTask>();
  #ended: Ended = NONE;

  constructor(host: AnnouncerHost) {
    this.#host = host;
  }

  /** How tasks ended since this was last asked; null where none did. */
  takeEnded(): Ended | null {
    const ended = this.#ended;
    this.#ended = NONE;
    return ended.completed + ended.failed + ended.canceled === 0 ? null : ended;
  }

  announceProgress(task: UploadTask): void {
    task.refreshProgress();
    this.#hadProgress.add(task);
    this.#host.noteChanged(task);
    this.#host.push(new UploadProgressEvent({ task: task.snapshot }));
  }

  announce(task: UploadTask, before: TaskState, event: TaskEvent): void {
    const { state } = task;
    if (state.status === 'completed' && !this.#hadProgress.has(task)) this.announceProgress(task);
    const { snapshot } = task;
    const restarted = isRestart(before, state) ? { restarted: true } : {};
    this.#host.push(
      new UploadStateChangeEvent({ task: snapshot, from: before.status, to: state.status, ...restarted }),
    );
    switch (state.status) {
      case 'completed': {
        this.#ended = { ...this.#ended, completed: this.#ended.completed + 1 };
        const { result, confirmKey, instant, verified } = snapshot;
        this.#host.push(new UploadSuccessEvent({ task: snapshot, result, confirmKey, instant, verified }));
        break;
      }
      case 'failed':
        this.#ended = { ...this.#ended, failed: this.#ended.failed + 1 };
        this.#host.push(new UploadErrorEvent({ task: snapshot, error: state.error }));
        break;
      case 'canceled':
        this.#ended = { ...this.#ended, canceled: this.#ended.canceled + 1 };
        this.#host.push(new UploadCancelEvent({ task: snapshot }));
        break;
      case 'conflict':
        this.#ask(task, event);
        break;
      default:
        if (isRunning(state) && !this.#started.has(task)) {
          this.#started.add(task);
          this.#host.push(new UploadStartEvent({ task: snapshot }));
        }
    }
  }

  #ask(task: UploadTask, event: TaskEvent): void {
    const choice = this.#host.standingChoice();
    if (choice !== null) {
      task.dispatch({ type: 'CHOICE_MADE', choice });
      return;
    }
    const existing =
      event.type === 'NAME_TAKEN' && event.existing !== null ? { existing: event.existing } : {};
    this.#host.push(
      new UploadConflictEvent({
        task: task.snapshot,
        ...existing,
        resolve: (answer, options) => {
          this.#host.resolve(task, answer, options);
        },
      }),
    );
  }
}

const NONE: Ended = { completed: 0, failed: 0, canceled: 0 };
