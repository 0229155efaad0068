import type { Clock } from '../engine/ports.js';

/** The part of the clock that the backends need. */
export type BackendClock = Pick<Clock, 'now' | 'monotonic' | 'delay'>;

/** The browser's (or Node's) own time, for a client that is used without the engine. */
export const systemClock: BackendClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  delay(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** How long to wait for a page's answer where nothing sensible is set, in ms (`component.md` section 2). */
const DEFAULT_TIMEOUT_MS = 30_000;

/** Longest delay of a timer, in ms: a longer one would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** A time-out option in ms: the default where it makes no sense; `Infinity` as long as a timer can be. */
export function timeoutOrDefault(timeoutMs: number | undefined): number {
  const isUsable = typeof timeoutMs === 'number' && timeoutMs > 0;
  return isUsable ? Math.min(timeoutMs, LONGEST_DELAY_MS) : DEFAULT_TIMEOUT_MS;
}
