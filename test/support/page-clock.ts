import type { ManualClock } from './manual-clock.js';

/** The page's timers run by `clock` until the answer is called. */
export function runBy(clock: ManualClock): () => void {
  const own = { setTimeout: window.setTimeout, clearTimeout: window.clearTimeout, now: performance.now };
  const takeBacks = new Map<number, () => void>();
  let lastId = 0;
  Object.assign(window, {
    setTimeout: (callback: () => void, delayMs = 0): number => {
      takeBacks.set((lastId += 1), clock.delay(delayMs, callback));
      return lastId;
    },
    clearTimeout: (id: number): void => takeBacks.get(id)?.(),
  });
  performance.now = () => clock.monotonic();
  return () => {
    Object.assign(window, { setTimeout: own.setTimeout, clearTimeout: own.clearTimeout });
    performance.now = own.now;
  };
}
