import { UploadError } from '../errors.js';
import { HeldBack } from './circuit-breaker.js';
import type { Clock } from './ports.js';
import { retryDelayMs } from './retry-policy.js';

/** Shortest wait where another request tries the host, in ms. */
const HELD_BACK_MS = 1000;

/** Does something that is safe to repeat, again and again while its failure may pass. */
export async function retried<T>(clock: Clock, act: () => Promise<T>): Promise<T> {
  for (let interruptions = 0; ;) {
    try {
      return await act();
    } catch (thrown) {
      const delayMs = delayAfter(thrown, interruptions, clock);
      if (delayMs === null) throw thrown;
      if (!(thrown instanceof HeldBack)) interruptions += 1;
      await new Promise<void>((resolve) => {
        clock.delay(delayMs, resolve);
      });
    }
  }
}

function delayAfter(thrown: unknown, interruptions: number, clock: Clock): number | null {
  if (thrown instanceof HeldBack) return Math.max(HELD_BACK_MS, thrown.breaker.waitMs);
  return thrown instanceof UploadError && thrown.retryable
    ? retryDelayMs(interruptions, thrown, clock)
    : null;
}
