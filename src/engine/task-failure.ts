import { UploadError } from '../errors.js';
import { serviceRule } from '../protocol/service-errors.js';
import { retryDelayMs } from './retry-policy.js';
import type { TaskContext } from './task-context.js';
import type { Activity, Fact } from './task-state.js';
import type { WaitReason } from './task-snapshot.js';

/** From this status on the service may have done what it was asked although it answered with a failure. */
const SERVER_FAILURE = 500;

/** The fact that a failed step amounts to; `since`: when the step began (ms, monotonic). */
export function factOfFailure(
  error: UploadError,
  activity: Activity,
  task: TaskContext,
  since: number,
): Fact {
  if (asksForState(error)) return interrupted(error, task);
  switch (error.code) {
    case 'file-changed':
    case 'file-unreadable':
      return { type: 'FILE_CHANGED', error };
    case 'worker-failed':
    case 'unsupported-browser':
      return activity.kind === 'hash' ? { type: 'HASH_FAILED' } : refused(error);
    case 'upload-gone':
      return { type: 'UPLOAD_GONE', error };
    case 'name-conflict':
      return task.checkpoint().strategy === 'ask' ? { type: 'NAME_TAKEN', existing: null } : refused(error);
    case 'directory-not-found':
      return directoryFailure(error, activity, task, since);
    case 'integrity-mismatch':
      return activity.kind === 'confirm' ? { type: 'BAD_SUM', error } : refused(error);
    default:
      return error.retryable ? interrupted(error, task) : refused(error);
  }
}

function interrupted(error: UploadError, { checkpoint, services }: TaskContext): Fact {
  const isOffline = !services.connectivity.isOnline && error.status === undefined;
  const shown =
    isOffline && error.code !== 'offline'
      ? new UploadError('offline', error.message, { cause: error })
      : error;
  const delayMs = retryDelayMs(checkpoint().interruptions, shown, services.clock);
  const inDoubt = error.status === undefined || error.status >= SERVER_FAILURE || asksForState(error);
  if (delayMs === null) return { type: 'REFUSED', error, inDoubt };
  return {
    type: 'INTERRUPTED',
    error: shown,
    reason: waitReason(shown),
    retryAt: services.clock.now() + delayMs,
    inDoubt,
  };
}

/** An answer that can't be read, or a callback that fails by itself, tells nothing of what the service did. */
function refused(error: UploadError): Fact {
  const saysNothing =
    error.code === 'backend-failed' && error.status === undefined && error.serviceCode === undefined;
  const inDoubt = error.code === 'timeout' || error.code === 'invalid-answer' || saysNothing;
  return { type: 'REFUSED', error, inDoubt };
}

/** A confirm after which the server's state tells how to go on (`protocol.md` 2.6). */
function asksForState({ serviceCode }: UploadError): boolean {
  const meaning = serviceRule(serviceCode)?.meaning;
  return meaning === 'parts-missing' || meaning === 'already-confirmed';
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

function waitReason(error: UploadError): WaitReason {
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
