/** Items of a first portion that others wait behind: few, so that people see something at once. */
const FIRST = 100;

/** Hands on what comes in: all at once where it is little, else in portions, while more is coming. */
export class Portions<Item> {
  readonly #size: number;
  #items: Item[] = [];
  #hasEnded = false;
  #wake: (() => void) | null = null;

  /** @param size most items that are handed on together */
  constructor(size: number) {
    this.#size = size;
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
    let size = FIRST;
    for (;;) {
      if (!this.#hasEnded && !this.#isFull) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      if (this.#items.length === 0) return;
      yield this.#items.splice(0, this.#isFull ? size : this.#size);
      size = this.#size;
    }
  }

  get #isFull(): boolean {
    return this.#items.length > this.#size;
  }
}
