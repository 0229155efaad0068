import { createScriptCrc64 } from '../../src/hashing/script-crc64.js';
import { combineCrc64 } from '../../src/protocol/crc64-combine.js';
import { FakeHasher } from './fake-service.js';

const fillings = new WeakMap<Blob, number>();
const crcs = new Map<string, bigint>();

/**
 * A file that is thought to hold one byte again and again, so that its true sums, and those of its
 * slices, are known without reading it. Two of one name, size and date may differ in the byte.
 */
export function filledFile(name: string, size: number, byte = 0): File {
  const file = new File([new Uint8Array(size)], name, { lastModified: 1000 });
  fillings.set(file, byte);
  file.slice = (...range) => {
    const slice = Blob.prototype.slice.apply(file, range);
    fillings.set(slice, byte);
    return slice;
  };
  return file;
}

/** CRC-64/XZ of a filled file or a slice of one. */
export function crcOf(data: Blob): bigint {
  return crcOfRun(fillings.get(data) ?? 0, data.size);
}

function crcOfRun(byte: number, count: number): bigint {
  const known = crcs.get(`${byte} ${count}`);
  if (known !== undefined) return known;
  const crc = count < 2 ? crcOfBytes(new Uint8Array(count).fill(byte)) : crcOfHalves(byte, count);
  crcs.set(`${byte} ${count}`, crc);
  return crc;
}

function crcOfHalves(byte: number, count: number): bigint {
  const half = Math.floor(count / 2);
  return combineCrc64(crcOfRun(byte, count - half), crcOfRun(byte, half), half);
}

function crcOfBytes(bytes: Uint8Array): bigint {
  const crc = createScriptCrc64();
  crc.update(bytes);
  return crc.value();
}

/** Reads filled files; other digests than the CRC64 are made of it, or of the byte. */
export class FilledHasher extends FakeHasher {
  override onChecksum = crcOf;
  override onMd5 = md5OfFilled;

  override async hashBeginning(file: Blob = new Blob()): Promise<string> {
    return digestOf('b', file);
  }

  override async hashFile(
    file: Blob,
    { partBytes, onProgress }: { readonly partBytes: number; readonly onProgress: (bytes: number) => void },
  ) {
    onProgress(file.size);
    const partCrcs: bigint[] = [];
    for (let start = 0; start < file.size; start += partBytes)
      partCrcs.push(crcOf(file.slice(start, start + partBytes)));
    return { beginningHash: digestOf('b', file), fullHash: digestOf('f', file), partCrcs };
  }
}

function md5OfFilled(data: Blob): string {
  return md5OfCrc(crcOf(data));
}

/** Stands for the MD5 of bytes with this CRC64. */
export function md5OfCrc(crc64: bigint): string {
  return crc64.toString(16).padStart(32, '0');
}

function digestOf(letter: string, file: Blob): string {
  return String(fillings.get(file) ?? 0).padStart(64, letter);
}
