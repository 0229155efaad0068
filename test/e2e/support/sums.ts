import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createCrc64 } from '../../../demo/server/crc64.js';
import { MIB } from './make-files.js';

/** What is compared in place of gigabytes. */
export type Sums = {
  /** In bytes. */
  readonly size: number;
  /** Of the whole, in one go; not the chain of the protocol. Lower-case hex. */
  readonly sha256: string;
  /** CRC-64/XZ of the whole, as an unsigned decimal. */
  readonly crc64: string;
};

/** Sums of bytes as they come. */
export async function sumsOf(chunks: AsyncIterable<Uint8Array>): Promise<Sums> {
  const sha256 = createHash('sha256');
  const crc64 = await createCrc64();
  let size = 0;
  for await (const chunk of chunks) {
    sha256.update(chunk);
    crc64.update(chunk);
    size += chunk.byteLength;
  }
  return { size, sha256: sha256.digest('hex'), crc64: crc64.digest().toString() };
}

/** Sums of a file on disk. */
export function sumsOfFile(path: string): Promise<Sums> {
  return sumsOf(createReadStream(path, { highWaterMark: MIB }));
}
