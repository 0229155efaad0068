import type { BackendConnections } from './backend-connections.js';
import type { ClaimableUploads } from './claimable-uploads.js';
import type { EarlierUploads } from './earlier-uploads.js';
import type { Folder } from './engine/empty-folders.js';
import {
  FileRejectEvent,
  FilesAddEvent,
  type Rejection,
  type UploaderEvent,
} from './engine/engine-events.js';
import type { Entry, UploaderOptions } from './engine/options.js';
import type { Hasher } from './engine/ports.js';
import type { TaskSnapshot } from './engine/task-snapshot.js';
import type { UploadEngine } from './engine/upload-engine.js';
import type { Rules } from './intake/accept-rules.js';
import { admitEntries, type AdmittedEntry } from './intake/admit-entries.js';
import { collectEntries } from './intake/collect-entries.js';
import { describeEntry } from './intake/describe-entry.js';
import { isMultiple } from './intake/resolve-rules.js';
import { Portions } from './intake/portions.js';
import { inSlices } from './intake/time-slice.js';
import { KnownFiles } from './known-files.js';
import { newTask, type TaskPlace } from './new-task.js';
import { placeAndRules } from './place-and-rules.js';
import { systemClock } from './platform/clock.js';
import type { RemotePath } from './protocol/types.js';
import type { AddFilesInput, AddFilesResult } from './uploader.js';

/** What the intake works with. */
export type IntakeParts = {
  readonly engine: UploadEngine;
  readonly earlier: EarlierUploads;
  readonly hasher: Hasher;
  readonly connections: BackendConnections;
  readonly placeOf: (options: UploaderOptions, directory: RemotePath) => TaskPlace;
  /** False where a listener prevented the default. */
  readonly emit: (event: UploaderEvent) => boolean;
  /** Aborts once the uploader is destroyed. */
  readonly signal: AbortSignal;
};

/** Files that are judged and announced together. */
const PORTION = 1000;

/** Longest wait for the first read of a choice, in ms, as a disk may be slow; own figure. */
const NOTED_WITHIN_MS = 1000;

/** What one call adds, while it does. */
type Batch = {
  readonly options: UploaderOptions;
  readonly directory: RemotePath;
  readonly rules: Rules;
  readonly replaces: boolean;
  readonly known: KnownFiles;
  readonly accepted: TaskSnapshot[];
  readonly rejected: Rejection[];
  isKeptOut: boolean;
  /** Null: it was not looked for any yet, or nothing is gone on with. */
  claimable: ClaimableUploads | null;
  /** How often all had been canceled before it began. */
  readonly callOffs: number;
  /** Since its first tasks: says that all are made. */
  endReceiving: (() => void) | null;
};

/** The way of files from a choice into the queue, a slice at a time where they are many. */
export class FileIntake {
  readonly #parts: IntakeParts;
  #lastTurn: Promise<void> = Promise.resolve();
  #callOffs = 0;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** All was canceled: files whose tasks are still being made stay out. */
  callOff(): void {
    this.#callOffs += 1;
  }

