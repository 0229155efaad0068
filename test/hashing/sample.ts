import { BLOCK_BYTES } from '../../src/protocol/limits.js';
import { createPace } from '../../src/hashing/pace.js';
import vectors from '../vectors.json';

/** 5 MiB + 123: the longest vector, and the one with part CRCs. */
export const LONGEST = vectors.vectors.reduce((a, b) => (a.bytes > b.bytes ? a : b));

/** CRCs of its parts of 1 MiB. */
export const LONGEST_PART_CRCS = vectors.crc64Combine.parts.map((part) => BigInt(part.crc64));

/** A pace that never rests. */
export const STEADY = createPace({ turnMs: Infinity, pieceBytes: 2 * BLOCK_BYTES });

/** A signal that nobody aborts. */
export const NEVER = new AbortController().signal;

/** CRC-64/XZ bit by bit in BigInt: slow, and like nothing in `src`. */
export function crc64BitByBit(bytes: Uint8Array): bigint {
  const polynomial = 0x42f0e1eba9ea3693n;
  const mask = (1n << 64n) - 1n;
  let register = mask;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit += 1) {
      const incoming = BigInt((byte >> bit) & 1);
      const outgoing = register >> 63n;
      register = (register << 1n) & mask;
      if (incoming !== outgoing) register ^= polynomial;
    }
  }
  let reflected = 0n;
  for (let bit = 0n; bit < 64n; bit += 1n) reflected |= ((register >> bit) & 1n) << (63n - bit);
  return reflected ^ mask;
}
