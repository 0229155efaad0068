import type { UploadError } from '../errors.js';
import { answered, fromNothing, partsThatCount, partsToProve } from './checkpoint.js';
import { RESTARTS_MAX, decide, failed, settled } from './next-state.js';
import { canBeProven } from './part-proof.js';
import type { RunningState, TaskEvent, TaskState } from './task-state.js';

/**
 * Sums that may be refused at confirm: after the first the bad part is looked for, after the second
 * all is sent anew. Own figure.
 */
const BAD_SUMS_MAX = 2;

/** Goes on by what the server lists: confirms again, or sends what is missing or wrong there. */
export function reconciled(
  state: RunningState,
  { parts, error }: Extract<TaskEvent, { type: 'UPLOAD_STATE' }>,
): TaskState {
  const { checkpoint } = state;
  if (checkpoint.partsDoubted) {
    const unproven = partsToProve(checkpoint, parts);
    const helps = [...unproven.values()].some(canBeProven);
    const next = { ...checkpoint, partsDoubted: false, partCrcs: null, sent: new Map(), unproven };
    return helps ? decide(state, next) : sentAnew(state);
  }
  const sent = partsThatCount(checkpoint, parts);
  const next = { ...answered({ ...checkpoint, sent }), interruptions: checkpoint.interruptions };
  if (sent.size === checkpoint.sent.size) return decide(state, next);
  // Parts that were sent and are not there count as a restart, so that this can't go on for ever.
  if (checkpoint.restarts >= RESTARTS_MAX) return failed(next, error);
  return decide(state, { ...next, restarts: checkpoint.restarts + 1 });
}

/** The service refused the sum of the whole, and stored nothing. */
export function afterBadSum(state: RunningState, error: UploadError): TaskState {
  const checkpoint = answered(state.checkpoint);
  const { badSums, plan } = checkpoint;
  if (badSums >= BAD_SUMS_MAX) return settled(state, checkpoint) ?? failed(checkpoint, error);
  if (badSums > 0 || !plan.multipart) return sentAnew(state);
  return decide(state, { ...checkpoint, badSums: badSums + 1, partsDoubted: true });
}

/** Which part is wrong can't be told: all is read and sent once more. */
export function sentAnew(state: RunningState): TaskState {
  return decide(state, { ...fromNothing(state.checkpoint), badSums: BAD_SUMS_MAX, partCrcs: null });
}
