import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Rows that are drawn in one frame: 1,000 at once would hold up the main thread for hundreds of ms. */
const ROWS_A_FRAME = 100;

/** Says how many rows of a long list may be drawn, and asks for the next frame until all are. */
export class RowSlices implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly isConnected: boolean };
  #limit = ROWS_A_FRAME;
  #total = 0;
  #isFrameAsked = false;

  constructor(host: ReactiveControllerHost & { readonly isConnected: boolean }) {
    this.#host = host;
    host.addController(this);
  }

  /** The rows of this update: the first ones, or all. */
  take<Row>(rows: readonly Row[]): readonly Row[] {
    this.#total = rows.length;
    return this.#total <= this.#limit ? rows : rows.slice(0, this.#limit);
  }

  hostUpdated(): void {
    if (this.#total <= this.#limit) {
      this.#limit = this.#total + ROWS_A_FRAME;
    } else if (!this.#isFrameAsked && this.#host.isConnected) {
      this.#isFrameAsked = true;
      requestAnimationFrame(() => {
        this.#isFrameAsked = false;
        if (this.#host.isConnected) {
          this.#limit += ROWS_A_FRAME;
          this.#host.requestUpdate();
        }
      });
    }
  }
}
