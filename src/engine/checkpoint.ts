import { INSTANT_UPLOAD_MIN_BYTES } from '../protocol/limits.js';
import { partLength, type PartPlan } from '../protocol/part-plan.js';
import type { ConflictStrategy, StoredPart, UploadToken } from '../protocol/types.js';

/**
 * What survives of a task in every state but the final ones, so that pause,
 * failure and a later visit go on by one and the same path.
 */
export type Checkpoint = {
  /** In bytes. */
  readonly size: number;
  readonly plan: PartPlan;
  readonly strategy: ConflictStrategy;
  /** True: the service is not asked whether it has the bytes. */
  readonly withoutHashes: boolean;
  readonly beginningHash: string | null;
  /** The service answered 202: it wants the full hash. */
  readonly fullHashWanted: boolean;
  readonly fullHash: string | null;
  /** CRC64 of each planned part as read with the full hash. */
  readonly partCrcs: readonly bigint[] | null;
  readonly token: UploadToken | null;
  /** Key of an upload that an earlier visit or another tab opened: its state is asked before anything else. */
  readonly resumeKey: string | null;
  /** Parts that the object store holds, with their CRC64 where it is known. A simple upload has part 1. */
  readonly sent: ReadonlyMap<number, bigint | null>;
  /**
   * Parts that the object store holds in the planned size, but that are not proven to be those of the
   * file at hand. Not in `sent`: before one is sent again it is read and compared (`protocol.md` 14.16).
   */
  readonly unproven: ReadonlyMap<number, UnprovenPart>;
  /** A confirm went out and its answer did not come. */
  readonly confirmTried: boolean;
  /** A start with the full hash went out and its answer did not come: the file may be stored. */
  readonly fullStartTried: boolean;
  readonly directoryMade: boolean;
  readonly restarts: number;
  /** How often the sum of the whole was refused at confirm. */
  readonly badSums: number;
  /** It was, and which of the parts is wrong is to be found out. */
  readonly partsDoubted: boolean;
  /** Tries of the current step that failed in a way that may pass. */
  readonly interruptions: number;
};

/** What is known of a part that an earlier visit sent. */
export type UnprovenPart = {
  /** CRC64 that it was read with then. */
  readonly crc64: bigint | null;
  /** What the service says of it; the MD5 of a plain part. */
  readonly eTag: string | null;
};

/** The checkpoint of a task that was just added. */
export function initialCheckpoint(start: {
  readonly size: number;
  readonly plan: PartPlan;
  readonly strategy: ConflictStrategy;
  readonly withoutHashes: boolean;
}): Checkpoint {
  return {
    ...start,
    withoutHashes: start.withoutHashes || start.size < INSTANT_UPLOAD_MIN_BYTES,
    beginningHash: null,
    fullHashWanted: false,
    fullHash: null,
    partCrcs: null,
    token: null,
    resumeKey: null,
    sent: new Map(),
    unproven: new Map(),
    confirmTried: false,
    fullStartTried: false,
    directoryMade: false,
    restarts: 0,
    badSums: 0,
    partsDoubted: false,
    interruptions: 0,
  };
}

/** The key of the upload that is open at the service. */
export function openKey({ token, resumeKey }: Checkpoint): string | null {
  return token?.confirmKey ?? resumeKey;
}

/** Part numbers not yet sent, in order. */
export function missingParts(checkpoint: Checkpoint): number[] {
  const missing: number[] = [];
  for (let partNumber = 1; partNumber <= checkpoint.plan.partCount; partNumber++) {
    if (!checkpoint.sent.has(partNumber)) missing.push(partNumber);
  }
  return missing;
}

/** The service answered: nothing of what was tried is in doubt any more. */
export function answered(checkpoint: Checkpoint): Checkpoint {
  return { ...checkpoint, confirmTried: false, fullStartTried: false, interruptions: 0 };
}

/** The upload begins again; what was read of the file stays known. */
export function fromNothing(checkpoint: Checkpoint): Checkpoint {
  const sent = new Map();
  const unproven = new Map();
  return { ...answered(checkpoint), token: null, resumeKey: null, sent, unproven, partsDoubted: false };
}

/** The part came to the object store, or was found to be there. */
export function withSentPart(checkpoint: Checkpoint, partNumber: number, crc64: bigint | null): Checkpoint {
  const sent = new Map(checkpoint.sent).set(partNumber, crc64);
  if (!checkpoint.unproven.has(partNumber)) return { ...checkpoint, sent };
  const unproven = new Map(checkpoint.unproven);
  unproven.delete(partNumber);
  return { ...checkpoint, sent, unproven };
}

/** Of the parts that the server lists, those that match the plan; their sums stay as known. */
export function partsThatCount(
  checkpoint: Checkpoint,
  parts: readonly StoredPart[],
): ReadonlyMap<number, bigint | null> {
  const sent = new Map<number, bigint | null>();
  for (const { partNumber, size } of parts) {
    const isPlanned = partNumber >= 1 && partNumber <= checkpoint.plan.partCount;
    if (isPlanned && size === partLength(checkpoint.plan, partNumber, checkpoint.size)) {
      sent.set(partNumber, checkpoint.sent.get(partNumber) ?? null);
    }
  }
  return sent;
}

/** The parts that the server lists, with what was recorded of them; without a list, those recorded. */
export function partsToProve(
  checkpoint: Checkpoint,
  parts: readonly StoredPart[] | null,
): ReadonlyMap<number, UnprovenPart> {
  if (parts === null) return checkpoint.unproven;
  const eTags = new Map(parts.map(({ partNumber, eTag }) => [partNumber, eTag]));
  return new Map(
    [...partsThatCount(checkpoint, parts).keys()].map((partNumber) => [
      partNumber,
      {
        crc64: checkpoint.unproven.get(partNumber)?.crc64 ?? null,
        eTag: eTags.get(partNumber) ?? null,
      },
    ]),
  );
}
