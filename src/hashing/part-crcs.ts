import { combineCrc64 } from '../protocol/crc64-combine.js';
import type { Crc64 } from './crc64.js';
import { workInPieces, type Pace } from './pace.js';

/** The CRC64 of each part of a file, from its blocks in order. */
export class PartCrcs {
  readonly #crc: Crc64;
  readonly #partBytes: number;
  readonly #done: bigint[];
  /** CRC of the open part's bytes that another thread had read before. */
  readonly #before: bigint;
  /** Parts done when that was so. */
  readonly #partsBefore: number;
  /** Bytes in the open part, and how many of them `#crc` has seen. */
  #openBytes: number;
  #seenBytes = 0;

  /**
   * @param crc freshly reset.
   * @param partBytes a multiple of 1 MiB.
   * @param from where an earlier pass ended.
   */
  constructor(
    crc: Crc64,
    partBytes: number,
    from: { readonly offset: number; readonly partCrcs: readonly bigint[]; readonly openPartCrc: bigint } = {
      offset: 0,
      partCrcs: [],
      openPartCrc: 0n,
    },
  ) {
    this.#crc = crc;
    this.#partBytes = partBytes;
    this.#done = [...from.partCrcs];
    this.#before = from.openPartCrc;
    this.#partsBefore = from.partCrcs.length;
    this.#openBytes = from.offset - from.partCrcs.length * partBytes;
  }

  /** Takes in a block, which lies in one part as parts are whole blocks. */
  async update(block: Uint8Array, pace: Pace): Promise<void> {
    await workInPieces(block, pace, (piece) => this.#crc.update(piece));
    this.#openBytes += block.byteLength;
    this.#seenBytes += block.byteLength;
    if (this.#openBytes === this.#partBytes) this.#close();
  }

  /** CRCs of the full parts from number `from` (from 0) on. */
  since(from: number): readonly bigint[] {
    return this.#done.slice(from);
  }

  /** How many parts are full. */
  get count(): number {
    return this.#done.length;
  }

  /** The CRC of what is known of the open part; 0 where nothing is. */
  get open(): bigint {
    if (this.#openBytes === 0) return 0n;
    const seen = this.#crc.value();
    const isGoneOn = this.#before !== 0n && this.#done.length === this.#partsBefore;
    return isGoneOn ? combineCrc64(this.#before, seen, this.#seenBytes) : seen;
  }

  /** All CRCs at the file's end; the last part may be short. */
  all(): readonly bigint[] {
    return this.#openBytes === 0 ? [...this.#done] : [...this.#done, this.open];
  }

  #close(): void {
    this.#done.push(this.open);
    this.#crc.reset();
    this.#openBytes = 0;
    this.#seenBytes = 0;
  }
}
