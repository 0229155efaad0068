import { expect } from '@esm-bundle/chai';
import fc from 'fast-check';
import {
  checkpointOf,
  isFinal,
  isRunning,
  releasedKeys,
  type TaskState,
} from '../../src/engine/task-state.js';
import { RESTARTS_MAX } from '../../src/engine/next-state.js';
import { transition } from '../../src/engine/transition.js';
import { KINDS, states, events, openedWith, never } from '../support/machine-samples.js';

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
