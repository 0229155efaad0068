import type { MessageOverrides } from '../locales/messages.js';
import { findLocale, nearestLang } from '../locales/registry.js';
import { formatsFor } from './format.js';
import { overrideMessages } from './override-messages.js';
import type { ViewActions, ViewContext } from './view-context.js';

/** Makes the view's context, anew only when something in it changed, so that rows can tell. */
export class ViewContextSource {
  readonly #actions: ViewActions;
  readonly #warn: (text: string) => void;
  #current: ViewContext;
  #basis: readonly unknown[] = [];

  constructor(actions: ViewActions, warn: (text: string) => void) {
    this.#actions = actions;
    this.#warn = warn;
    const { tag, messages } = findLocale('en');
    this.#current = { messages, formats: formatsFor(tag), isDisabled: false, actions };
  }

  get current(): ViewContext {
    return this.#current;
  }

  /** Looks again at the language in force at `element` and at what the page set. */
  renew(element: Element, overrides: MessageOverrides | undefined, isDisabled: boolean): void {
    const locale = findLocale(nearestLang(element));
    const basis = [locale.tag, locale.messages, overrides, isDisabled];
    if (basis.every((item, index) => item === this.#basis[index])) {
      return;
    }
    this.#basis = basis;
    this.#current = {
      messages: overrideMessages(locale.messages, overrides, this.#warn),
      formats: formatsFor(locale.tag),
      isDisabled,
      actions: this.#actions,
    };
  }
}
