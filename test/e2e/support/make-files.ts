import { createCipheriv, createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** 1 MiB, in bytes. */
export const MIB = 1024 ** 2;

/** 1 GiB, in bytes. */
export const GIB = 1024 ** 3;

/**
 * Writes a file of `bytes` bytes that look random but are the same for the same `seed`; parents are made.
 *
 * @param rest seed of all bytes after the first MiB, for files that begin alike. @default seed
 */
export async function writeNoise(path: string, bytes: number, seed: string, rest = seed): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await pipeline(Readable.from(noise(bytes, seed, rest)), createWriteStream(path));
  return path;
}

/** The same bytes as a stream, in chunks of 1 MiB or less. */
export function* noise(bytes: number, seed: string, rest = seed): Generator<Buffer> {
  let cipher = startCipher(seed);
  for (let start = 0; start < bytes; start += MIB) {
    if (start === MIB && rest !== seed) cipher = startCipher(rest);
    yield cipher.update(Buffer.alloc(Math.min(MIB, bytes - start)));
  }
}

/** AES in counter mode: the fastest stream of distinct bytes that Node has. */
function startCipher(seed: string): ReturnType<typeof createCipheriv> {
  const key = createHash('sha256').update(seed).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
}

/** Writes a file of zeros that takes no room on disk but for `marks` noisy pieces spread over it. */
export async function writeSparse(path: string, bytes: number, marks: number): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  try {
    await file.truncate(bytes);
    for (let index = 0; index < marks; index += 1) {
      const mark = Buffer.concat([...noise(4096 + index, `mark ${String(index)}`)]);
      // The first and the last byte of the file are marked too.
      const position = Math.floor(((bytes - mark.byteLength) * index) / (marks - 1));
      await file.write(mark, 0, mark.byteLength, position);
    }
  } finally {
    await file.close();
  }
  return path;
}

/** Writes small files at `/`-joined paths below `folder`, each with bytes of its own. */
export async function writeTree(folder: string, paths: readonly string[]): Promise<void> {
  for (const [index, path] of paths.entries()) {
    await writeNoise(join(folder, ...path.split('/')), index * 7, path);
  }
}

/** @throws {Error} where the disk of `folder` has less than `bytes` bytes left. */
export async function demandRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) {
    const wanted = `${String(Math.ceil(bytes / GIB))} GiB`;
    throw new Error(`This test needs ${wanted} of disk below ${folder}; set TMPDIR to a larger disk.`);
  }
}
