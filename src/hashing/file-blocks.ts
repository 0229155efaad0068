import { UploadError } from '../errors.js';
import type { Block, BlockReader } from './block-reader.js';
import { SliceBlocks } from './slice-blocks.js';
import { StreamBlocks } from './stream-blocks.js';

/**
 * Reads `file` by a BYOB stream, and by slices where there is none, where the
 * stream fails, or where it ends early (Safari ends streams of files over 4 GiB).
 * What slices can't read either is the file's fault.
 *
 * @param offset where to begin, in bytes; a multiple of 1 MiB.
 */
export function openBlocks(file: Blob, offset = 0): BlockReader {
  return new FileBlocks(file, offset);
}

class FileBlocks implements BlockReader {
  readonly #file: Blob;
  #offset: number;
  #stream: StreamBlocks | null;
  #slices: BlockReader | null = null;
  #isCanceled = false;

  constructor(file: Blob, offset: number) {
    this.#file = file;
    this.#offset = offset;
    this.#stream = openStream(file, offset);
  }

  async next(): Promise<Block | null> {
    if (this.#isCanceled) return null;
    if (this.#offset >= this.#file.size) return this.#end();
    const block = (await this.#nextOfStream()) ?? (await this.#nextOfSlices());
    if (block !== null) this.#offset += block.byteLength;
    return block;
  }

  cancel(): void {
    this.#isCanceled = true;
    this.#stream?.cancel();
    this.#slices?.cancel();
  }

  /**
   * Firefox streams all that a whole file has by now, whatever its size was when it was picked; of a slice it
   * gives no more than was asked for.
   */
  async #end(): Promise<null> {
    if ((await this.#stream?.end()) === true) {
      throw new UploadError('file-changed', 'The file has become longer since it was picked');
    }
    return null;
  }

  async #nextOfStream(): Promise<Block | null> {
    if (this.#stream === null) return null;
    const block = await this.#stream.next().catch(() => null);
    if (block === null) {
      this.#stream.cancel();
      this.#stream = null;
    }
    return block;
  }

  async #nextOfSlices(): Promise<Block | null> {
    if (this.#isCanceled) return null;
    this.#slices ??= new SliceBlocks(this.#file, this.#offset);
    return await this.#slices.next();
  }
}

function openStream(file: Blob, offset: number): StreamBlocks | null {
  const bytes = file.size - offset;
  if (bytes <= 0) return null;
  try {
    return new StreamBlocks((offset === 0 ? file : file.slice(offset)).stream(), bytes);
  } catch {
    return null;
  }
}
