import type { DiagnoseOptions, DiagnosisReport } from './diagnose/report.js';
import type { ConflictChoice, Rejection, UploaderEventMap } from './engine/engine-events.js';
import type { UploaderOptions } from './engine/options.js';
import type { ResumableUpload } from './engine/resume-record.js';
import type { TaskSnapshot, Totals } from './engine/task-snapshot.js';
import type { FileMetadata } from './protocol/types.js';

export type {
  DiagnoseOptions,
  DiagnosisCheck,
  DiagnosisCheckId,
  DiagnosisReport,
} from './diagnose/report.js';

/** One file (or handle) to add. */
export type FileInput =
  | File
  | FileSystemHandle
  | {
      readonly file: File;
      readonly relativePath?: string;
      readonly name?: string;
      readonly metadata?: FileMetadata;
    };

/** What `addFiles` takes: one file, many, a `FileList`, or a `DataTransfer` during its event. */
export type AddFilesInput = FileInput | Iterable<FileInput> | FileList | DataTransfer;

/** What became of the files given to `addFiles`. */
export type AddFilesResult = {
  readonly accepted: readonly TaskSnapshot[];
  readonly rejected: readonly Rejection[];
};

/** What became of unfinished uploads that were to go on. */
export type ContinueResult = {
  readonly continued: readonly TaskSnapshot[];
  /** Their files have to be picked again: `addFiles` finds what they belong to. */
  readonly needFiles: readonly ResumableUpload[];
};

/**
 * The uploader without a view: commands go in, snapshots and events come out.
 * Commands take effect before they return; events follow in a microtask. Without
 * an id a command means all tasks; one that makes no sense does nothing.
 */
export interface Uploader extends EventTarget {
  /** In the order added; the same array until something changes. */
  readonly tasks: readonly TaskSnapshot[];
  /** Sums over all tasks; the same object until something changes. */
  readonly progress: Totals;
  /**
   * Changes options for what comes; what is fixed for a task at its adding stays. A new `endpoint` drops
   * an `accessToken` that is not set with it.
   */
  setOptions(options: UploaderOptions): void;
  /** Resolves after folders were walked, `beforeAdd` and the rules; never rejects for a bad file. */
  addFiles(input: AddFilesInput, options?: { readonly path?: string }): Promise<AddFilesResult>;
  start(): void;
  pause(id?: string): void;
  resume(id?: string): void;
  retry(id?: string): void;
  cancel(id?: string): void;
  /** Cancels first; never deletes what is stored. */
  removeTask(id: string): void;
  clearFinished(): void;
  /** Only before its bytes are sent. */
  renameTask(id: string, name: string): void;
  /** The file was picked again; the task stays. */
  replaceFile(id: string, file: File): void;
  resolveConflict(id: string, choice: ConflictChoice, options?: { readonly all?: boolean }): void;
  /** Unfinished uploads of earlier visits that no other tab works on, oldest first. */
  resumable(): Promise<readonly ResumableUpload[]>;
  /**
   * Goes on with those whose file can be opened again. Call it by a click or key press: the browser
   * may ask the person.
   */
  continueUploads(ids?: readonly string[]): Promise<ContinueResult>;
  /** Forgets them, and frees what the service holds of them. */
  discardUploads(ids?: readonly string[]): Promise<void>;
  /**
   * Looks for what keeps uploads from working here, and says what to change. With `probe` a real upload of
   * one part is started and canceled. Rejects only when `signal` aborts.
   */
  diagnose(options?: DiagnoseOptions): Promise<DiagnosisReport>;
  /** Begins to load what the first file will need. */
  warmUp(): void;
  /** Cancels what runs and lets everything go; the uploader can't be used afterwards. */
  destroy(): void;
  addEventListener<K extends keyof UploaderEventMap>(
    type: K,
    listener: (event: UploaderEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}
