import { initialCheckpoint, type Checkpoint } from '../../src/engine/checkpoint.js';
import {
  isRunning,
  type Activity,
  type RunningStatus,
  type TaskEvent,
  type TaskState,
} from '../../src/engine/task-state.js';
import { UploadError } from '../../src/errors.js';
import { MIB } from '../../src/protocol/limits.js';
import type { StoredFile, UploadToken } from '../../src/protocol/types.js';

export const SIZE = 10 * MIB;
export const error = new UploadError('network', 'No answer came.');
export const stored: StoredFile = { path: ['a.bin'], size: SIZE };

export type Kind = 'multipart' | 'simple' | 'form';
export const KINDS: readonly Kind[] = ['multipart', 'simple', 'form'];

export function planOf(kind: Kind) {
  return kind === 'multipart'
    ? { multipart: true, partBytes: 8 * MIB, partCount: 2 }
    : { multipart: false, partBytes: SIZE, partCount: 1 };
}

export function tokenOf(kind: Kind, confirmKey = 'key-1'): UploadToken {
  return {
    origin: 'https://store.example',
    path: '/object',
    uploadId: kind === 'multipart' ? 'upload-1' : null,
    headers: kind === 'form' ? null : { authorization: 'a' },
    parts: null,
    form: kind === 'form' ? [['key', 'object']] : null,
    confirmKey,
    expiresAt: null,
  };
}

export function checkpointFor(kind: Kind, more: Partial<Checkpoint> = {}): Checkpoint {
  const fresh = initialCheckpoint({ size: SIZE, plan: planOf(kind), strategy: 'ask', withoutHashes: false });
  return { ...fresh, ...more };
}

export function running(status: RunningStatus, activity: Activity, checkpoint: Checkpoint): TaskState {
  return { status, activity, checkpoint, wanted: null, renewing: false };
}

/** One state of each sort, by the name used in the grid. */
export function states(kind: Kind): Record<string, TaskState> {
  const fresh = checkpointFor(kind);
  const opened = checkpointFor(kind, { token: tokenOf(kind), beginningHash: 'b' });
  const allSent = {
    ...opened,
    sent: new Map(Array.from({ length: planOf(kind).partCount }, (_, i) => [i + 1, 1n])),
  };
  return {
    queued: { status: 'queued', checkpoint: fresh, held: false, front: false, elsewhere: false },
    held: { status: 'queued', checkpoint: fresh, held: true, front: false, elsewhere: false },
    elsewhere: { status: 'queued', checkpoint: fresh, held: false, front: false, elsewhere: true },
    'take-up': running(
      'authorizing',
      { kind: 'take-up' },
      {
        ...fresh,
        beginningHash: 'b',
        resumeKey: 'key-1',
        unproven: new Map([[1, { crc64: 1n, eTag: null }]]),
      },
    ),
    'hashing beginning': running('hashing', { kind: 'hash', goal: 'beginning' }, fresh),
    'hashing full': running(
      'hashing',
      { kind: 'hash', goal: 'full' },
      { ...fresh, beginningHash: 'b', fullHashWanted: true },
    ),
    open: running('authorizing', { kind: 'open', withFullHash: false }, { ...fresh, beginningHash: 'b' }),
    'open full': running(
      'authorizing',
      { kind: 'open', withFullHash: true },
      { ...fresh, beginningHash: 'b', fullHashWanted: true, fullHash: 'f', partCrcs: [1n, 2n] },
    ),
    'make-directory': running(
      'authorizing',
      { kind: 'make-directory', since: 0 },
      { ...fresh, beginningHash: 'b' },
    ),
    'locate after start': running(
      'authorizing',
      { kind: 'locate', after: 'full-start' },
      { ...fresh, beginningHash: 'b', fullHash: 'f', fullStartTried: true },
    ),
    'locate after confirm': running(
      'authorizing',
      { kind: 'locate', after: 'confirm' },
      { ...allSent, confirmTried: true },
    ),
    send: running('uploading', { kind: 'send' }, opened),
    confirm: running('confirming', { kind: 'confirm' }, allSent),
    query: running('confirming', { kind: 'query' }, { ...allSent, confirmTried: true }),
    waiting: { status: 'waiting', checkpoint: opened, reason: 'network', retryAt: 1, breaker: null, error },
    conflict: { status: 'conflict', checkpoint: allSent, existing: null },
    paused: { status: 'paused', checkpoint: opened, held: false },
    'paused, held': { status: 'paused', checkpoint: opened, held: true },
    failed: { status: 'failed', checkpoint: opened, error },
    completed: { status: 'completed', result: stored, confirmKey: 'key-1', instant: false, verified: null },
    canceled: { status: 'canceled' },
  };
}

