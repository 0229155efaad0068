import type { PartPlan } from '../protocol/part-plan.js';
import { haltsQueue } from '../protocol/service-errors.js';
import type { ConflictStrategy } from '../protocol/types.js';
import {
  QueueProgressEvent,
  QueueSettleEvent,
  UploadErrorEvent,
  type ConflictChoice,
  type UploaderEvent,
} from './engine-events.js';
import { DirectoryMaker } from './directory-maker.js';
import { EmptyFolders, type Folder } from './empty-folders.js';
import { EventQueue } from './event-queue.js';
import { QueueTotals } from './queue-totals.js';
import type { TaskServices, TaskSpec } from './task-context.js';
import { TaskAnnouncer } from './task-announcer.js';
import { TaskQueue } from './task-queue.js';
import type { TaskSnapshot, Totals } from './task-snapshot.js';
import { initialCheckpoint } from './checkpoint.js';
import {
  checkpointOf,
  isFinal,
  isRunning,
  type Command,
  type TaskEvent,
  type TaskState,
} from './task-state.js';
import { UnsettledTasks } from './unsettled-tasks.js';
import { UploadFreer } from './upload-freer.js';
import { UploadTask, isRestart } from './upload-task.js';

/** Slots beyond the budget of requests, so that the next files are prepared while the others are sent. */
const SLOTS_AHEAD = 2;

const CHOICES: readonly ConflictChoice[] = ['rename', 'overwrite', 'skip'];

/** Whether new files wait for `start()`, and what closed the gate. */
type Gate = 'open' | 'paused' | 'halted';

/** A file that passed the rules, with what is fixed for it from now on. */
export type NewTask = {
  readonly spec: TaskSpec;
  readonly plan: PartPlan;
  readonly strategy: ConflictStrategy;
};

/** A file picked again, how it is cut, and what stands against it. */
export type NewFile = Pick<TaskSpec, 'file' | 'refusal'> & { readonly plan: PartPlan };

/** What the engine works with: adapters, and the settings that count at once. */
export type EngineServices = Omit<TaskServices, 'makeDirectory' | 'freeUpload'> & {
  readonly emit: (event: UploaderEvent) => boolean;
  /** New batches wait for `start()`. */
  readonly manualStart: () => boolean;
};

/** All tasks of one uploader: commands go in, snapshots and events come out. */
export class UploadEngine {
  readonly #services: EngineServices;
  readonly #taskServices: TaskServices;
  readonly #folders: EmptyFolders;
  readonly #tasks = new Map<string, UploadTask>();
  readonly #queue = new TaskQueue<UploadTask>();
  readonly #totals = new QueueTotals();
  readonly #events: EventQueue;
  readonly #announcer: TaskAnnouncer;
  readonly #unsettled: UnsettledTasks;
  readonly #progressing = new Set<UploadTask>();
  readonly #removing = new Set<UploadTask>();
  #tasksView: readonly TaskSnapshot[] | null = null;
  #toldTotals: Totals;
  #takeBackFrame: (() => void) | null = null;
  #choiceForAll: ConflictChoice | null = null;
  #gate: Gate = 'open';
  #isGranting = true;
  #isDestroyed = false;

