import { combineCrc64 } from '../protocol/crc64-combine.js';
import { partLength } from '../protocol/part-plan.js';
import type { Checkpoint } from './checkpoint.js';

/**
 * CRC-64/XZ of the whole file, folded from its parts: those read with the full
 * hash, or those summed as they were sent. Null where one is missing.
 */
export function foldPartCrcs({ plan, size, partCrcs, sent }: Checkpoint): bigint | null {
  let whole: bigint | null = null;
  for (let partNumber = 1; partNumber <= plan.partCount; partNumber++) {
    const crc = sent.get(partNumber) ?? partCrcs?.[partNumber - 1] ?? null;
    if (crc === null) return null;
    whole = whole === null ? crc : combineCrc64(whole, crc, partLength(plan, partNumber, size));
  }
  return whole;
}
