import { en } from './en.js';
import { loadableLocales } from './loadable-locales.js';
import type { Messages } from './messages.js';
import { nearestTag } from './nearest-tag.js';
import { sharedLocales, shareLocale } from './shared-locales.js';
import type { LocaleSource } from './shared-locales.js';
import { namedTexts } from './text-order.js';

/** A language as found: its texts, and the tag by which `Intl` formats. */
export type Locale = {
  /** BCP 47 tag. */
  readonly tag: string;
  readonly messages: Messages;
};

const FALLBACK: Locale = { tag: 'en', messages: en };

/** Time after which a file that did not come is asked for again, in ms; own figure. */
const RETRY_AFTER_MS = 30_000;

const made = new WeakMap<LocaleSource, Map<string, Messages>>();
const loading = new Set<string>();
const askedAtMs = new Map<string, number>();

/**
 * Makes a language known; elements on the page take it at once. A later one for the same tag wins.
 * A text that is missing is shown in English.
 *
 * @param tag BCP 47 tag
 * @throws RangeError for a malformed tag
 */
export function registerLocale(tag: string, messages: Messages): void {
  shareLocale(tag, messages);
}

/**
 * The nearest language that is there, English where there is none. `en-GB` gives English texts with
 * British formats.
 *
 * @param lang what a `lang` attribute holds
 */
export function findLocale(lang: string): Locale {
  const nearest = nearestTag(lang, ['en', ...sharedLocales.sources.keys()]);
  if (nearest === null) {
    return FALLBACK;
  }
  const source = sharedLocales.sources.get(nearest.found) ?? en;
  return { tag: nearest.wanted, messages: messagesOf(source, nearest.wanted) };
}

/**
 * True while the file of a nearer language than those that are there is on its way; if it is not yet
 * asked for, it is now. A file that does not come is asked for again by a call that comes later.
 *
 * @param lang what a `lang` attribute holds
 */
export function isLocaleComing(lang: string): boolean {
  const here = ['en', ...sharedLocales.sources.keys()];
  const nearest = nearestTag(lang, [...here, ...loadableLocales.keys()]);
  if (nearest === null || here.includes(nearest.found)) {
    return false;
  }
  const { found } = nearest;
  if (!loading.has(found) && performance.now() >= (askedAtMs.get(found) ?? -Infinity) + RETRY_AFTER_MS) {
    void load(found);
  }
  return loading.has(found);
}

async function load(tag: string): Promise<void> {
  loading.add(tag);
  askedAtMs.set(tag, performance.now());
  try {
    // The file makes its language known by itself.
    await loadableLocales.get(tag)?.();
  } catch {
    // Offline, or a new release has removed the file. Some engines remember that until a reload.
  }
  loading.delete(tag);
  for (const listener of sharedLocales.listeners) {
    listener();
  }
}

/** Always the same object for the same language and tag, so that the view can tell a change. */
function messagesOf(source: LocaleSource, formatTag: string): Messages {
  if (source === en) {
    return en;
  }
  const byTag = made.get(source) ?? new Map<string, Messages>();
  made.set(source, byTag);
  const messages = byTag.get(formatTag) ?? { ...en, ...readSource(source, formatTag) };
  byTag.set(formatTag, messages);
  return messages;
}

function readSource(source: LocaleSource, formatTag: string): Messages | null {
  const texts = typeof source === 'function' ? source(formatTag) : source;
  if (!('order' in texts)) {
    return texts;
  }
  const messages = namedTexts(texts, Object.keys(en));
  if (messages === null) {
    console.warn(
      `smh-uploader: the language file for "${formatTag}" is of another version; English is shown.`,
    );
  }
  return messages;
}
