import type { RejectCode } from '../errors.js';
import type { Rules } from '../intake/accept-rules.js';
import type { Messages } from '../locales/messages.js';
import { acceptedKinds, shownLimit } from './drop-hint.js';
import type { Formats } from './format.js';

type Limits = Pick<Rules, 'maxFiles' | 'maxFileBytes' | 'minFileBytes' | 'maxTotalBytes'>;
type Wording = { readonly messages: Messages; readonly formats: Formats };

/** The limit behind a reject code, formatted for people; null where there is none. */
export function rejectLimit(
  code: RejectCode,
  limits: Limits,
  accept: string,
  { messages, formats }: Wording,
): string | null {
  switch (code) {
    case 'too-many-files':
      return shownLimit(limits.maxFiles, formats.count);
    case 'file-too-large':
      return shownLimit(limits.maxFileBytes, formats.bytes);
    case 'file-too-small':
      return shownLimit(limits.minFileBytes, formats.bytes);
    case 'total-too-large':
      return shownLimit(limits.maxTotalBytes, formats.bytes);
    case 'type-not-allowed': {
      const kinds = acceptedKinds(accept, messages);
      return kinds.length > 0 ? formats.list(kinds) : null;
    }
    default:
      return null;
  }
}
