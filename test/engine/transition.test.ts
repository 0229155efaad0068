import { expect } from '@esm-bundle/chai';
import { checkpointOf, releasedKeys, type TaskEvent } from '../../src/engine/task-state.js';
import { RESTARTS_MAX } from '../../src/engine/next-state.js';
import { transition } from '../../src/engine/transition.js';
import { MIB } from '../../src/protocol/limits.js';
import { error, stored, KINDS, tokenOf, states, events, show, never } from '../support/machine-samples.js';

const RUNNING = {
  FILE_CHANGED: 'failed',
  INTERRUPTED: 'waiting',
  REFUSED: 'failed',
  STORED_WRONG: 'failed',
  PAUSE: 'paused',
  CANCEL: 'canceled',
  QUEUE_HALTED: 'held',
  TAKEN_ELSEWHERE: 'queued',
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
  BAD_SUM: 'query',
};

/** What each event does in each state of a multipart upload; what is not named leaves the state as it is. */
const GRID: Record<string, Record<string, string>> = {
  queued: {
    SLOT_GRANTED: 'hash beginning',
    TAKEN_ELSEWHERE: 'elsewhere',
    DONE_ELSEWHERE: 'completed',
    PAUSE: 'paused',
    REFUSED: 'failed',
    CANCEL: 'canceled',
    QUEUE_HALTED: 'held',
  },
  elsewhere: {
    FREED_ELSEWHERE: 'queued',
    DONE_ELSEWHERE: 'completed',
    RENAMED: 'queued',
    PAUSE: 'paused',
    REFUSED: 'failed',
    CANCEL: 'canceled',
    QUEUE_HALTED: 'held',
  },
  'take-up': {
    ...RUNNING,
    ...AUTHORIZING,
    FULL_DIGEST_REQUIRED: 'take-up',
    DIRECTORY_MADE: 'take-up',
    TAKEN_UP: 'send',
    CONFIRMED: 'completed',
    UPLOAD_GONE: 'open',
  },
  held: {
    START: 'queued',
    DONE_ELSEWHERE: 'completed',
    PAUSE: 'paused',
    REFUSED: 'failed',
    CANCEL: 'canceled',
  },
  'hashing beginning': {
    ...RUNNING,
    BEGINNING_READY: 'open',
    DIGEST_READY: 'open full',
    HASH_FAILED: 'open',
    RENAMED: 'queued',
  },
  'hashing full': {
    ...RUNNING,
    BEGINNING_READY: 'hash full',
    DIGEST_READY: 'open full',
    HASH_FAILED: 'open',
    RENAMED: 'queued',
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
    PUT_OFF: 'waiting',
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
  confirm: { UPLOAD_STATE: 'confirm', BAD_SUM: 'open' },
  query: { UPLOAD_STATE: 'confirm', BAD_SUM: 'open' },
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
      breaker: null,
      spendsTry: true,
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
