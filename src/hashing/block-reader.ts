/** Bytes kept free before a block, in which the SHA-256 of the block before it is written. */
export const HEADROOM_BYTES = 32;

/**
 * A piece of a file: 1 MiB, the last may be shorter. Unless it is the file's
 * first, at least `HEADROOM_BYTES` lie before it in its buffer and may be overwritten.
 */
export type Block = Uint8Array<ArrayBuffer>;

/** Reads a file block by block, one ahead. */
export interface BlockReader {
  /**
   * The next block, or null at the end. A block is valid until the next call,
   * which gives its buffer to the read that follows.
   *
   * @throws UploadError `file-changed` or `file-unreadable`
   */
  next(): Promise<Block | null>;
  /** Ends reading; a `next()` under way comes back with null or rejects. */
  cancel(): void;
}

/** What the chain hashes for `block`: the hash before it, then the block, with nothing copied but the hash. */
export function chainInput(block: Block, previous: Uint8Array | null): Uint8Array<ArrayBuffer> {
  if (previous === null) return block;
  const start = block.byteOffset - HEADROOM_BYTES;
  const input = new Uint8Array(block.buffer, start, HEADROOM_BYTES + block.byteLength);
  input.set(previous);
  return input;
}
