import type { UploadError } from '../errors.js';
import { answered, fromNothing, partsToProve, withSentPart } from './checkpoint.js';
import {
  paused,
  proceed,
  running,
  decide,
  queued,
  settled,
  held,
  conflicting,
  failed,
  commitTried,
  restarted,
  isAfterFullStart,
  completedAsFound,
} from './next-state.js';
import { afterBadSum, reconciled, sentAnew } from './reconcile.js';
import { fromResting } from './resting-states.js';
import { isCommit, type RunningState, type TaskEvent, type TaskState } from './task-state.js';

/**
 * The only maker of states. Pure: the same state and event give the same result;
 * an event that has no meaning in a state gives that very state back.
 */
export function transition(state: TaskState, event: TaskEvent): TaskState {
  switch (state.status) {
    case 'completed':
    case 'canceled':
      return state;
    case 'queued':
    case 'waiting':
    case 'conflict':
    case 'paused':
    case 'failed':
      return fromResting(state, event) ?? fromAny(state, event);
    case 'hashing':
      return fromHashing(state, event) ?? fromRunning(state, event);
    case 'authorizing':
      return fromAuthorizing(state, event) ?? fromRunning(state, event);
    case 'uploading':
      return fromUploading(state, event) ?? fromRunning(state, event);
    case 'confirming':
      return fromConfirming(state, event) ?? fromRunning(state, event);
  }
}

function fromHashing(state: RunningState, event: TaskEvent): TaskState | null {
  const { checkpoint } = state;
  switch (event.type) {
    case 'BEGINNING_READY':
      return proceed({ ...checkpoint, beginningHash: event.beginningHash });
    case 'DIGEST_READY': {
      const { beginningHash, fullHash, partCrcs } = event;
      return proceed({ ...checkpoint, beginningHash, fullHash, partCrcs, interruptions: 0 });
    }
    case 'HASH_FAILED':
      return proceed({ ...checkpoint, withoutHashes: true });
    case 'RENAMED':
      // What it is locked by is another name now.
      return queued(checkpoint);
    default:
      return null;
  }
}

function fromAuthorizing(state: RunningState, event: TaskEvent): TaskState | null {
  const { checkpoint } = state;
  switch (event.type) {
    case 'UPLOAD_OPENED':
      return decide(state, { ...fromNothing(checkpoint), token: event.token });
    case 'TAKEN_UP': {
      if (state.activity.kind !== 'take-up') return null;
      const unproven = partsToProve(checkpoint, event.parts);
      const confirmTried = event.inDoubt && checkpoint.confirmTried;
      const next = { ...answered(checkpoint), confirmTried, token: event.token, resumeKey: null, unproven };
      // A simple upload whose bytes never arrived has no headers any more: it starts again.
      if (!next.plan.multipart && unproven.size === 0)
        return settled(state, next) ?? restarted(next, event.error);
      return decide(state, next);
    }
    case 'CONFIRMED':
      return state.activity.kind === 'take-up' ? completedAsFound(checkpoint, event.file) : null;
    case 'FULL_DIGEST_REQUIRED':
      // A second 202 is not documented: then the file goes up without hashes.
      return decide(
        state,
        answered(
          checkpoint.fullHashWanted
            ? { ...checkpoint, withoutHashes: true }
            : { ...checkpoint, fullHashWanted: true },
        ),
      );
    case 'INSTANT_HIT':
      return {
        status: 'completed',
        result: event.file,
        confirmKey: null,
        instant: true,
        verified: event.verified,
      };
    case 'DIRECTORY_MISSING': {
      const next = { ...answered(checkpoint), interruptions: checkpoint.interruptions };
      return settled(state, next) ?? running(next, { kind: 'make-directory', since: event.since });
    }
    case 'DIRECTORY_MADE':
      return proceed({ ...checkpoint, directoryMade: true });
    case 'UPLOAD_GONE':
      if (state.activity.kind === 'take-up') return gone(state, event.error);
      if (state.activity.kind !== 'open') return null;
      return settled(state, answered(checkpoint)) ?? restarted(checkpoint, event.error);
    case 'SAME_FOUND':
      return completedAsFound(checkpoint, event.file);
    case 'ABSENT':
      // A lost start is one try that failed, like any other: no upload was there to begin anew.
      return isAfterFullStart(state)
        ? proceed({ ...checkpoint, fullStartTried: false, directoryMade: false })
        : restarted(checkpoint, event.error);
    case 'NO_WAY_TO_LOOK':
      // After a lost start the file goes up without hashes: a hit can't be told from a miss (protocol.md 14.1).
      return isAfterFullStart(state)
        ? restarted({ ...checkpoint, withoutHashes: true }, event.error)
        : failed(checkpoint, event.error);
    case 'UNDECIDED':
      return failed(checkpoint, event.error);
    case 'NAME_TAKEN':
      return settled(state, answered(checkpoint)) ?? conflicting(checkpoint, event.existing);
    default:
      return null;
  }
}

