import type { ConflictChoice } from '../engine/engine-events.js';
import type { ResumableUpload } from '../engine/resume-record.js';
import type { TaskSnapshot, Totals } from '../engine/task-snapshot.js';
import type {
  AddFilesInput,
  AddFilesResult,
  ContinueResult,
  DiagnoseOptions,
  DiagnosisReport,
  Uploader,
} from '../uploader.js';
import { FormElement } from './form-element.js';
import { isStoredRow } from './stored-rows.js';

/** Properties that only tell; a page that sets one is warned. */
const READ_ONLY = ['files', 'tasks', 'progress'] as const;

/** The element as scripts use it: what it holds, and its commands. */
export abstract class CommandElement extends FormElement {
  #filesOf: readonly TaskSnapshot[] | null = null;
  #files: readonly File[] = Object.freeze([]);
  #takings = 0;

  constructor() {
    super();
    for (const name of READ_ONLY) {
      if (Object.hasOwn(this, name)) {
        Reflect.deleteProperty(this, name);
        this.#warnReadOnly(name);
      }
    }
  }

  /** The files at hand, canceled ones left out; frozen, the same array until one changes. @readonly */
  get files(): readonly File[] {
    const { tasks } = this;
    if (tasks !== this.#filesOf) {
      this.#filesOf = tasks;
      this.#files = Object.freeze(
        tasks.flatMap(({ file, status }) => (file === null || status === 'canceled' ? [] : [file])),
      );
    }
    return this.#files;
  }

  set files(_: unknown) {
    this.#warnReadOnly('files');
  }

  /** A snapshot of each task, in the order added; the same array until something changes. @readonly */
  get tasks(): readonly TaskSnapshot[] {
    return this.readyUploader().tasks;
  }

  set tasks(_: unknown) {
    this.#warnReadOnly('tasks');
  }

  /** Sums over all tasks; the same object until something changes. @readonly */
  get progress(): Totals {
    return this.readyUploader().progress;
  }

  set progress(_: unknown) {
    this.#warnReadOnly('progress');
  }

  /** Puts files through rules and `beforeAdd`; resolves with what became of each. */
  async addFiles(input: AddFilesInput, options?: { readonly path?: string }): Promise<AddFilesResult> {
    this.forgetNotices();
    const uploader = this.readyUploader();
    const result = await this.#whileTaking(() => uploader.addFiles(input, options));
    this.noteAdded();
    return result;
  }

  /** Starts what waits for it; lets a halted queue go on. */
  start(): void {
    this.forgetNotices();
    this.readyUploader().start();
  }

  /** Pauses one task, or all and the files that come later. */
  pause(id?: string): void {
    this.readyUploader().pause(id);
  }

  /** Goes on with one paused task, or with all and the files that come later. */
  resume(id?: string): void {
    this.readyUploader().resume(id);
  }

  /** Takes a failed task, or all, up where it was; one that waits tries at once. */
  retry(id?: string): void {
    this.readyUploader().retry(id);
  }

  /** Ends one task, or all that are not completed, and frees what the service holds of it. */
  cancel(id?: string): void {
    this.readyUploader().cancel(id);
  }

  /** Cancels first; never deletes what is stored. */
  removeTask(id: string): void {
    const uploader = this.readyUploader();
    this.changeQuietly(() => {
      if (isStoredRow(id)) {
        this.formControl.takeBack(id);
      } else {
        uploader.removeTask(id);
      }
    });
  }

  /** Takes what is completed or canceled off the list. */
  clearFinished(): void {
    const uploader = this.readyUploader();
    this.changeQuietly(() => {
      uploader.clearFinished();
      this.formControl.give([]);
    });
  }

  /** Only before its bytes are sent. */
  renameTask(id: string, name: string): void {
    this.readyUploader().renameTask(id, name);
  }

  /** The file was picked again; the task stays. */
  replaceFile(id: string, file: File): void {
    this.readyUploader().replaceFile(id, file);
  }

  /** Answers for a task whose name is taken; `all`: for those that follow too, until the queue settles. */
  resolveConflict(id: string, choice: ConflictChoice, options?: { readonly all?: boolean }): void {
    this.readyUploader().resolveConflict(id, choice, options);
  }

  /** Unfinished uploads of earlier visits that no other tab works on, oldest first. */
  resumable(): Promise<readonly ResumableUpload[]> {
    return this.readyUploader().resumable();
  }

  /**
   * Goes on with those whose file the browser can open again. Call it by a click or key press, as the
   * person may be asked; the others go on once their file is added again.
   */
  continueUploads(ids?: readonly string[]): Promise<ContinueResult> {
    const uploader = this.readyUploader();
    return this.#whileTaking(() => uploader.continueUploads(ids));
  }

  /** Forgets them, and frees what the service holds of them. */
  discardUploads(ids?: readonly string[]): Promise<void> {
    return this.readyUploader().discardUploads(ids);
  }

  /**
   * Looks for what keeps uploads from working here, and says what to change: worker, WebAssembly, policy, storage,
   * reachability. With `probe` a real upload of one part is started and canceled: CORS, exposed headers, token, quota.
   * The report holds nothing secret. Rejects only when `signal` aborts.
   */
  diagnose(options?: DiagnoseOptions): Promise<DiagnosisReport> {
    return this.readyUploader().diagnose(options);
  }

  /** The uploader, told of all that was set, also before this element was defined. */
  protected abstract readyUploader(): Uploader;
  /** What stands above the list is of an earlier choice. */
  protected abstract forgetNotices(): void;
  /** Files came in. */
  protected abstract noteAdded(): void;

  protected override get isTaking(): boolean {
    return this.#takings > 0;
  }

  protected override clearTasks(): void {
    const uploader = this.readyUploader();
    uploader.cancel();
    for (const { id } of uploader.tasks) {
      uploader.removeTask(id);
    }
    this.forgetNotices();
  }

  /** Files that come are on their way for a form before they are tasks. */
  async #whileTaking<T>(take: () => Promise<T>): Promise<T> {
    this.#takings += 1;
    this.formControl.tell();
    try {
      return await take();
    } finally {
      this.#takings -= 1;
      this.formControl.tell();
      this.submitHold.afterTaking();
    }
  }

  #warnReadOnly(name: (typeof READ_ONLY)[number]): void {
    this.warnOnce(`property ${name} can only be read.`);
  }
}
