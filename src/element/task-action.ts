import type { TaskSnapshot, TaskStatus } from '../engine/task-snapshot.js';
import type { UploadErrorCode } from '../errors.js';

/** The one button that a row offers beside the one that takes it away. */
export type TaskAction = 'pause' | 'resume' | 'retry' | 'try-now';

/** Failures of the file itself, which the same try can only repeat. */
const HOPELESS: ReadonlySet<UploadErrorCode> = new Set<UploadErrorCode>([
  'file-too-large',
  'invalid-name',
  'sensitive-content',
  'too-many-parts',
  'type-not-allowed',
  'unsupported-browser',
]);

/** What a person can do with a task now, beside removing it; null where there is nothing. */
export function taskAction(task: TaskSnapshot): TaskAction | null {
  if (task.waitReason === 'canceled' || task.waitReason === 'paused') {
    return null;
  }
  switch (task.status) {
    case 'hashing':
    case 'authorizing':
    case 'uploading':
      return 'pause';
    case 'paused':
      return 'resume';
    case 'failed':
      return task.error !== null && HOPELESS.has(task.error.code) ? null : 'retry';
    case 'waiting':
      return task.waitReason === 'offline' ? null : 'try-now';
    case 'queued':
    case 'confirming':
    case 'conflict':
    case 'completed':
    case 'canceled':
      return null;
  }
}

const AT_REST: ReadonlySet<TaskStatus> = new Set<TaskStatus>(['completed', 'failed', 'canceled']);

/** True for a task that nothing will move any more by itself or by an answer. */
export function isAtRest(status: TaskStatus): boolean {
  return AT_REST.has(status);
}
