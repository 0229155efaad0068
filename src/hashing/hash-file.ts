import type { FullDigest } from '../engine/ports.js';
import { BLOCK_BYTES } from '../protocol/limits.js';
import { chainInput, type BlockReader } from './block-reader.js';
import type { Crc64 } from './crc64.js';
import type { EnginePicker } from './engine-picker.js';
import { openBlocks } from './file-blocks.js';
import type { Pace } from './pace.js';
import { PartCrcs } from './part-crcs.js';
import { toHex } from './sha256.js';

/** Least time between two reports of progress, in ms. */
export const REPORT_INTERVAL_MS = 50;

/** All that is needed to go on at a block boundary, on any engine and thread. */
export type HashCheckpoint = {
  /** Bytes hashed; a multiple of 1 MiB, above 0. */
  readonly offset: number;
  /** SHA-256 of the last block, 32 bytes. */
  readonly state: Uint8Array;
  /** 64 lower-case hex digits. */
  readonly beginningHash: string;
  /** CRCs of the full parts so far, in order. */
  readonly partCrcs: readonly bigint[];
  /** CRC of what was read of the part after them; 0 at its begin. */
  readonly openPartCrc: bigint;
};

/** What a checkpoint has that the one reported before it had not. */
export type HashStep = Omit<HashCheckpoint, 'partCrcs'> & {
  /** CRCs of the parts that became full since the last step. */
  readonly newPartCrcs: readonly bigint[];
};

export type HashFileOptions = {
  readonly picker: EnginePicker;
  /** Freshly reset, this job's alone. */
  readonly crc: Crc64;
  /** A multiple of 1 MiB. */
  readonly partBytes: number;
  /** Where another pass over the same file ended; null: from the begin. */
  readonly from: HashCheckpoint | null;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Called at block boundaries, at most every `REPORT_INTERVAL_MS`. */
  readonly onStep: (step: HashStep) => void;
  readonly open?: (file: Blob, offset: number) => BlockReader;
  /** ms, never goes back. */
  readonly now?: () => number;
};

/**
 * The chained SHA-256 of a file and the CRCs of its parts in one pass.
 *
 * Three things overlap: the read of the next block, the digest of this one
 * (native: on a thread of the browser's), and its CRC.
 *
 * @returns no part CRC at all for an empty file.
 * @throws UploadError `file-changed` or `file-unreadable`; `AbortError` on abort,
 *   which leaves nothing behind.
 * @see `protocol.md` 3.2
 */
export async function hashFile(file: Blob, options: HashFileOptions): Promise<FullDigest> {
  const { picker, pace, signal, from, onStep } = options;
  const now = options.now ?? (() => performance.now());
  signal.throwIfAborted();
  const parts = new PartCrcs(options.crc, options.partBytes, from ?? undefined);
  let state = from?.state ?? null;
  let beginningHash = from?.beginningHash ?? '';
  let offset = from?.offset ?? 0;
  let reportedParts = parts.count;
  let reportedAt = now();
  const blocks = (options.open ?? openBlocks)(file, offset);
  const cancel = (): void => blocks.cancel();
  signal.addEventListener('abort', cancel);
  try {
    for (let index = 0; ; index += 1) {
      const block = await blocks.next();
      signal.throwIfAborted();
      if (block === null) break;
      const engine = picker.pick(index);
      const input = chainInput(block, state);
      if (picker.isTimed(index)) {
        const startedAt = now();
        state = await engine.digest(input, pace);
        picker.took(index, now() - startedAt);
        await parts.update(block, pace);
      } else {
        // The digest is asked for first, so that the CRC fills the wait.
        [state] = await Promise.all([engine.digest(input, pace), parts.update(block, pace)]);
      }
      if (offset === 0) beginningHash = toHex(state);
      offset += block.byteLength;
      signal.throwIfAborted();
      if (now() - reportedAt >= REPORT_INTERVAL_MS && offset % BLOCK_BYTES === 0) {
        reportedAt = now();
        onStep({
          offset,
          state,
          beginningHash,
          newPartCrcs: parts.since(reportedParts),
          openPartCrc: parts.open,
        });
        reportedParts = parts.count;
      }
      const rest = pace.rest();
      if (rest !== null) await rest;
    }
    // The chain of nothing is the SHA-256 of nothing.
    state ??= await picker.pick(0).digest(new Uint8Array(0), pace);
  } finally {
    signal.removeEventListener('abort', cancel);
    blocks.cancel();
  }
  const fullHash = toHex(state);
  return { beginningHash: beginningHash === '' ? fullHash : beginningHash, fullHash, partCrcs: parts.all() };
}
