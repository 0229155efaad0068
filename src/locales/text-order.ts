import type { Messages } from './messages.js';

type Text = Messages[keyof Messages];

/**
 * The texts of a language without their names, as built files hold them: a third of such a file would
 * be names, the same in each. They stand in the order that the names have in English.
 */
export type TextList = {
  /** `textOrder` of the names at the time of the build. */
  readonly order: string;
  readonly texts: readonly Text[];
};

/** A short mark of which texts there are, in which order; FNV-1a in 32 bits. */
export function textOrder(names: readonly string[]): string {
  let mark = 0x81_1c_9d_c5;
  for (const character of names.join(' ')) {
    mark = Math.imul(mark ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93);
  }
  return (mark >>> 0).toString(36);
}

/** The texts with their names again; null where the file was built for other texts than this element has. */
export function namedTexts({ order, texts }: TextList, names: readonly string[]): Messages | null {
  if (order !== textOrder(names)) {
    return null;
  }
  return Object.fromEntries(names.map((name, index) => [name, texts[index]])) as Messages;
}
