import type { SizeOption } from '../engine/options.js';
import type { Messages } from '../locales/messages.js';
import type { Formats } from './format.js';

/**
 * What may be added, in few words: `Images, PDF · Up to 500MB each`. A size that
 * was given as text is shown as it was written.
 */
export function dropHint(
  accept: string,
  largest: SizeOption | undefined,
  { messages, formats }: { readonly messages: Messages; readonly formats: Formats },
): string {
  const kinds = acceptedKinds(accept, messages);
  const size = typeof largest === 'number' ? formats.bytes(largest) : (largest ?? '').trim();
  const bytes = Number(size);
  return [
    ...(kinds.length > 0 ? [messages.hintKinds(formats.list(kinds))] : []),
    ...(size === '' ? [] : [messages.hintLargest(bytes > 0 ? formats.bytes(bytes) : size)]),
  ].join(' · ');
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
