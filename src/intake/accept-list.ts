import { canonicalType, typeByName } from './media-type.js';
import { quote } from './quote.js';

/** One item of an `accept` list. */
type AcceptToken =
  | { readonly kind: 'extension'; /** With its dot, lower case. */ readonly extension: string }
  | { readonly kind: 'type'; readonly type: string }
  /** `image/*` as `image/`. */
  | { readonly kind: 'group'; readonly prefix: string }
  | { readonly kind: 'any' };

/** What may be chosen; an empty list lets everything in. */
export type AcceptList = readonly AcceptToken[];

/** A type that says nothing, as some systems give for what they don't know. */
const UNKNOWN_TYPE = 'application/octet-stream';

const TYPE = /^[\w!#$&^+.-]+\/[\w!#$&^+.-]+$/;

/**
 * Parses `accept` as HTML has it: extensions (`.pdf`), types (`image/png`), groups
 * (`image/*`), comma-separated, case-insensitive. An item that is none of these lets
 * nothing in; a list of only such items is a problem, told as a text.
 * @see https://html.spec.whatwg.org/multipage/input.html#attr-input-accept
 */
export function parseAccept(accept: string): AcceptList | { readonly problem: string } {
  const items = accept
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter((item) => item !== '');
  const tokens = items.map(parseToken).filter((token) => token !== null);
  return items.length > 0 && tokens.length === 0
    ? { problem: `accept ${quote(accept)} names no type: give extensions and types such as ".pdf,image/*".` }
    : tokens;
}

/**
 * True where the list lets the file in. `name`: the one it will be stored under.
 * The type counts where there is one, else what the extension stands for.
 */
export function isAccepted(list: AcceptList, name: string, type: string): boolean {
  if (list.length === 0) {
    return true;
  }
  const lowerName = name.toLowerCase();
  const said = canonicalType(type);
  const types = said === '' || said === UNKNOWN_TYPE ? [said, typeByName(name)] : [said];
  return list.some((token) => {
    switch (token.kind) {
      case 'any':
        return true;
      case 'extension':
        return lowerName.endsWith(token.extension);
      case 'type':
        return types.includes(token.type);
      case 'group':
        return types.some((candidate) => candidate.startsWith(token.prefix));
    }
  });
}

/**
 * False where a file of this type can't be let in, whatever its name: while files are
 * dragged, browsers tell no more of them.
 */
export function mayBeAccepted(list: AcceptList, type: string): boolean {
  const said = canonicalType(type);
  if (list.length === 0 || said === '' || said === UNKNOWN_TYPE) return true;
  return list.some((token) => {
    switch (token.kind) {
      case 'any':
        return true;
      case 'extension':
        return ['', said].includes(typeByName(`x${token.extension}`));
      case 'type':
        return token.type === said;
      case 'group':
        return said.startsWith(token.prefix);
    }
  });
}

function parseToken(item: string): AcceptToken | null {
  if (item === '*' || item === '*/*' || item === '.*') {
    return { kind: 'any' };
  }
  if (item.startsWith('.')) {
    return item.length > 1 ? { kind: 'extension', extension: item } : null;
  }
  if (item.endsWith('/*') && item.indexOf('/') === item.length - '/*'.length && item.length > '/*'.length) {
    return { kind: 'group', prefix: item.slice(0, -1) };
  }
  const type = canonicalType(item);
  return TYPE.test(type) ? { kind: 'type', type } : null;
}
