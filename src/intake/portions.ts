/** Items of a first portion that others wait behind: about as many as are seen, so that they are seen at once. */
export const FIRST = 32;

/** Hands on what comes in: all at once where it is little, else in portions, while more is coming. */
export class Portions<Item> {
  readonly #size: number;
  readonly #afterFirst: (last: Item) => Promise<void>;
  #items: Item[] = [];
  #hasEnded = false;
  #wake: (() => void) | null = null;

  /**
   * @param size most items that are handed on together
   * @param afterFirst waited for between the first portion of several and the next; given the last item that waits
   */
  constructor(size: number, afterFirst: (last: Item) => Promise<void>) {
    this.#size = size;
    this.#afterFirst = afterFirst;
  }

  put(item: Item): void {
    this.#items.push(item);
    if (this.#isFull) this.#wake?.();
  }

  /** Nothing more comes. */
  end(): void {
    this.#hasEnded = true;
    this.#wake?.();
  }

  /** Each portion is made when it is asked for. */
  async *all(): AsyncGenerator<readonly Item[]> {
    for (let isFirst = true; ; isFirst = false) {
      if (!this.#hasEnded && !this.#isFull) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      if (this.#items.length === 0) return;
      const isFirstOfSeveral = isFirst && this.#isFull;
      yield this.#items.splice(0, isFirstOfSeveral ? FIRST : this.#size);
      const last = this.#items.at(-1);
      if (isFirstOfSeveral && last !== undefined) await this.#afterFirst(last);
    }
  }

  get #isFull(): boolean {
    return this.#items.length > this.#size;
  }
}
