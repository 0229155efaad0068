import { UploadError } from '../errors.js';

/**
 * What a failed read says about the file.
 *
 * The File API leaves the names to the engines. Chromium rejects with
 * `NotReadableError` where size or date of the file differ from when it was
 * picked, and with `NotFoundError` where it is gone. Both are final for this
 * `File`: it has to be picked again.
 *
 * @see https://w3c.github.io/FileAPI/#file-error-codes
 */
export function toReadError(thrown: unknown): UploadError {
  if (thrown instanceof UploadError) return thrown;
  if (thrown instanceof Error && thrown.name === 'NotReadableError') {
    return new UploadError('file-changed', 'The file was changed since it was picked, or is locked', {
      cause: thrown,
    });
  }
  return new UploadError('file-unreadable', 'The file could not be read', { cause: thrown });
}
