import { UploadError } from '../errors.js';
import type { UnprovenPart } from './checkpoint.js';
import type { Hasher } from './ports.js';

/** An entity tag that is an MD5; those of encrypted or composed objects look otherwise. */
const MD5 = /^[0-9a-f]{32}$/i;

/** What reading a part anew says of the one that the object store holds. */
export type PartProof = {
  readonly isProven: boolean;
  /** CRC-64/XZ as read just now; null where it was not read. */
  readonly crc64: bigint | null;
};

/** Whether a part that the service lists can be held against the file at all. */
export function canBeProven({ crc64, eTag }: UnprovenPart): boolean {
  return crc64 !== null || (eTag !== null && MD5.test(eTag));
}

/**
 * Holds a part of the file against what is known of the one that the object store has: its recorded
 * CRC64 first, which is the quicker, then its entity tag. What can't be read here is not proven.
 *
 * @throws UploadError `file-changed` or `file-unreadable`; `AbortError` on abort
 */
export async function provePart(
  data: Blob,
  known: UnprovenPart,
  { hasher, signal }: { readonly hasher: Hasher; readonly signal: AbortSignal },
): Promise<PartProof> {
  const { eTag } = known;
  let crc64: bigint | null = null;
  if (known.crc64 !== null) {
    crc64 = await orNull(hasher.checksum(data, { signal }));
    if (crc64 === known.crc64) return { isProven: true, crc64 };
  }
  if (eTag === null || !MD5.test(eTag)) return { isProven: false, crc64 };
  const sums = await orNull(hasher.sums(data, { signal }));
  return { isProven: sums?.md5 === eTag.toLowerCase(), crc64: sums?.crc64 ?? crc64 };
}

/** Null where hashing is not possible here: it never fails an upload. */
export async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (thrown) {
    const cannotHash =
      thrown instanceof UploadError &&
      (thrown.code === 'worker-failed' || thrown.code === 'unsupported-browser');
    if (cannotHash) return null;
    throw thrown;
  }
}
