import { UploadError } from '../errors.js';

/** What reading gives after a change on disk: Chromium and WebKit the first, Firefox also the second. */
const CHANGED: ReadonlySet<string> = new Set(['NotReadableError', 'AbortError']);

/**
 * Whether a body that the browser failed to send can still be read: an
 * `XMLHttpRequest` fails in the same way for a lost network and for a file that
 * changed on disk (Firefox then sends too little, and the request stalls). One byte is read.
 * Seen in WebKit: from when a page begins to be left until `pagehide`, which takes as long as
 * the next page's answer, all its requests and reads fail, also those of memory. The page may be
 * back from one read to the next: only what fails once another read came through is the file's.
 * @returns the file's error; null where it can be read (or is empty), or nothing can
 */
export async function probeFile(body: Blob): Promise<UploadError | null> {
  if ((await failureOf(body)) === null) return null;
  if ((await failureOf(new Blob(['x']))) !== null) return null;
  const failure = await failureOf(body);
  if (failure === null) return null;
  const { cause } = failure;
  // NotFoundError: it was removed.
  return cause instanceof DOMException && CHANGED.has(cause.name)
    ? new UploadError('file-changed', 'The file changed on disk since it was chosen', failure)
    : new UploadError('file-unreadable', 'The file can no longer be read', failure);
}

/** Why its first byte can't be read; null where it can. */
function failureOf(body: Blob): Promise<{ readonly cause: unknown } | null> {
  return body
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => null,
      (cause: unknown) => ({ cause }),
    );
}
