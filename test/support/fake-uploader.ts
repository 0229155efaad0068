import {
  QueueProgressEvent,
  UploadStateChangeEvent,
  type ConflictChoice,
  type UploaderEvent,
} from '../../src/engine/engine-events.js';
import type { UploaderOptions } from '../../src/engine/options.js';
import type { ResumableUpload } from '../../src/engine/resume-record.js';
import type { TaskSnapshot, TaskStatus, Totals } from '../../src/engine/task-snapshot.js';
import type {
  AddFilesInput,
  AddFilesResult,
  ContinueResult,
  DiagnoseOptions,
  DiagnosisReport,
  Uploader,
} from '../../src/uploader.js';

/** A snapshot with the fields that a test cares about. */
export function fakeTask(fields: Partial<TaskSnapshot> = {}): TaskSnapshot {
  const name = fields.name ?? 'notes.txt';
  const size = fields.size ?? 1000;
  const bytesSent = fields.bytesSent ?? (fields.status === 'completed' ? size : 0);
  return Object.freeze({
    id: name,
    file: fields.file ?? new File(['x'], name),
    name,
    relativePath: name,
    remotePath: [name],
    size,
    type: '',
    status: 'queued',
    bytesHashed: 0,
    bytesSent,
    bytesSaved: 0,
    progress: fields.status === 'completed' ? 1 : size > 0 ? bytesSent / size : 0,
    bytesPerSecond: null,
    secondsLeft: null,
    waitReason: null,
    retryAt: null,
    attempt: 1,
    instant: false,
    resumed: false,
    verified: null,
    confirmKey: null,
    error: null,
    result: fields.status === 'completed' ? { path: [name] } : null,
    ...fields,
  });
}

/** One command as it came. */
export type FakeCall = readonly [command: string, ...details: readonly unknown[]];

const RUNNING: ReadonlySet<TaskStatus> = new Set<TaskStatus>([
  'queued',
  'hashing',
  'authorizing',
  'uploading',
  'confirming',
  'waiting',
]);

/**
 * Stands in for the engine: holds the tasks a test gives it, notes the commands,
 * and obeys those that change a status. Events follow in a microtask, as from the real one.
 */
export class FakeUploader extends EventTarget implements Uploader {
  readonly calls: FakeCall[] = [];
  options: UploaderOptions = {};
  #tasks: readonly TaskSnapshot[] = Object.freeze([]);
  #totals: Totals | null = null;

  get tasks(): readonly TaskSnapshot[] {
    return this.#tasks;
  }

  get progress(): Totals {
    this.#totals ??= totalsOf(this.#tasks);
    return this.#totals;
  }

  /** Shows these tasks from now on. */
  show(tasks: readonly TaskSnapshot[]): void {
    this.#tasks = Object.freeze([...tasks]);
    this.#totals = null;
    queueMicrotask(() => this.dispatchEvent(new QueueProgressEvent({ progress: this.progress })));
  }

  /** Dispatches at once; false where the default was prevented. */
  tell(event: UploaderEvent): boolean {
    return this.dispatchEvent(event);
  }

  /** Names of the commands so far. */
  get commands(): readonly string[] {
    return this.calls.map(([command]) => command);
  }

  setOptions(options: UploaderOptions): void {
    this.calls.push(['setOptions', options]);
    this.options = { ...this.options, ...options };
  }

  addFiles(input: AddFilesInput, options?: { readonly path?: string }): Promise<AddFilesResult> {
    this.calls.push(['addFiles', input, options]);
    return Promise.resolve({ accepted: [], rejected: [] });
  }

  start(): void {
    this.calls.push(['start']);
  }

  pause(id?: string): void {
    this.calls.push(['pause', id]);
    this.#move(id, (status) => (RUNNING.has(status) ? 'paused' : status));
  }

  resume(id?: string): void {
    this.calls.push(['resume', id]);
    this.#move(id, (status) => (status === 'paused' ? 'uploading' : status));
  }