export function events(kind: Kind): Record<string, TaskEvent> {
  return {
    SLOT_GRANTED: { type: 'SLOT_GRANTED' },
    BEGINNING_READY: { type: 'BEGINNING_READY', beginningHash: 'b' },
    DIGEST_READY: { type: 'DIGEST_READY', beginningHash: 'b', fullHash: 'f', partCrcs: [1n, 2n] },
    HASH_FAILED: { type: 'HASH_FAILED' },
    FILE_CHANGED: { type: 'FILE_CHANGED', error },
    TAKEN_UP: { type: 'TAKEN_UP', token: tokenOf(kind), parts: null, inDoubt: false, error },
    TAKEN_ELSEWHERE: { type: 'TAKEN_ELSEWHERE' },
    FREED_ELSEWHERE: { type: 'FREED_ELSEWHERE', leftOff: {} },
    DONE_ELSEWHERE: {
      type: 'DONE_ELSEWHERE',
      file: stored,
      // Of the other tab; null, so that it is not taken for one of this task.
      confirmKey: null,
      instant: false,
      verified: null,
    },
    UPLOAD_OPENED: { type: 'UPLOAD_OPENED', token: tokenOf(kind, 'key-2') },
    FULL_DIGEST_REQUIRED: { type: 'FULL_DIGEST_REQUIRED' },
    INSTANT_HIT: { type: 'INSTANT_HIT', file: stored, verified: true },
    DIRECTORY_MISSING: { type: 'DIRECTORY_MISSING', since: 0 },
    DIRECTORY_MADE: { type: 'DIRECTORY_MADE' },
    NAME_TAKEN: { type: 'NAME_TAKEN', existing: null },
    UPLOAD_GONE: { type: 'UPLOAD_GONE', error },
    SAME_FOUND: { type: 'SAME_FOUND', file: stored },
    ABSENT: { type: 'ABSENT', error },
    NO_WAY_TO_LOOK: { type: 'NO_WAY_TO_LOOK', error },
    UNDECIDED: { type: 'UNDECIDED', error },
    PLAN_REFUSED: { type: 'PLAN_REFUSED', plan: { multipart: true, partBytes: 8 * MIB, partCount: 2 } },
    PART_SENT: { type: 'PART_SENT', partNumber: 1, crc64: 1n },
    HEADERS_STALE: { type: 'HEADERS_STALE', error, spendsRestart: true },
    RENEW_INTERRUPTED: { type: 'RENEW_INTERRUPTED' },
    HEADERS_RENEWED: { type: 'HEADERS_RENEWED', token: tokenOf(kind) },
    INTERRUPTED: {
      type: 'INTERRUPTED',
      error,
      reason: 'network',
      retryAt: 5,
      breaker: null,
      spendsTry: true,
      inDoubt: true,
    },
    PUT_OFF: { type: 'PUT_OFF', error, reason: 'offline', retryAt: 6 },
    WAIT_OVER: { type: 'WAIT_OVER' },
    REFUSED: { type: 'REFUSED', error, inDoubt: false },
    UPLOAD_STATE: {
      type: 'UPLOAD_STATE',
      error,
      parts: [{ partNumber: 1, size: planOf(kind).partCount === 1 ? SIZE : 8 * MIB, eTag: null }],
    },
    BAD_SUM: { type: 'BAD_SUM', error },
    STORED_WRONG: { type: 'STORED_WRONG', error },
    NO_STATE: { type: 'NO_STATE' },
    CONFIRMED: { type: 'CONFIRMED', file: stored, verified: true },
    START: { type: 'START' },
    PAUSE: { type: 'PAUSE' },
    RESUME: { type: 'RESUME' },
    RETRY: { type: 'RETRY' },
    CANCEL: { type: 'CANCEL' },
    NUDGE: { type: 'NUDGE' },
    CHOICE_MADE: { type: 'CHOICE_MADE', choice: 'overwrite' },
    SKIPPED: { type: 'CHOICE_MADE', choice: 'skip' },
    FILE_REPLACED: {
      type: 'FILE_REPLACED',
      size: SIZE,
      plan: planOf(kind),
      withoutHashes: false,
      sameContent: true,
    },
    RENAMED: { type: 'RENAMED' },
    QUEUE_HALTED: { type: 'QUEUE_HALTED' },
  };
}

/** A state in a word or two, so that the grid can be read. */
export function show(state: TaskState): string {
  if (state.status === 'queued') {
    if (state.held) return 'held';
    return state.elsewhere ? 'elsewhere' : 'queued';
  }
  if (!isRunning(state)) return state.status;
  const { activity, wanted, renewing } = state;
  const kind = activity.kind === 'hash' ? `hash ${activity.goal}` : activity.kind;
  const step = activity.kind === 'open' && activity.withFullHash ? 'open full' : kind;
  return `${step}${wanted === null ? '' : ` wanting ${wanted}`}${renewing ? ' renewing' : ''}`;
}

export function openedWith(kind: Kind, confirmKey: string): TaskEvent {
  return { type: 'UPLOAD_OPENED', token: tokenOf(kind, confirmKey) };
}

/** For what a sample is sure to have. @throws Error */
export function never(): never {
  throw new Error('The sample has no such state or event.');
}
