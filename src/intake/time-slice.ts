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

/** A message, since the timers of a hidden page run once a second only. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}
