import type { ReactiveController } from 'lit';

type Host = { readonly shadowRoot: ShadowRoot | null };

/** Where the focus was before an update. */
type Place = { readonly taskId: string | null; readonly index: number };

/**
 * Keeps the focus inside when an update takes the focused button away: the row's
 * other button, else the row that is now in its place, else the last one, else
 * the button that chooses files.
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
    const row = focused.closest('[data-task]');
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
    const row =
      rows.find(
        (candidate) => before.taskId !== null && candidate.getAttribute('data-task') === before.taskId,
      ) ?? (before.index >= 0 ? (rows[before.index] ?? rows.at(-1)) : undefined);
    const scope = row ?? root.querySelector('[part~="summary"]');
    const button =
      scope?.querySelector<HTMLElement>('.actions button:enabled, .summary-actions button:enabled') ??
      root.querySelector<HTMLElement>('[data-action="choose-files"]');
    button?.focus();
  }

  #rows(): Element[] {
    return [...(this.#host.shadowRoot?.querySelectorAll('[data-task]') ?? [])];
  }
}
