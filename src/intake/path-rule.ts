import type { RejectCode } from '../errors.js';
import { NAME_MAX_LENGTH } from '../protocol/limits.js';
import { nameProblem, nearestName, normalizeName, type NameProblem } from '../protocol/file-path.js';
import { quote } from './quote.js';

/** Why a file is refused; `message` is for developers and says what to do. */
export type Refusal = { readonly code: RejectCode; readonly message: string };

const ADVICE: Readonly<Record<NameProblem, string>> = {
  empty: 'one of its names is empty: give each folder and the file a name',
  'dot-segment': 'one of its names is "." or "..": give it another name',
  'forbidden-character': 'the service takes none of \\ / : * ? " < > | in names: rename it',
  'too-long': `one of its names has over ${NAME_MAX_LENGTH} characters: shorten it`,
};

/** `path` (`/`-joined) with each segment in the form it is sent in. */
export function normalizePath(path: string): string {
  return path.split('/').map(normalizeName).join('/');
}

/** The nearest path whose names are allowed. */
export function nearestPath(path: string): string {
  return path.split('/').map(nearestName).join('/');
}

/** Refuses a normalised path that has a name in it which the service can't take; null where it may be fine. */
export function judgePath(path: string): Refusal | null {
  for (const segment of path.split('/')) {
    const problem = nameProblem(segment);
    if (problem !== null) {
      return { code: 'invalid-name', message: `${quote(path)} can't be stored, as ${ADVICE[problem]}.` };
    }
  }
  return null;
}
