import type { ListItem } from './list-items.js';

/** Lines from `start` up to, not including, `end`. */
export type LineRange = { readonly start: number; readonly end: number };

/** How high a row is, in px; a line is as high as its highest. */
export type RowHeight = (item: ListItem) => number;

/**
 * Rows laid out in lines below each other: one file a line, or as many as there are lanes; a folder's
 * header has a line to itself.
 */
export class ListLines {
  /** Place of each line's first item. */
  readonly #firsts: readonly number[];
  readonly #tops: Float64Array;
  readonly #gap: number;
  readonly items: readonly ListItem[];

  constructor(items: readonly ListItem[], lanes: number, gap: number, height: RowHeight) {
    this.items = items;
    this.#gap = gap;
    this.#firsts = breakIntoLines(items, lanes);
    this.#tops = new Float64Array(this.#firsts.length + 1);
    let top = 0;
    this.#firsts.forEach((first, line) => {
      this.#tops[line] = top;
      const end = this.#firsts[line + 1] ?? items.length;
      let highest = 0;
      for (let place = first; place < end; place += 1) {
        const item = items[place];
        highest = Math.max(highest, item === undefined ? 0 : height(item));
      }
      top += highest + gap;
    });
    this.#tops[this.#firsts.length] = top;
  }

  get count(): number {
    return this.#firsts.length;
  }

  /** Height of all lines, in px. */
  get total(): number {
    return Math.max(0, (this.#tops[this.count] ?? 0) - this.#gap);
  }

  /** Where a line begins, in px from the top of the list. */
  topOf(line: number): number {
    return this.#tops[line] ?? 0;
  }

  /** Places of the first item of a line, and of the one after its last. */
  itemsOf(line: number): LineRange {
    return { start: this.#firsts[line] ?? 0, end: this.#firsts[line + 1] ?? this.items.length };
  }

  /** The line that an item is in. */
  lineOf(place: number): number {
    return lastAtMost(this.#firsts, place);
  }

  /** The place `lines` further down (or up) in the same lane; the last of a line that has no such lane. */
  placeBelow(place: number, lines: number): number {
    const line = this.lineOf(place);
    const lane = place - this.itemsOf(line).start;
    const { start, end } = this.itemsOf(Math.min(Math.max(line + lines, 0), this.count - 1));
    return Math.min(start + lane, end - 1);
  }

  /** The lines that are seen, at least in part, in a window of `height` px that begins at `top`. */
  seenIn(top: number, height: number): LineRange {
    const start = lastAtMost(this.#tops, top);
    const last = lastAtMost(this.#tops, Math.max(top, top + height - 1));
    return { start, end: Math.min(last + 1, this.count) };
  }
}

function breakIntoLines(items: readonly ListItem[], lanes: number): readonly number[] {
  const firsts: number[] = [];
  let room = 0;
  items.forEach((item, place) => {
    if (item.kind === 'folder' || room === 0) {
      firsts.push(place);
      room = item.kind === 'folder' ? 0 : lanes - 1;
    } else {
      room -= 1;
    }
  });
  return firsts;
}

/** Place of the last number that is at most `limit`, in ascending ones; 0 where there is none. */
function lastAtMost(numbers: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((numbers[middle] ?? 0) <= limit) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return Math.max(0, low);
}
