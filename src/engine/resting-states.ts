import { fromNothing, initialCheckpoint, openKey, type Checkpoint } from './checkpoint.js';
import { failed, held, paused, proceed, queued } from './next-state.js';
import type { TaskEvent, TaskState } from './task-state.js';

type StateOf<S extends TaskState['status']> = Extract<TaskState, { readonly status: S }>;

/** States that hold no slot and may be left. */
export type RestingState = StateOf<'queued' | 'waiting' | 'conflict' | 'paused' | 'failed'>;

/** The state after `event`; null where it means nothing in particular here. */
export function fromResting(state: RestingState, event: TaskEvent): TaskState | null {
  switch (state.status) {
    case 'queued':
      return fromQueued(state, event);
    case 'waiting':
      return fromWaiting(state, event);
    case 'conflict':
      return fromConflict(state, event);
    case 'paused':
      return fromPaused(state, event);
    case 'failed':
      return fromFailed(state, event);
  }
}

function fromQueued(state: StateOf<'queued'>, event: TaskEvent): TaskState | null {
  switch (event.type) {
    case 'SLOT_GRANTED':
      return state.held || state.elsewhere ? state : proceed(state.checkpoint);
    case 'TAKEN_ELSEWHERE':
      return state.held || state.elsewhere ? state : { ...state, elsewhere: true };
    case 'FREED_ELSEWHERE':
      return state.elsewhere ? queued({ ...state.checkpoint, ...event.leftOff }) : state;
    case 'DONE_ELSEWHERE': {
      const { file: result, confirmKey, instant, verified } = event;
      return { status: 'completed', result, confirmKey, instant, verified };
    }
    case 'START':
      return state.held ? { ...state, held: false } : state;
    case 'PAUSE':
      return paused(state.checkpoint, state.held);
    case 'QUEUE_HALTED':
      return state.held ? state : { ...state, held: true, elsewhere: false };
    case 'RENAMED':
      return state.elsewhere ? { ...state, elsewhere: false } : state;
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
    case 'PUT_OFF': {
      const { error, reason, retryAt } = event;
      return { ...state, error, reason, retryAt };
    }
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
      if (event.sameContent) return queued(toBeProven(state.checkpoint));
      const { size, plan, withoutHashes } = event;
      return queued(initialCheckpoint({ size, plan, withoutHashes, strategy: state.checkpoint.strategy }));
    }
    default:
      return null;
  }
}

/** A file that only looks the same: what was sent and read of the first one is proven, or read, anew. */
function toBeProven(checkpoint: Checkpoint): Checkpoint {
  const { sent, unproven, confirmTried } = checkpoint;
  // What may be stored is asked for first, as of an earlier visit: by then new parts may have been sent.
  const doubted = confirmTried ? { token: null, resumeKey: openKey(checkpoint) } : {};
  const claimed = [...sent].map(([partNumber, crc64]) => [partNumber, { crc64, eTag: null }] as const);
  return {
    ...checkpoint,
    ...doubted,
    sent: new Map(),
    unproven: new Map([...unproven, ...claimed]),
    partCrcs: null,
    beginningHash: null,
    fullHash: null,
    fullHashWanted: false,
    interruptions: 0,
  };
}

/** Who retries an undecided outcome has looked: it begins anew, and without the hashes that led to the doubt. */
function undoubted({ checkpoint, error }: StateOf<'failed'>): Checkpoint {
  if (error.code !== 'outcome-unknown') return checkpoint;
  return { ...fromNothing(checkpoint), withoutHashes: checkpoint.withoutHashes || checkpoint.fullStartTried };
}
