import { expect } from '@esm-bundle/chai';
import { CircuitBreaker, HeldBack, type Permit } from '../../src/engine/circuit-breaker.js';
import { UploadError } from '../../src/errors.js';
import { FakeConnectivity, networkError } from '../support/fake-service.js';
import { ManualClock } from '../support/manual-clock.js';

const busy = (retryAfterMs?: number): UploadError =>
  new UploadError('server-busy', '503', { status: 503, retryAfterMs });

/** A breaker, and those that wait at it. */
class Place {
  readonly clock = new ManualClock();
  readonly connectivity = new FakeConnectivity();
  readonly breaker = new CircuitBreaker(this.clock, this.connectivity);
  readonly woken: string[] = [];
  putOff = 0;

  open(error = networkError()): void {
    while (!this.breaker.isOpen) this.breaker.fail(this.breaker.admit(), error);
  }

  wait(...names: string[]): (() => void)[] {
    return names.map((name) =>
      this.breaker.wait({
        wake: () => this.woken.push(name),
        onPutOff: () => {
          this.putOff += 1;
        },
      }),
    );
  }

  isHeldBack(): boolean {
    try {
      this.breaker.check();
      return false;
    } catch (thrown) {
      expect(thrown).to.be.instanceOf(HeldBack);
      return true;
    }
  }

  /** Until the trial may begin, and one more turn. */
  trial(): Permit {
    this.clock.advance(this.breaker.waitMs);
    return this.breaker.admit();
  }
}

