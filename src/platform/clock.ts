import type { Clock } from '../engine/ports.js';

/** Longest wait for a frame, in ms: browsers run the timers of a hidden page no more often than that. */
const LONGEST_FRAME_MS = 1000;

/** About one frame at 60 Hz, in ms, where there is no `requestAnimationFrame`. */
const WORKER_FRAME_MS = 16;

/** The browser's time; works in workers and in Node too, and touches nothing before it is called. */
export const systemClock: Clock = {
  now: () => Date.now(),

  monotonic: () => performance.now(),

  delay(delayMs, callback) {
    let isTakenBack = false;
    const timer = setTimeout(() => {
      inTaskOfItsOwn(() => {
        if (!isTakenBack) callback();
      });
    }, delayMs);
    return () => {
      isTakenBack = true;
      clearTimeout(timer);
    };
  },

  frame(callback) {
    return typeof document === 'undefined' || typeof requestAnimationFrame === 'undefined'
      ? systemClock.delay(WORKER_FRAME_MS, callback)
      : pageFrame(callback, document);
  },

  random: () => Math.random(),
};

/**
 * Calls soon, by a message, so that a timer set in `callback` is no link of a chain:
 * Chromium runs a timer that is the fifth of a chain once a minute in a page that
 * was hidden for five minutes, and counts what a timer costs, but no message.
 * @see https://developer.chrome.com/blog/timer-throttling-in-chrome-88
 */
function inTaskOfItsOwn(callback: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(null);
}

/**
 * Calls once: at the next frame of a visible page, or after a second of a hidden
 * one, which gets no frames at all. The timer runs in a visible page too: a frame
 * scrolled out of view is "visible" but its animation frames stand still.
 */
function pageFrame(callback: () => void, page: Document): () => void {
  let frame = 0;

  const stop = (): void => {
    stopTimer();
    cancelAnimationFrame(frame);
    page.removeEventListener('visibilitychange', followVisibility);
  };
  const run = (): void => {
    stop();
    callback();
  };
  const followVisibility = (): void => {
    cancelAnimationFrame(frame);
    if (!page.hidden) {
      frame = requestAnimationFrame(run);
    }
  };

  const stopTimer = systemClock.delay(LONGEST_FRAME_MS, run);
  page.addEventListener('visibilitychange', followVisibility);
  followVisibility();
  return stop;
}
