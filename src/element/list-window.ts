import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ListItem } from './list-items.js';
import { ListLines, type LineRange } from './list-lines.js';

/** A row that is drawn, and its place among all. */
export type DrawnItem = { readonly item: ListItem; readonly place: number };

/** What the window shows. */
export type WindowFacts = {
  readonly items: readonly ListItem[];
  /** False: all rows are drawn, one below the other. */
  readonly isVirtual: boolean;
  /** Rows are tiles, beside and below each other. */
  readonly isGrid: boolean;
  /** Place of the row that is drawn wherever the list is scrolled to: it has the focus, or would get it. */
  readonly pinned: number;
};

type Host = ReactiveControllerHost & {
  readonly shadowRoot: ShadowRoot | null;
  readonly isConnected: boolean;
};

/** Before the list was seen, in px: as high as its style lets it get. */
const FIRST_HEIGHT_PX = 480;

/** Before a row was seen, in px: as in its style. */
const FIRST_LINE_PX = { file: 56, folder: 40 } as const;

/** Of a list that was not seen yet, in px. */
const FIRST_WIDTH_PX = 720;

/** Tiles, in px, as in their style: the least width, and the gap and edge in a wide list and in a narrow one. */
const TILE_PX = 148;
const WIDE_GAP_PX = 16;
const NARROW_GAP_PX = 12;
const NARROW_BELOW_PX = 480;
const NARROW_LANES = 2;

/**
 * Lines drawn beyond those in sight, so that a scroll by the compositor finds some, and how many of them
 * a scroll may leave before more are drawn; tiles are higher than rows. Own figures.
 */
const ROWS_AHEAD = { drawn: 4, left: 2 } as const;
const TILES_AHEAD = { drawn: 2, left: 1 } as const;

/**
 * Draws only the rows of a long list that are in sight: each has its place by its number, all have the
 * same height, and those that had to grow are measured. Places go through the object model, which a
 * strict `style-src` does not block.
 */
export class ListWindow implements ReactiveController {
  readonly #host: Host;
  readonly #grown = new Map<string, number>();
  readonly #tops = new WeakMap<Element, number>();
  readonly #sizes: ResizeObserver;
  #linePx: { file?: number; folder?: number } = {};
  #list: HTMLElement | null = null;
  #items: readonly ListItem[] = [];
  /** Null while all rows are drawn. */
  #lines: ListLines | null = null;
  #drawn: LineRange = { start: 0, end: 0 };
  #scrollTop = 0;
  #mustScroll = false;
  #width = FIRST_WIDTH_PX;
  #isGrid = false;
  #height = FIRST_HEIGHT_PX;

  constructor(host: Host) {
    this.#host = host;
    this.#sizes = new ResizeObserver(() => this.#onResize());
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#attach(null);
  }

