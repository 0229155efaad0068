import type { UploadError } from '../errors.js';
import { codeSentence, type Messages } from '../locales/messages.js';

/** The sentence for what the whole queue failed with. */
export function queueErrorText({ code }: UploadError, messages: Messages): string {
  return codeSentence(messages[code], { name: '', size: null, limit: null, count: 1, detail: '' });
}
