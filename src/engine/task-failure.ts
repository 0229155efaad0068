import { UnbegunRequest, UploadError } from '../errors.js';
import { ruleFor } from '../protocol/failure-table.js';
import { HeldBack } from './circuit-breaker.js';
import { confirmAgainDelayMs, retryDelayMs } from './retry-policy.js';
import type { TaskContext } from './task-context.js';
import type { Activity, Fact } from './task-state.js';
import type { WaitReason } from './task-snapshot.js';

/** From this status on the service may have done what it was asked although it answered with a failure. */
const SERVER_FAILURE = 500;

/** The fact that a failed step amounts to, by the reaction of the table; `since`: when the step began (ms, monotonic). */
export function factOfFailure(
  error: UploadError,
  activity: Activity,
  task: TaskContext,
  since: number,
): Fact {
  switch (ruleFor(error).reaction) {
    case 'wait':
      return interrupted(error, task, error.status === undefined || error.status >= SERVER_FAILURE);
    case 'confirm-again':
      return partsMissing(error, task);
    case 'ask-state':
      return interrupted(error, task, true);
    case 'pick-again':
      return { type: 'FILE_CHANGED', error };
    case 'do-without-hashes':
      return activity.kind === 'hash' ? { type: 'HASH_FAILED' } : refused(error);
    case 'restart':
      return { type: 'UPLOAD_GONE', error };
    case 'ask-person':
      return task.checkpoint().strategy === 'ask' ? { type: 'NAME_TAKEN', existing: null } : refused(error);
    case 'make-directory':
      return directoryFailure(error, activity, task, since);
    case 'send-again':
      return activity.kind === 'confirm' ? { type: 'BAD_SUM', error } : refused(error);
    // By now the headers, or the access token, were replaced and refused again.
    case 'renew-headers':
    case 'replace-access-token':
    case 'halt-queue':
    case 'refuse':
      return refused(error);
  }
}

function interrupted(error: UploadError, { checkpoint, services }: TaskContext, inDoubt: boolean): Fact {
  const { clock, hosts } = services;
  const breaker = hosts.breakerOf(error);
  const isSent = !(error instanceof HeldBack);
  const spendsTry = isSent && (breaker?.spendsTries ?? !(error instanceof UnbegunRequest));
  const delayMs = spendsTry ? retryDelayMs(checkpoint().interruptions, error, clock) : 0;
  if (delayMs === null) return { type: 'REFUSED', error, inDoubt };
  return {
    type: 'INTERRUPTED',
    error,
    reason: waitReason(error),
    retryAt: breaker === null ? clock.now() + delayMs : breaker.retryAt,
    breaker,
    spendsTry,
    inDoubt: inDoubt && isSent,
  };
}

/** Just after the last part that may pass (`protocol.md` 2.6): the confirm is repeated, then the state tells what is missing. */
function partsMissing(error: UploadError, task: TaskContext): Fact {
  const { clock } = task.services;
  const delayMs = confirmAgainDelayMs(task.checkpoint().interruptions, clock);
  if (delayMs === null) return interrupted(error, task, true);
  const retryAt = clock.now() + delayMs;
  return {
    type: 'INTERRUPTED',
    error,
    reason: waitReason(error),
    retryAt,
    breaker: null,
    spendsTry: true,
    inDoubt: false,
  };
}

/** An answer that can't be read, or a callback that fails by itself, tells nothing of what the service did. */
function refused(error: UploadError): Fact {
  const saysNothing =
    error.code === 'backend-failed' && error.status === undefined && error.serviceCode === undefined;
  const inDoubt = error.code === 'timeout' || error.code === 'invalid-answer' || saysNothing;
  return { type: 'REFUSED', error, inDoubt };
}

/** A folder that is missing again right after it was made has the name of a file. */
function directoryFailure(
  error: UploadError,
  activity: Activity,
  { checkpoint }: TaskContext,
  since: number,
): Fact {
  if (activity.kind !== 'open') return refused(error);
  if (!checkpoint().directoryMade) return { type: 'DIRECTORY_MISSING', since };
  const { status, serviceCode, requestId } = error;
  return refused(
    new UploadError(
      'directory-name-taken',
      'The remote folder can’t be made: probably a file has its name. Choose another folder, or rename that file.',
      { status, serviceCode, requestId },
    ),
  );
}

/** What a row says that it waits for after such a failure. */
export function waitReason(error: UploadError): WaitReason {
  switch (error.code) {
    case 'offline':
      return 'offline';
    case 'rate-limited':
      return 'rate-limited';
    case 'server-busy':
    case 'service-unavailable':
      return 'server-busy';
    default:
      return 'network';
  }
}
