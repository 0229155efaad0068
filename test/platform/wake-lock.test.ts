import { expect } from '@esm-bundle/chai';
import { createWakeLock } from '../../src/platform/wake-lock.js';
import { ListenerCensus } from '../support/listener-census.js';
import { held } from '../support/fake-service.js';

/** A browser that gives locks as the test says, and counts them. */
class FakeWakeLocks {
  asked: string[] = [];
  holding = 0;
  answer: () => Promise<unknown> = () => Promise.resolve();

  constructor() {
    const request = async (type: string): Promise<object> => {
      this.asked.push(type);
      await this.answer();
      this.holding += 1;
      let isHeld = true;
      return {
        release: () => {
          if (isHeld) this.holding -= 1;
          isHeld = false;
          return Promise.resolve();
        },
      };
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request }, configurable: true });
  }

  set hidden(hidden: boolean) {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }

  restore(): void {
    Reflect.deleteProperty(navigator, 'wakeLock');
    Reflect.deleteProperty(document, 'hidden');
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

describe('createWakeLock', () => {
  let locks: FakeWakeLocks;
  let listeners: ListenerCensus;
  let lockScreen: (isOn: boolean) => void;

  beforeEach(() => {
    locks = new FakeWakeLocks();
    locks.hidden = false;
    listeners = new ListenerCensus();
    lockScreen = createWakeLock();
  });
  afterEach(() => {
    lockScreen(false);
    listeners.stop();
    locks.restore();
  });

  it('takes one screen lock while it is on, and no more than that', async () => {
    lockScreen(true);
    lockScreen(true);
    await turns();
    expect([locks.asked, locks.holding]).to.deep.equal([['screen'], 1]);
    lockScreen(false);
    await turns();
    expect(locks.holding).to.equal(0);
  });

  it('holds no listener while it is off', async () => {
    expect(listeners.types).to.deep.equal([]);
    lockScreen(true);
    expect(listeners.types).to.deep.equal(['visibilitychange']);
    lockScreen(false);
    expect(listeners.types).to.deep.equal([]);
  });

  it('takes the lock again when a hidden page is seen', async () => {
    locks.hidden = true;
    lockScreen(true);
    await turns();
    expect(locks.asked).to.have.length(0);
    for (let round = 1; round <= 2; round++) {
      locks.hidden = false;
      await turns();
      expect([locks.asked.length, locks.holding]).to.deep.equal([round, 1]);
      locks.hidden = true;
      await turns();
      expect(locks.holding).to.equal(0);
    }
  });

  it('lets go of a lock that comes after it was switched off', async () => {
    const late = held<void>();
    locks.answer = () => late.promise;
    lockScreen(true);
    lockScreen(false);
    late.resolve();
    await turns();
    expect([locks.asked.length, locks.holding]).to.deep.equal([1, 0]);
  });

  it('keeps silent where the lock is refused, and asks anew when the page is seen again', async () => {
    const unhandled: unknown[] = [];
    const note = (event: PromiseRejectionEvent): void => {
      event.preventDefault();
      unhandled.push(event.reason);
    };
    window.addEventListener('unhandledrejection', note);
    locks.answer = () => Promise.reject(new DOMException('Low battery', 'NotAllowedError'));
    lockScreen(true);
    locks.hidden = false;
    lockScreen(false);
    await new Promise((resolve) => setTimeout(resolve, 50));
    window.removeEventListener('unhandledrejection', note);
    expect(unhandled).to.deep.equal([]);
    expect(locks.asked).to.have.length(2);
  });

  it('does nothing where there are no such locks, as on http pages', () => {
    Object.defineProperty(navigator, 'wakeLock', { value: undefined, configurable: true });
    lockScreen(true);
    lockScreen(false);
    expect(listeners.types).to.deep.equal([]);
  });
});
