/** Longest wait for the main thread to have nothing to do, in ms; own figure: previews are wanted, if late. */
const LONGEST_WAIT_MS = 1000;

/** Between two previews where the browser tells nothing of its spare time (WebKit), in ms; own figure. */
const PAUSE_MS = 50;

/** Resolves when the page is seen and its main thread has nothing better to do. */
export async function spareTime(): Promise<void> {
  while (document.hidden) {
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
  await new Promise<unknown>((resolve) => {
    if ('requestIdleCallback' in globalThis) {
      requestIdleCallback(resolve, { timeout: LONGEST_WAIT_MS });
    } else {
      setTimeout(resolve, PAUSE_MS);
    }
  });
}
