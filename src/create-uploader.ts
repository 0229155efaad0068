import { BackendConnections } from './backend-connections.js';
import { checkOptions } from './check-options.js';
import { timeoutOrDefault } from './backend/system-clock.js';
import { FileRejectEvent, FilesAddEvent, type ConflictChoice } from './engine/engine-events.js';
import type { UploaderOptions } from './engine/options.js';
import type { TaskSnapshot, Totals } from './engine/task-snapshot.js';
import { CONNECTIONS_MAX, TrafficController } from './engine/traffic-controller.js';
import { UploadEngine } from './engine/upload-engine.js';
import { UploadError } from './errors.js';
import { createHasher, type DisposableHasher } from './hashing/hash-client.js';
import { admitEntries, type Admission } from './intake/admit-entries.js';
import { collectEntries } from './intake/collect-entries.js';
import { describeEntry } from './intake/describe-entry.js';
import type { Rules } from './intake/accept-rules.js';
import { isMultiple, resolveRules } from './intake/resolve-rules.js';
import { KnownFiles } from './known-files.js';
import { newTask, planFor } from './new-task.js';
import { systemClock } from './platform/clock.js';
import { nameProblem, normalizeName, parseDirectory } from './protocol/file-path.js';
import type { RemotePath } from './protocol/types.js';
import { createConnectivity } from './transport/connectivity.js';
import { createXhrTransport } from './transport/xhr-transport.js';
import type { AddFilesInput, AddFilesResult, Uploader } from './uploader.js';

/** One budget for all uploaders of the page: they share its connections. */
const pageTraffic = new TrafficController(CONNECTIONS_MAX);

/**
 * An uploader without a view.
 *
 * @throws TypeError that names option, value and range where an option is malformed
 */
export function createUploader(options: UploaderOptions = {}): Uploader {
  checkOptions(options);
  const { problem } = placeAndRules(options).rules;
  if (problem !== null) throw new TypeError(problem);
  return new ComposedUploader(options);
}

/** The composition root: knows all adapters, and nothing that they know. */
class ComposedUploader extends EventTarget implements Uploader {
  #options: UploaderOptions;
  readonly #engine: UploadEngine;
  readonly #hasher: DisposableHasher;
  readonly #connections: BackendConnections;
  readonly #adding = new AbortController();
  #lastTurn: Promise<void> = Promise.resolve();
  /** The endpoint that the access token was given for: it must not go to another one. */
  #tokenEndpoint: string | undefined;