  /**
   * Of many files the first become tasks while the others are still looked for and judged.
   *
   * @param path folder that all are put into
   */
  async add(
    input: AddFilesInput,
    options: UploaderOptions,
    path: string | undefined,
  ): Promise<AddFilesResult> {
    const { engine, hasher, signal } = this.#parts;
    const { directory, rules } = placeAndRules(options);
    const replaces = !isMultiple(options);
    const batch: Batch = {
      options,
      directory,
      rules,
      replaces,
      known: new KnownFiles(directory, hasher),
      accepted: [],
      rejected: [],
      isKeptOut: false,
      claimable: null,
      callOffs: this.#callOffs,
      endReceiving: null,
    };
    // Of a choice that replaces another only all files together tell which is taken.
    const portions = new Portions<Entry>(replaces ? Number.POSITIVE_INFINITY : PORTION, async ({ file }) => {
      await nextFrame();
      await untilNoted(file);
    });
    let untold: readonly Rejection[] = [];
    const collecting = collectEntries(input, { path, signal, onEntry: (entry) => portions.put(entry) });
    collecting.then(
      ({ rejected }) => {
        untold = rejected;
        portions.end();
      },
      () => portions.end(),
    );
    try {
      for await (const entries of portions.all()) {
        await this.#reject(untold, batch);
        untold = [];
        await this.#addPortion(entries, batch);
      }
      const { emptyDirectories } = await collecting;
      await this.#reject(untold, batch);
      if (rules.problem === null && !batch.isKeptOut && !this.#isCalledOff(batch)) {
        engine.addDirectories(this.#folders(emptyDirectories, directory, options));
      }
      return { accepted: batch.accepted, rejected: batch.rejected };
    } finally {
      batch.endReceiving?.();
    }
  }

  async #addPortion(entries: readonly Entry[], batch: Batch): Promise<void> {
    if (this.#isCalledOff(batch)) return;
    const { connections, earlier, engine, signal } = this.#parts;
    const { known, options, replaces, rules } = batch;
    let endTurn = (): void => undefined;
    try {
      const admission = await admitEntries(entries, {
        rules,
        beforeAdd: options.beforeAdd,
        callbackTimeoutMs: connections.callbackTimeoutMs,
        clock: systemClock,
        signal,
        beforeVerdict: async (admitted) => {
          // Only now: `beforeAdd` may take its time, and change names and files.
          endTurn = await this.#takeTurn();
          await known.note(engine.tasks, signal);
          await known.compare(admitted, signal);
          if (options.noResume === true) return;
          // In its turn: no choice overtakes another. And once, as thousands of records take their time.
          const claimable = batch.claimable ?? (await earlier.look(options));
          batch.claimable = claimable;
          await claimable.compare(admitted, signal);
        },
        context: () => (replaces ? { filesCount: 0, totalBytes: 0 } : this.#load()),
        complete: (entry) => describeEntry(entry, options.metadata),
        isDuplicate: (entry) => !replaces && known.has(entry),
      });
      await this.#reject(admission.rejected, batch);
      if (admission.accepted.length === 0 || this.#isCalledOff(batch)) return;
      if (this.#announce(admission.accepted)) await this.#enter(admission.accepted, batch);
      else batch.isKeptOut = true;
    } finally {
      endTurn();
    }
  }

  /** All was canceled since it began. */
  #isCalledOff({ callOffs }: Batch): boolean {
    return callOffs !== this.#callOffs;
  }

  async #reject(rejections: readonly Rejection[], batch: Batch): Promise<void> {
    batch.rejected.push(...rejections);
    await inSlices(rejections, this.#parts.signal, (slice) => {
      for (const one of slice) this.#parts.emit(new FileRejectEvent(one));
    });
  }

  /** False where the page kept the files out. */
  #announce(accepted: readonly AdmittedEntry[]): boolean {
    const files = accepted.map(({ file, relativePath }) => Object.freeze({ file, relativePath }));
    return this.#parts.emit(new FilesAddEvent({ files: Object.freeze(files) }));
  }

  /** Makes the tasks. */
  async #enter(accepted: readonly AdmittedEntry[], batch: Batch): Promise<void> {
    const { engine, placeOf, signal } = this.#parts;
    if (batch.replaces) for (const { id } of engine.tasks) engine.removeTask(id);
    batch.endReceiving ??= engine.receive();
    const place = placeOf(batch.options, batch.directory);
    await inSlices(accepted, signal, (slice) => {
      if (this.#isCalledOff(batch)) return;
      const tasks = slice.map((entry) => {
        return newTask(entry, { ...place, kept: batch.claimable?.claim(entry) ?? null });
      });
      batch.accepted.push(...engine.add(tasks));
    });
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

  #folders(paths: readonly string[], directory: RemotePath, options: UploaderOptions): readonly Folder[] {
    const backend = this.#parts.connections.portFor(options);
    return paths.map((path) => ({ backend, remotePath: [...directory, ...path.split('/')] }));
  }

  /** What counts against the limits: all files but those that were canceled. */
  #load(): { readonly filesCount: number; readonly totalBytes: number } {
    const { files, canceled, bytes } = this.#parts.engine.progress;
    return { filesCount: files - canceled, totalBytes: bytes };
  }
}

/** Looks at thousands of files keep the browser busy: what is there is drawn before. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    systemClock.frame(() => setTimeout(resolve));
  });
}

/**
 * Chromium answers a look at a file's size only once it has taken note of all files that were taken before
 * it, of ten thousand after 0.2 s, and the page stands still meanwhile. A read waits for the same without it.
 */
async function untilNoted(file: File): Promise<void> {
  await new Promise<void>((resolve) => {
    const stopTimer = systemClock.delay(NOTED_WITHIN_MS, resolve);
    void readALittle(file).then(() => {
      stopTimer();
      resolve();
    });
  });
}

/** What can't be read is told when its turn comes. */
async function readALittle(file: File): Promise<void> {
  try {
    const reader = file.stream().getReader();
    await reader.read();
    await reader.cancel();
  } catch {
    // As said above.
  }
}