  constructor(services: EngineServices) {
    this.#services = services;
    this.#unsettled = new UnsettledTasks(services.connectivity);
    const directories = new DirectoryMaker(services.clock);
    this.#folders = new EmptyFolders(directories, services.clock, (error) => {
      this.#events.push(new UploadErrorEvent({ task: null, error }));
    });
    const freer = new UploadFreer(services.clock);
    this.#taskServices = {
      ...services,
      makeDirectory: (spec, since) => directories.make(spec.backend, spec.remotePath.slice(0, -1), since),
      freeUpload: (spec, confirmKey) => {
        freer.free(spec.backend, confirmKey);
      },
    };
    this.#events = new EventQueue(
      (event) => this.#isDestroyed || services.emit(event),
      () => this.#closeBatch(),
    );
    this.#announcer = new TaskAnnouncer({
      push: (event) => {
        this.#events.push(event);
      },
      noteChanged: (task) => {
        this.#noteChanged(task);
      },
      standingChoice: () => this.#choiceForAll,
      resolve: (task, choice, options) => {
        this.resolveConflict(task.spec.id, choice, options);
      },
    });
    this.#toldTotals = this.progress;
  }

  /** In the order added; the same array until something changes. */
  get tasks(): readonly TaskSnapshot[] {
    this.#tasksView ??= Object.freeze([...this.#tasks.values()].map((task) => task.snapshot));
    return this.#tasksView;
  }

  /** The same object until something changes. */
  get progress(): Totals {
    return this.#totals.read(this.#services.clock.monotonic());
  }

  /** The directories and plan of a task are fixed now; it begins as soon as there is a slot. */
  add(added: readonly NewTask[]): TaskSnapshot[] {
    const held = this.#isHeld();
    const tasks = added.map((one) => this.#create(one, held));
    this.#grant();
    return tasks.map((task) => task.snapshot);
  }

  /** Creates remote folders that hold no file. A failure is told as an error without a task. */
  addDirectories(folders: readonly Folder[]): void {
    this.#folders.add(folders);
    if (!this.#isHeld()) void this.#folders.make();
  }

  start(): void {
    this.#gate = 'open';
    void this.#folders.make();
    this.#toAll({ type: 'START' });
  }

  pause(id?: string): void {
    if (id === undefined && this.#gate === 'open') this.#gate = 'paused';
    this.#command({ type: 'PAUSE' }, id);
  }

  resume(id?: string): void {
    this.#command({ type: 'RESUME' }, id);
    // What failed the whole queue is gone when the page says so by start(), not before.
    if (id !== undefined || this.#gate !== 'paused') return;
    this.#gate = 'open';
    if (!this.#services.manualStart()) this.start();
  }

  retry(id?: string): void {
    this.#command({ type: 'RETRY' }, id);
  }

  cancel(id?: string): void {
    if (id === undefined) this.#folders.clear();
    this.#command({ type: 'CANCEL' }, id);
  }

  resolveConflict(
    id: string,
    choice: ConflictChoice,
    { all = false }: { readonly all?: boolean } = {},
  ): void {
    // A page without types may give any text; it would become the strategy on the wire.
    if (!CHOICES.includes(choice) || this.#tasks.get(id)?.state.status !== 'conflict') return;
    this.#command({ type: 'CHOICE_MADE', choice }, id);
    if (!all) return;
    this.#choiceForAll = choice;
    this.#toAll({ type: 'CHOICE_MADE', choice });
  }

  /** Cancels first; a commit under way decides before the task leaves the list. */
  removeTask(id: string): void {
    const task = this.#tasks.get(id);
    if (task === undefined) return;
    this.#removing.add(task);
    task.dispatch({ type: 'CANCEL' });
    if (isFinal(task.state)) this.#drop(task);
  }

  clearFinished(): void {
    for (const task of [...this.#tasks.values()]) if (isFinal(task.state)) this.#drop(task);
  }

  /** Only before its upload is open; `remotePath` is the whole new path. */
  renameTask(id: string, spec: (before: TaskSpec) => TaskSpec): void {
    const task = this.#tasks.get(id);
    if (task === undefined) return;
    const checkpoint = checkpointOf(task.state);
    const isOpening = task.state.status === 'authorizing';
    if (checkpoint === null || checkpoint.token !== null || checkpoint.fullStartTried || isOpening) return;
    this.#redefine(task, spec(task.spec));
    task.dispatch({ type: 'RENAMED' });
  }

  /** Puts the file picked again in place of one that changed or could not be read. */
  replaceFile(id: string, { file, plan, refusal }: NewFile): void {
    const task = this.#tasks.get(id);
    if (task?.state.status !== 'failed') return;
    const { file: before, refusal: refusedBefore } = task.spec;
    const isAlike = before.size === file.size && before.lastModified === file.lastModified;
    const sameContent = isAlike && refusedBefore === null;
    this.#redefine(task, { ...task.spec, file, refusal });
    const { withoutInstantUpload: withoutHashes } = task.spec;
    task.dispatch({ type: 'FILE_REPLACED', size: file.size, plan, withoutHashes, sameContent });
  }

  /** Settings that bear on slots or the budget changed. */
  reconsider(): void {
    this.#services.traffic.reconsider();
    this.#grant();
  }

  /** Cancels everything and falls silent. */
  destroy(): void {
    this.#isDestroyed = true;
    this.cancel();
    this.#takeBackFrame?.();
  }

  /** New files wait for `start()`. */
  #isHeld(): boolean {
    return this.#gate !== 'open' || this.#services.manualStart();
  }

  #create({ spec, plan, strategy }: NewTask, held: boolean): UploadTask {
    const { size } = spec.file;
    const checkpoint = initialCheckpoint({
      size,
      plan,
      strategy,
      withoutHashes: spec.withoutInstantUpload,
    });
    const initial: TaskState = { status: 'queued', checkpoint, held, front: false };
    const task: UploadTask = new UploadTask(spec, initial, this.#taskServices, {
      onTransition: (_, before, event) => {
        this.#onTransition(task, before, event);
      },
      onProgress: () => {
        this.#onProgress(task);
      },
    });
    this.#tasks.set(spec.id, task);
    this.#noteChanged(task);
    if (spec.refusal !== null) task.dispatch({ type: 'REFUSED', error: spec.refusal, inDoubt: false });
    else if (!held) this.#queue.enqueue(task, { front: false });
    return task;
  }

  #command(command: Command, id: string | undefined): void {
    if (id === undefined) this.#toAll(command);
    else this.#tasks.get(id)?.dispatch(command);
  }

  /** A slot that one task gives back must not go to another that is about to hear the same. */
  #toAll(command: Command): void {
    this.#isGranting = false;
    for (const task of [...this.#tasks.values()]) task.dispatch(command);
    this.#isGranting = true;
    this.#grant();
  }

  #halt(): void {
    this.#gate = 'halted';
    this.#toAll({ type: 'QUEUE_HALTED' });
  }

  #redefine(task: UploadTask, spec: TaskSpec): void {
    task.redefine(spec);
    this.#noteChanged(task);
    this.#events.schedule();
  }

  #drop(task: UploadTask): void {
    this.#queue.remove(task);
    this.#removing.delete(task);
    this.#progressing.delete(task);
    this.#unsettled.drop(task);
    this.#tasks.delete(task.spec.id);
    this.#totals.remove(task.spec.id);
    this.#tasksView = null;
    this.#events.schedule();
    this.#grant();
  }

  #noteChanged(task: UploadTask): void {
    this.#totals.update(task.snapshot);
    this.#tasksView = null;
    this.#unsettled.note(task);
  }

  #onTransition(task: UploadTask, before: TaskState, event: TaskEvent): void {
    this.#noteChanged(task);
    // What is announced may move the task on at once (a choice that stands for all): look again.
    if (before.status !== task.state.status || isRestart(before, task.state))
      this.#announcer.announce(task, before, event);
    this.#line(task);
    this.#events.schedule();
    if (isFinal(task.state) && this.#removing.has(task)) this.#drop(task);
    else if (isQueueFailure(task.state, event)) this.#halt();
    else if (!isRunning(task.state)) this.#grant();
  }

  /** Slots and places in the queue follow from the state. */
  #line(task: UploadTask): void {
    const { state } = task;
    if (state.status === 'queued' && !state.held) this.#queue.enqueue(task, { front: state.front });
    else if (!isRunning(state)) this.#queue.remove(task);
  }

  #grant(): void {
    if (!this.#isGranting) return;
    this.#queue.grant(this.#services.concurrency() + SLOTS_AHEAD, (task) =>
      task.dispatch({ type: 'SLOT_GRANTED' }),
    );
  }

  #onProgress(task: UploadTask): void {
    this.#progressing.add(task);
    this.#takeBackFrame ??= this.#services.clock.frame(() => {
      this.#takeBackFrame = null;
      this.#tick();
    });
  }

  #tick(): void {
    const moving = [...this.#progressing].filter((task) => isRunning(task.state));
    this.#progressing.clear();
    for (const task of moving) this.#announcer.announceProgress(task);
    if (moving.length > 0) this.#totals.tick(this.#services.clock.monotonic());
  }

  /** What there is to say of the whole once all else was said. */
  #closeBatch(): UploaderEvent[] {
    const closing: UploaderEvent[] = [];
    const totals = this.progress;
    if (totals !== this.#toldTotals) {
      this.#toldTotals = totals;
      closing.push(new QueueProgressEvent({ progress: totals }));
    }
    const ended = this.#unsettled.isEmpty ? this.#announcer.takeEnded() : null;
    if (ended !== null) {
      this.#choiceForAll = null;
      const paused = this.tasks.filter((task) => task.status === 'paused').length;
      closing.push(new QueueSettleEvent({ ...ended, paused }));
    }
    return closing;
  }
}

/** True where the queue is what failed, not one file: the others would meet the same. */
function isQueueFailure(state: TaskState, event: TaskEvent): boolean {
  return event.type === 'REFUSED' && state.status === 'failed' && haltsQueue(event.error);
}
