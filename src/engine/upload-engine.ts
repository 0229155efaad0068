import { sizeOf } from '../protocol/file-size.js';
import { haltsQueue } from '../protocol/service-errors.js';
import { UploadErrorEvent, type ConflictChoice, type UploaderEvent } from './engine-events.js';
import { BatchEnd } from './batch-end.js';
import { DirectoryMaker } from './directory-maker.js';
import { EmptyFolders, type Folder } from './empty-folders.js';
import { EventQueue } from './event-queue.js';
import { Gate } from './gate.js';
import { PacedRecords } from './paced-records.js';
import { PageWork } from './page-work.js';
import { ProgressFrames } from './progress-frames.js';
import { QueueTotals } from './queue-totals.js';
import type { NewFile, NewTask, TaskServices, TaskSpec } from './task-context.js';
import { TaskOwnership } from './task-ownership.js';
import { TaskAnnouncer } from './task-announcer.js';
import { TaskList } from './task-list.js';
import { TaskQueue } from './task-queue.js';
import type { TaskSnapshot, Totals } from './task-snapshot.js';
import { initialCheckpoint, openKey } from './checkpoint.js';
import type { TabLocks } from './ports.js';
import { ResumeKeeper } from './resume-keeper.js';
import type { ResumeStore } from './resume-record.js';
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

/** What the engine works with: adapters, and the settings that count at once. */
export type EngineServices = Omit<TaskServices, 'makeDirectory' | 'freeUpload' | 'saved' | 'isOwned'> & {
  /** Null: nothing is kept for a later visit. */
  readonly store: ResumeStore | null;
  /** Null: no other tab is thought of. */
  readonly locks: TabLocks | null;
  readonly emit: (event: UploaderEvent) => boolean;
  /** New batches wait for `start()`. */
  readonly manualStart: () => boolean;
};

/** All tasks of one uploader: commands go in, snapshots and events come out. */
export class UploadEngine {
  readonly #services: EngineServices;
  readonly #taskServices: TaskServices;
  readonly #folders: EmptyFolders;
  readonly #tasks = new TaskList();
  readonly #queue = new TaskQueue<UploadTask>();
  readonly #totals = new QueueTotals();
  readonly #events: EventQueue;
  readonly #announcer: TaskAnnouncer;
  readonly #unsettled: UnsettledTasks;
  /** What is kept for a later visit. */
  readonly keeper: ResumeKeeper;
  readonly #records: PacedRecords;
  readonly #ownership: TaskOwnership;
  /** For the page that this runs in. */
  readonly pageWork: PageWork;
  readonly #frames: ProgressFrames;
  readonly #batchEnd: BatchEnd;
  readonly #removing = new Set<UploadTask>();
  #choiceForAll: ConflictChoice | null = null;
  readonly #gate: Gate;
  #isGranting = true;
  #isDestroyed = false;

