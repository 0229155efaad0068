import type { ReactiveController } from 'lit';
import type { ListCursor } from './list-cursor.js';

type Host = { readonly shadowRoot: ShadowRoot | null };

const HARMLESS_IN_ANOTHER_ROW = '.actions button:enabled:not([data-action="cancel"])';
const HARMLESS = `${HARMLESS_IN_ANOTHER_ROW}:not([data-action="remove"])`;

/** Where the focus was before an update. */
type Place = { readonly rowKey: string | null; readonly isOnRow: boolean };

/**
 * Brings the focus to the row that the keyboard goes to, and keeps it inside when an update takes the
 * focused button or row away: in the same row, else the one that is now in its place, else the last one,
 * else the button that opens the list, else the one that chooses files. Never on a button by which a second
 * press of the same key would end an upload: the row itself takes the focus then.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: Host;
  readonly #cursor: ListCursor;
  #before: Place | null = null;

  constructor(host: Host, cursor: ListCursor) {
    this.#host = host;
    this.#cursor = cursor;
  }

  hostUpdate(): void {
    const focused = this.#host.shadowRoot?.activeElement ?? null;
    if (focused === null) {
      this.#before = null;
      return;
    }
    const row = focused.closest<HTMLElement>('[data-row]');
    const rowKey = row?.dataset['row'] ?? null;
    this.#before = { rowKey, isOnRow: focused === row };
    if (rowKey !== null && !this.#cursor.isWanted) {
      this.#cursor.note(rowKey);
    }
  }

  hostUpdated(): void {
    const before = this.#before;
    const root = this.#host.shadowRoot;
    this.#before = null;
    if (root === null) {
      return;
    }
    if (this.#cursor.isWanted) {
      this.#cursor.settle();
      const row = this.#currentRow(root);
      if (row !== undefined) {
        focusRow(row);
        row.scrollIntoView({ block: 'nearest' });
      }
      return;
    }
    if (before === null || root.activeElement !== null) {
      return;
    }
    const row = before.rowKey === null ? undefined : this.#currentRow(root);
    if (row === undefined) {
      const button =
        root.querySelector<HTMLElement>('[data-action="toggle-list"]') ??
        root.querySelector<HTMLElement>('.summary-actions button:enabled:not([data-action="cancel-all"])') ??
        root.querySelector<HTMLElement>('[data-action="choose-files"]');
      button?.focus();
      return;
    }
    const harmless = row.dataset['row'] === before.rowKey ? HARMLESS : HARMLESS_IN_ANOTHER_ROW;
    const button = before.isOnRow ? null : row.querySelector<HTMLElement>(harmless);
    if (button === null) {
      focusRow(row);
    } else {
      button.focus();
    }
  }

  #currentRow(root: ShadowRoot): HTMLElement | undefined {
    const { key } = this.#cursor;
    return [...root.querySelectorAll<HTMLElement>('[data-row]')].find(
      ({ dataset }) => dataset['row'] === key,
    );
  }
}

function focusRow(row: HTMLElement): void {
  if (!row.hasAttribute('tabindex')) {
    // Only now: else a click on any row would move the focus.
    row.tabIndex = -1;
  }
  row.focus({ preventScroll: true });
}
