import type { ReactiveController } from 'lit';

type Host = { readonly shadowRoot: ShadowRoot | null };

const HARMLESS_IN_ANOTHER_ROW = '.actions button:enabled:not([data-action="cancel"])';
const HARMLESS = `${HARMLESS_IN_ANOTHER_ROW}:not([data-action="remove"])`;

/** Where the focus was before an update. */
type Place = { readonly taskId: string | null; readonly index: number };

/**
 * Keeps the focus inside when an update takes the focused button away: in the
 * same row, else the one that is now in its place, else the last one, else the
 * button that chooses files. Never on a button by which a second press of the
 * same key would end an upload: the row itself takes the focus then.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: Host;
  #before: Place | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  hostUpdate(): void {
    const focused = this.#host.shadowRoot?.activeElement ?? null;
    if (focused === null) {
      this.#before = null;
      return;
    }
    const row = focused.closest<HTMLElement>('[data-task]');
    this.#before = {
      taskId: row?.getAttribute('data-task') ?? null,
      index: row === null ? -1 : this.#rows().indexOf(row),
    };
  }

  hostUpdated(): void {
    const before = this.#before;
    this.#before = null;
    const root = this.#host.shadowRoot;
    if (before === null || root === null || root.activeElement !== null) {
      return;
    }
    const rows = this.#rows();
    const same = rows.find(
      (candidate) => before.taskId !== null && candidate.getAttribute('data-task') === before.taskId,
    );
    const row = same ?? (before.index >= 0 ? (rows[before.index] ?? rows.at(-1)) : undefined);
    if (row !== undefined) {
      focusRow(row, same === undefined ? HARMLESS_IN_ANOTHER_ROW : HARMLESS);
      return;
    }
    const button =
      root.querySelector<HTMLElement>('.summary-actions button:enabled') ??
      root.querySelector<HTMLElement>('[data-action="choose-files"]');
    button?.focus();
  }

  #rows(): HTMLElement[] {
    return [...(this.#host.shadowRoot?.querySelectorAll<HTMLElement>('[data-task]') ?? [])];
  }
}

function focusRow(row: HTMLElement, harmless: string): void {
  const button = row.querySelector<HTMLElement>(harmless);
  if (button === null) {
    // Only now: else a click on any row would move the focus.
    row.tabIndex = -1;
  }
  (button ?? row).focus();
}
