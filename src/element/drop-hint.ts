import type { Messages } from '../locales/messages.js';
import type { Formats } from './format.js';

/**
 * What may be added, in few words: `Images, PDF · Up to 500 MB each`.
 *
 * @param maxFileBytes `Infinity` where there is no limit
 */
export function dropHint(
  accept: string,
  maxFileBytes: number,
  { messages, formats }: { readonly messages: Messages; readonly formats: Formats },
): string {
  const kinds = acceptedKinds(accept, messages);
  const size = shownLimit(maxFileBytes, formats.bytes);
  return [
    ...(kinds.length > 0 ? [messages.hintKinds(formats.list(kinds))] : []),
    ...(size === null ? [] : [messages.hintLargest(size)]),
  ].join(' · ');
}

/** A limit for people; null where there is none, or where it was malformed and lets nothing in. */
export function shownLimit(limit: number, format: (limit: number) => string): string | null {
  return limit > 0 && Number.isFinite(limit) ? format(limit) : null;
}

/** Each kind of an `accept` list once, in people's words. */
export function acceptedKinds(accept: string, messages: Messages): readonly string[] {
  const kinds = accept
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter((item) => item !== '')
    .map((item) => kindWord(item, messages));
  return [...new Set(kinds)];
}

function kindWord(item: string, messages: Messages): string {
  switch (item) {
    case 'image/*':
      return messages.kindImages;
    case 'video/*':
      return messages.kindVideos;
    case 'audio/*':
      return messages.kindAudio;
    case 'text/*':
      return messages.kindText;
    default: {
      const subtype = item.startsWith('.') ? item.slice(1) : item.slice(item.indexOf('/') + 1);
      return subtype.toUpperCase();
    }
  }
}
