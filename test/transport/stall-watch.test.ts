import { expect } from '@esm-bundle/chai';
import { watchForStall } from '../../src/transport/stall-watch.js';
import { ManualClock } from '../support/manual-clock.js';

function watched() {
  const clock = new ManualClock();
  let stalls = 0;
  const watch = watchForStall(clock, 1_000, () => stalls++);
  return { clock, watch, stalls: () => stalls };
}

describe('watchForStall', () => {
  it('waits five times as long for the first sign of life', () => {
    const { clock, stalls } = watched();
    clock.advance(4_999);
    expect(stalls()).to.equal(0);
    clock.advance(1);
    expect(stalls()).to.equal(1);
  });

  it('counts from the last sign, and calls once', () => {
    const { clock, watch, stalls } = watched();
    clock.advance(4_000);
    watch.touch();
    clock.advance(900);
    watch.touch();
    clock.advance(999);
    expect(stalls()).to.equal(0);
    clock.advance(1);
    expect(stalls()).to.equal(1);
    clock.advance(60_000);
    expect(stalls()).to.equal(1);
  });

  it('has one timer, however many signs there are', () => {
    const { clock, watch } = watched();
    for (let sign = 0; sign < 1_400; sign++) watch.touch();
    expect(clock.pendingTimers).to.equal(1);
  });

  it('is silent after it was stopped', () => {
    const { clock, watch, stalls } = watched();
    watch.touch();
    clock.advance(1);
    watch.stop();
    clock.advance(60_000);
    expect([stalls(), clock.pendingTimers]).to.deep.equal([0, 0]);
  });
});
