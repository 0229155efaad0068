import type { Clock } from '../engine/ports.js';

/**
 * How much longer than a stall the first sign of life may take: until then the
 * request may only be queued for one of the six sockets that all tabs share with
 * a host (`protocol.md` 14.6); own figure.
 */
export const FIRST_PROGRESS_FACTOR = 5;

/**
 * Longest time between two looks at the clocks, in ms: timers and one of the clocks may stand
 * still while the computer sleeps, and what was under way has to be noticed soon after. Own figure.
 */
export const LOOK_MS = 5000;

/** Notices silence. */
export interface StallWatch {
  /** A sign of life. */
  touch(): void;
  stop(): void;
}

/**
 * Calls `onStall` once, with whether there ever was one, when `limitMs` pass without a sign of life, or five times
 * that before the first; the time of a sleep counts too. One timer, moved on only
 * when it fires, since WebKit sends over a thousand progress events where others send three.
 */
export function watchForStall(
  clock: Pick<Clock, 'now' | 'monotonic' | 'delay'>,
  limitMs: number,
  onStall: (wasAlive: boolean) => void,
): StallWatch {
  let lastLife = readClocks();
  let isAlive = false;
  let stopTimer = arm(limitMs * FIRST_PROGRESS_FACTOR);

  function readClocks(): { readonly wall: number; readonly monotonic: number } {
    return { wall: clock.now(), monotonic: clock.monotonic() };
  }

  function arm(delayMs: number): () => void {
    return clock.delay(Math.min(delayMs, LOOK_MS), check);
  }

  function check(): void {
    const { wall, monotonic } = readClocks();
    // The larger one: either may stand still in sleep (`protocol.md` 14.4).
    const silence = Math.max(wall - lastLife.wall, monotonic - lastLife.monotonic);
    const limit = isAlive ? limitMs : limitMs * FIRST_PROGRESS_FACTOR;
    if (silence >= limit) onStall(isAlive);
    else stopTimer = arm(limit - silence);
  }

  return {
    touch() {
      lastLife = readClocks();
      if (isAlive) return;
      isAlive = true;
      stopTimer();
      stopTimer = arm(limitMs);
    },
    stop: () => stopTimer(),
  };
}
