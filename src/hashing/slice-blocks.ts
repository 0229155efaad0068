import { UploadError } from '../errors.js';
import { BLOCK_BYTES } from '../protocol/limits.js';
import { HEADROOM_BYTES, type Block, type BlockReader } from './block-reader.js';
import { toReadError } from './read-error.js';

/** Blocks read at once: fewer cost speed, more cost memory (`performance.md` 1c). */
const BLOCKS_PER_SLICE = 4;

const SLICE_BYTES = BLOCKS_PER_SLICE * BLOCK_BYTES;

type Slice = {
  readonly buffer: ArrayBuffer;
  /** Where in `buffer` the slice's own bytes begin. */
  readonly head: number;
  /** Offset in the file of the slice's own bytes, in bytes. */
  readonly start: number;
  readonly end: number;
};

/**
 * Reads by `blob.slice().arrayBuffer()`, one slice ahead, where there is no BYOB
 * stream. A slice begins 32 bytes early, and within it the tail of the block
 * already hashed is the next one's headroom, so nothing is copied here either.
 */
export class SliceBlocks implements BlockReader {
  readonly #file: Blob;
  #offset: number;
  #slice: Slice | null = null;
  #ahead: Promise<Slice> | null = null;

  /** @param offset where to begin, in bytes; a multiple of 1 MiB. */
  constructor(file: Blob, offset = 0) {
    this.#file = file;
    this.#offset = offset;
  }

  async next(): Promise<Block | null> {
    if (this.#offset >= this.#file.size) return null;
    if (this.#slice === null || this.#offset >= this.#slice.end) await this.#advance();
    const slice = this.#slice;
    if (slice === null || this.#offset >= slice.end) return null;
    const length = Math.min(BLOCK_BYTES, slice.end - this.#offset);
    const block = new Uint8Array(slice.buffer, slice.head + this.#offset - slice.start, length);
    this.#offset += length;
    return block;
  }

  cancel(): void {
    this.#offset = Infinity;
    this.#slice = null;
    this.#ahead = null;
  }

  async #advance(): Promise<void> {
    const slice = await (this.#ahead ?? this.#read(this.#offset));
    this.#slice = slice;
    this.#ahead = null;
    if (slice.end < this.#file.size && this.#offset <= slice.start) {
      this.#ahead = this.#read(slice.end);
      this.#ahead.catch(() => undefined);
    }
  }

  async #read(start: number): Promise<Slice> {
    const head = Math.min(HEADROOM_BYTES, start);
    const end = Math.min(start + SLICE_BYTES, this.#file.size);
    const buffer = await this.#file
      .slice(start - head, end)
      .arrayBuffer()
      .catch((thrown: unknown) => Promise.reject(toReadError(thrown)));
    if (buffer.byteLength !== end - start + head) {
      throw new UploadError('file-unreadable', `The file ended before its size, at or after byte ${start}`);
    }
    return { buffer, head, start, end };
  }
}
