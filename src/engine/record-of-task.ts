import { openKey, type Checkpoint, type UnprovenPart } from './checkpoint.js';
import type { ResumeRecord } from './resume-record.js';
import type { Keeping, TaskSpec } from './task-context.js';
import { checkpointOf, isRunning, type TaskState } from './task-state.js';

/** What is to be kept of a task for a later visit; null where nothing is. */
export function recordOf(spec: TaskSpec, state: TaskState, now: number): ResumeRecord | null {
  const checkpoint = checkpointOf(state);
  if (spec.keep === null || checkpoint === null) return null;
  const { id, scope, visit, createdAt, lifeMs }: Keeping = spec.keep;
  const { size, strategy, plan, beginningHash, sent, unproven } = checkpoint;
  const known = [...sent, ...[...unproven].map(([partNumber, { crc64 }]) => [partNumber, crc64] as const)];
  return {
    id,
    scope,
    visit,
    createdAt,
    updatedAt: now,
    // A page may mean "for ever".
    expiresAt: Math.min(now + Math.round(lifeMs), Number.MAX_SAFE_INTEGER),
    fileName: spec.file.name,
    relativePath: spec.relativePath,
    remotePath: spec.remotePath,
    size,
    type: spec.file.type,
    lastModified: spec.file.lastModified,
    metadata: spec.metadata,
    strategy,
    plan,
    beginningHash,
    // Told by itself: the doubt outlives any number of visits, and the hash only the one that read the file.
    fullStartTried: mayBeStored(state),
    confirmKey: openKey(checkpoint),
    sent: known.map(([partNumber, crc64]) => [partNumber, crc64?.toString() ?? null] as const),
  };
}

/** Where an earlier visit left off: what it claims is asked of the service, and proven by the file. */
export function leftOffBy(record: ResumeRecord): Partial<Checkpoint> {
  const { strategy, plan, beginningHash, fullStartTried, confirmKey, sent } = record;
  if (confirmKey === null) {
    return { strategy, beginningHash, fullStartTried };
  }
  const unproven = new Map<number, UnprovenPart>(
    sent.map(([partNumber, crc64]) => [
      partNumber,
      { crc64: crc64 === null ? null : BigInt(crc64), eTag: null },
    ]),
  );
  // With all parts sent a confirm may have been under way when the visit ended.
  const confirmTried = sent.length === plan.partCount;
  return { strategy, plan, beginningHash, resumeKey: confirmKey, unproven, confirmTried };
}

/** A start with the full hash is, or was, under way. */
export function mayBeStored(state: TaskState): boolean {
  const isOpening = isRunning(state) && state.activity.kind === 'open' && state.activity.withFullHash;
  return isOpening || checkpointOf(state)?.fullStartTried === true;
}