  constructor(services: EngineServices) {
    this.#services = services;
    this.#unsettled = new UnsettledTasks(services.connectivity);
    this.#gate = new Gate(() => services.manualStart());
    this.keeper = new ResumeKeeper(services.store, services.clock);
    this.#records = new PacedRecords(this.keeper);
    this.#ownership = new TaskOwnership(services);
    this.pageWork = new PageWork(this.#queue, this.#unsettled, this.#ownership, () => this.#grant());
    const directories = new DirectoryMaker(services.clock);
    this.#folders = new EmptyFolders(directories, services.clock, (error) => {
      this.#events.push(new UploadErrorEvent({ task: null, error }));
    });
    const freer = new UploadFreer(services.clock);
    this.#taskServices = {
      ...services,
      makeDirectory: (spec, since) => directories.make(spec.backend, spec.remotePath.slice(0, -1), since),
      saved: (spec) => this.keeper.saved(spec),
      isOwned: ({ id }) => this.#ownership.isOwned(this.#tasks.get(id)),
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
    this.#frames = new ProgressFrames(services.clock, (moving) => {
      for (const task of moving) this.#announcer.announceProgress(task);
      this.#totals.tick(services.clock.monotonic());
    });
    this.#batchEnd = new BatchEnd(this.progress);
  }

  /** In the order added; the same array until something changes. */
  get tasks(): readonly TaskSnapshot[] {
    return this.#tasks.snapshots;
  }

  /** The same object until something changes. */
  get progress(): Totals {
    return this.#totals.read(this.#services.clock.monotonic());
  }

  /** Ids of the records that the tasks keep. */
  get keptIds(): ReadonlySet<string> {
    return this.#tasks.keptIds;
  }

  /**
   * The directories and plan of a task are fixed now; it begins as soon as there is a slot.
   *
   * @param isAsked true: a person asked for these, so that they don't wait for `start()`
   */
  add(added: readonly NewTask[], { isAsked = false }: { readonly isAsked?: boolean } = {}): TaskSnapshot[] {
    const held = isAsked ? !this.#gate.isOpen : this.#gate.isHeld;
    const tasks = added.map((one) => this.#create(one, held));
    this.#events.schedule();
    this.#grant();
    return tasks.map((task) => task.snapshot);
  }

  /** What is added until the end, which this gives, is one batch: it does not settle before. */
  receive(): () => void {
    const end = this.#gate.receive();
    return () => {
      end();
      this.#events.schedule();
    };
  }

  /** Creates remote folders that hold no file. A failure is told as an error without a task. */
  addDirectories(folders: readonly Folder[]): void {
    this.#folders.add(folders);
    if (!this.#gate.isHeld) void this.#folders.make();
  }

  start(): void {
    this.#gate.start();
    void this.#folders.make();
    this.#toAll({ type: 'START' });
  }

  pause(id?: string): void {
    if (id === undefined) this.#gate.pause();
    this.#command({ type: 'PAUSE' }, id);
  }

  resume(id?: string): void {
    this.#command({ type: 'RESUME' }, id);
    // What failed the whole queue is gone when the page says so by start(), not before.
    if (id !== undefined || !this.#gate.isPaused) return;
    this.#gate.open();
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
    for (const task of this.#tasks.all()) if (isFinal(task.state)) this.#drop(task);
  }

  /** Only before its upload is open; `remotePath` is the whole new path. */
  renameTask(id: string, spec: (before: TaskSpec) => TaskSpec): void {
    const task = this.#tasks.get(id);
    if (task === undefined) return;
    const checkpoint = checkpointOf(task.state);
    const isOpening = task.state.status === 'authorizing';
    if (checkpoint === null || openKey(checkpoint) !== null || checkpoint.fullStartTried || isOpening) return;
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
    this.#frames.stop();
  }

  #create({ spec, plan, strategy, leftOff }: NewTask, held: boolean): UploadTask {
    const size = sizeOf(spec.file);
    const { withoutInstantUpload: withoutHashes } = spec;
    const checkpoint = { ...initialCheckpoint({ size, plan, strategy, withoutHashes }), ...leftOff };
    const initial: TaskState = { status: 'queued', checkpoint, held, front: false, elsewhere: false };
    const task: UploadTask = new UploadTask(spec, initial, this.#taskServices, {
      onTransition: (_, before, event) => {
        this.#onTransition(task, before, event);
      },
      onProgress: () => {
        this.#frames.note(task);
      },
    });
    this.#noteChanged(task);
    this.#records.add(task);
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
    for (const task of this.#tasks.all()) task.dispatch(command);
    this.#isGranting = true;
    this.#grant();
  }

  #halt(): void {
    this.#gate.halt();
    this.#toAll({ type: 'QUEUE_HALTED' });
  }

  #redefine(task: UploadTask, spec: TaskSpec): void {
    task.redefine(spec);
    this.#ownership.redefined(task);
    this.keeper.note(task);
    this.#noteChanged(task);
    this.#events.schedule();
  }

  #drop(task: UploadTask): void {
    this.#queue.remove(task);
    this.#removing.delete(task);
    this.#frames.drop(task);
    this.#unsettled.drop(task);
    this.#ownership.drop(task);
    this.#records.drop(task);
    this.#tasks.drop(task);
    this.#totals.remove(task.spec.id);
    this.#events.schedule();
    this.#grant();
  }

  #noteChanged(task: UploadTask): void {
    this.#totals.update(task.snapshot);
    this.#tasks.note(task);
    this.#unsettled.note(task);
  }

  #onTransition(task: UploadTask, before: TaskState, event: TaskEvent): void {
    this.#noteChanged(task);
    // What is announced may move the task on at once (a choice that stands for all): look again.
    if (before.status !== task.state.status || isRestart(before, task.state))
      this.#announcer.announce(task, before, event);
    this.#line(task);
    this.keeper.note(task);
    this.#ownership.note(task, before);
    this.#events.schedule();
    if (isFinal(task.state) && this.#removing.has(task)) this.#drop(task);
    else if (isQueueFailure(task.state, event)) this.#halt();
    else if (!isRunning(task.state)) this.#grant();
  }

  /** Slots and places in the queue follow from the state. */
  #line(task: UploadTask): void {
    const { state } = task;
    if (state.status === 'queued' && !state.held && !state.elsewhere)
      this.#queue.enqueue(task, { front: state.front });
    else if (!isRunning(state)) this.#queue.remove(task);
  }

  #grant(): void {
    if (!this.#isGranting || this.pageWork.isSuspended) return;
    // Those that were held back keep their slots: the next ones would only meet the same.
    const slots = this.#services.concurrency() + SLOTS_AHEAD - this.#unsettled.heldBack;
    this.#queue.grant(slots, (task) => this.#ownership.run(task));
  }

  #closeBatch(): UploaderEvent[] {
    const isSettled = this.#unsettled.isEmpty && !this.#gate.isReceiving;
    const ended = isSettled ? this.#announcer.takeEnded() : null;
    if (ended !== null) this.#choiceForAll = null;
    return this.#batchEnd.events(this.progress, ended, () => this.tasks);
  }
}

/** True where the queue is what failed, not one file: the others would meet the same. */
function isQueueFailure(state: TaskState, event: TaskEvent): boolean {
  return (
    event.type === 'REFUSED' &&
    state.status === 'failed' &&
    haltsQueue(event.error, state.checkpoint.strategy)
  );
}
