import type { Messages } from './messages.js';
import type { TextList } from './text-order.js';

/** The texts of a language, or how they are made for the tag by which numbers in them are formatted. */
export type LocaleSource = Messages | ((formatTag: string) => Messages | TextList);

/** Languages that were brought, by canonical tag, and who wants to know of new ones. */
type SharedLocales = {
  readonly sources: Map<string, LocaleSource>;
  readonly listeners: Set<() => void>;
};

const PLACE = Symbol.for('smh-uploader.locales');

/**
 * Where a language's file and the element meet. A file built for bundlers can't import the registry
 * of the single-file build, nor that of another copy of this package; so all copies on a page share
 * one place, under a symbol that no other script uses by chance. Whichever comes first makes it, so
 * `<script type="module" src=".../locales/de.js">` may stand before or after the element's (before
 * it, the first paint is in that language). Files of different versions meet here: the shape stays.
 *
 * Without a document nothing is drawn: there it is an object of this module, and no global is touched.
 */
export const sharedLocales: SharedLocales = typeof document === 'undefined' ? emptyPlace() : placeOnPage();

function placeOnPage(): SharedLocales {
  const known: unknown = Reflect.get(globalThis, PLACE);
  if (known !== undefined) {
    // Made by this function, of this copy or another.
    return known as SharedLocales;
  }
  const made = emptyPlace();
  Reflect.set(globalThis, PLACE, made);
  return made;
}

function emptyPlace(): SharedLocales {
  return { sources: new Map(), listeners: new Set() };
}

/** Puts a language there, in place of one that has the same tag. @throws RangeError for a malformed tag */
export function shareLocale(tag: string, source: LocaleSource): void {
  const [canonical = tag] = Intl.getCanonicalLocales(tag);
  sharedLocales.sources.set(canonical, source);
  for (const listener of sharedLocales.listeners) {
    listener();
  }
}
