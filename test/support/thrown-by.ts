import { UploadError } from '../../src/errors.js';

/** The `UploadError` that `act` throws; fails where it throws nothing or something else. */
export function thrownBy(act: () => unknown): UploadError {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof UploadError) return thrown;
    throw thrown;
  }
  throw new Error('Nothing was thrown');
}

/** The `UploadError` that `promise` rejects with; fails where it resolves or rejects with something else. */
export async function rejectionOf(promise: Promise<unknown>): Promise<UploadError> {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof UploadError) return thrown;
    throw thrown;
  }
  throw new Error('Nothing was rejected');
}
