import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TaskSnapshot } from '../engine/task-snapshot.js';
import type { Census } from './census.js';
import { FocusKeeper } from './focus-keeper.js';
import { ListCursor } from './list-cursor.js';
import { filterOf, type ListFilter } from './list-filter.js';
import { layOutItems, type ListItem } from './list-items.js';
import { onListKey } from './list-keys.js';
import { ListWindow, type DrawnItem } from './list-window.js';
import { TaskBook } from './task-book.js';

type Host = ReactiveControllerHost & {
  readonly shadowRoot: ShadowRoot | null;
  readonly isConnected: boolean;
};

/** Lists of more rows are drawn only where they are seen; own figure. */
const VIRTUAL_ABOVE = 60;

/** Rows that are seen without scrolling: lists of more can be filtered. */
const FILTERS_ABOVE = 8;

/** What the list is drawn from, and what it can be told. */
export type ListView = {
  readonly census: Census;
  readonly failures: TaskBook['failures'];
  readonly folders: readonly string[];
  readonly hasFilters: boolean;
  readonly filter: ListFilter;
  readonly drawn: readonly DrawnItem[];
  /** Of all rows. */
  readonly count: number;
  readonly isVirtual: boolean;
  readonly isGrid: boolean;
  /** The list is to be seen in the view that has it closed at first. */
  readonly isOpen: boolean;
  /** The one row that can be reached by Tab, where only one can. */
  readonly currentKey: string | null;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onFocus: () => void;
  readonly show: (filter: ListFilter) => void;
  /** Shows what needs a person, and goes there. */
  readonly showTrouble: () => void;
  readonly toggle: (groupKey: string) => void;
  readonly toggleOpen: () => void;
};

/** Which rows of which tasks are shown, where the keyboard is, and what is drawn of it. */
export class ListController implements ReactiveController {
  readonly #host: Host;
  readonly #book = new TaskBook();
  readonly #cursor = new ListCursor();
  readonly #window: ListWindow;
  #items: readonly ListItem[] = [];
  #basis: readonly unknown[] = [];
  #filter: ListFilter = 'all';
  #isGrid = false;
  #isOpen = false;
  #collapsed: ReadonlySet<string> = new Set<string>();

