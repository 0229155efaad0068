import type { RejectCode, UploadError } from '../errors.js';
import type { FileInfo, StoredFile } from '../protocol/types.js';
import type { ResumableUpload } from './resume-record.js';
import type { TaskSnapshot, TaskStatus, Totals } from './task-snapshot.js';

const NOTICE: EventInit = { bubbles: true, composed: true };
const QUESTION: EventInit = { bubbles: true, composed: true, cancelable: true };

/** Files passed the rules and `beforeAdd`. `preventDefault()` keeps them out. */
export class FilesAddEvent extends CustomEvent<{
  readonly files: readonly { readonly file: File; readonly relativePath: string }[];
}> {
  constructor(detail: FilesAddEvent['detail']) {
    super('smh-files-add', { ...QUESTION, detail: Object.freeze(detail) });
  }
}

/** A file that did not become a task, and why. */
export type Rejection = {
  readonly file: File;
  readonly relativePath: string;
  readonly code: RejectCode;
  readonly message: string;
};

/** A rule refused a file; not an error. */
export class FileRejectEvent extends CustomEvent<Rejection> {
  constructor(detail: Rejection) {
    super('smh-file-reject', { ...NOTICE, detail: Object.freeze(detail) });
  }
}

/** A task got its slot for the first time. */
export class UploadStartEvent extends CustomEvent<{ readonly task: TaskSnapshot }> {
  constructor(detail: UploadStartEvent['detail']) {
    super('smh-upload-start', { ...NOTICE, detail: Object.freeze(detail) });
  }
}

/** Bytes were hashed or sent; at most once a frame and task. */
export class UploadProgressEvent extends CustomEvent<{ readonly task: TaskSnapshot }> {
  constructor(detail: UploadProgressEvent['detail']) {
    super('smh-upload-progress', { ...NOTICE, detail: Object.freeze(detail) });
  }
}

/** A task went from one status to another. */
export class UploadStateChangeEvent extends CustomEvent<{
  readonly task: TaskSnapshot;
  readonly from: TaskStatus;
  readonly to: TaskStatus;
  /** True where the upload starts again from nothing. */
  readonly restarted?: boolean;
}> {
  constructor(detail: UploadStateChangeEvent['detail']) {
    super('smh-upload-state-change', { ...NOTICE, detail: Object.freeze(detail) });
  }
}

/** Answers to a name conflict. */
export type ConflictChoice = 'rename' | 'overwrite' | 'skip';

/** The name is taken. `preventDefault()`: the page answers by `resolve`, at once or later. */
export class UploadConflictEvent extends CustomEvent<{
  readonly task: TaskSnapshot;
  readonly existing?: FileInfo;
  readonly resolve: (choice: ConflictChoice, options?: { readonly all?: boolean }) => void;
}> {
  constructor(detail: UploadConflictEvent['detail']) {
    super('smh-upload-conflict', { ...QUESTION, detail: Object.freeze(detail) });
  }
}

/** A file is stored (or handed over to the page's backend). */
export class UploadSuccessEvent extends CustomEvent<{
  readonly task: TaskSnapshot;
  readonly result: StoredFile | null;
  readonly confirmKey: string | null;
  readonly instant: boolean;
  readonly verified: true | null;
}> {
  constructor(detail: UploadSuccessEvent['detail']) {
    super('smh-upload-success', { ...NOTICE, detail: Object.freeze(detail) });
  }
}

/** A task failed and rests; `retry` takes it up where it was. */
export class UploadErrorEvent extends CustomEvent<{
  /** Null where the queue failed, not one file. */
  readonly task: TaskSnapshot | null;
  readonly error: UploadError;
}> {
  constructor(detail: UploadErrorEvent['detail']) {
    super('smh-upload-error', { ...NOTICE, detail: Object.freeze(detail) });
  }
}

/** A task was canceled or its file skipped. */
export class UploadCancelEvent extends CustomEvent<{ readonly task: TaskSnapshot }> {
  constructor(detail: UploadCancelEvent['detail']) {
    super('smh-upload-cancel', { ...NOTICE, detail: Object.freeze(detail) });
  }
}

/** A row's remove button was used. `preventDefault()` keeps the row. */
export class TaskRemoveEvent extends CustomEvent<{ readonly task: TaskSnapshot }> {
  constructor(detail: TaskRemoveEvent['detail']) {
    super('smh-task-remove', { ...QUESTION, detail: Object.freeze(detail) });
  }
}

/** There are unfinished uploads of an earlier visit. */
export class ResumeAvailableEvent extends CustomEvent<{ readonly records: readonly ResumableUpload[] }> {
  constructor(detail: ResumeAvailableEvent['detail']) {
    super('smh-resume-available', { ...NOTICE, detail: Object.freeze(detail) });
  }
}

/** The sums over all tasks changed. */
export class QueueProgressEvent extends CustomEvent<{ readonly progress: Totals }> {
  constructor(detail: QueueProgressEvent['detail']) {
    super('smh-queue-progress', { ...NOTICE, detail: Object.freeze(detail) });
  }
}

/** A batch came to rest; numbers since the last one. */
export class QueueSettleEvent extends CustomEvent<{
  readonly completed: number;
  readonly failed: number;
  readonly canceled: number;
  readonly paused: number;
}> {
  constructor(detail: QueueSettleEvent['detail']) {
    super('smh-queue-settle', { ...NOTICE, detail: Object.freeze(detail) });
  }
}

/** Every event by its name, for typed listeners. */
export type UploaderEventMap = {
  'smh-files-add': FilesAddEvent;
  'smh-file-reject': FileRejectEvent;
  'smh-upload-start': UploadStartEvent;
  'smh-upload-progress': UploadProgressEvent;
  'smh-upload-state-change': UploadStateChangeEvent;
  'smh-upload-conflict': UploadConflictEvent;
  'smh-upload-success': UploadSuccessEvent;
  'smh-upload-error': UploadErrorEvent;
  'smh-upload-cancel': UploadCancelEvent;
  'smh-task-remove': TaskRemoveEvent;
  'smh-queue-progress': QueueProgressEvent;
  'smh-queue-settle': QueueSettleEvent;
  'smh-resume-available': ResumeAvailableEvent;
};

/** Any event of the uploader. */
export type UploaderEvent = UploaderEventMap[keyof UploaderEventMap];
