import { UploadError } from '../errors.js';
import { MIB, PARTS_MAX, PART_MAX_BYTES, PART_MIN_BYTES } from './limits.js';

/** How a file is cut for sending; fixed once an upload is open. */
export type PartPlan = {
  /** False: the whole file in one request. */
  readonly multipart: boolean;
  /** Size of every part but the last, in bytes; a multiple of 1 MiB. */
  readonly partBytes: number;
  /** From 1 on: an empty file is one empty part. */
  readonly partCount: number;
};

/** Below this size, in bytes, one PUT costs fewer requests than parts do (`protocol.md` 11.1). */
const MULTIPART_MIN_BYTES = 5 * MIB;

/** Smallest planned part, in bytes: below it requests cost more than they win (`performance.md` 5). */
const PLANNED_PART_MIN_BYTES = 8 * MIB;

/** Largest planned part, in bytes, while the count allows it: what a failed try may lose. */
const PLANNED_PART_MAX_BYTES = 64 * MIB;

/** Parts that a file is cut into while its parts are neither too small nor too large. */
const PLANNED_PART_COUNT = 128;

/**
 * The plan for a file of `size` bytes.
 *
 * Parts grow with the file, since each one costs a preflight of its own.
 *
 * @param partSize wanted part size in bytes, rounded up to whole MiB; planned when absent
 * @throws UploadError `invalid-option` when `partSize` is outside 1 MiB to 5 GiB,
 *   `too-many-parts` when the file would need more than 10,000 parts
 */
export function planParts(size: number, partSize?: number): PartPlan {
  if (partSize !== undefined && !(partSize >= PART_MIN_BYTES && partSize <= PART_MAX_BYTES)) {
    throw new UploadError(
      'invalid-option',
      `The part size is ${partSize} bytes; set one from ${PART_MIN_BYTES} (1 MiB) to ${PART_MAX_BYTES} (5 GiB).`,
    );
  }
  const partBytes = partSize === undefined ? plannedPartBytes(size) : wholeMib(partSize);
  const partCount = Math.max(1, Math.ceil(size / partBytes));
  if (partCount > PARTS_MAX) {
    throw new UploadError(
      'too-many-parts',
      `A file of ${size} bytes needs ${partCount} parts of ${partBytes} bytes; the service takes ${PARTS_MAX}. ` +
        (partSize === undefined ? 'Split the file.' : 'Set a larger part size, or none.'),
    );
  }
  if (size < MULTIPART_MIN_BYTES) return onePut(size);
  return { multipart: true, partBytes, partCount };
}

/** The same file as a multipart upload, for a service that refuses it as one PUT. */
export function asMultipart(plan: PartPlan): PartPlan {
  return { ...plan, multipart: true };
}

/** Where a part lies in the file: `start` inclusive, `end` exclusive, in bytes; part numbers from 1. */
export function partRange(
  plan: PartPlan,
  partNumber: number,
  size: number,
): { readonly start: number; readonly end: number } {
  const start = (partNumber - 1) * plan.partBytes;
  return { start, end: Math.min(size, start + plan.partBytes) };
}

/** Bytes of one part; the last may be short. */
export function partLength(plan: PartPlan, partNumber: number, size: number): number {
  const { start, end } = partRange(plan, partNumber, size);
  return end - start;
}

function onePut(size: number): PartPlan {
  return { multipart: false, partBytes: Math.max(MIB, wholeMib(size)), partCount: 1 };
}

function plannedPartBytes(size: number): number {
  const byCount = Math.min(PLANNED_PART_MAX_BYTES, size / PLANNED_PART_COUNT);
  return Math.min(PART_MAX_BYTES, wholeMib(Math.max(PLANNED_PART_MIN_BYTES, byCount, size / PARTS_MAX)));
}

function wholeMib(bytes: number): number {
  return Math.ceil(bytes / MIB) * MIB;
}
