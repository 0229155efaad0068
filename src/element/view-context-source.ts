import type { MessageOverrides } from '../locales/messages.js';
import { findLocale, isLocaleComing } from '../locales/registry.js';
import { nearestLang } from '../locales/watch-language.js';
import { formatsFor } from './format.js';
import { overrideMessages } from './override-messages.js';
import type { ViewActions, ViewContext } from './view-context.js';

/** Makes the view's context, anew only when something in it changed, so that rows can tell. */
export class ViewContextSource {
  readonly #actions: ViewActions;
  readonly #warn: (text: string) => void;
  #locale = findLocale('en');
  #current: ViewContext;
  #basis: readonly unknown[] = [];

  constructor(actions: ViewActions, warn: (text: string) => void) {
    this.#actions = actions;
    this.#warn = warn;
    const { tag, messages } = this.#locale;
    this.#current = { messages, formats: formatsFor(tag), isDisabled: false, hasPreviews: true, actions };
  }

  get current(): ViewContext {
    return this.#current;
  }

  /** Looks again at the language in force at `element` and at what the page set. */
  renew(
    element: Element,
    overrides: MessageOverrides | undefined,
    { isDisabled, hasPreviews }: Pick<ViewContext, 'isDisabled' | 'hasPreviews'>,
  ): void {
    const lang = nearestLang(element);
    if (!isLocaleComing(lang)) {
      this.#locale = findLocale(lang);
    }
    const { tag, messages } = this.#locale;
    const basis = [tag, messages, overrides, isDisabled, hasPreviews];
    if (basis.every((item, index) => item === this.#basis[index])) {
      return;
    }
    this.#basis = basis;
    this.#current = {
      messages: overrideMessages(messages, overrides, this.#warn),
      formats: formatsFor(tag),
      isDisabled,
      hasPreviews,
      actions: this.#actions,
    };
  }
}