describe('CircuitBreaker', () => {
  it('opens after five failures in a row, and an answer between them begins the count anew', () => {
    const place = new Place();
    const { breaker } = place;
    for (let round = 0; round < 3; round++) {
      for (let failure = 0; failure < 4; failure++) breaker.fail(breaker.admit(), networkError());
      breaker.succeed(breaker.admit());
    }
    expect(breaker.isOpen).to.equal(false);
    place.open();
    expect([breaker.isOpen, place.isHeldBack()]).to.deep.equal([true, true]);
    expect(() => breaker.admit()).to.throw(HeldBack);
  });

  it('lets one request try when its time has come, and the others wait for its end', () => {
    const place = new Place();
    place.open();
    const trial = place.trial();
    expect(place.isHeldBack()).to.equal(true);
    place.breaker.succeed(trial);
    expect([place.breaker.isOpen, place.isHeldBack()]).to.deep.equal([false, false]);
  });

  it('waits longer after each failed trial, but never minutes', () => {
    const place = new Place();
    place.open();
    const waits: number[] = [];
    for (let trial = 0; trial < 40; trial++) {
      waits.push(place.breaker.waitMs);
      place.breaker.fail(place.trial(), networkError());
    }
    waits.slice(0, 4).forEach((wait, index) => {
      expect(wait).to.be.within(500 * 2 ** index, 1000 * 2 ** index);
    });
    const upTo = (end: number): number[] => {
      let sum = 0;
      return waits.filter((wait) => (sum += wait) <= end);
    };
    expect(Math.max(...upTo(120_000))).to.be.at.most(10_000);
    expect(Math.max(...waits)).to.be.within(15_000, 30_000);
  });

  it('waits as long as the answer asked for', () => {
    const place = new Place();
    place.open(busy(45_000));
    expect(place.breaker.waitMs).to.equal(45_000);
    expect(place.breaker.retryAt).to.equal(place.clock.now() + 45_000);
  });

  it('hears no more of requests that began before it opened, or before it closed again', () => {
    const place = new Place();
    const { breaker } = place;
    const early = Array.from({ length: 12 }, () => breaker.admit());
    place.open();
    const { retryAt } = breaker;
    for (const permit of early.slice(0, 3)) breaker.fail(permit, networkError());
    for (const permit of early.slice(3, 5)) breaker.succeed(permit);
    expect([breaker.isOpen, breaker.retryAt]).to.deep.equal([true, retryAt]);
    breaker.succeed(place.trial());
    for (const permit of early.slice(5)) breaker.fail(permit, networkError());
    expect(breaker.isOpen).to.equal(false);
  });

  it('wakes one at a time, tells the rest when it takes longer, and all of them once it closed', () => {
    const place = new Place();
    place.open();
    place.wait('a', 'b', 'c', 'd');
    place.clock.advance(place.breaker.waitMs);
    expect(place.woken).to.deep.equal(['a']);
    place.breaker.fail(place.breaker.admit(), networkError());
    expect(place.putOff).to.equal(3);
    place.clock.advance(place.breaker.waitMs);
    expect(place.woken).to.deep.equal(['a', 'b']);
    place.breaker.succeed(place.breaker.admit());
    place.clock.advance(1000);
    expect(place.woken).to.deep.equal(['a', 'b', 'c', 'd']);
    expect([place.clock.pendingTimers, place.connectivity.listeners]).to.deep.equal([0, 0]);
  });

  it('wakes the next where the one that was woken does not begin, or is stopped', () => {
    const place = new Place();
    place.open();
    place.wait('a', 'b', 'c');
    place.clock.advance(place.breaker.waitMs);
    place.clock.advance(2000);
    expect(place.woken).to.deep.equal(['a', 'b']);
    place.breaker.release(place.breaker.admit());
    place.clock.advance(0);
    expect(place.woken).to.deep.equal(['a', 'b', 'c']);
  });

  it('lets another try beside a trial that hangs, and believes the first that is answered', () => {
    const place = new Place();
    place.open();
    const hanging = place.trial();
    place.wait('a', 'b');
    place.clock.advance(9_999);
    expect(place.woken).to.deep.equal([]);
    place.clock.advance(1);
    expect(place.woken).to.deep.equal(['a']);
    const second = place.breaker.admit();
    place.breaker.fail(hanging, new UploadError('timeout', ''));
    expect([place.breaker.isOpen, place.isHeldBack(), place.putOff]).to.deep.equal([true, true, 0]);
    place.breaker.succeed(second);
    expect(place.breaker.isOpen).to.equal(false);
  });

  it('keeps neither timer nor listener for those that wait no longer', () => {
    const place = new Place();
    place.open();
    const leave = place.wait('a', 'b');
    expect([place.clock.pendingTimers, place.connectivity.listeners]).to.deep.equal([1, 1]);
    for (const one of leave) one();
    expect([place.clock.pendingTimers, place.connectivity.listeners]).to.deep.equal([0, 0]);
    place.clock.advance(100_000);
    expect(place.woken).to.deep.equal([]);
  });

  it('opens at once where the browser is offline, and wakes one at once when it is back', () => {
    const place = new Place();
    place.connectivity.isOnline = false;
    place.breaker.fail(place.breaker.admit(), new UploadError('offline', ''));
    place.wait('a', 'b');
    expect([place.isHeldBack(), place.breaker.retryAt]).to.deep.equal([true, null]);
    place.connectivity.go(true);
    expect(place.woken).to.deep.equal(['a']);
    place.breaker.fail(place.breaker.admit(), networkError());
    expect(place.breaker.waitMs).to.be.at.most(1000);
  });

  it('opens at the first lost request where another host is lost at the time', () => {
    const place = new Place();
    place.breaker.fail(place.breaker.admit(), networkError());
    expect(place.breaker.isOpen).to.equal(false);
    place.breaker.fail(place.breaker.admit(), networkError(), true);
    expect(place.breaker.isOpen).to.equal(true);
  });

  it('closes where bytes go on moving, if requests without an answer opened it', () => {
    for (const [error, isOpen] of [
      [networkError(), false],
      [busy(), true],
      [new UploadError('timeout', ''), false],
    ] as const) {
      const place = new Place();
      place.open(error);
      place.breaker.noteLife(place.trial());
      expect(place.breaker.isOpen).to.equal(isOpen);
    }
  });

  it('spends no try while the network is down, and the tries of a busy host only after ten minutes', () => {
    for (const [error, isKnown, minutes, spends] of [
      [networkError(), true, 600, false],
      [networkError(), false, 9, false],
      [networkError(), false, 11, true],
      [busy(), true, 9, false],
      [busy(), true, 11, true],
      [new UploadError('offline', ''), false, 600, false],
    ] as const) {
      const place = new Place();
      if (isKnown) place.breaker.succeed(place.breaker.admit());
      expect(place.breaker.spendsTries).to.equal(true);
      place.open(error);
      place.clock.advance(minutes * 60_000);
      expect(place.breaker.spendsTries, `${error.code} after ${minutes} min`).to.equal(spends);
    }
  });
});
