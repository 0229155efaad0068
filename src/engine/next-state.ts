import type { UploadError } from '../errors.js';
import type { FileInfo, StoredFile } from '../protocol/types.js';
import { answered, fromNothing, openKey, type Checkpoint } from './checkpoint.js';
import type { Activity, RunningState, RunningStatus, TaskState } from './task-state.js';

/** Restarts from nothing that a task may make by itself; then it fails. Own figure. */
export const RESTARTS_MAX = 2;

/** The step that comes next follows from what is known: the same after a pause, a failure or a reload. */
export function proceed(checkpoint: Checkpoint): RunningState {
  if (checkpoint.token !== null) {
    if (checkpoint.sent.size < checkpoint.plan.partCount) return running(checkpoint, { kind: 'send' });
    const { confirmTried, partsDoubted } = checkpoint;
    return running(checkpoint, { kind: confirmTried || partsDoubted ? 'query' : 'confirm' });
  }
  if (checkpoint.resumeKey !== null) return running(checkpoint, { kind: 'take-up' });
  if (checkpoint.fullStartTried) return running(checkpoint, { kind: 'locate', after: 'full-start' });
  if (checkpoint.withoutHashes) return running(checkpoint, { kind: 'open', withFullHash: false });
  if (checkpoint.fullHash !== null) return running(checkpoint, { kind: 'open', withFullHash: true });
  if (checkpoint.fullHashWanted) return running(checkpoint, { kind: 'hash', goal: 'full' });
  if (checkpoint.beginningHash === null) return running(checkpoint, { kind: 'hash', goal: 'beginning' });
  return running(checkpoint, { kind: 'open', withFullHash: false });
}

export function running(checkpoint: Checkpoint, activity: Activity): RunningState {
  return { status: statusOf(activity), activity, checkpoint, wanted: null, renewing: false };
}

function statusOf(activity: Activity): RunningStatus {
  switch (activity.kind) {
    case 'hash':
      return 'hashing';
    case 'take-up':
    case 'open':
    case 'make-directory':
    case 'locate':
      return 'authorizing';
    case 'send':
      return 'uploading';
    case 'confirm':
    case 'query':
      return 'confirming';
  }
}

/** Goes on, unless something else was asked for while the commit was under way. */
export function decide(state: RunningState, checkpoint: Checkpoint): TaskState {
  return settled(state, checkpoint) ?? proceed(checkpoint);
}

/** The state that was asked for while a commit was under way; null where nothing was. */
export function settled(state: RunningState, checkpoint: Checkpoint): TaskState | null {
  switch (state.wanted) {
    case 'pause':
      return paused(checkpoint);
    case 'cancel':
      return { status: 'canceled' };
    case 'halt':
      return held(checkpoint);
    case null:
      return null;
  }
}

export function queued(checkpoint: Checkpoint): TaskState {
  return { status: 'queued', checkpoint, held: false, front: true, elsewhere: false };
}

/** `waitsForStart`: once resumed it waits for `start()`, as it did before. */
export function paused(checkpoint: Checkpoint, waitsForStart = false): TaskState {
  return { status: 'paused', checkpoint, held: waitsForStart };
}

export function held(checkpoint: Checkpoint): TaskState {
  return { status: 'queued', checkpoint, held: true, front: true, elsewhere: false };
}

export function conflicting(checkpoint: Checkpoint, existing: FileInfo | null): TaskState {
  return { status: 'conflict', checkpoint: answered(checkpoint), existing };
}

export function failed(checkpoint: Checkpoint, error: UploadError): TaskState {
  return { status: 'failed', checkpoint, error };
}

/** A commit was sent and its answer did not come. */
export function commitTried(state: RunningState, checkpoint: Checkpoint): Checkpoint {
  if (state.activity.kind === 'confirm') return { ...checkpoint, confirmTried: true };
  if (state.activity.kind === 'open' && state.activity.withFullHash)
    return { ...checkpoint, fullStartTried: true };
  return checkpoint;
}

export function restarted(checkpoint: Checkpoint, error: UploadError): TaskState {
  if (checkpoint.restarts >= RESTARTS_MAX) return failed(fromNothing(checkpoint), error);
  return proceed({ ...fromNothing(checkpoint), directoryMade: false, restarts: checkpoint.restarts + 1 });
}

export function isAfterFullStart(state: RunningState): boolean {
  return state.activity.kind === 'locate' && state.activity.after === 'full-start';
}

export function completedAsFound(checkpoint: Checkpoint, file: StoredFile | null): TaskState {
  const confirmKey = openKey(checkpoint);
  // What was found is not the service's answer to this task: nothing is claimed of its sum.
  return { status: 'completed', result: file, confirmKey, instant: confirmKey === null, verified: null };
}
