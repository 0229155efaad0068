import type { Checkpoint } from './checkpoint.js';
import type { Clock, Hasher, TabLock, TabLocks } from './ports.js';
import { leftOffBy } from './record-of-task.js';
import type { ResumeRecord, ResumeStore, Tombstone } from './resume-record.js';
import type { TaskSpec } from './task-context.js';
import { wholeCrc } from './stored-proof.js';
import { checkpointOf, isCommit, isRunning, isUnsettled, openKeyOf, type TaskState } from './task-state.js';
import type { UploadTask } from './upload-task.js';

/** Looks whether a visit is gone, and the time between two, in ms. Own figures. */
const LOOKS_MAX = 4;
const LOOK_AGAIN_MS = 250;

/** Held as long as a visit lives and has something unfinished. */
export function visitLock(visit: string): string {
  return `visit ${visit}`;
}

/** What ownership works with. */
export type OwnershipServices = {
  /** Null: this is the only tab that counts. */
  readonly locks: TabLocks | null;
  readonly store: ResumeStore | null;
  readonly hasher: Pick<Hasher, 'checksum'>;
  readonly clock: Pick<Clock, 'now' | 'delay'>;
};

/**
 * A file is worked on by one tab; in another its task stays queued, and takes
 * over the result, or goes on where the other one left off.
 */
export class TaskOwnership {
  readonly #services: OwnershipServices;
  readonly #locks = new Map<UploadTask, TabLock>();
  readonly #waits = new Map<UploadTask, AbortController>();

  constructor(services: OwnershipServices) {
    this.#services = services;
  }

  /** The task has a slot: it runs if no other tab works on its file. */
  run(task: UploadTask): void {
    if (this.#services.locks === null || this.#locks.has(task)) task.dispatch({ type: 'SLOT_GRANTED' });
    else void this.#claim(task, this.#services.locks);
  }

  /**
   * Whether the file of a running task is this tab's still. A lock without Web Locks can be lost in a
   * long sleep: then the task has none from now on, and has to be run again.
   */
  async isOwned(task: UploadTask | undefined): Promise<boolean> {
    const lock = task && this.#locks.get(task);
    // Without one this is the only tab that counts, or the task has left the list.
    if (task === undefined || lock === undefined || (await lock.isHeld())) return true;
    if (this.#locks.get(task) === lock) this.drop(task);
    return false;
  }

  /** Takes note of a task's state, and of the one before: what rests is left to other tabs. */
  note(task: UploadTask, before: TaskState): void {
    const { state, spec } = task;
    if (isUnsettled(state)) return;
    const lock = this.#letGo(task);
    if (lock === undefined) return;
    if (state.status !== 'completed') lock.release();
    else void this.#leaveTombstone(spec, state, checkpointOf(before)).then(() => lock.release());
  }

  /** What the task is locked by may be another name now: one that was about to get it claims the new one. */
  redefined(task: UploadTask): void {
    const { state } = task;
    const isClaiming = this.#waits.has(task) && state.status === 'queued' && !state.elsewhere;
    this.drop(task);
    if (isClaiming) this.run(task);
  }

  /** The task left the list. */
  drop(task: UploadTask): void {
    this.#letGo(task)?.release();
  }

  /** Lets go of all names at once, as the page is left; tasks that begin again claim theirs anew. */
  releaseAll(): void {
    for (const [task, lock] of this.#locks) {
      // The answer of a commit decides: until it is in, nobody else may begin with the file.
      if (isRunning(task.state) && isCommit(task.state.activity)) continue;
      lock.release();
      this.#locks.delete(task);
    }
  }

  /** Gives the lock that the task had. */
  #letGo(task: UploadTask): TabLock | undefined {
    this.#waits.get(task)?.abort();
    this.#waits.delete(task);
    const lock = this.#locks.get(task);
    this.#locks.delete(task);
    return lock;
  }

  async #claim(task: UploadTask, locks: TabLocks): Promise<void> {
    const wait = new AbortController();
    this.#waits.set(task, wait);
    const lock = await locks.take(lockName(task.spec));
    if (lock !== null) {
      await this.#own(task, lock, wait.signal, false);
    } else if (!wait.signal.aborted) {
      task.dispatch({ type: 'TAKEN_ELSEWHERE' });
      // It rejects where the task was stopped while it waited.
      locks.wait(lockName(task.spec), { signal: wait.signal }).then(
        (late) => this.#own(task, late, wait.signal, true),
        () => undefined,
      );
    }
  }

