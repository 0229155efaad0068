import type { ListItem } from './list-items.js';

/** The row that the keyboard is at, by key and by place: what follows a row that went is found by the latter. */
export class ListCursor {
  #key: string | null = null;
  #place = 0;
  #isWanted = false;

  /** Key of the row; null while there are none. */
  get key(): string | null {
    return this.#key;
  }

  /** The row is to get the focus once it is drawn. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  /** Takes note of the row that has the focus. */
  note(key: string): void {
    this.#key = key;
  }

  /** Goes to a row, which gets the focus once it is drawn. */
  want(key: string): void {
    this.#key = key;
    this.#isWanted = true;
  }

  /** The wanted row has the focus, or could not get it. */
  settle(): void {
    this.#isWanted = false;
  }

  /** Goes to the row at `place`, which may get the focus later. */
  moveTo(items: readonly ListItem[], place: number): void {
    this.#place = place;
    this.#key = items[place]?.key ?? null;
  }

  /** Place of the row among `items`; where it is gone, of the one that came after it, else of the last. */
  find(items: readonly ListItem[]): number {
    if (items[this.#place]?.key !== this.#key) {
      const place = items.findIndex(({ key }) => key === this.#key);
      this.moveTo(items, place >= 0 ? place : Math.min(this.#place, items.length - 1));
    }
    return this.#place;
  }
}
