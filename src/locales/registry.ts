import { en } from './en.js';
import type { Messages } from './messages.js';

/** A language as found: its texts, and the tag by which `Intl` formats. */
export type Locale = {
  /** BCP 47 tag. */
  readonly tag: string;
  readonly messages: Messages;
};

const FALLBACK: Locale = { tag: 'en', messages: en };

const registered = new Map<string, Messages>([['en', en]]);
const listeners = new Set<() => void>();

/** Makes a language known; elements on the page take it at once. A later one for the same tag wins. */
export function registerLocale(tag: string, messages: Messages): void {
  registered.set(tag.toLowerCase(), messages);
  for (const listener of listeners) {
    listener();
  }
}

/** Calls after each `registerLocale`; returns how to unsubscribe. */
export function onLocaleRegistered(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * The nearest registered language: the tag itself, then with its last parts cut
 * off one by one, then English. `en-GB` gives English texts with British formats.
 */
export function findLocale(tag: string): Locale {
  const parts = tag.trim().toLowerCase().split('-');
  for (let length = parts.length; length > 0; length -= 1) {
    const messages = registered.get(parts.slice(0, length).join('-'));
    if (messages !== undefined) {
      return { tag: canFormat(tag.trim()) ? tag.trim() : parts.slice(0, length).join('-'), messages };
    }
  }
  return FALLBACK;
}

/** The `lang` in force at `element`: the nearest one up through shadow hosts; empty where there is none. */
export function nearestLang(element: Element): string {
  let current: Element | null = element;
  while (current !== null) {
    const found: Element | null = current.closest('[lang]');
    if (found !== null) {
      return found.getAttribute('lang') ?? '';
    }
    const root: Node = current.getRootNode();
    current = root instanceof ShadowRoot ? root.host : null;
  }
  return '';
}

function canFormat(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    // A malformed tag throws a RangeError.
    return false;
  }
}
