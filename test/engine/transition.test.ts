import { expect } from '@esm-bundle/chai';
import fc from 'fast-check';
import { initialCheckpoint, type Checkpoint } from '../../src/engine/checkpoint.js';
import {
  checkpointOf,
  isFinal,
  isRunning,
  releasedKeys,
  type Activity,
  type RunningStatus,
  type TaskEvent,
  type TaskState,
} from '../../src/engine/task-state.js';
import { RESTARTS_MAX } from '../../src/engine/next-state.js';
import { transition } from '../../src/engine/transition.js';
import { UploadError } from '../../src/errors.js';
import { MIB } from '../../src/protocol/limits.js';
import type { StoredFile, UploadToken } from '../../src/protocol/types.js';

const SIZE = 10 * MIB;
const error = new UploadError('network', 'No answer came.');
const stored: StoredFile = { path: ['a.bin'], size: SIZE };

type Kind = 'multipart' | 'simple' | 'form';
const KINDS: readonly Kind[] = ['multipart', 'simple', 'form'];

function planOf(kind: Kind) {
  return kind === 'multipart'
    ? { multipart: true, partBytes: 8 * MIB, partCount: 2 }
    : { multipart: false, partBytes: SIZE, partCount: 1 };
}

function tokenOf(kind: Kind, confirmKey = 'key-1'): UploadToken {
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

function checkpointFor(kind: Kind, more: Partial<Checkpoint> = {}): Checkpoint {
  const fresh = initialCheckpoint({ size: SIZE, plan: planOf(kind), strategy: 'ask', withoutHashes: false });
  return { ...fresh, ...more };
}

function running(status: RunningStatus, activity: Activity, checkpoint: Checkpoint): TaskState {
  return { status, activity, checkpoint, wanted: null, renewing: false };
}

/** One state of each sort, by the name used in the grid. */
function states(kind: Kind): Record<string, TaskState> {
  const fresh = checkpointFor(kind);
  const opened = checkpointFor(kind, { token: tokenOf(kind), beginningHash: 'b' });
  const allSent = {
    ...opened,
    sent: new Map(Array.from({ length: planOf(kind).partCount }, (_, i) => [i + 1, 1n])),
  };
  return {
    queued: { status: 'queued', checkpoint: fresh, held: false, front: false },
    held: { status: 'queued', checkpoint: fresh, held: true, front: false },
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
    waiting: { status: 'waiting', checkpoint: opened, reason: 'network', retryAt: 1, error },
    conflict: { status: 'conflict', checkpoint: allSent, existing: null },
    paused: { status: 'paused', checkpoint: opened, held: false },
    'paused, held': { status: 'paused', checkpoint: opened, held: true },
    failed: { status: 'failed', checkpoint: opened, error },
    completed: { status: 'completed', result: stored, confirmKey: 'key-1', instant: false, verified: null },
    canceled: { status: 'canceled' },
  };
}

function events(kind: Kind): Record<string, TaskEvent> {
  return {
    SLOT_GRANTED: { type: 'SLOT_GRANTED' },
    BEGINNING_READY: { type: 'BEGINNING_READY', beginningHash: 'b' },
    DIGEST_READY: { type: 'DIGEST_READY', beginningHash: 'b', fullHash: 'f', partCrcs: [1n, 2n] },
    HASH_FAILED: { type: 'HASH_FAILED' },
    FILE_CHANGED: { type: 'FILE_CHANGED', error },
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
    HEADERS_STALE: { type: 'HEADERS_STALE', error },
    HEADERS_RENEWED: { type: 'HEADERS_RENEWED', token: tokenOf(kind) },
    INTERRUPTED: { type: 'INTERRUPTED', error, reason: 'network', retryAt: 5, inDoubt: true },
    WAIT_OVER: { type: 'WAIT_OVER' },
    REFUSED: { type: 'REFUSED', error, inDoubt: false },
    UPLOAD_STATE: {
      type: 'UPLOAD_STATE',
      error,
      parts: [{ partNumber: 1, size: planOf(kind).partCount === 1 ? SIZE : 8 * MIB, eTag: null }],
    },
    BAD_SUM: { type: 'BAD_SUM', error },
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
function show(state: TaskState): string {
  if (state.status === 'queued') return state.held ? 'held' : 'queued';
  if (!isRunning(state)) return state.status;
  const { activity, wanted, renewing } = state;
  const kind = activity.kind === 'hash' ? `hash ${activity.goal}` : activity.kind;
  const step = activity.kind === 'open' && activity.withFullHash ? 'open full' : kind;
  return `${step}${wanted === null ? '' : ` wanting ${wanted}`}${renewing ? ' renewing' : ''}`;
}

const RUNNING = {
  FILE_CHANGED: 'failed',
  INTERRUPTED: 'waiting',
  REFUSED: 'failed',
  PAUSE: 'paused',
  CANCEL: 'canceled',
  QUEUE_HALTED: 'held',
};

/** Starts and confirms are never aborted: what is asked for waits for the answer. */
const COMMITTING = { PAUSE: ' wanting pause', CANCEL: ' wanting cancel', QUEUE_HALTED: ' wanting halt' };

const AUTHORIZING = {
  UPLOAD_OPENED: 'send',
  FULL_DIGEST_REQUIRED: 'hash full',
  INSTANT_HIT: 'completed',
  DIRECTORY_MISSING: 'make-directory',
  DIRECTORY_MADE: 'open',
  NAME_TAKEN: 'conflict',
  SAME_FOUND: 'completed',
  ABSENT: 'open',
  NO_WAY_TO_LOOK: 'failed',
  UNDECIDED: 'failed',
};

const CONFIRMING = {
  NO_STATE: 'confirm',
  CONFIRMED: 'completed',
  NAME_TAKEN: 'conflict',
  UPLOAD_STATE: 'send',
  BAD_SUM: 'open',
};

/** What each event does in each state of a multipart upload; what is not named leaves the state as it is. */
const GRID: Record<string, Record<string, string>> = {
  queued: {
    SLOT_GRANTED: 'hash beginning',
    PAUSE: 'paused',
    REFUSED: 'failed',
    CANCEL: 'canceled',
    QUEUE_HALTED: 'held',
  },
  held: { START: 'queued', PAUSE: 'paused', REFUSED: 'failed', CANCEL: 'canceled' },
  'hashing beginning': {
    ...RUNNING,
    BEGINNING_READY: 'open',
    DIGEST_READY: 'open full',
    HASH_FAILED: 'open',
  },
  'hashing full': {
    ...RUNNING,
    BEGINNING_READY: 'hash full',
    DIGEST_READY: 'open full',
    HASH_FAILED: 'open',
  },
  open: { ...RUNNING, ...AUTHORIZING, ...wanting('open'), UPLOAD_GONE: 'open' },
  'open full': {
    ...RUNNING,
    ...AUTHORIZING,
    ...wanting('open full'),
    UPLOAD_GONE: 'open full',
    FULL_DIGEST_REQUIRED: 'open',
    DIRECTORY_MADE: 'open full',
    ABSENT: 'open full',
  },
  'make-directory': { ...RUNNING, ...AUTHORIZING },
  'locate after start': {
    ...RUNNING,
    ...AUTHORIZING,
    FULL_DIGEST_REQUIRED: 'open full',
    DIRECTORY_MADE: 'locate',
    ABSENT: 'open full',
    NO_WAY_TO_LOOK: 'open',
  },
  'locate after confirm': {
    ...RUNNING,
    ...AUTHORIZING,
    FULL_DIGEST_REQUIRED: 'confirm',
    DIRECTORY_MADE: 'query',
  },
  send: {
    ...RUNNING,
    PART_SENT: 'send',
    HEADERS_STALE: 'send renewing',
    HEADERS_RENEWED: 'send',
    PLAN_REFUSED: 'open',
    UPLOAD_GONE: 'open',
  },
  confirm: { ...RUNNING, ...CONFIRMING, ...wanting('confirm'), UPLOAD_GONE: 'open' },
  query: { ...RUNNING, ...CONFIRMING, UPLOAD_GONE: 'locate' },
  waiting: {
    WAIT_OVER: 'queued',
    NUDGE: 'queued',
    RETRY: 'queued',
    START: 'queued',
    PAUSE: 'paused',
    FILE_CHANGED: 'failed',
    CANCEL: 'canceled',
    QUEUE_HALTED: 'held',
  },
  conflict: { CHOICE_MADE: 'queued', SKIPPED: 'canceled', RENAMED: 'queued', CANCEL: 'canceled' },
  paused: { RESUME: 'queued', QUEUE_HALTED: 'paused', CANCEL: 'canceled' },
  'paused, held': { RESUME: 'held', START: 'paused', CANCEL: 'canceled' },
  failed: { RETRY: 'queued', FILE_REPLACED: 'queued', CANCEL: 'canceled' },
  completed: {},
  canceled: {},
};

/** Where one object in one request goes another way than parts do. */
const GRID_OF_ONE_OBJECT: Record<string, Record<string, string>> = {
  send: { PART_SENT: 'confirm', HEADERS_STALE: 'open', UPLOAD_GONE: 'open' },
  confirm: { UPLOAD_STATE: 'confirm' },
  query: { UPLOAD_STATE: 'confirm' },
  'locate after confirm': {},
};

function wanting(step: string): Record<string, string> {
  return Object.fromEntries(Object.entries(COMMITTING).map(([event, text]) => [event, `${step}${text}`]));
}

describe('transition', () => {
  it('lets a halted start go on by START alone, a paused one by RESUME too', () => {
    const { open } = states('multipart');
    if (open === undefined) throw new Error('no such state');
    const halted = transition(open, { type: 'QUEUE_HALTED' });
    expect(show(transition(halted, { type: 'RESUME' }))).to.equal('open wanting halt');
    expect(show(transition(halted, { type: 'START' }))).to.equal('open');
    const pausing = transition(open, { type: 'PAUSE' });
    expect(show(transition(pausing, { type: 'RESUME' }))).to.equal('open');
  });

  for (const kind of KINDS) {
    describe(`of a ${kind} upload`, () => {
      for (const [name, state] of Object.entries(states(kind))) {
        const row = { ...GRID[name], ...(kind === 'multipart' ? {} : GRID_OF_ONE_OBJECT[name]) };
        it(`gives the state of the grid for every event in "${name}"`, () => {
          const wrong: string[] = [];
          for (const [eventName, event] of Object.entries(events(kind))) {
            const after = transition(state, event);
            const expected = row[eventName];
            if (expected === undefined ? after !== state : show(after) !== expected) {
              wrong.push(`${eventName}: ${show(after)}, not ${expected ?? 'the same state'}`);
            }
          }
          expect(wrong).to.deep.equal([]);
        });
      }
    });
  }

  it('knows a row for every state of the sample, so that none is left out', () => {
    expect(Object.keys(GRID).sort()).to.deep.equal(Object.keys(states('multipart')).sort());
  });

  it('keeps the parts already sent through pause and resume', () => {
    const sending = states('multipart')['send'];
    const sent = transition(sending ?? never(), { type: 'PART_SENT', partNumber: 2, crc64: 7n });
    const resumed = transition(transition(transition(sent, { type: 'PAUSE' }), { type: 'RESUME' }), {
      type: 'SLOT_GRANTED',
    });
    expect(checkpointOf(resumed)?.sent.get(2)).to.equal(7n);
    expect(show(resumed)).to.equal('send');
  });

  it('lets the answer of a start decide: opened means kept when paused, freed when canceled', () => {
    const open = states('multipart')['open'] ?? never();
    const opened: TaskEvent = { type: 'UPLOAD_OPENED', token: tokenOf('multipart', 'key-2') };
    const pausing = transition(open, { type: 'PAUSE' });
    const paused = transition(pausing, opened);
    expect(paused.status).to.equal('paused');
    expect(releasedKeys(pausing, opened, paused)).to.deep.equal([]);
    const canceling = transition(open, { type: 'CANCEL' });
    const canceled = transition(canceling, opened);
    expect(canceled.status).to.equal('canceled');
    expect(releasedKeys(canceling, opened, canceled)).to.deep.equal(['key-2']);
  });

  it('completes when a commit wins over a cancel', () => {
    const canceling = transition(states('multipart')['confirm'] ?? never(), { type: 'CANCEL' });
    expect(transition(canceling, { type: 'CONFIRMED', file: stored, verified: true }).status).to.equal(
      'completed',
    );
    const opening = transition(states('multipart')['open full'] ?? never(), { type: 'CANCEL' });
    expect(transition(opening, { type: 'INSTANT_HIT', file: stored, verified: true }).status).to.equal(
      'completed',
    );
  });

  it('asks for the state before it confirms again after a lost answer', () => {
    const lost = transition(
      states('multipart')['confirm'] ?? never(),
      events('multipart')['INTERRUPTED'] ?? never(),
    );
    const next = transition(transition(lost, { type: 'WAIT_OVER' }), { type: 'SLOT_GRANTED' });
    expect(show(next)).to.equal('query');
  });

  it('confirms again without asking where the service surely did nothing', () => {
    const interrupted: TaskEvent = {
      type: 'INTERRUPTED',
      error,
      reason: 'rate-limited',
      retryAt: 1,
      inDoubt: false,
    };
    const waiting = transition(states('multipart')['confirm'] ?? never(), interrupted);
    expect(show(transition(transition(waiting, { type: 'WAIT_OVER' }), { type: 'SLOT_GRANTED' }))).to.equal(
      'confirm',
    );
  });

  it('looks at the target after a lost start with the full hash', () => {
    const lost = transition(
      states('multipart')['open full'] ?? never(),
      events('multipart')['INTERRUPTED'] ?? never(),
    );
    expect(show(transition(transition(lost, { type: 'WAIT_OVER' }), { type: 'SLOT_GRANTED' }))).to.equal(
      'locate',
    );
  });

  it('opens without hashes after a second 202', () => {
    const once = transition(states('multipart')['open'] ?? never(), { type: 'FULL_DIGEST_REQUIRED' });
    const hashed = transition(once, {
      type: 'DIGEST_READY',
      beginningHash: 'b',
      fullHash: 'f',
      partCrcs: [],
    });
    const twice = transition(hashed, { type: 'FULL_DIGEST_REQUIRED' });
    expect(show(twice)).to.equal('open');
    expect(checkpointOf(twice)?.withoutHashes).to.equal(true);
  });

  it(`fails after ${RESTARTS_MAX} restarts from nothing`, () => {
    let state = states('multipart')['send'] ?? never();
    for (let restart = 0; restart < RESTARTS_MAX; restart++) {
      state = transition(state, { type: 'UPLOAD_GONE', error });
      expect(show(state)).to.equal('open');
      state = transition(state, { type: 'UPLOAD_OPENED', token: tokenOf('multipart', `key-${restart}`) });
    }
    expect(transition(state, { type: 'UPLOAD_GONE', error }).status).to.equal('failed');
  });

  it('counts only parts of the planned size when the server lists them', () => {
    const parts = [
      { partNumber: 1, size: 5, eTag: null },
      { partNumber: 2, size: 2 * MIB, eTag: null },
      { partNumber: 9, size: 8 * MIB, eTag: null },
    ];
    const next = transition(states('multipart')['query'] ?? never(), { type: 'UPLOAD_STATE', parts, error });
    expect([...(checkpointOf(next)?.sent.keys() ?? [])]).to.deep.equal([2]);
  });

  it(`fails when sent parts are missing at the server more than ${RESTARTS_MAX} times`, () => {
    let state = states('multipart')['query'] ?? never();
    for (let time = 0; time <= RESTARTS_MAX; time++) {
      expect(state.status).to.equal('confirming');
      state = transition(state, { type: 'UPLOAD_STATE', parts: [], error });
      for (const partNumber of [1, 2])
        state = transition(state, { type: 'PART_SENT', partNumber, crc64: null });
    }
    expect(state.status).to.equal('failed');
  });

  it('clears an error only by retry or a new file', () => {
    const failed = states('multipart')['failed'] ?? never();
    const cleared = Object.entries(events('multipart'))
      .filter(([, event]) => transition(failed, event) !== failed)
      .map(([name]) => name);
    expect(cleared).to.deep.equal(['RETRY', 'CANCEL', 'FILE_REPLACED']);
  });
});

describe('the machine under random interleavings', () => {
  const kinds = fc.constantFrom(...KINDS);
  const names = fc.array(fc.constantFrom(...Object.keys(events('multipart'))), { maxLength: 60 });

  it('frees or confirms each key once, and never has two commits in doubt together', () => {
    fc.assert(
      fc.property(kinds, names, (kind, sequence) => {
        let state = states(kind)['queued'] ?? never();
        let opened = 0;
        const released: string[] = [];
        for (const name of sequence) {
          const event =
            name === 'UPLOAD_OPENED' ? openedWith(kind, `key-${++opened}`) : (events(kind)[name] ?? never());
          const after = transition(state, event);
          released.push(...releasedKeys(state, event, after));
          state = after;
          const checkpoint = checkpointOf(state);
          if (checkpoint === null) continue;
          const isConfirming =
            checkpoint.confirmTried || (isRunning(state) && state.activity.kind === 'confirm');
          expect(checkpoint.fullStartTried && isConfirming, 'two commits in doubt').to.equal(false);
          expect(checkpoint.sent.size).to.be.at.most(checkpoint.plan.partCount);
          expect(checkpoint.restarts).to.be.at.most(RESTARTS_MAX);
        }
        const kept =
          state.status === 'completed' ? state.confirmKey : (checkpointOf(state)?.token?.confirmKey ?? null);
        const all = Array.from({ length: opened }, (_, index) => `key-${index + 1}`);
        expect([...released, ...(kept === null ? [] : [kept])].sort()).to.deep.equal(all.sort());
      }),
      { numRuns: 10_000 },
    );
  });

  it('leaves a final state for nothing', () => {
    fc.assert(
      fc.property(kinds, names, (kind, sequence) => {
        let final: TaskState | null = null;
        let state = states(kind)['queued'] ?? never();
        for (const name of sequence) {
          state = transition(state, events(kind)[name] ?? never());
          if (final !== null) expect(state).to.equal(final);
          else if (isFinal(state)) final = state;
        }
      }),
    );
  });
});

function openedWith(kind: Kind, confirmKey: string): TaskEvent {
  return { type: 'UPLOAD_OPENED', token: tokenOf(kind, confirmKey) };
}

function never(): never {
  throw new Error('The sample has no such state or event.');
}
