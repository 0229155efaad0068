import { UploadError } from '../errors.js';
import { NAME_MAX_LENGTH } from './limits.js';
import type { RemotePath } from './types.js';

/** Why the service would refuse a name for certain. */
export type NameProblem = 'empty' | 'dot-segment' | 'forbidden-character' | 'too-long';

/** Characters that the service refuses in names (`protocol.md` 7). */
const FORBIDDEN = /[\\/:*?"<>|]/;
const ALL_FORBIDDEN = new RegExp(FORBIDDEN, 'g');

/** What is longer is no ending, but a name with a dot in it; own figure. */
const ENDING_MAX_LENGTH = 16;

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

/** With the `u` flag this matches halves of a pair only where they stand alone. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

const REPLACEMENT_CHARACTER = '\ufffd';

/**
 * A name as it is sent: composed (NFC), since two spellings of one name would make
 * two files; control characters become `_`, lone surrogates U+FFFD. Nothing else is
 * changed: what the service forbids is for `nameProblem` to say, not to hide.
 */
export function normalizeName(name: string): string {
  return wellFormed(name).normalize('NFC').replace(CONTROL, '_');
}

/**
 * What is wrong with a directory or file name for certain; null where it may be
 * fine. Leading and trailing spaces and dots are let through: whether the service
 * takes them is unconfirmed, and it says so itself. The length counts UTF-16 units.
 */
export function nameProblem(name: string): NameProblem | null {
  if (name === '') return 'empty';
  if (isDotSegment(name)) return 'dot-segment';
  if (FORBIDDEN.test(name)) return 'forbidden-character';
  return name.length > NAME_MAX_LENGTH ? 'too-long' : null;
}

/** The nearest name that `nameProblem` finds nothing in; its ending is kept. */
export function nearestName(name: string): string {
  const allowed = normalizeName(name).replace(ALL_FORBIDDEN, (character) => (character === ':' ? '-' : '_'));
  if (allowed === '' || isDotSegment(allowed)) return '_';
  if (allowed.length <= NAME_MAX_LENGTH) return allowed;
  const dot = allowed.lastIndexOf('.');
  const ending = dot > 0 && allowed.length - dot <= ENDING_MAX_LENGTH ? allowed.slice(dot) : '';
  return wellFormed(allowed.slice(0, NAME_MAX_LENGTH - ending.length)) + ending;
}

/**
 * The option `directory` as a path: `/`-joined, slashes at either end and doubled
 * ones ignored, names normalised; root is the empty path.
 * @throws UploadError `invalid-option` where a name can't be
 */
export function parseDirectory(text: string): RemotePath {
  const segments = text
    .split('/')
    .filter((segment) => segment !== '')
    .map(normalizeName);
  for (const segment of segments) {
    const problem = nameProblem(segment);
    if (problem !== null) {
      throw new UploadError(
        'invalid-option',
        `directory: the folder name ${JSON.stringify(segment.slice(0, 80))} is not possible (${problem})`,
      );
    }
  }
  return Object.freeze(segments);
}

/**
 * A path for a URL: each segment percent-encoded, joined with `/`, no leading one.
 * Lone surrogates, on which `encodeURIComponent` throws, become U+FFFD.
 * @throws UploadError `invalid-name` for an empty or dot segment: a URL would
 *   resolve it, also when encoded, and the request would go elsewhere.
 */
export function encodePath(segments: readonly string[]): string {
  return segments
    .map((segment) => {
      if (segment === '' || isDotSegment(segment)) {
        throw new UploadError('invalid-name', 'A remote path can have no empty, "." or ".." segment');
      }
      return encodeText(segment);
    })
    .join('/');
}

/** `encodeURIComponent` that does not throw on lone surrogates. */
export function encodeText(text: string): string {
  return encodeURIComponent(wellFormed(text));
}

function isDotSegment(name: string): boolean {
  return name === '.' || name === '..';
}

function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, REPLACEMENT_CHARACTER);
}
