import { createHash } from 'node:crypto';
import { fillBlocks } from './fill-blocks.js';
import type { Store } from './store.js';
import type { StoredFile } from './stored.js';

/** Piece of the hash chain, and the least size of an instant upload, in bytes (`protocol.md` 3). */
const BLOCK_BYTES = 1024 ** 2;

/**
 * Hashes what lands, one file after the other behind the back of the requests, and
 * finds stored files by their hashes.
 */
export class HashIndex {
  readonly #store: Store;
  #queue: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(store: Store) {
    this.#store = store;
    for (const file of store.files()) this.add(file);
  }

  /** Puts a file in the queue, where it has no hashes yet and is large enough. */
  add(file: StoredFile): void {
    if (file.size < BLOCK_BYTES || file.fullHash !== null) return;
    this.#queue = this.#queue.then(() => this.#hash(file)).catch(() => undefined);
  }

  /** Resolves when every file known by now has its hashes. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  /** True where some file begins like this and is as long. */
  knowsBeginning(beginningHash: string, size: number): boolean {
    return this.#store.files().some((file) => file.beginningHash === beginningHash && file.size === size);
  }

  find(fullHash: string, size: number): StoredFile | undefined {
    return this.#store.files().find((file) => file.fullHash === fullHash && file.size === size);
  }

  /** Stops after the block at hand; what is not hashed is at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#queue;
  }

  async #hash(file: StoredFile): Promise<void> {
    let beginningHash: string | null = null;
    let state: Buffer | null = null;
    for await (const block of fillBlocks(this.#store.blobs.read(file.pieces), BLOCK_BYTES)) {
      if (this.#isClosed || this.#store.file(file.id) === undefined) return;
      const hash = createHash('sha256');
      if (state !== null) hash.update(state);
      state = hash.update(block).digest();
      beginningHash ??= state.toString('hex');
    }
    if (beginningHash === null || state === null || this.#isClosed) return;
    this.#store.setHashes(file.id, { beginningHash, fullHash: state.toString('hex') });
  }
}
