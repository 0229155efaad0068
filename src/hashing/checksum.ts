import type { IHasher } from 'hash-wasm';
import type { BlockReader } from './block-reader.js';
import type { Crc64 } from './crc64.js';
import { openBlocks } from './file-blocks.js';
import { workInPieces, type Pace } from './pace.js';

/**
 * CRC-64/XZ of `data`, read as fast as for the hash, and its MD5 by the way where one is given.
 *
 * @throws UploadError `file-changed` or `file-unreadable`; `AbortError` on abort.
 */
export async function checksum(
  data: Blob,
  options: {
    /** Freshly reset, this job's alone. */
    readonly crc: Crc64;
    /** Takes in what is read. */
    readonly md5?: IHasher | null;
    readonly pace: Pace;
    readonly signal: AbortSignal;
    readonly open?: (file: Blob, offset: number) => BlockReader;
  },
): Promise<bigint> {
  const { crc, md5, pace, signal } = options;
  signal.throwIfAborted();
  const blocks = (options.open ?? openBlocks)(data, 0);
  const cancel = (): void => blocks.cancel();
  signal.addEventListener('abort', cancel);
  try {
    for (;;) {
      const block = await blocks.next();
      signal.throwIfAborted();
      if (block === null) return crc.value();
      await workInPieces(block, pace, (piece) => {
        crc.update(piece);
        md5?.update(piece);
      });
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    blocks.cancel();
  }
}
