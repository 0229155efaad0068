import { sharedLocales } from './shared-locales.js';

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

/**
 * Calls when the language in force at `element` may have become another: a `lang` changed on it or
 * above it, through shadow hosts, or a language was brought. Returns how to stop.
 */
export function watchLanguage(element: Element, onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  let root = element.getRootNode();
  observer.observe(root, LANG_CHANGES);
  while (root instanceof ShadowRoot) {
    root = root.host.getRootNode();
    observer.observe(root, LANG_CHANGES);
  }
  sharedLocales.listeners.add(onChange);
  return () => {
    observer.disconnect();
    sharedLocales.listeners.delete(onChange);
  };
}

const LANG_CHANGES = { attributes: true, attributeFilter: ['lang'], subtree: true };