  constructor(options: UploaderOptions) {
    super();
    this.#options = withoutNulls(options);
    this.#tokenEndpoint = options.endpoint;
    this.#connections = new BackendConnections(() => this.#options);
    this.#hasher = createHasher({
      clock: systemClock,
      workerUrl: () => this.#options.workerUrl,
      engine: () => enginePreference(this.#options.hashEngine),
    });
    const connectivity = createConnectivity();
    this.#engine = new UploadEngine({
      hasher: this.#hasher,
      transport: createXhrTransport({
        clock: systemClock,
        connectivity,
        onRequest: (report) => this.#options.onRequest?.(report),
      }),
      clock: systemClock,
      connectivity,
      traffic: pageTraffic,
      concurrency: () => concurrencyOf(this.#options.concurrency),
      stallTimeoutMs: () => timeoutOrDefault(this.#options.stallTimeout),
      manualStart: () => this.#options.manualStart === true,
      emit: (event) => this.dispatchEvent(event),
    });
  }

  get tasks(): readonly TaskSnapshot[] {
    return this.#engine.tasks;
  }

  get progress(): Totals {
    return this.#engine.progress;
  }

  setOptions(options: UploaderOptions): void {
    this.#options = { ...this.#options, ...withoutNulls(options) };
    const { endpoint } = this.#options;
    if ('accessToken' in options) this.#tokenEndpoint = endpoint;
    this.#tokenEndpoint ??= endpoint;
    if (endpoint !== undefined && endpoint !== this.#tokenEndpoint) {
      this.#options = { ...this.#options, accessToken: undefined };
      this.#tokenEndpoint = endpoint;
    }
    this.#engine.reconsider();
  }

  async addFiles(input: AddFilesInput, { path }: { readonly path?: string } = {}): Promise<AddFilesResult> {
    // As they are now: what is set afterwards is for later files.
    const options = this.#options;
    const { signal } = this.#adding;
    const { emptyDirectories, entries, rejected } = await collectEntries(input, { path, signal });
    const { directory, rules } = placeAndRules(options);
    const known = new KnownFiles(directory, this.#hasher);
    const replaces = !isMultiple(options);
    let accepted: readonly TaskSnapshot[] | null = [];
    let endTurn = (): void => undefined;
    try {
      const admission = await admitEntries(entries, {
        rules,
        beforeAdd: options.beforeAdd,
        callbackTimeoutMs: this.#connections.callbackTimeoutMs,
        clock: systemClock,
        signal,
        beforeVerdict: async (admitted) => {
          // Only now: `beforeAdd` may take its time, and change names and files.
          endTurn = await this.#takeTurn();
          known.note(this.tasks);
          await known.compare(admitted, signal);
        },
        context: () => (replaces ? { filesCount: 0, totalBytes: 0 } : this.#load()),
        complete: (entry) => describeEntry(entry, options.metadata),
        isDuplicate: (entry) => !replaces && known.has(entry),
        onAdmission: (verdict) => {
          for (const one of [...rejected, ...verdict.rejected]) this.dispatchEvent(new FileRejectEvent(one));
          accepted = this.#enter(verdict, { options, directory, replaces });
        },
      });
      const isTaken = accepted !== null && rules.problem === null;
      if (isTaken) this.#engine.addDirectories(this.#folders(emptyDirectories, directory, options));
      return { accepted: accepted ?? [], rejected: [...rejected, ...admission.rejected] };
    } finally {
      endTurn();
    }
  }

  start(): void {
    this.#engine.start();
  }

  pause(id?: string): void {
    this.#engine.pause(id);
  }

  resume(id?: string): void {
    this.#engine.resume(id);
  }

  retry(id?: string): void {
    this.#engine.retry(id);
  }

  cancel(id?: string): void {
    this.#engine.cancel(id);
  }

  removeTask(id: string): void {
    this.#engine.removeTask(id);
  }

  clearFinished(): void {
    this.#engine.clearFinished();
  }

  renameTask(id: string, name: string): void {
    const normal = normalizeName(name);
    const problem = nameProblem(normal);
    if (problem !== null) {
      throw new TypeError(`renameTask: the service takes no such name (${problem}); give another.`);
    }
    this.#engine.renameTask(id, (spec) => ({
      ...spec,
      remotePath: Object.freeze([...spec.remotePath.slice(0, -1), normal]),
      relativePath: [...spec.relativePath.split('/').slice(0, -1), normal].join('/'),
    }));
  }

  replaceFile(id: string, file: File): void {
    this.#engine.replaceFile(id, { file, ...planFor(file.size, this.#options) });
  }

  resolveConflict(id: string, choice: ConflictChoice, options?: { readonly all?: boolean }): void {
    this.#engine.resolveConflict(id, choice, options);
  }

  warmUp(): void {
    this.#hasher.warmUp();
  }

  destroy(): void {
    this.#adding.abort(new UploadError('canceled', 'The uploader was destroyed.'));
    this.#engine.destroy();
    this.#hasher.dispose();
  }

  /** The new tasks; null where the page kept the files out. */
  #enter(
    { accepted }: Admission,
    { options, directory, replaces }: { options: UploaderOptions; directory: RemotePath; replaces: boolean },
  ): readonly TaskSnapshot[] | null {
    if (accepted.length === 0) return [];
    const files = accepted.map(({ file, relativePath }) => Object.freeze({ file, relativePath }));
    if (!this.dispatchEvent(new FilesAddEvent({ files: Object.freeze(files) }))) return null;
    if (replaces) for (const { id } of this.tasks) this.#engine.removeTask(id);
    const backend = this.#connections.portFor(options);
    return this.#engine.add(accepted.map((entry) => newTask(entry, { options, directory, backend })));
  }

  /** One verdict at a time, else two could let the same file in. Gives what ends the turn. */
  async #takeTurn(): Promise<() => void> {
    const before = this.#lastTurn;
    let end = (): void => undefined;
    this.#lastTurn = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    return end;
  }

  #folders(paths: readonly string[], directory: RemotePath, options: UploaderOptions) {
    const backend = this.#connections.portFor(options);
    return paths.map((path) => ({ backend, remotePath: [...directory, ...path.split('/')] }));
  }

  /** What counts against the limits: all files but those that were canceled. */
  #load(): { filesCount: number; totalBytes: number } {
    const { files, canceled, bytes } = this.progress;
    return { filesCount: files - canceled, totalBytes: bytes };
  }
}

/** Frameworks set null for "not set". */
function withoutNulls(options: UploaderOptions): UploaderOptions {
  return Object.fromEntries(Object.entries(options).map(([option, value]) => [option, value ?? undefined]));
}

function placeAndRules(options: UploaderOptions): { directory: RemotePath; rules: Rules } {
  const rules = resolveRules(options);
  try {
    return { directory: parseDirectory(options.directory ?? ''), rules };
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message : 'directory is malformed';
    return { directory: [], rules: { ...rules, problem: rules.problem ?? problem } };
  }
}

function enginePreference(preference: string | undefined): 'auto' | 'wasm' | 'native' {
  return preference === 'wasm' || preference === 'native' ? preference : 'auto';
}

function concurrencyOf(concurrency: number | string | undefined): number {
  const wanted = Math.trunc(Number(concurrency ?? CONNECTIONS_MAX));
  return Number.isNaN(wanted) ? CONNECTIONS_MAX : Math.min(CONNECTIONS_MAX, Math.max(1, wanted));
}
