import { answered, fromNothing, initialCheckpoint, partsThatCount, type Checkpoint } from './checkpoint.js';
import {
  RESTARTS_MAX,
  paused,
  proceed,
  running,
  decide,
  settled,
  queued,
  held,
  conflicting,
  failed,
  commitTried,
  restarted,
  isAfterFullStart,
  completedAsFound,
} from './next-state.js';
import { isCommit, type RunningState, type TaskEvent, type TaskState } from './task-state.js';

/** Tries to send one object or part whose sum did not come out right. Own figure. */
const BAD_SUMS_MAX = 1;

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
      return fromQueued(state, event) ?? fromAny(state, event);
    case 'waiting':
      return fromWaiting(state, event) ?? fromAny(state, event);
    case 'conflict':
      return fromConflict(state, event) ?? fromAny(state, event);
    case 'paused':
      return fromPaused(state, event) ?? fromAny(state, event);
    case 'failed':
      return fromFailed(state, event) ?? fromAny(state, event);
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

type StateOf<S extends TaskState['status']> = Extract<TaskState, { readonly status: S }>;

function fromQueued(state: StateOf<'queued'>, event: TaskEvent): TaskState | null {
  switch (event.type) {
    case 'SLOT_GRANTED':
      return state.held ? state : proceed(state.checkpoint);
    case 'START':
      return state.held ? { ...state, held: false } : state;
    case 'PAUSE':
      return paused(state.checkpoint, state.held);
    case 'QUEUE_HALTED':
      return state.held ? state : { ...state, held: true };
    case 'REFUSED':
      return failed(state.checkpoint, event.error);
    default:
      return null;
  }
}

function fromWaiting(state: StateOf<'waiting'>, event: TaskEvent): TaskState | null {
  switch (event.type) {
    case 'WAIT_OVER':
    case 'NUDGE':
    case 'RETRY':
    case 'START':
      return queued(state.checkpoint);
    case 'PAUSE':
      return paused(state.checkpoint);
    case 'FILE_CHANGED':
      return failed(state.checkpoint, event.error);
    case 'QUEUE_HALTED':
      return held(state.checkpoint);
    default:
      return null;
  }
}

function fromConflict(state: StateOf<'conflict'>, event: TaskEvent): TaskState | null {
  switch (event.type) {
    case 'CHOICE_MADE':
      return event.choice === 'skip'
        ? { status: 'canceled' }
        : queued({ ...state.checkpoint, strategy: event.choice });
    case 'RENAMED':
      return queued(state.checkpoint);
    default:
      return null;
  }
}

function fromPaused(state: StateOf<'paused'>, event: TaskEvent): TaskState | null {
  switch (event.type) {
    case 'RESUME':
      return state.held ? held(state.checkpoint) : queued(state.checkpoint);
    case 'START':
      return state.held ? { ...state, held: false } : state;
    case 'QUEUE_HALTED':
      return state.held ? state : { ...state, held: true };
    default:
      return null;
  }
}

function fromFailed(state: StateOf<'failed'>, event: TaskEvent): TaskState | null {
  switch (event.type) {
    case 'RETRY':
      return queued({ ...undoubted(state), interruptions: 0, restarts: 0, badSums: 0, directoryMade: false });
    case 'FILE_REPLACED': {
      if (event.sameContent) return queued({ ...state.checkpoint, interruptions: 0 });
      const { size, plan, withoutHashes } = event;
      return queued(initialCheckpoint({ size, plan, withoutHashes, strategy: state.checkpoint.strategy }));
    }
    default:
      return null;
  }
}

/** Who retries an undecided outcome has looked: it begins anew, and without the hashes that led to the doubt. */
function undoubted({ checkpoint, error }: StateOf<'failed'>): Checkpoint {
  if (error.code !== 'outcome-unknown') return checkpoint;
  return { ...fromNothing(checkpoint), withoutHashes: checkpoint.withoutHashes || checkpoint.fullStartTried };
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
    default:
      return null;
  }
}

function fromAuthorizing(state: RunningState, event: TaskEvent): TaskState | null {
  const { checkpoint } = state;
  switch (event.type) {
    case 'UPLOAD_OPENED':
      return decide(
        state,
        answered({ ...checkpoint, token: event.token, sent: new Map(), confirmTried: false }),
      );
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
      if (state.activity.kind !== 'open') return null;
      return settled(state, answered(checkpoint)) ?? restarted(checkpoint, event.error);
    case 'SAME_FOUND':
      return completedAsFound(checkpoint, event.file);
    case 'ABSENT':
      return restarted(checkpoint, event.error);
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
      const sent = new Map(checkpoint.sent).set(event.partNumber, event.crc64);
      const next = { ...checkpoint, sent, interruptions: 0 };
      return sent.size === checkpoint.plan.partCount ? proceed(next) : { ...state, checkpoint: next };
    }
    case 'HEADERS_STALE':
      if (!checkpoint.plan.multipart) return restarted(checkpoint, event.error);
      return state.renewing ? state : { ...state, renewing: true };
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
      return (
        settled(state, checkpoint) ??
        (checkpoint.confirmTried
          ? running(checkpoint, { kind: 'locate', after: 'confirm' })
          : restarted(checkpoint, event.error))
      );
    case 'BAD_SUM':
      return checkpoint.badSums >= BAD_SUMS_MAX
        ? (settled(state, answered(checkpoint)) ?? failed(answered(checkpoint), event.error))
        : decide(state, { ...fromNothing(checkpoint), badSums: checkpoint.badSums + 1, partCrcs: null });
    case 'NO_STATE':
      return running(checkpoint, { kind: 'confirm' });
    default:
      return null;
  }
}

/** Goes on by what the server lists: confirms again, or sends what is missing there. */
function reconciled(
  state: RunningState,
  { parts, error }: Extract<TaskEvent, { type: 'UPLOAD_STATE' }>,
): TaskState {
  const { checkpoint } = state;
  const sent = partsThatCount(checkpoint, parts);
  const next = { ...answered({ ...checkpoint, sent }), interruptions: checkpoint.interruptions };
  if (sent.size === checkpoint.sent.size) return decide(state, next);
  // Parts that were sent and are not there count as a restart, so that this can't go on for ever.
  if (checkpoint.restarts >= RESTARTS_MAX) return failed(next, error);
  return decide(state, { ...next, restarts: checkpoint.restarts + 1 });
}

/** What any running step may meet. */
function fromRunning(state: RunningState, event: TaskEvent): TaskState {
  const { checkpoint } = state;
  switch (event.type) {
    case 'FILE_CHANGED':
      return settled(state, checkpoint) ?? failed(checkpoint, event.error);
    case 'INTERRUPTED': {
      const counted = { ...checkpoint, interruptions: checkpoint.interruptions + 1 };
      const tried = event.inDoubt ? commitTried(state, counted) : counted;
      const { reason, retryAt, error } = event;
      return settled(state, tried) ?? { status: 'waiting', checkpoint: tried, reason, retryAt, error };
    }
    case 'REFUSED': {
      // A commit without an answer stays in doubt, even where it is not tried again.
      const known = event.inDoubt ? commitTried(state, checkpoint) : checkpoint;
      if (state.wanted === 'cancel') return { status: 'canceled' };
      return state.wanted === 'halt' ? held(known) : failed(known, event.error);
    }
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
