import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { watchLanguage } from '../locales/watch-language.js';

/** Has an element drawn anew when the language at its place changes, or the texts of it have come. */
export class LanguageController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  #stop: (() => void) | null = null;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
  }

  hostConnected(): void {
    this.#stop = watchLanguage(this.#host, () => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
  }
}
