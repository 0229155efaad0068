import { spareTime } from './spare-time.js';

/**
 * Rest after a preview, in times of what it took; own figure. So two at once take a fifth of a processor at most, and
 * the busier the machine is with an upload, the longer is a preview's time and with it the rest. A list's first
 * screenful of photographs is there after a second.
 */
const RESTS = 9;

/** What is to be done; it does not throw. */
type Work = () => Promise<void>;

/**
 * Does one thing after the other, or few at a time, in the order asked for, with rests between. Rows in sight are
 * asked for from the top; what left the sight is dropped, so that the newest need not overtake.
 */
export class PreviewQueue {
  readonly #most: number;
  readonly #spareTime: () => Promise<void>;
  readonly #waiting = new Set<Work>();
  #serving = 0;

  /** @param most that are done at a time */
  constructor(most: number, waitForSpareTime: () => Promise<void> = spareTime) {
    this.#most = most;
    this.#spareTime = waitForSpareTime;
  }

  /** Has `work` done in its turn; never, where the signal aborts before. */
  add(work: Work, signal: AbortSignal): void {
    if (signal.aborted) {
      return;
    }
    this.#waiting.add(work);
    signal.addEventListener('abort', () => this.#waiting.delete(work), { once: true });
    if (this.#serving < this.#most) {
      void this.#serve();
    }
  }

  async #serve(): Promise<void> {
    this.#serving += 1;
    while (this.#waiting.size > 0) {
      await this.#spareTime();
      // Only now: much may have left the sight meanwhile.
      const [work] = this.#waiting;
      if (work !== undefined) {
        this.#waiting.delete(work);
        const start = performance.now();
        await work();
        await rest((performance.now() - start) * RESTS);
      }
    }
    this.#serving -= 1;
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
