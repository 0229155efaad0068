import { UploadError } from '../errors.js';
import type { Clock } from './ports.js';
import { retryDelayMs } from './retry-policy.js';

/** Does something that is safe to repeat, again and again while its failure may pass. */
export async function retried<T>(clock: Clock, act: () => Promise<T>): Promise<T> {
  for (let interruptions = 0; ; interruptions++) {
    try {
      return await act();
    } catch (thrown) {
      const error = thrown instanceof UploadError && thrown.retryable ? thrown : null;
      const delayMs = error === null ? null : retryDelayMs(interruptions, error, clock);
      if (delayMs === null) throw thrown;
      await new Promise<void>((resolve) => {
        clock.delay(delayMs, resolve);
      });
    }
  }
}
