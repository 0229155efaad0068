import { expect } from '@esm-bundle/chai';
import { LOOK_MS, watchForStall } from '../../src/transport/stall-watch.js';
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

  for (const limitMs of [30_000, 600_000]) {
    it(`drops soon after the computer woke what is older than ${limitMs} ms, although the timers stood still`, () => {
      const clock = new ManualClock();
      let stalls = 0;
      const watch = watchForStall(clock, limitMs, () => stalls++);
      watch.touch();
      clock.advance(10_000);
      clock.jump(limitMs);
      clock.advance(LOOK_MS);
      expect(stalls).to.equal(1);
    });
  }

  it('lets go on what shows a sign of life after the computer woke, and what slept shorter', () => {
    const { clock, watch, stalls } = watched();
    watch.touch();
    clock.jump(600_000);
    watch.touch();
    clock.advance(999);
    expect(stalls()).to.equal(0);
    watch.touch();
    clock.jump(500);
    clock.advance(499);
    expect(stalls()).to.equal(0);
  });

  it('takes no clock that was set back for life', () => {
    const { clock, watch, stalls } = watched();
    watch.touch();
    clock.jump(-3_600_000);
    clock.advance(1_000);
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
