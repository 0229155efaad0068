import type { UploadError } from '../errors.js';
import type { PartPlan } from '../protocol/part-plan.js';
import { openKey, type Checkpoint } from './checkpoint.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import type { FileInfo, StoredFile, StoredPart, UploadToken } from '../protocol/types.js';
import type { ConflictChoice } from './engine-events.js';
import type { WaitReason } from './task-snapshot.js';

/** What a running task does. A new object means that it begins anew. */
export type Activity =
  | { readonly kind: 'hash'; readonly goal: 'beginning' | 'full' }
  /** Asks for the server's view of an upload that an earlier visit or another tab opened. */
  | { readonly kind: 'take-up' }
  | { readonly kind: 'open'; readonly withFullHash: boolean }
  | { readonly kind: 'make-directory'; readonly since: number }
  /** Looks at the target: did an unanswered commit store the file? */
  | { readonly kind: 'locate'; readonly after: 'full-start' | 'confirm' }
  | { readonly kind: 'send' }
  | { readonly kind: 'confirm' }
  /** Asks for the server's view before confirming again. */
  | { readonly kind: 'query' };

export type RunningStatus = 'hashing' | 'authorizing' | 'uploading' | 'confirming';

export type RunningState = {
  readonly status: RunningStatus;
  readonly activity: Activity;
  readonly checkpoint: Checkpoint;
  /** What was asked for while a commit is under way; its answer decides. */
  readonly wanted: 'pause' | 'cancel' | 'halt' | null;
  /** Parts wait for fresh headers; what is in flight goes on. */
  readonly renewing: boolean;
};

export type TaskState =
  | {
      readonly status: 'queued';
      readonly checkpoint: Checkpoint;
      /** True: waits for `start()`, not for a slot. */
      readonly held: boolean;
      /** True: goes on with something begun, ahead of new files. */
      readonly front: boolean;
      /** True: another tab works on this very file; its result will be taken over. */
      readonly elsewhere: boolean;
    }
  | RunningState
  | {
      readonly status: 'waiting';
      readonly checkpoint: Checkpoint;
      readonly reason: WaitReason;
      /** ms since epoch; null: for an event, not for a time. */
      readonly retryAt: number | null;
      /** What wakes the task, in place of the time: its host is left alone for the moment. */
      readonly breaker: CircuitBreaker | null;
      readonly error: UploadError;
    }
  | {
      readonly status: 'conflict';
      readonly checkpoint: Checkpoint;
      /** The file that has the name, where it may be asked for. */
      readonly existing: FileInfo | null;
    }
  | {
      readonly status: 'paused';
      readonly checkpoint: Checkpoint;
      /** True: once resumed it waits for `start()`, as it did before. */
      readonly held: boolean;
    }
  | { readonly status: 'failed'; readonly checkpoint: Checkpoint; readonly error: UploadError }
  | {
      readonly status: 'completed';
      /** Null where the page's own backend confirms. */
      readonly result: StoredFile | null;
      readonly confirmKey: string | null;
      readonly instant: boolean;
      readonly verified: true | null;
    }
  | { readonly status: 'canceled' };

