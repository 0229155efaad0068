/**
 * Characters that draw nothing themselves but change how their neighbours are
 * drawn: control characters, lone surrogates, and the marks that turn the direction of writing,
 * by which `gpj.exe` can be made to look like `exe.jpg` (UAX 9, 2.1 to 2.5).
 */
const DECEIVING = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Stands where something was that can't be shown. */
const REPLACEMENT = '\ufffd';

/** A name as people see it: what would deceive them is made visible. The stored name is untouched. */
export function shownName(name: string): string {
  return name.replace(DECEIVING, REPLACEMENT);
}

/** A letter of a script that is written from the right; Hebrew, Arabic and their kin. */
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Direction in which a path and its name follow each other, by its first letter, whatever the page's own is. */
export function pathDirection(path: string): 'ltr' | 'rtl' {
  const [first = ''] = /\p{L}/u.exec(path) ?? [];
  return FROM_RIGHT.test(first) ? 'rtl' : 'ltr';
}