  constructor(host: Host) {
    this.#host = host;
    // In this order: a row must have its place before it is scrolled to.
    this.#window = new ListWindow(host);
    host.addController(new FocusKeeper(host, this.#cursor));
    host.addController(this);
  }

  /** Takes the tasks as they are now. */
  take(tasks: readonly TaskSnapshot[], isGrid: boolean): ListView {
    const book = this.#book;
    this.#isGrid = isGrid;
    book.take(tasks);
    if (tasks.length === 0) {
      this.#isOpen = false;
    }
    const hasFilters = tasks.length > FILTERS_ABOVE;
    if (!hasFilters) {
      this.#filter = 'all';
    }
    this.#layOut();
    const items = this.#items;
    const isVirtual = items.length > VIRTUAL_ABOVE;
    const hasFocus = this.#cursor.isWanted || this.#focusedRow !== null;
    const current = this.#cursor.find(items);
    const drawn = this.#window.take({ items, isVirtual, isGrid, pinned: hasFocus ? current : -1 });
    if (isVirtual && !hasFocus) {
      this.#bringIntoSight(current);
    }
    return {
      census: book.census,
      failures: book.failures,
      folders: book.folders,
      hasFilters,
      filter: this.#filter,
      drawn,
      count: items.length,
      isVirtual,
      isGrid,
      isOpen: this.#isOpen,
      currentKey: this.#cursor.key,
      onKey: this.#onKey,
      onFocus: this.#onFocus,
      show: this.#show,
      showTrouble: this.#showTrouble,
      toggle: this.#toggle,
      toggleOpen: this.#toggleOpen,
    };
  }

  /** Of a long list one row alone can be reached by Tab, and from it its buttons. */
  hostUpdated(): void {
    const rows = this.#host.shadowRoot?.querySelectorAll<HTMLElement>('.list.virtual > [data-row]') ?? [];
    for (const row of rows) {
      const tabIndex = row.dataset['row'] === this.#cursor.key ? 0 : -1;
      for (const control of row.querySelectorAll<HTMLElement>('button, input')) {
        if (control.tabIndex !== tabIndex) {
          control.tabIndex = tabIndex;
        }
      }
    }
    // Rows that stayed as the list got short.
    const before = this.#host.shadowRoot?.querySelectorAll(
      '.list:not(.virtual) > [data-row] :is(button, input)[tabindex]',
    );
    for (const control of before ?? []) control.removeAttribute('tabindex');
  }

  /** Leads the person to a task's row, whatever was shown. */
  goToTask(id: string): void {
    const find = (): number =>
      this.#items.findIndex((item) => item.kind === 'file' && this.#book.tasks[item.place]?.id === id);
    if (find() < 0) {
      this.#filter = 'all';
      this.#collapsed = new Set<string>();
      this.#layOut();
    }
    this.#goTo(find());
  }

  #layOut(): void {
    const { tasks, folders, lineUp, conditions } = this.#book;
    const filter = this.#filter;
    const collapsed = this.#collapsed;
    const basis = [lineUp, filter === 'all' ? 0 : conditions, filter, collapsed];
    if (basis.every((item, index) => item === this.#basis[index])) {
      return;
    }
    this.#basis = basis;
    const isShown = (task: TaskSnapshot): boolean => filter === 'all' || filterOf(task) === filter;
    this.#items = layOutItems({ tasks, folders, isShown, collapsed });
  }

  /** Who comes into the list from outside begins where the list is scrolled to. */
  #bringIntoSight(current: number): void {
    const { start, end } = this.#window.placesInSight;
    if (current < start || current >= end) {
      this.#cursor.moveTo(this.#items, start);
    }
  }

  get #focusedRow(): HTMLElement | null {
    return this.#host.shadowRoot?.activeElement?.closest<HTMLElement>('[data-row]') ?? null;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const at = this.#items.findIndex(({ key }) => key === this.#focusedRow?.dataset['row']);
    onListKey(event, {
      move: (rows) => this.#goTo(Math.min(Math.max(at + rows, 0), this.#items.length - 1)),
      moveLines: (lines) => this.#goTo(this.#window.placeBelow(at, lines)),
      linesInSight: () => this.#window.linesInSight,
      isGrid: this.#isGrid,
    });
  };

  readonly #onFocus = (): void => {
    if (this.#focusedRow?.dataset['row'] !== this.#cursor.key) {
      this.#host.requestUpdate();
    }
  };

  readonly #show = (filter: ListFilter): void => {
    this.#filter = filter;
    this.#window.toTop();
    this.#host.requestUpdate();
  };

  readonly #showTrouble = (): void => {
    if (this.#book.tasks.length > FILTERS_ABOVE) {
      this.#show('needs-you');
      this.#layOut();
    }
    const { tasks } = this.#book;
    this.#goTo(
      this.#items.findIndex((item) => {
        const task = item.kind === 'file' ? tasks[item.place] : undefined;
        return task !== undefined && filterOf(task) === 'needs-you';
      }),
    );
  };

  readonly #toggle = (groupKey: string): void => {
    const collapsed = new Set(this.#collapsed);
    if (!collapsed.delete(groupKey)) {
      collapsed.add(groupKey);
    }
    this.#collapsed = collapsed;
    this.#host.requestUpdate();
  };

  readonly #toggleOpen = (): void => {
    this.#isOpen = !this.#isOpen;
    this.#host.requestUpdate();
  };

  #goTo(place: number): void {
    const item = this.#items[place];
    if (item !== undefined) {
      this.#isOpen = true;
      this.#cursor.want(item.key);
      this.#host.requestUpdate();
    }
  }
}
