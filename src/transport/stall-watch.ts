import type { Clock } from '../engine/ports.js';

/**
 * How much longer than a stall the first sign of life may take: until then the
 * request may only be queued for one of the six sockets that all tabs share with
 * a host (`protocol.md` 14.6); own figure.
 */
export const FIRST_PROGRESS_FACTOR = 5;

/** Notices silence. */
export interface StallWatch {
  /** A sign of life. */
  touch(): void;
  stop(): void;
}

/**
 * Calls `onStall` once when `limitMs` pass without a sign of life, or five times
 * that before the first. One timer, moved on only when it fires, since WebKit sends
 * over a thousand progress events where others send three.
 */
export function watchForStall(
  clock: Pick<Clock, 'monotonic' | 'delay'>,
  limitMs: number,
  onStall: () => void,
): StallWatch {
  let lastLife = clock.monotonic();
  let isAlive = false;
  let stopTimer = arm(limitMs * FIRST_PROGRESS_FACTOR);

  function arm(delayMs: number): () => void {
    return clock.delay(delayMs, check);
  }

  function check(): void {
    const silence = clock.monotonic() - lastLife;
    const limit = isAlive ? limitMs : limitMs * FIRST_PROGRESS_FACTOR;
    if (silence >= limit) onStall();
    else stopTimer = arm(limit - silence);
  }

  return {
    touch() {
      lastLife = clock.monotonic();
      if (isAlive) return;
      isAlive = true;
      stopTimer();
      stopTimer = arm(limitMs);
    },
    stop: () => stopTimer(),
  };
}
