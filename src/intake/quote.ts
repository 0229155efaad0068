/** Longest quoted text, in UTF-16 code units; names may be 255 long, hostile ones longer. */
const LONGEST_QUOTE = 120;

/** Marks that turn the reading direction and so disguise a name. */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A foreign text in quotes for a message: one line, controls escaped, cut where it is long. */
export function quote(text: string): string {
  const shown = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
  // JSON escapes control characters and lone surrogates.
  return JSON.stringify(shown).replace(
    BIDI_CONTROLS,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
