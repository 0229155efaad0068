/** What a page measured of its own main thread, in ms. */
export type MainThreadFacts = {
  /** Tasks of 50 ms and more, `at` ms after the watch began; the browser tells of no shorter ones. */
  readonly longTasks: readonly { readonly at: number; readonly duration: number }[];
  /** Longest delay of a timer of 5 ms: no task can have been longer, as far as the timer itself was on time. */
  readonly timerDelay: number;
  /** Longest time from one frame to the next. */
  readonly frameGap: number;
};

/**
 * Runs in the page: begins to measure. `window.mainThread()` gives the figures so far. It is sent as
 * text and sees nothing else of this file.
 */
export function watchMainThread(): void {
  const timerMs = 5;
  const begunAt = performance.now();
  const longTasks: { at: number; duration: number }[] = [];
  let timerDelay = 0;
  let frameGap = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      longTasks.push({ at: startTime - begunAt, duration });
    }
  });
  observer.observe({ type: 'longtask' });

  let lastTick = performance.now();
  const tick = (): void => {
    const now = performance.now();
    timerDelay = Math.max(timerDelay, now - lastTick - timerMs);
    lastTick = now;
    setTimeout(tick, timerMs);
  };
  setTimeout(tick, timerMs);

  let lastFrame = performance.now();
  const onFrame = (now: number): void => {
    frameGap = Math.max(frameGap, now - lastFrame);
    lastFrame = now;
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame((now) => {
    lastFrame = now;
    requestAnimationFrame(onFrame);
  });
  Object.assign(window, {
    mainThread: (): MainThreadFacts => ({ longTasks, timerDelay, frameGap }),
  });
}
