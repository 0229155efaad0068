import type { TaskSnapshot } from '../engine/task-snapshot.js';
import { taskAction } from './task-action.js';

/** How many tasks are in which condition, as header and list speak of them. */
export type Census = {
  readonly moving: number;
  /** For a slot. */
  readonly queued: number;
  /** For `start()`. */
  readonly held: number;
  readonly paused: number;
  readonly asking: number;
  readonly failed: number;
  readonly canRetry: number;
  readonly done: number;
  readonly canceled: number;
  readonly pausable: number;
  /** Bytes of failed tasks that never left. */
  readonly failedBytes: number;
};

/** One that is kept up. */
export type OpenCensus = { -readonly [Count in keyof Census]: number };

/** A census of nothing. */
export function emptyCensus(): OpenCensus {
  return {
    moving: 0,
    queued: 0,
    held: 0,
    paused: 0,
    asking: 0,
    failed: 0,
    canRetry: 0,
    done: 0,
    canceled: 0,
    pausable: 0,
    failedBytes: 0,
  };
}

/** Counts one task in (1) or out (-1). */
export function countTask(census: OpenCensus, task: TaskSnapshot, sign: 1 | -1): void {
  census[conditionOf(task)] += sign;
  const action = taskAction(task);
  const isWaiting = task.status === 'queued' || task.status === 'waiting';
  if (!isHeld(task) && (action === 'pause' || isWaiting)) {
    census.pausable += sign;
  }
  if (task.status === 'failed') {
    census.failedBytes += sign * (task.size - task.bytesSent);
    census.canRetry += action === 'retry' ? sign : 0;
  }
}

/** True for a task that moves no further until `start()`. */
export function isHeld({ status, waitReason }: TaskSnapshot): boolean {
  return status === 'queued' && waitReason === 'halted';
}

type Condition = 'moving' | 'queued' | 'held' | 'paused' | 'asking' | 'failed' | 'done' | 'canceled';

/** The one condition that a task is in. */
export function conditionOf(task: TaskSnapshot): Condition {
  switch (task.status) {
    case 'hashing':
    case 'authorizing':
    case 'uploading':
    case 'confirming':
    case 'waiting':
      return 'moving';
    case 'queued':
      return isHeld(task) ? 'held' : 'queued';
    case 'paused':
      return 'paused';
    case 'conflict':
      return 'asking';
    case 'failed':
      return 'failed';
    case 'completed':
      return 'done';
    case 'canceled':
      return 'canceled';
  }
}
