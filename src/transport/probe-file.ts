import { UploadError } from '../errors.js';

/**
 * Whether a body that the browser failed to send can still be read: an
 * `XMLHttpRequest` fails in the same way for a lost network and for a file that
 * changed on disk. One byte is read.
 * @returns the file's error; null where it can be read (or is empty)
 */
export async function probeFile(body: Blob): Promise<UploadError | null> {
  try {
    await body.slice(0, 1).arrayBuffer();
    return null;
  } catch (thrown) {
    // Chromium, Firefox and WebKit: NotReadableError after a change, NotFoundError after a removal.
    if (thrown instanceof DOMException && thrown.name === 'NotReadableError') {
      return new UploadError('file-changed', 'The file changed on disk since it was chosen', {
        cause: thrown,
      });
    }
    return new UploadError('file-unreadable', 'The file can no longer be read', { cause: thrown });
  }
}
