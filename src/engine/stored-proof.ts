import { UploadError } from '../errors.js';
import type { StoredFile } from '../protocol/types.js';
import type { Checkpoint } from './checkpoint.js';
import { orNull } from './part-proof.js';
import { foldPartCrcs } from './fold-part-crcs.js';
import type { TaskContext } from './task-context.js';
import type { Fact } from './task-state.js';

/** CRC64 of the whole file as it was read, unsigned decimal; null where a part's is not known. */
export function wholeCrc(checkpoint: Checkpoint): string | null {
  const known = wholeCrcs.get(checkpoint);
  if (known !== undefined) return known;
  const crc64 = foldPartCrcs(checkpoint)?.toString() ?? null;
  wholeCrcs.set(checkpoint, crc64);
  return crc64;
}

/** As `wholeCrc`; of an upload of an earlier visit the file is read for it. */
export async function crcToCompare({ services, spec, checkpoint }: TaskContext, signal: AbortSignal) {
  const known = wholeCrc(checkpoint());
  if (known !== null) return known;
  return (await services.hasher.checksum(spec.file, { signal })).toString();
}

/** Whether the file has other bytes now than all the parts that an earlier visit read and sent. */
export async function isEditedSince({ services, spec, checkpoint }: TaskContext, signal: AbortSignal) {
  const sent = new Map([...checkpoint().unproven].map(([partNumber, { crc64 }]) => [partNumber, crc64]));
  const crc64 = foldPartCrcs({ ...checkpoint(), sent });
  const now = crc64 === null ? null : await orNull(services.hasher.checksum(spec.file, { signal }));
  return now !== null && now !== crc64;
}

/** Folding ten thousand parts takes some 50 ms: once is enough. */
const wholeCrcs = new WeakMap<Checkpoint, string | null>();

/** A mismatch is never a success: what differs in what was stored; null where nothing is known to. */
export function storedWrong(file: StoredFile, checkpoint: Checkpoint): Fact | null {
  if (file.size !== undefined && file.size !== checkpoint.size) {
    return wrong(`The service stored ${file.size} bytes of a file of ${checkpoint.size} bytes.`);
  }
  const crc64 = wholeCrc(checkpoint);
  return crc64 !== null && file.crc64 !== undefined && file.crc64 !== crc64
    ? wrong('The CRC64 of the stored file is not that of the file read.')
    : null;
}

export function wrong(difference: string): Fact {
  const advice = 'What is stored is not the file, and can’t be taken back from here: delete it, then retry.';
  return { type: 'STORED_WRONG', error: new UploadError('integrity-mismatch', `${difference} ${advice}`) };
}

/** True where the stored file has the CRC64 of the file read. */
export function isVerified(file: StoredFile, checkpoint: Checkpoint): true | null {
  const crc64 = wholeCrc(checkpoint);
  return crc64 !== null && file.crc64 === crc64 ? true : null;
}