function fromUploading(state: RunningState, event: TaskEvent): TaskState | null {
  const { checkpoint } = state;
  switch (event.type) {
    case 'PART_SENT': {
      const next = { ...withSentPart(checkpoint, event.partNumber, event.crc64), interruptions: 0 };
      return next.sent.size === checkpoint.plan.partCount ? proceed(next) : { ...state, checkpoint: next };
    }
    case 'HEADERS_STALE':
      if (!checkpoint.plan.multipart) {
        return event.spendsRestart ? restarted(checkpoint, event.error) : proceed(fromNothing(checkpoint));
      }
      return state.renewing ? state : { ...state, renewing: true };
    case 'RENEW_INTERRUPTED':
      return state.renewing ? { ...state, renewing: false } : state;
    case 'HEADERS_RENEWED':
      return { ...state, renewing: false, checkpoint: { ...checkpoint, token: event.token } };
    case 'PLAN_REFUSED':
      return proceed({ ...fromNothing(checkpoint), plan: event.plan });
    case 'UPLOAD_GONE':
      return restarted(checkpoint, event.error);
    default:
      return null;
  }
}

function fromConfirming(state: RunningState, event: TaskEvent): TaskState | null {
  const { checkpoint } = state;
  switch (event.type) {
    case 'CONFIRMED': {
      const confirmKey = checkpoint.token?.confirmKey ?? null;
      return {
        status: 'completed',
        result: event.file,
        confirmKey,
        instant: false,
        verified: event.verified,
      };
    }
    case 'NAME_TAKEN':
      return settled(state, answered(checkpoint)) ?? conflicting(checkpoint, event.existing);
    case 'UPLOAD_STATE':
      return reconciled(state, event);
    case 'UPLOAD_GONE':
      return gone(state, event.error);
    case 'BAD_SUM':
      return afterBadSum(state, event.error);
    case 'NO_STATE':
      return checkpoint.partsDoubted ? sentAnew(state) : running(checkpoint, { kind: 'confirm' });
    default:
      return null;
  }
}

/** The service knows the upload no more: begins anew, unless its confirm may have stored the file. */
function gone(state: RunningState, error: UploadError): TaskState {
  const { checkpoint } = state;
  if (!checkpoint.confirmTried) return settled(state, checkpoint) ?? restarted(checkpoint, error);
  return settled(state, checkpoint) ?? running(checkpoint, { kind: 'locate', after: 'confirm' });
}

/** What any running step may meet. */
function fromRunning(state: RunningState, event: TaskEvent): TaskState {
  const { checkpoint } = state;
  switch (event.type) {
    case 'FILE_CHANGED':
      return settled(state, checkpoint) ?? failed(checkpoint, event.error);
    case 'TAKEN_ELSEWHERE':
      // Nothing was sent for it: the file is claimed anew before the step is done again.
      return settled(state, checkpoint) ?? queued(checkpoint);
    case 'INTERRUPTED': {
      const { breaker, error, reason, retryAt, spendsTry } = event;
      const counted = spendsTry ? { ...checkpoint, interruptions: checkpoint.interruptions + 1 } : checkpoint;
      const tried = event.inDoubt ? commitTried(state, counted) : counted;
      return (
        settled(state, tried) ?? { status: 'waiting', checkpoint: tried, reason, retryAt, breaker, error }
      );
    }
    case 'REFUSED': {
      // A commit without an answer stays in doubt, even where it is not tried again.
      const known = event.inDoubt ? commitTried(state, checkpoint) : checkpoint;
      if (state.wanted === 'cancel') return { status: 'canceled' };
      return state.wanted === 'halt' ? held(known) : failed(known, event.error);
    }
    case 'STORED_WRONG':
      // What is stored can't be taken back, and a second copy beside it is for a person to decide on.
      return failed({ ...fromNothing(checkpoint), withoutHashes: true }, event.error);
    case 'PAUSE':
      if (isCommit(state.activity)) return state.wanted === null ? { ...state, wanted: 'pause' } : state;
      return paused(checkpoint);
    case 'RESUME':
      return state.wanted === 'pause' ? { ...state, wanted: null } : state;
    case 'START':
      return state.wanted === 'pause' || state.wanted === 'halt' ? { ...state, wanted: null } : state;
    case 'CANCEL':
      if (isCommit(state.activity)) return state.wanted === 'cancel' ? state : { ...state, wanted: 'cancel' };
      return { status: 'canceled' };
    case 'QUEUE_HALTED':
      if (isCommit(state.activity)) return state.wanted === null ? { ...state, wanted: 'halt' } : state;
      return held(checkpoint);
    default:
      return state;
  }
}

/** What any state at rest may meet. */
function fromAny(state: TaskState, event: TaskEvent): TaskState {
  return event.type === 'CANCEL' ? { status: 'canceled' } : state;
}
