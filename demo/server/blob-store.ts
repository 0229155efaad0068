import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createCrc64 } from './crc64.js';

/** A piece of a stored file: one file on disk with a generated name. */
export type Piece = {
  readonly blobId: string;
  /** In bytes. */
  readonly size: number;
};

/** A piece with what the object store says of it. */
export type WrittenPiece = Piece & {
  /** 32 lower-case hex digits. */
  readonly md5: string;
  /** Unsigned decimal. */
  readonly crc64: string;
};

/** Bytes in chunks, as they come or as they are. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Bytes gathered before they are written; two such lots are held at most. */
const WRITE_BYTES = 1024 ** 2;

/** Bytes read at once when a file is served or hashed. */
const READ_BYTES = 1024 ** 2;

/** The bytes on disk. Names are generated, never a client's; nothing is held in memory. */
export class BlobStore {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  /**
   * Streams `source` to disk and sums it on the way. Rejects with what `source`
   * throws, and then leaves nothing behind.
   */
  async write(source: ByteSource): Promise<WrittenPiece> {
    const blobId = randomUUID();
    const md5 = createHash('md5');
    const crc64 = await createCrc64();
    const handle = await open(this.#path(blobId), 'wx', 0o600);
    let size = 0;
    try {
      let lot: Uint8Array[] = [];
      let lotBytes = 0;
      let writing: Promise<void> = Promise.resolve();
      for await (const chunk of source) {
        md5.update(chunk);
        crc64.update(chunk);
        size += chunk.byteLength;
        lot.push(chunk);
        lotBytes += chunk.byteLength;
        if (lotBytes < WRITE_BYTES) continue;
        await writing;
        writing = writeLot(handle, lot, lotBytes);
        writing.catch(() => undefined);
        lot = [];
        lotBytes = 0;
      }
      await writing;
      if (lotBytes > 0) await writeLot(handle, lot, lotBytes);
      await handle.close();
    } catch (failure) {
      await handle.close().catch(() => undefined);
      await this.remove(blobId);
      throw failure;
    }
    return { blobId, size, md5: md5.digest('hex'), crc64: crc64.digest().toString() };
  }

  /**
   * The bytes of pieces in a row, from `start` up to `end` (exclusive), in chunks of 1 MiB or less.
   * A chunk may be overwritten when the next one is asked for, unless `ownChunks` is set.
   */
  async *read(
    pieces: readonly Piece[],
    range: { readonly start?: number; readonly end?: number; readonly ownChunks?: boolean } = {},
  ): AsyncGenerator<Uint8Array> {
    let skip = range.start ?? 0;
    let left = (range.end ?? Infinity) - skip;
    let buffer = Buffer.allocUnsafe(READ_BYTES);
    for (const piece of pieces) {
      if (skip >= piece.size) {
        skip -= piece.size;
        continue;
      }
      const handle = await open(this.#path(piece.blobId), 'r');
      try {
        for (let position = skip; position < piece.size && left > 0;) {
          if (range.ownChunks === true) buffer = Buffer.allocUnsafe(READ_BYTES);
          const wanted = Math.min(READ_BYTES, piece.size - position, left);
          const { bytesRead } = await handle.read(buffer, 0, wanted, position);
          if (bytesRead === 0) throw new Error('a stored piece is shorter than it was');
          position += bytesRead;
          left -= bytesRead;
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await handle.close();
      }
      skip = 0;
    }
  }

  async remove(blobId: string): Promise<void> {
    await rm(this.#path(blobId), { force: true });
  }

  /** Removes what no fact speaks of: the leftovers of a process that was ended. */
  sweep(known: ReadonlySet<string>): void {
    for (const name of readdirSync(this.#dir)) {
      if (!known.has(name)) rmSync(join(this.#dir, name), { force: true });
    }
  }

  #path(blobId: string): string {
    return join(this.#dir, blobId);
  }
}

async function writeLot(handle: FileHandle, lot: readonly Uint8Array[], bytes: number): Promise<void> {
  const { bytesWritten } = await handle.writev([...lot]);
  if (bytesWritten !== bytes) throw new Error('the disk took only a part of the data');
}
