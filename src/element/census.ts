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

/** Counts all tasks in one walk. */
export function takeCensus(tasks: readonly TaskSnapshot[]): Census {
  let moving = 0;
  let held = 0;
  let pausable = 0;
  let canRetry = 0;
  let failedBytes = 0;
  const by = { queued: 0, paused: 0, conflict: 0, failed: 0, completed: 0, canceled: 0 };
  for (const task of tasks) {
    switch (task.status) {
      case 'hashing':
      case 'authorizing':
      case 'uploading':
      case 'confirming':
      case 'waiting':
        moving += 1;
        break;
      default:
        by[task.status] += 1;
    }
    const action = taskAction(task);
    if (isHeld(task)) {
      held += 1;
    } else if (action === 'pause' || task.status === 'queued' || task.status === 'waiting') {
      pausable += 1;
    }
    if (task.status === 'failed') {
      failedBytes += task.size - task.bytesSent;
      canRetry += action === 'retry' ? 1 : 0;
    }
  }
  return {
    moving,
    queued: by.queued - held,
    held,
    paused: by.paused,
    asking: by.conflict,
    failed: by.failed,
    canRetry,
    done: by.completed,
    canceled: by.canceled,
    pausable,
    failedBytes,
  };
}

/** True for a task that moves no further until `start()`. */
export function isHeld({ status, waitReason }: TaskSnapshot): boolean {
  return status === 'queued' && waitReason === 'halted';
}
