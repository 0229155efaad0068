import { expect } from '@esm-bundle/chai';
import { systemClock } from '../../src/platform/clock.js';

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Frames as a test gives them, in a page that is hidden when the test says so. */
class FakePage {
  readonly #frames = new Map<number, FrameRequestCallback>();
  readonly #realRequest = window.requestAnimationFrame;
  readonly #realCancel = window.cancelAnimationFrame;
  #lastId = 0;

  constructor() {
    window.requestAnimationFrame = (callback) => {
      this.#frames.set(++this.#lastId, callback);
      return this.#lastId;
    };
    window.cancelAnimationFrame = (id) => void this.#frames.delete(id);
  }

  get waitingFrames(): number {
    return this.#frames.size;
  }

  set hidden(hidden: boolean) {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }

  runFrames(): void {
    const frames = [...this.#frames.values()];
    this.#frames.clear();
    frames.forEach((callback) => callback(0));
  }

  restore(): void {
    window.requestAnimationFrame = this.#realRequest;
    window.cancelAnimationFrame = this.#realCancel;
    Reflect.deleteProperty(document, 'hidden');
  }
}

describe('systemClock', () => {
  it('tells the time since the epoch, and one that never goes back', () => {
    expect(Math.abs(systemClock.now() - Date.now())).to.be.lessThan(1000);
    const first = systemClock.monotonic();
    expect(systemClock.monotonic()).to.be.at.least(first);
  });

  it('calls once after a delay', async () => {
    let calls = 0;
    systemClock.delay(5, () => (calls += 1));
    await wait(60);
    expect(calls).to.equal(1);
  });

  it('does not call after a delay that was taken back', async () => {
    let calls = 0;
    systemClock.delay(5, () => (calls += 1))();
    await wait(60);
    expect(calls).to.equal(0);
  });

  it('does not call what is taken back between the timer and the call', async () => {
    const { setTimeout: realSetTimeout } = window;
    let calls = 0;
    let fire = (): void => undefined;
    window.setTimeout = ((callback: () => void) => {
      fire = callback;
      return 0;
    }) as typeof window.setTimeout;
    const takeBack = systemClock.delay(5, () => (calls += 1));
    window.setTimeout = realSetTimeout;
    fire();
    takeBack();
    await wait(60);
    expect(calls).to.equal(0);
  });

  it('sets no timer from within another, however often one follows on the other', async () => {
    const { setTimeout: realSetTimeout } = window;
    let isInTimer = false;
    const nested: boolean[] = [];
    const spy = (callback: () => void, delayMs?: number): number => {
      nested.push(isInTimer);
      return realSetTimeout(() => {
        isInTimer = true;
        callback();
        // Its microtasks still count as the timer's.
        void Promise.resolve().then(() => {
          isInTimer = false;
        });
      }, delayMs);
    };
    window.setTimeout = spy as typeof window.setTimeout;
    try {
      for (let round = 0; round < 3; round++) {
        await new Promise<void>((resolve) => systemClock.delay(1, resolve));
      }
      await new Promise<void>((resolve) => {
        systemClock.delay(1, () => systemClock.delay(1, resolve));
      });
    } finally {
      window.setTimeout = realSetTimeout;
    }
    expect(nested).to.deep.equal([false, false, false, false, false]);
  });

  it('gives random numbers from 0 on, below 1', () => {
    for (let round = 0; round < 100; round++) {
      expect(systemClock.random()).to.be.within(0, 1).and.not.equal(1);
    }
  });
});

describe('systemClock.frame', () => {
  let page: FakePage;
  let calls = 0;
  const count = (): void => {
    calls += 1;
  };

  beforeEach(() => {
    page = new FakePage();
    calls = 0;
  });
  afterEach(() => page.restore());

  it('calls once at the next frame of a visible page', async () => {
    page.hidden = false;
    systemClock.frame(count);
    expect(calls).to.equal(0);
    page.runFrames();
    expect(calls).to.equal(1);
    await wait(1100);
    expect([calls, page.waitingFrames]).to.deep.equal([1, 0]);
  });

  it('asks a hidden page for no frame and calls after a second', async () => {
    page.hidden = true;
    const start = performance.now();
    await new Promise<void>((resolve) => systemClock.frame(resolve));
    expect(page.waitingFrames).to.equal(0);
    expect(performance.now() - start).to.be.at.least(990);
  });

  it('calls after a second in a visible page that gets no frames', async () => {
    page.hidden = false;
    await new Promise<void>((resolve) => systemClock.frame(resolve));
    expect(page.waitingFrames).to.equal(0);
  });

  it('follows the page from hidden to visible and back', async () => {
    page.hidden = true;
    systemClock.frame(count);
    page.hidden = false;
    expect(page.waitingFrames).to.equal(1);
    page.hidden = true;
    expect(page.waitingFrames).to.equal(0);
    page.hidden = false;
    page.runFrames();
    expect(calls).to.equal(1);
    await wait(1100);
    expect(calls).to.equal(1);
  });

  it('does not call when taken back, in a visible and in a hidden page', async () => {
    page.hidden = false;
    systemClock.frame(count)();
    page.hidden = true;
    systemClock.frame(count)();
    page.hidden = false;
    expect(page.waitingFrames).to.equal(0);
    page.runFrames();
    await wait(1100);
    expect(calls).to.equal(0);
  });

  it('works in a worker, where there is no document', async () => {
    const url = new URL('../../src/platform/clock.ts', import.meta.url).href;
    const source = `
      import { systemClock } from ${JSON.stringify(url)};
      systemClock.frame(() => postMessage([typeof document, systemClock.monotonic() >= 0]));
    `;
    const script = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(script, { type: 'module' });
    const answer = await new Promise<unknown>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = () => reject(new Error('the worker failed'));
    });
    worker.terminate();
    URL.revokeObjectURL(script);
    expect(answer).to.deep.equal(['undefined', true]);
  });
});
