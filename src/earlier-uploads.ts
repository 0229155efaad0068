import { ClaimableUploads, isAlike } from './claimable-uploads.js';
import type { UploaderOptions } from './engine/options.js';
import type { Clock, Hasher, TabLock, TabLocks } from './engine/ports.js';
import { visitLock } from './engine/task-ownership.js';
import type { KeptUpload, ResumableUpload, ResumeStore } from './engine/resume-record.js';
import { openKeptHandle } from './intake/file-handles.js';
import { partLength } from './protocol/part-plan.js';
import { DAY_MS, resumeLifeMs } from './resume-life.js';
import { randomId, resumeScopeOf } from './resume-scope.js';

/** Between two sweeps of what all scopes left, in ms; own figure: they read the whole store. */
const SWEEP_INTERVAL_MS = 15 * 60_000;

/** How long the result of a file waits for a tab that waited for it, in ms (`protocol.md` 14.17). */
const TOMBSTONE_MS = 15 * 60_000;

/** What they work with. */
export type EarlierUploadsServices = {
  readonly store: ResumeStore;
  readonly locks: TabLocks;
  readonly clock: Pick<Clock, 'now'>;
  readonly hasher: Pick<Hasher, 'hashBeginning'>;
  /** Ids of the records that tasks of this uploader keep. */
  readonly ownIds: () => ReadonlySet<string>;
  /** Resolves once what is known of the tasks is written down. */
  readonly written: () => Promise<void>;
  /** Frees an upload at the service of `options`. */
  readonly free: (options: UploaderOptions, confirmKey: string) => void;
};

/** A record whose file is at hand again. */
export type FoundUpload = { readonly kept: KeptUpload; readonly file: File };

/** The lock that says that a visit lives; `stop` ends the wait for it. */
type Life = { readonly stop: AbortController; lock: TabLock | null };

/** The unfinished uploads of earlier visits: shown, matched with files picked again, given up. */
export class EarlierUploads {
  /** The visit that keeps the records of this uploader. */
  readonly visit = randomId();
  readonly #services: EarlierUploadsServices;
  #isAlive = false;
  #sweptAt = Number.NEGATIVE_INFINITY;
  #life: Life | null = null;

  constructor(services: EarlierUploadsServices) {
    this.#services = services;
  }

  /**
   * Those that no living visit works on, oldest first. What is older than this uploader would keep
   * it, or the one that wrote it, is given up.
   *
   * All of it goes by the wall clock, the only one that outlives a visit. Where it was set back,
   * records are of the future: they stay until their time has come after all, since too long does
   * no harm. One that runs ahead can't be told from days that passed; what is swept has a day's grace.
   */
  async list(options: UploaderOptions): Promise<readonly KeptUpload[]> {
    const { store, clock, ownIds } = this.#services;
    const now = clock.now();
    const lifeMs = resumeLifeMs(options);
    const isOver = ({ record }: KeptUpload): boolean =>
      Math.min(record.expiresAt, record.updatedAt + lifeMs) < now;
    const all = await store.list(resumeScopeOf(options).scope);
    const others = all.filter(({ record }) => !ownIds().has(record.id));
    const living = await this.#livingAmong(new Set(others.map(({ record }) => record.visit)));
    // Records of this visit without a task were left behind by it, and are free.
    living.delete(this.visit);
    const left = others.filter(({ record }) => !living.has(record.visit));
    await this.#giveUp(options, left.filter(isOver));
    await this.#sweep(now);
    return left.filter((kept) => !isOver(kept));
  }

  /** Tells other tabs whether the records of this visit are being worked on. */
  live(isAlive: boolean): void {
    this.#isAlive = isAlive;
    if (!isAlive) this.#end();
    else this.#life ??= this.#begin();
  }

  /** Nothing is unfinished any more: that must be written down before others look. */
  async rest(): Promise<void> {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    await this.#services.written();
    if (!this.#isAlive) this.#end();
  }

  /** Its own name, where it was just returned, may not be free yet. */
  #begin(): Life {
    const life: Life = { stop: new AbortController(), lock: null };
    const { signal } = life.stop;
    this.#services.locks.wait(visitLock(this.visit), { signal }).then(
      (lock) => {
        if (signal.aborted) lock.release();
        else life.lock = lock;
      },
      () => undefined,
    );
    return life;
  }

  #end(): void {
    this.#life?.stop.abort();
    // At once: of a page that is left nothing runs afterwards.
    this.#life?.lock?.release();
    this.#life = null;
  }

  /** What the files of one choice may go on with. */
  async look(options: UploaderOptions): Promise<ClaimableUploads> {
    return new ClaimableUploads(await this.list(options), this.#services);
  }

  /** Opens the files of kept handles; the others have to be picked again. */
  async open(
    ids: readonly string[] | undefined,
    options: UploaderOptions,
  ): Promise<{ readonly found: readonly FoundUpload[]; readonly missing: readonly KeptUpload[] }> {
    const wanted = await this.#wanted(ids, options);
    const found: FoundUpload[] = [];
    const missing: KeptUpload[] = [];
    for (const kept of wanted) {
      const file = kept.handle === null ? null : await openKeptHandle(kept.handle);
      if (file !== null && isAlike(kept.record, file)) found.push({ kept, file });
      else missing.push(kept);
    }
    return { found, missing };
  }

  /** Forgets them, and frees what the service holds of them. */
  async discard(ids: readonly string[] | undefined, options: UploaderOptions): Promise<void> {
    await this.#giveUp(options, await this.#wanted(ids, options));
  }

  async #wanted(
    ids: readonly string[] | undefined,
    options: UploaderOptions,
  ): Promise<readonly KeptUpload[]> {
    const all = await this.list(options);
    return ids === undefined ? all : all.filter(({ record }) => ids.includes(record.id));
  }

  async #giveUp(options: UploaderOptions, kept: readonly KeptUpload[]): Promise<void> {
    if (kept.length === 0) return;
    await this.#services.store.remove(kept.map(({ record }) => record.id));
    for (const { record } of kept)
      if (record.confirmKey !== null) this.#services.free(options, record.confirmKey);
  }

  /**
   * Forgets what other scopes left. Nothing can be freed there, as only their uploaders know the
   * service: so these have a day more to give up by themselves what is too old.
   */
  async #sweep(now: number): Promise<void> {
    // Either way: the clock may have been set back since.
    if (Math.abs(now - this.#sweptAt) < SWEEP_INTERVAL_MS) return;
    this.#sweptAt = now;
    await this.#services.store.sweep({
      expiredBefore: now - DAY_MS,
      tombstonesBefore: now - TOMBSTONE_MS,
      livingAmong: (visits) => this.#livingAmong(visits),
    });
  }

  async #livingAmong(visits: ReadonlySet<string>): Promise<Set<string>> {
    const living = new Set<string>();
    await Promise.all(
      [...visits].map(async (visit) => {
        if (await this.#services.locks.isTaken(visitLock(visit))) living.add(visit);
      }),
    );
    return living;
  }
}

/** A record as a page sees it. */
export function resumableUpload({ record, handle }: KeptUpload): ResumableUpload {
  const { id, relativePath, remotePath, size, type, lastModified, plan, sent, createdAt } = record;
  let bytesSent = 0;
  for (const [partNumber] of sent) bytesSent += partLength(plan, partNumber, size);
  return Object.freeze({
    id,
    name: remotePath.at(-1) ?? '',
    relativePath,
    remotePath,
    size,
    type,
    lastModified,
    bytesSent,
    addedAt: createdAt,
    hasHandle: handle !== null,
  });
}
