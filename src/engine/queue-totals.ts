import { ProgressMeter, secondsLeft } from './progress-meter.js';
import type { TaskSnapshot, TaskStatus, Totals } from './task-snapshot.js';

type Counts = {
  files: number;
  completed: number;
  failed: number;
  canceled: number;
  active: number;
  bytes: number;
  bytesSent: number;
  bytesSaved: number;
};

const ACTIVE: ReadonlySet<TaskStatus> = new Set<TaskStatus>([
  'hashing',
  'authorizing',
  'uploading',
  'confirming',
  'waiting',
]);

/** Highest sum of progress while a file is not completed. */
const NOT_YET_COMPLETED = 0.9999;

/** Sums over all tasks, kept up by differences: a change costs the same among ten thousand files. */
export class QueueTotals {
  readonly #counts: Counts = nothing();
  readonly #shares = new Map<string, Counts>();
  readonly #meter = new ProgressMeter();
  #totals: Totals | null = null;

  /** Takes a task's new figures in place of its old ones. */
  update(task: TaskSnapshot): void {
    this.#replace(task.id, shareOf(task));
  }

  /** The task left the list. */
  remove(id: string): void {
    this.#replace(id, null);
  }

  /** Notes the bytes sent at `now` (ms, monotonic), for the speed. */
  tick(now: number): void {
    this.#meter.note(now, this.#counts.bytesSent);
    this.#totals = null;
  }

  /** The same object until something changes. */
  read(now: number): Totals {
    this.#totals ??= this.#sum(now);
    return this.#totals;
  }

  #replace(id: string, share: Counts | null): void {
    const before = this.#shares.get(id);
    if (before !== undefined) add(this.#counts, before, -1);
    if (share === null) this.#shares.delete(id);
    else {
      this.#shares.set(id, share);
      add(this.#counts, share, 1);
    }
    this.#totals = null;
  }

  #sum(now: number): Totals {
    const counts = this.#counts;
    if (counts.active === 0) this.#meter.reset();
    const rate = this.#meter.bytesPerSecond(now, counts.bytesSent);
    const done = counts.bytesSent + counts.bytesSaved;
    const isAll = counts.files > counts.canceled && counts.completed + counts.canceled === counts.files;
    const ratio = counts.bytes === 0 ? 0 : Math.min(done / counts.bytes, NOT_YET_COMPLETED);
    return Object.freeze({
      ...counts,
      progress: isAll ? 1 : ratio,
      bytesPerSecond: rate,
      secondsLeft: secondsLeft(counts.bytes - done, rate),
    });
  }
}

function shareOf(task: TaskSnapshot): Counts {
  const isCanceled = task.status === 'canceled';
  return {
    files: 1,
    completed: task.status === 'completed' ? 1 : 0,
    failed: task.status === 'failed' ? 1 : 0,
    canceled: isCanceled ? 1 : 0,
    active: ACTIVE.has(task.status) ? 1 : 0,
    bytes: isCanceled ? 0 : task.size,
    bytesSent: isCanceled ? 0 : task.bytesSent,
    bytesSaved: isCanceled ? 0 : task.bytesSaved,
  };
}

function nothing(): Counts {
  return { files: 0, completed: 0, failed: 0, canceled: 0, active: 0, bytes: 0, bytesSent: 0, bytesSaved: 0 };
}

function add(sum: Counts, share: Counts, sign: 1 | -1): void {
  sum.files += sign * share.files;
  sum.completed += sign * share.completed;
  sum.failed += sign * share.failed;
  sum.canceled += sign * share.canceled;
  sum.active += sign * share.active;
  sum.bytes += sign * share.bytes;
  sum.bytesSent += sign * share.bytesSent;
  sum.bytesSaved += sign * share.bytesSaved;
}
