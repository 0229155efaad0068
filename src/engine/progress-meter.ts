/** Time that a speed is averaged over, in ms (`design.md` 7). */
const WINDOW_MS = 10_000;

/** Shortest time between two samples, in ms. */
const SAMPLE_MS = 250;

/** No speed is told before this much time was seen, in ms (`design.md` 7). */
const FIRST_SPEED_MS = 1000;

/** Speed of something that grows, averaged over the last ten seconds. */
export class ProgressMeter {
  #samples: { readonly at: number; readonly bytes: number }[] = [];

  /** Notes that `bytes` were reached at `now` (ms, monotonic). Going back begins anew. */
  note(now: number, bytes: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && bytes < last.bytes) this.#samples = [];
    if (last === undefined || bytes < last.bytes || now - last.at >= SAMPLE_MS) {
      this.#samples.push({ at: now, bytes });
      while (this.#samples.length > 2 && now - (this.#samples[1]?.at ?? now) >= WINDOW_MS)
        this.#samples.shift();
    }
  }

  /** Bytes a second, or null while too little was seen. */
  bytesPerSecond(now: number, bytes: number): number | null {
    const first = this.#samples[0];
    if (first === undefined || now - first.at < FIRST_SPEED_MS) return null;
    return Math.max(0, ((bytes - first.bytes) * 1000) / (now - first.at));
  }

  /** Forgets what was seen, as after a pause. */
  reset(): void {
    this.#samples = [];
  }
}

/** Seconds until `bytes` more are done, or null where the speed is unknown or nought. */
export function secondsLeft(bytes: number, bytesPerSecond: number | null): number | null {
  return bytesPerSecond === null || bytesPerSecond <= 0 ? null : bytes / bytesPerSecond;
}
