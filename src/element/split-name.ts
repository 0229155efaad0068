/** Names up to this many characters are shown whole, or cut by the box alone. */
const SHORT_NAME = 24;

/** Characters before the ending that always stay in sight. */
const TAIL_BEFORE_ENDING = 8;

/** Longest ending that counts as one, dot included. */
const LONGEST_ENDING = 8;

/**
 * A name in two pieces, of which the first may be cut by an ellipsis: the last
 * eight characters and the ending stay in sight. Never splits a surrogate pair.
 */
export function splitName(name: string): readonly [head: string, tail: string] {
  const characters = Array.from(name);
  if (characters.length <= SHORT_NAME) {
    return [name, ''];
  }
  const dot = characters.lastIndexOf('.');
  const hasEnding = dot > 0 && characters.length - dot <= LONGEST_ENDING;
  const cut = (hasEnding ? dot : characters.length) - TAIL_BEFORE_ENDING;
  return [characters.slice(0, cut).join(''), characters.slice(cut).join('')];
}
