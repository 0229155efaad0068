import { BackendConnections, isPlaceSet } from './backend-connections.js';
import { checkOptions } from './check-options.js';
import { diagnosePage } from './diagnose-page.js';
import { timeoutOrDefault } from './backend/system-clock.js';
import type { DiagnoseOptions, DiagnosisReport } from './diagnose/report.js';
import { ResumeAvailableEvent, type ConflictChoice } from './engine/engine-events.js';
import type { UploaderOptions } from './engine/options.js';
import type { PartTransport } from './engine/ports.js';
import type { ResumableUpload } from './engine/resume-record.js';
import type { TaskSnapshot, Totals } from './engine/task-snapshot.js';
import { UploadEngine } from './engine/upload-engine.js';
import { UploadFreer } from './engine/upload-freer.js';
import { EarlierUploads, resumableUpload } from './earlier-uploads.js';
import { UploadError } from './errors.js';
import { createHasher, type DisposableHasher } from './hashing/hash-client.js';
import { isMultiple } from './intake/resolve-rules.js';
import { FileIntake } from './file-intake.js';
import { newTask, planFor, type TaskPlace } from './new-task.js';
import { placeAndRules } from './place-and-rules.js';
import { systemClock } from './platform/clock.js';
import { pageServices } from './page-services.js';
import { createPagePresence } from './platform/page-presence.js';
import { nameProblem, normalizeName } from './protocol/file-path.js';
import type { RemotePath } from './protocol/types.js';
import { concurrencyOf, enginePreference } from './read-options.js';
import { resumeScopeOf } from './resume-scope.js';
import { createXhrTransport } from './transport/xhr-transport.js';
import type { AddFilesInput, AddFilesResult, ContinueResult, Uploader } from './uploader.js';

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
  readonly #earlier: EarlierUploads;
  readonly #followPage: () => void;
  readonly #transport: PartTransport;
  readonly #adding = new AbortController();
  readonly #intake: FileIntake;
  /** The endpoint that the access token was given for: it must not go to another one. */
  #tokenEndpoint: string | undefined;
  #announcedScope: string | null = null;

  constructor(options: UploaderOptions) {
    super();
    this.#options = withoutNulls(options);
    this.#tokenEndpoint = options.endpoint;
    this.#connections = new BackendConnections(() => this.#options, pageServices.hosts);
    this.#hasher = createHasher({
      clock: systemClock,
      workerUrl: () => this.#options.workerUrl,
      engine: () => enginePreference(this.#options.hashEngine),
    });
    const { connectivity, hosts, store, locks } = pageServices;
    this.#transport = createXhrTransport({
      clock: systemClock,
      connectivity,
      onRequest: (report) => this.#options.onRequest?.(report),
    });
    this.#engine = new UploadEngine({
      ...pageServices,
      hasher: this.#hasher,
      transport: hosts.guardTransport(this.#transport),
      clock: systemClock,
      concurrency: () => concurrencyOf(this.#options.concurrency),
      stallTimeoutMs: () => timeoutOrDefault(this.#options.stallTimeout),
      manualStart: () => this.#options.manualStart === true,
      emit: (event) => {
        if (event.type === 'smh-queue-progress') this.#followPage();
        return this.dispatchEvent(event);
      },
    });
    const freer = new UploadFreer(systemClock);
    this.#earlier = new EarlierUploads({
      store,
      locks,
      clock: systemClock,
      hasher: this.#hasher,
      ownIds: () => this.#engine.keptIds,
      written: () => this.#engine.keeper.written(),
      free: (of, confirmKey) => freer.free(this.#connections.portFor(of), confirmKey),
    });
    this.#intake = new FileIntake({
      engine: this.#engine,
      earlier: this.#earlier,
      hasher: this.#hasher,
      connections: this.#connections,
      placeOf: (of, directory) => this.#placeOf(of, directory),
      emit: (event) => this.dispatchEvent(event),
      signal: this.#adding.signal,
    });
    this.#followPage = createPagePresence(
      { work: this.#engine.pageWork, visit: this.#earlier, locks, hasUnfinished: () => this.#hasUnfinished },
      () => (this.#adding.signal.aborted ? null : this.#options),
    );
    this.#announceEarlier();
  }

  async resumable(): Promise<readonly ResumableUpload[]> {
    return Object.freeze((await this.#earlier.list(this.#options)).map(resumableUpload));
  }

  async continueUploads(ids?: readonly string[]): Promise<ContinueResult> {
    const options = this.#options;
    const { found, missing } = await this.#earlier.open(ids, options);
    const place = this.#placeOf(options, []);
    this.#adding.signal.throwIfAborted();
    // Another call may have taken some while a person was asked; nothing waits from here on.
    const own = this.#engine.keptIds;
    const mine = found.filter(({ kept }) => !own.has(kept.record.id));
    if (!isMultiple(options) && mine.length > 0) {
      mine.splice(0, mine.length - 1);
      for (const { id } of this.tasks) this.#engine.removeTask(id);
    }
    const tasks = mine.map(({ kept, file }) =>
      newTask({ file, relativePath: kept.record.relativePath }, { ...place, kept }),
    );
    const continued = this.#engine.add(tasks, { isAsked: true });
    return Object.freeze({ continued, needFiles: Object.freeze(missing.map(resumableUpload)) });
  }

  discardUploads(ids?: readonly string[]): Promise<void> {
    return this.#earlier.discard(ids, this.#options);
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
    this.#announceEarlier();
    this.#followPage();
  }

  addFiles(input: AddFilesInput, { path }: { readonly path?: string } = {}): Promise<AddFilesResult> {
    // As they are now: what is set afterwards is for later files.
    return this.#intake.add(input, this.#options, path);
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
    if (id === undefined) this.#intake.callOff();
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

  diagnose(how: DiagnoseOptions = {}): Promise<DiagnosisReport> {
    const options = this.#options;
    const { directory, rules } = placeAndRules(options);
    const backend = this.#connections.unguardedPortFor(options);
    return diagnosePage(
      { backend, transport: this.#transport, options, problem: rules.problem, directory },
      how,
    );
  }

  warmUp(): void {
    this.#hasher.warmUp();
  }

  destroy(): void {
    this.#adding.abort(new UploadError('canceled', 'The uploader was destroyed.'));
    this.#engine.destroy();
    this.#followPage();
    this.#hasher.dispose();
  }

  get #hasUnfinished(): boolean {
    const { files, completed, canceled } = this.progress;
    return files > completed + canceled;
  }

  #placeOf(options: UploaderOptions, directory: RemotePath): TaskPlace {
    return { options, directory, backend: this.#connections.portFor(options), visit: this.#earlier.visit };
  }

  /** Says once a scope that there is something to go on with. */
  #announceEarlier(): void {
    const options = this.#options;
    if (options.noResume === true || !isPlaceSet(options)) return;
    const { scope } = resumeScopeOf(options);
    if (scope === this.#announcedScope) return;
    this.#announcedScope = scope;
    void this.resumable().then((records) => {
      if (records.length > 0 && scope === this.#announcedScope)
        this.dispatchEvent(new ResumeAvailableEvent({ records }));
    });
  }
}

/** Frameworks set null for "not set". */
function withoutNulls(options: UploaderOptions): UploaderOptions {
  return Object.fromEntries(Object.entries(options).map(([option, value]) => [option, value ?? undefined]));
}
