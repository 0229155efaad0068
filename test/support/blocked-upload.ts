import { createUploader } from '../../src/create-uploader.js';
import type { UploaderOptions } from '../../src/engine/options.js';
import type { UploadError } from '../../src/errors.js';
import { patternFile } from './pattern.js';

/** How files ended that could not be sent. */
export type BlockedUpload = {
  /** Errors that were told. */
  readonly errors: readonly UploadError[];
  readonly statuses: readonly string[];
};

/** Uploads three small files to where `options` say, until the queue halts. */
export async function uploadInVain(options: UploaderOptions): Promise<BlockedUpload> {
  const uploader = createUploader({ multiple: true, ...options });
  const errors: UploadError[] = [];
  const halted = new Promise<void>((resolve) => {
    uploader.addEventListener('smh-upload-error', ({ detail }) => errors.push(detail.error));
    uploader.addEventListener('smh-queue-settle', () => resolve());
  });
  await uploader.addFiles([1000, 2000, 3000].map((bytes) => patternFile(`file-${bytes}.bin`, bytes)));
  await halted;
  const statuses = uploader.tasks.map(({ status, waitReason }) => waitReason ?? status).sort();
  uploader.destroy();
  return { errors, statuses };
}