  /** How many lines are in sight at once. */
  get linesInSight(): number {
    return Math.max(1, Math.floor(this.#height / (this.#linePx.file ?? FIRST_LINE_PX.file)));
  }

  /** The place `lines` below (or above) another, in the same lane. */
  placeBelow(place: number, lines: number): number {
    const { lanes } = this.#shape;
    const all = this.#lines ?? new ListLines(this.#items, lanes, 0, () => 1);
    return all.placeBelow(place, lines);
  }

  /** The next rows are others: begin at the first. */
  toTop(): void {
    this.#scrollTop = 0;
    this.#mustScroll = true;
  }

  /** The rows to draw, in order. */
  take({ items, isVirtual, isGrid, pinned }: WindowFacts): readonly DrawnItem[] {
    if (isGrid !== this.#isGrid) {
      this.#isGrid = isGrid;
      this.#forgetHeights();
    }
    if (!isVirtual) {
      this.#lines = null;
      this.#items = items;
      return items.map((item, place) => ({ item, place }));
    }
    if (items !== this.#items || this.#lines === null) {
      this.#changeItems(items);
    }
    const lines = this.#lines ?? this.#layOut();
    const seen = lines.seenIn(this.#scrollTop, this.#height);
    this.#drawn = {
      start: Math.max(0, seen.start - this.#ahead.drawn),
      end: Math.min(lines.count, seen.end + this.#ahead.drawn),
    };
    const { start } = lines.itemsOf(this.#drawn.start);
    const { end } = lines.itemsOf(this.#drawn.end - 1);
    const drawn = items.slice(start, end).map((item, index) => ({ item, place: start + index }));
    const kept = items[pinned];
    if (kept === undefined || (pinned >= start && pinned < end)) {
      return drawn;
    }
    const one = { item: kept, place: pinned };
    return pinned < start ? [one, ...drawn] : [...drawn, one];
  }

  /** Places of the rows that are wholly in sight. */
  get placesInSight(): LineRange {
    const lines = this.#lines;
    if (lines === null) {
      return { start: 0, end: this.#items.length };
    }
    const seen = lines.seenIn(this.#scrollTop, this.#height);
    const isCut = lines.topOf(seen.start) < this.#scrollTop && seen.end - seen.start > 1;
    const { start } = lines.itemsOf(isCut ? seen.start + 1 : seen.start);
    return { start, end: lines.itemsOf(seen.end - 1).end };
  }

  hostUpdated(): void {
    this.#attach(this.#host.shadowRoot?.querySelector<HTMLElement>('.list') ?? null);
    const list = this.#list;
    if (list === null) {
      return;
    }
    this.#place(list);
    if (this.#measure(list)) {
      this.#place(list);
    }
    if (this.#mustScroll) {
      this.#mustScroll = false;
      list.scrollTop = this.#scrollTop;
    }
    if (!this.#coversSight()) {
      this.#drawSoon();
    }
  }

  /** The row at the top edge stays where it is, whatever comes or goes above it. */
  #changeItems(items: readonly ListItem[]): void {
    const anchor = this.#scrollTop > 0 ? this.#anchor() : null;
    this.#items = items;
    const lines = this.#layOut();
    if (anchor === null) {
      return;
    }
    const isStill = items[anchor.place]?.key === anchor.key;
    const place = isStill ? anchor.place : items.findIndex(({ key }) => key === anchor.key);
    if (place >= 0) {
      this.#scrollTo(lines.topOf(lines.lineOf(place)) + anchor.offset);
    }
  }

  #layOut(): ListLines {
    const base = { ...FIRST_LINE_PX, ...this.#linePx };
    const { lanes, gap } = this.#shape;
    const height = ({ key, kind }: ListItem): number => this.#grown.get(key) ?? base[kind];
    this.#lines = new ListLines(this.#items, lanes, gap, height);
    return this.#lines;
  }

  get #shape(): { readonly lanes: number; readonly gap: number } {
    if (!this.#isGrid) {
      return { lanes: 1, gap: 0 };
    }
    if (this.#width < NARROW_BELOW_PX) {
      return { lanes: NARROW_LANES, gap: NARROW_GAP_PX };
    }
    const gap = WIDE_GAP_PX;
    return { lanes: Math.max(1, Math.floor((this.#width - gap) / (TILE_PX + gap))), gap };
  }

  get #ahead(): { readonly drawn: number; readonly left: number } {
    return this.#isGrid ? TILES_AHEAD : ROWS_AHEAD;
  }

  #forgetHeights(): void {
    this.#linePx = {};
    this.#grown.clear();
    this.#lines = null;
  }

  #anchor(): { readonly key: string; readonly place: number; readonly offset: number } | null {
    const lines = this.#lines;
    if (lines === null) {
      return null;
    }
    const line = lines.seenIn(this.#scrollTop, this.#height).start;
    const place = lines.itemsOf(line).start;
    const item = this.#items[place];
    return item === undefined ? null : { key: item.key, place, offset: this.#scrollTop - lines.topOf(line) };
  }

  /** True where a row is higher or lower than it was taken for. */
  #measure(list: HTMLElement): boolean {
    let hasChanged = false;
    if (this.#lines === null || list.clientHeight === 0) {
      return hasChanged;
    }
    for (const row of rowsOf(list)) {
      const item = this.#items[placeOf(row)];
      if (item === undefined) {
        continue;
      }
      const { key, kind } = item;
      const height = row.offsetHeight;
      if (this.#linePx[kind] === undefined) {
        // A tile is as high as its picture is wide; one that has to say more is higher.
        this.#linePx[kind] = Number.parseFloat(getComputedStyle(row).minBlockSize) || height;
        hasChanged = true;
      }
      const usual = this.#linePx[kind] ?? height;
      if (height === (this.#grown.get(key) ?? usual)) {
        continue;
      }
      hasChanged = true;
      if (height === usual) {
        this.#grown.delete(key);
      } else {
        this.#grown.set(key, height);
      }
    }
    if (hasChanged) {
      const anchor = this.#scrollTop > 0 ? this.#anchor() : null;
      const lines = this.#layOut();
      if (anchor !== null) {
        this.#scrollTo(lines.topOf(lines.lineOf(anchor.place)) + anchor.offset);
      }
    }
    return hasChanged;
  }

  #place(list: HTMLElement): void {
    const lines = this.#lines;
    if (lines === null) {
      return;
    }
    setPx(this.#tops, list, '--_total', lines.total);
    if (this.#isGrid) {
      list.style.setProperty('--_lanes', String(this.#shape.lanes));
    }
    for (const row of rowsOf(list)) {
      const place = placeOf(row);
      const line = lines.lineOf(place);
      setPx(this.#tops, row, '--_top', lines.topOf(line));
      if (this.#isGrid) {
        row.style.setProperty('--_lane', String(place - lines.itemsOf(line).start));
      }
    }
  }

  #scrollTo(top: number): void {
    if (top !== this.#scrollTop) {
      this.#scrollTop = top;
      this.#mustScroll = true;
    }
  }

  #attach(list: HTMLElement | null): void {
    if (list === this.#list) {
      return;
    }
    this.#sizes.disconnect();
    this.#list?.removeEventListener('scroll', this.#onScroll);
    this.#list = list;
    this.#scrollTop = list?.scrollTop ?? 0;
    if (list !== null) {
      list.addEventListener('scroll', this.#onScroll, { passive: true });
      this.#sizes.observe(list);
    }
  }

  readonly #onScroll = (): void => {
    this.#scrollTop = this.#list?.scrollTop ?? 0;
    if (!this.#coversSight()) {
      this.#host.requestUpdate();
    }
  };

  #onResize(): void {
    const { clientWidth = 0, clientHeight = 0 } = this.#list ?? {};
    if (clientHeight === 0 || (clientWidth === this.#width && clientHeight === this.#height)) {
      return;
    }
    if (clientWidth !== this.#width) {
      // Another width has other heights.
      this.#forgetHeights();
    }
    this.#width = clientWidth;
    this.#height = clientHeight;
    this.#drawSoon();
  }

  /** Not now: a change in the answer to a resize would be a loop for the browser. */
  #drawSoon(): void {
    requestAnimationFrame(() => {
      if (this.#host.isConnected) {
        this.#host.requestUpdate();
      }
    });
  }

  #coversSight(): boolean {
    const lines = this.#lines;
    if (lines === null) {
      return true;
    }
    const seen = lines.seenIn(this.#scrollTop, this.#height);
    return (
      this.#drawn.start <= Math.max(0, seen.start - this.#ahead.left) &&
      this.#drawn.end >= Math.min(lines.count, seen.end + this.#ahead.left)
    );
  }
}

function rowsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(':scope > [aria-posinset]')];
}

function placeOf(row: Element): number {
  return Number(row.getAttribute('aria-posinset')) - 1;
}

function setPx(known: WeakMap<Element, number>, element: HTMLElement, property: string, px: number): void {
  if (known.get(element) !== px) {
    known.set(element, px);
    element.style.setProperty(property, `${String(px)}px`);
  }
}