  retry(id?: string): void {
    this.calls.push(['retry', id]);
    this.#move(id, (status) => (status === 'failed' ? 'queued' : status));
  }

  cancel(id?: string): void {
    this.calls.push(['cancel', id]);
    this.#move(id, (status) => (status === 'completed' ? status : 'canceled'));
  }

  removeTask(id: string): void {
    this.calls.push(['removeTask', id]);
    this.show(this.#tasks.filter((task) => task.id !== id));
  }

  clearFinished(): void {
    this.calls.push(['clearFinished']);
    this.show(this.#tasks.filter(({ status }) => status !== 'completed' && status !== 'canceled'));
  }

  renameTask(id: string, name: string): void {
    this.calls.push(['renameTask', id, name]);
  }

  replaceFile(id: string, file: File): void {
    this.calls.push(['replaceFile', id, file]);
  }

  resolveConflict(id: string, choice: ConflictChoice, options?: { readonly all?: boolean }): void {
    this.calls.push(['resolveConflict', id, choice, options]);
  }

  earlier: readonly ResumableUpload[] = [];

  resumable(): Promise<readonly ResumableUpload[]> {
    return Promise.resolve(this.earlier);
  }

  continueUploads(ids?: readonly string[]): Promise<ContinueResult> {
    this.calls.push(['continueUploads', ids]);
    return Promise.resolve({ continued: [], needFiles: this.earlier.filter(({ hasHandle }) => !hasHandle) });
  }

  discardUploads(ids?: readonly string[]): Promise<void> {
    this.calls.push(['discardUploads', ids]);
    return Promise.resolve();
  }

  diagnose(options?: DiagnoseOptions): Promise<DiagnosisReport> {
    this.calls.push(['diagnose', options]);
    return Promise.resolve({ ok: true, probed: false, page: null, checks: [] });
  }

  warmUp(): void {
    this.calls.push(['warmUp']);
  }

  destroy(): void {
    this.calls.push(['destroy']);
  }

  #move(id: string | undefined, next: (status: TaskStatus) => TaskStatus): void {
    const changes: UploadStateChangeEvent[] = [];
    this.#tasks = Object.freeze(
      this.#tasks.map((task) => {
        const status = next(task.status);
        if ((id !== undefined && id !== task.id) || status === task.status) return task;
        const moved = Object.freeze({ ...task, status, error: null });
        changes.push(new UploadStateChangeEvent({ task: moved, from: task.status, to: status }));
        return moved;
      }),
    );
    this.#totals = null;
    queueMicrotask(() => {
      for (const change of changes) this.dispatchEvent(change);
      if (changes.length > 0) this.dispatchEvent(new QueueProgressEvent({ progress: this.progress }));
    });
  }
}

function totalsOf(tasks: readonly TaskSnapshot[]): Totals {
  const inStatus = (...statuses: readonly TaskStatus[]): number =>
    tasks.filter(({ status }) => statuses.includes(status)).length;
  const counted = tasks.filter(({ status }) => status !== 'canceled');
  const bytes = counted.reduce((sum, { size }) => sum + size, 0);
  const bytesSent = counted.reduce((sum, task) => sum + task.bytesSent, 0);
  const speeds = tasks.map(({ bytesPerSecond }) => bytesPerSecond).filter((speed) => speed !== null);
  const bytesPerSecond = speeds.length > 0 ? speeds.reduce((sum, speed) => sum + speed, 0) : null;
  return Object.freeze({
    files: tasks.length,
    completed: inStatus('completed'),
    failed: inStatus('failed'),
    canceled: inStatus('canceled'),
    active: inStatus('hashing', 'authorizing', 'uploading', 'confirming'),
    bytes,
    bytesSent,
    bytesSaved: counted.reduce((sum, { bytesSaved }) => sum + bytesSaved, 0),
    progress: bytes > 0 ? bytesSent / bytes : 0,
    bytesPerSecond,
    secondsLeft: bytesPerSecond === null ? null : (bytes - bytesSent) / bytesPerSecond,
  });
}
