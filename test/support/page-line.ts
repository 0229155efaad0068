import type { ResumeStore } from '../../src/engine/resume-record.js';
import type { Dice } from './dice.js';
import type { ManualClock } from './manual-clock.js';

/** Longest that a record takes to be written, in ms. */
const WRITE_MS = 50;

/** A page's line to what outlives it: what goes over it takes its time, and is heard of no more once it is cut. */
export class PageLine {
  /** Keys of uploads that were written down. */
  readonly written = new Set<string | null>();
  readonly #clock: ManualClock;
  readonly #dice: Dice;
  readonly #underWay = new Set<() => void>();
  #isCut = false;

  constructor(clock: ManualClock, dice: Dice) {
    this.#clock = clock;
    this.#dice = dice;
  }

  /** Does it within `mostMs`; `isHeard`: the page lives, and hears what came of it. */
  call<T>(mostMs: number, act: (isHeard: boolean) => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const arrive = (): void => {
        this.#underWay.delete(arrive);
        try {
          const answer = act(!this.#isCut);
          if (!this.#isCut) resolve(answer);
        } catch (thrown) {
          if (!this.#isCut) reject(thrown);
        }
      };
      this.#underWay.add(arrive);
      this.#clock.delay(this.#dice.pick(mostMs), arrive);
    });
  }

  /** The page is gone: of what was under way some arrives all the same. */
  cut(): void {
    this.#isCut = true;
    for (const arrive of [...this.#underWay]) if (this.#dice.happens(1 / 2)) arrive();
  }

  /** The store as the page sees it: its writes may be lost with it. */
  over(store: ResumeStore): ResumeStore {
    return {
      ...store,
      put: (kept) =>
        this.call(WRITE_MS, () => {
          for (const { record } of kept) this.written.add(record.confirmKey);
          return store.put(kept);
        }),
      remove: (ids) => this.call(WRITE_MS, () => store.remove(ids)),
    };
  }
}
