import { UploadError } from '../errors.js';

/** What reading gives after a change on disk: Chromium and WebKit the first, Firefox also the second. */
const CHANGED: ReadonlySet<string> = new Set(['NotReadableError', 'AbortError']);

/**
 * Whether a body that the browser failed to send can still be read: an
 * `XMLHttpRequest` fails in the same way for a lost network and for a file that
 * changed on disk (Firefox then sends too little, and the request stalls). One byte is read.
 * @returns the file's error; null where it can be read (or is empty)
 */
export async function probeFile(body: Blob): Promise<UploadError | null> {
  try {
    await body.slice(0, 1).arrayBuffer();
    return null;
  } catch (thrown) {
    // NotFoundError: it was removed.
    if (thrown instanceof DOMException && CHANGED.has(thrown.name)) {
      return new UploadError('file-changed', 'The file changed on disk since it was chosen', {
        cause: thrown,
      });
    }
    return new UploadError('file-unreadable', 'The file can no longer be read', { cause: thrown });
  }
}