  /** The lock is here: the file may have been stored, or begun, since this task was added. */
  async #own(task: UploadTask, lock: TabLock, signal: AbortSignal, hasWaited: boolean): Promise<void> {
    const { spec } = task;
    const tombstone = signal.aborted ? null : await this.#tombstoneOf(spec);
    const isSame = tombstone !== null && (await this.#isOf(tombstone, spec, signal));
    // An own upload goes on by itself: the parts of another one lie elsewhere.
    const mayAdopt = hasWaited && tombstone === null && openKeyOf(task.state) === null && !signal.aborted;
    const leftOff = mayAdopt ? await this.#leftOff(spec) : {};
    if (signal.aborted) {
      lock.release();
      return;
    }
    this.#waits.delete(task);
    if (isSame) {
      const { result: file, confirmKey, instant, verified } = tombstone;
      task.dispatch({ type: 'DONE_ELSEWHERE', file, confirmKey, instant, verified });
      // The next one that waits finds the same tombstone.
      lock.release();
    } else {
      this.#locks.set(task, lock);
      task.dispatch(hasWaited ? { type: 'FREED_ELSEWHERE', leftOff } : { type: 'SLOT_GRANTED' });
    }
  }

  /** What another holder of the lock left since the task was added. */
  async #tombstoneOf(spec: TaskSpec): Promise<Tombstone | null> {
    const tombstone = (await this.#services.store?.findTombstone(lockName(spec))) ?? null;
    if (tombstone === null || tombstone.completedAt < spec.addedAt) return null;
    // One of the future is of a clock that was put right since: it may be older than the task.
    return tombstone.completedAt > this.#services.clock.now() ? null : tombstone;
  }

  /** The same name, size and date are no proof that it is the same file; what can't be compared is uploaded. */
  async #isOf({ crc64, result }: Tombstone, { file }: TaskSpec, signal: AbortSignal): Promise<boolean> {
    const known = crc64 ?? result?.crc64;
    if (known === undefined) return false;
    const own = await this.#services.hasher.checksum(file, { signal }).catch(() => null);
    return own?.toString() === known;
  }

  /** Where a tab that is gone left off with this file; one that lives keeps what it holds. */
  async #leftOff({ keep, file, remotePath }: TaskSpec): Promise<Partial<Checkpoint>> {
    const { store } = this.#services;
    if (store === null || keep === null) return {};
    const path = remotePath.join('/');
    const left: ResumeRecord[] = [];
    for (const { record } of await store.list(keep.scope)) {
      const isSame = record.size === file.size && record.lastModified === file.lastModified;
      if (!isSame || record.remotePath.join('/') !== path || record.visit === keep.visit) continue;
      if (await this.#isGone(record.visit)) left.push(record);
    }
    const best =
      left.find(({ confirmKey }) => confirmKey !== null) ?? left.find(({ fullStartTried }) => fullStartTried);
    if (left.length > 0) await store.remove(left.map(({ id }) => id));
    return best === undefined ? {} : leftOffBy(best);
  }

  /** A tab that closes returns its names one after the other: the last of them may take a moment. */
  async #isGone(visit: string): Promise<boolean> {
    const { locks, clock } = this.#services;
    for (let looks = 0; looks < LOOKS_MAX; looks++) {
      if (locks === null || !(await locks.isTaken(visitLock(visit)))) return true;
      await new Promise<void>((resolve) => {
        clock.delay(LOOK_AGAIN_MS, resolve);
      });
    }
    return false;
  }

  async #leaveTombstone(
    spec: TaskSpec,
    state: Extract<TaskState, { readonly status: 'completed' }>,
    checkpoint: Checkpoint | null,
  ) {
    const { result, confirmKey, instant, verified } = state;
    await this.#services.store?.leaveTombstone({
      lockName: lockName(spec),
      result,
      confirmKey,
      instant,
      verified,
      crc64: checkpoint === null ? null : wholeCrc(checkpoint),
      completedAt: this.#services.clock.now(),
    });
  }
}

/** Only one tab at a time works on what has this name: one file on its way to one path. */
function lockName({ place, remotePath, file }: TaskSpec): string {
  return JSON.stringify([place, remotePath, file.size, file.lastModified]);
}
