import { expect } from '@esm-bundle/chai';
import { ManualClock } from './manual-clock.js';

describe('ManualClock', () => {
  it('runs timers in the order of their times, also those that timers set', () => {
    const clock = new ManualClock({ nowMs: 1000 });
    const log: (string | number)[] = [];
    clock.delay(20, () => log.push('b', clock.now()));
    clock.delay(10, () => {
      log.push('a', clock.now());
      clock.delay(5, () => log.push('nested', clock.now()));
    });
    clock.delay(20, () => log.push('c', clock.monotonic()));
    clock.advance(20);
    expect(log).to.deep.equal(['a', 1010, 'nested', 1015, 'b', 1020, 'c', 20]);
    expect([clock.now(), clock.pendingTimers]).to.deep.equal([1020, 0]);
  });

  it('does not run what is not yet due or was taken back', () => {
    const clock = new ManualClock();
    let calls = 0;
    clock.delay(5, () => (calls += 1))();
    clock.delay(11, () => (calls += 1));
    clock.advance(10);
    expect([calls, clock.nextTimerInMs]).to.deep.equal([0, 1]);
  });

  it('lets promise reactions set timers that fall due in the same advance', async () => {
    const clock = new ManualClock();
    let calls = 0;
    clock.delay(5, () => {
      void Promise.resolve().then(() => clock.delay(5, () => (calls += 1)));
    });
    await clock.advanceAsync(10);
    expect(calls).to.equal(1);
  });

  it('runs frames by hand, later ones in the next round', () => {
    const clock = new ManualClock();
    const log: string[] = [];
    clock.frame(() => {
      log.push('first');
      clock.frame(() => log.push('second'));
    });
    clock.frame(() => log.push('taken back'))();
    clock.runFrame();
    expect([log, clock.pendingFrames]).to.deep.equal([['first'], 1]);
    clock.runFrame();
    expect(log).to.deep.equal(['first', 'second']);
  });

  it('gives the same random numbers for the same seed', () => {
    const draw = (seed: number): number[] => {
      const clock = new ManualClock({ seed });
      return Array.from({ length: 50 }, () => clock.random());
    };
    expect(draw(7)).to.deep.equal(draw(7));
    expect(draw(7)).to.not.deep.equal(draw(8));
    expect(Math.min(...draw(7))).to.be.at.least(0);
    expect(Math.max(...draw(7))).to.be.below(1);
  });

  it('changes the wall clock alone when it jumps', () => {
    const clock = new ManualClock({ nowMs: 0 });
    clock.jump(86_400_000);
    expect([clock.now(), clock.monotonic()]).to.deep.equal([86_400_000, 0]);
  });
});
