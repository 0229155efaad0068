/** A language among those that there are, and what was asked for. */
export type NearestTag = {
  /** One of the given tags. */
  readonly found: string;
  /** What was asked for, in canonical form. */
  readonly wanted: string;
};

/**
 * The tag that serves readers of `lang` best: of those in the same language and script the one that
 * agrees longest, else the first. So `zh` and `zh-SG` find `zh-CN`, `zh-Hant` and `zh-HK` find
 * `zh-TW`, `pt` finds `pt-BR`, and old `iw` finds `he`.
 *
 * @param lang what a `lang` attribute holds; `zh_CN`, as many template languages write it, is understood
 * @param tags canonical tags
 */
export function nearestTag(lang: string, tags: readonly string[]): NearestTag | null {
  const wanted = readTag(lang.trim().replaceAll('_', '-'));
  if (wanted === null) {
    return null;
  }
  const candidates = tags.filter((tag) => writingOf(tag) === writingOf(wanted));
  const [found] = candidates
    .filter((tag) => `${wanted}-`.startsWith(`${tag}-`))
    .sort((a, b) => b.length - a.length);
  const nearest = found ?? candidates[0];
  return nearest === undefined ? null : { found: nearest, wanted };
}

function readTag(text: string): string | null {
  try {
    return new Intl.Locale(text).toString();
  } catch {
    // A malformed tag throws a RangeError.
    return null;
  }
}

const writings = new Map<string, string>();

/** Language and script, which readers need to know, without the region: `zh-Hant`. */
function writingOf(tag: string): string {
  const known = writings.get(tag);
  if (known !== undefined) {
    return known;
  }
  const { language, script = '' } = new Intl.Locale(tag).maximize();
  const writing = `${language}-${script}`;
  writings.set(tag, writing);
  return writing;
}
