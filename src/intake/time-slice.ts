/** Work done before others get their turn, in ms: under one frame, far under the 50 ms of a long task. */
const SLICE_MS = 8;

/** Breaks long work up, so that the page stays responsive while a large folder is read. */
export class TimeSlice {
  #startedAt = performance.now();

  /** Call between pieces of work: resolves at once while time is left, else after the event loop had a turn. */
  async rest(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (performance.now() - this.#startedAt < SLICE_MS) {
      return;
    }
    await nextTask();
    signal?.throwIfAborted();
    this.#startedAt = performance.now();
  }
}

/** Items that are worked on between two looks at the clock. */
const ITEMS_A_LOOK = 100;

/**
 * Gives `work` all items in their order, a few at a time; the first of them before this returns.
 * @throws the signal's reason when it aborts
 */
export async function inSlices<Item>(
  items: readonly Item[],
  signal: AbortSignal,
  work: (slice: readonly Item[]) => void,
): Promise<void> {
  const slice = new TimeSlice();
  for (let start = 0; start < items.length; start += ITEMS_A_LOOK) {
    if (start > 0) await slice.rest(signal);
    work(items.slice(start, start + ITEMS_A_LOOK));
  }
}

/**
 * Longest wait for an idle moment, in ms: one frame, own figure. A page that always animates has no idle
 * moment, and a longer wait for each slice makes a large folder take many times as long as its work does.
 */
const PATIENCE_MS = 16;

/**
 * Frames and input come first while the page is seen. Else a message, since the timers of a hidden page
 * run once a second only, and it has no idle moments; nor has Safari any to tell of.
 */
function nextTask(): Promise<void> {
  if (typeof requestIdleCallback === 'function' && !document.hidden) {
    return new Promise((resolve) => {
      requestIdleCallback(() => resolve(), { timeout: PATIENCE_MS });
    });
  }
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}