/** Something that happened. A fact without a row in the machine is dropped: a late answer. */
export type Fact =
  | { readonly type: 'SLOT_GRANTED' }
  | { readonly type: 'BEGINNING_READY'; readonly beginningHash: string }
  | {
      readonly type: 'DIGEST_READY';
      readonly beginningHash: string;
      readonly fullHash: string;
      readonly partCrcs: readonly bigint[];
    }
  /** Hashing is not possible here; it never fails an upload. */
  | { readonly type: 'HASH_FAILED' }
  | { readonly type: 'FILE_CHANGED'; readonly error: UploadError }
  | { readonly type: 'UPLOAD_OPENED'; readonly token: UploadToken }
  /** `parts`: what the service lists; null where it lists none. */
  | {
      readonly type: 'TAKEN_UP';
      readonly token: UploadToken;
      readonly parts: readonly StoredPart[] | null;
      /** The service could not be asked whether it is confirmed. */
      readonly inDoubt: boolean;
      /** Tells why it begins anew, should it have to. */
      readonly error: UploadError;
    }
  /** Another tab works on this very file, or did while this one slept. */
  | { readonly type: 'TAKEN_ELSEWHERE' }
  /** The other tab let it go; what it left off at, where that is known. */
  | { readonly type: 'FREED_ELSEWHERE'; readonly leftOff: Partial<Checkpoint> }
  /** The other tab, or an uploader beside this one, stored it. */
  | {
      readonly type: 'DONE_ELSEWHERE';
      readonly file: StoredFile | null;
      readonly confirmKey: string | null;
      readonly instant: boolean;
      readonly verified: true | null;
    }
  | { readonly type: 'FULL_DIGEST_REQUIRED' }
  | { readonly type: 'INSTANT_HIT'; readonly file: StoredFile; readonly verified: true | null }
  /** `since`: when the start that found it missing was sent (ms, monotonic). */
  | { readonly type: 'DIRECTORY_MISSING'; readonly since: number }
  | { readonly type: 'DIRECTORY_MADE' }
  | { readonly type: 'NAME_TAKEN'; readonly existing: FileInfo | null }
  | { readonly type: 'UPLOAD_GONE'; readonly error: UploadError }
  | { readonly type: 'SAME_FOUND'; readonly file: StoredFile }
  /** `error` tells why it was looked for, should the task have no restart left. */
  | { readonly type: 'ABSENT'; readonly error: UploadError }
  /** The service offers no way to look at the target. */
  | { readonly type: 'NO_WAY_TO_LOOK'; readonly error: UploadError }
  | { readonly type: 'UNDECIDED'; readonly error: UploadError }
  | { readonly type: 'PLAN_REFUSED'; readonly plan: PartPlan }
  | { readonly type: 'PART_SENT'; readonly partNumber: number; readonly crc64: bigint | null }
  /** `spendsRestart`: an upload that starts again for it may not do so too often. */
  | { readonly type: 'HEADERS_STALE'; readonly error: UploadError; readonly spendsRestart: boolean }
  /** Fresh headers could not be had just now. */
  | { readonly type: 'RENEW_INTERRUPTED' }
  | { readonly type: 'HEADERS_RENEWED'; readonly token: UploadToken }
  | {
      readonly type: 'INTERRUPTED';
      readonly error: UploadError;
      readonly reason: WaitReason;
      readonly retryAt: number | null;
      readonly breaker: CircuitBreaker | null;
      /** False: nothing was tried, or it tells nothing of this upload. */
      readonly spendsTry: boolean;
      /** True: what was asked may have been done all the same. */
      readonly inDoubt: boolean;
    }
  /** What the task waits for takes longer, or is something else now. */
  | {
      readonly type: 'PUT_OFF';
      readonly error: UploadError;
      readonly reason: WaitReason;
      readonly retryAt: number | null;
    }
  | { readonly type: 'WAIT_OVER' }
  | { readonly type: 'REFUSED'; readonly error: UploadError; readonly inDoubt: boolean }
  /** `error` tells what is wrong, should parts be missing again and again. */
  | { readonly type: 'UPLOAD_STATE'; readonly parts: readonly StoredPart[]; readonly error: UploadError }
  /** The service refused the sum of the whole, and stored nothing. */
  | { readonly type: 'BAD_SUM'; readonly error: UploadError }
  /** The service stored something else than the file that was read. */
  | { readonly type: 'STORED_WRONG'; readonly error: UploadError }
  /** The service can't be asked for the state: the confirm is repeated. */
  | { readonly type: 'NO_STATE' }
  | { readonly type: 'CONFIRMED'; readonly file: StoredFile | null; readonly verified: true | null };

/** Something asked for. A command without a row in the machine does nothing. */
export type Command =
  | { readonly type: 'START' }
  | { readonly type: 'PAUSE' }
  | { readonly type: 'RESUME' }
  | { readonly type: 'RETRY' }
  | { readonly type: 'CANCEL' }
  | { readonly type: 'NUDGE' }
  | { readonly type: 'CHOICE_MADE'; readonly choice: ConflictChoice }
  | {
      readonly type: 'FILE_REPLACED';
      readonly size: number;
      readonly plan: PartPlan;
      readonly withoutHashes: boolean;
      readonly sameContent: boolean;
    }
  /** The name is another one now. */
  | { readonly type: 'RENAMED' }
  | { readonly type: 'QUEUE_HALTED' };

export type TaskEvent = Fact | Command;

/** True while a task does something that takes a slot. */
export function isRunning(state: TaskState): state is RunningState {
  return 'activity' in state;
}

/** True for a task that is queued for a slot, active, waiting or in conflict. */
export function isUnsettled(state: TaskState): boolean {
  if (state.status === 'queued') return !state.held;
  return isRunning(state) || state.status === 'waiting' || state.status === 'conflict';
}

/** True for the two states that nothing leaves. */
export function isFinal(state: TaskState): boolean {
  return state.status === 'completed' || state.status === 'canceled';
}

/** What the checkpoint of a state holds; null in the final ones. */
export function checkpointOf(state: TaskState): Checkpoint | null {
  return 'checkpoint' in state ? state.checkpoint : null;
}

/**
 * Confirm keys that a transition let go and that must be freed at the service:
 * each key obtained is either the one confirmed or freed.
 */
export function releasedKeys(before: TaskState, event: TaskEvent, after: TaskState): string[] {
  const held = new Set<string>();
  const kept = openKeyOf(before);
  if (kept !== null) held.add(kept);
  if (event.type === 'UPLOAD_OPENED') held.add(event.token.confirmKey);
  const next = openKeyOf(after);
  if (next !== null) held.delete(next);
  if (after.status === 'completed' && after.confirmKey !== null) held.delete(after.confirmKey);
  return [...held];
}

/** Key of the upload that a state holds open; null where there is none. */
export function openKeyOf(state: TaskState): string | null {
  const checkpoint = checkpointOf(state);
  return checkpoint === null ? null : openKey(checkpoint);
}

/** True for the steps that the service answers by storing something. */
export function isCommit(activity: Activity): boolean {
  return activity.kind === 'open' || activity.kind === 'confirm';
}
