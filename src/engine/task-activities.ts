import { UploadError } from '../errors.js';
import { partLength } from '../protocol/part-plan.js';
import type { ConfirmRequest, RemotePath, StoredFile, UploadTokenRequest } from '../protocol/types.js';
import { partNumbersToAskFor } from './part-number-range.js';
import { PartUploader } from './part-uploader.js';
import { crcToCompare, isEditedSince, isVerified, storedWrong, wholeCrc, wrong } from './stored-proof.js';
import type { TaskContext } from './task-context.js';
import { missingParts } from './checkpoint.js';
import type { Activity, Fact } from './task-state.js';

/**
 * Does one step of a task and tells what came of it; null where the step told
 * it by the way. Rejects with what went wrong; `task-failure` makes a fact of that.
 */
export function perform(activity: Activity, task: TaskContext, signal: AbortSignal): Promise<Fact | null> {
  switch (activity.kind) {
    case 'hash':
      return activity.goal === 'beginning' ? hashBeginning(task, signal) : hashFile(task, signal);
    case 'take-up':
      return takeUp(task, signal);
    case 'open':
      return open(task, activity.withFullHash, signal);
    case 'make-directory':
      return makeDirectory(task, activity.since);
    case 'locate':
      return locate(task, activity.after, signal);
    case 'send':
      return send(task, signal);
    case 'confirm':
      return confirm(task, signal);
    case 'query':
      return query(task, signal);
  }
}

async function hashBeginning({ services, spec }: TaskContext, signal: AbortSignal): Promise<Fact> {
  return {
    type: 'BEGINNING_READY',
    beginningHash: await services.hasher.hashBeginning(spec.file, { signal }),
  };
}

async function hashFile(task: TaskContext, signal: AbortSignal): Promise<Fact> {
  const { partBytes } = task.checkpoint().plan;
  const digest = await task.services.hasher.hashFile(task.spec.file, {
    partBytes,
    onProgress: task.noteHashed,
    signal,
  });
  return { type: 'DIGEST_READY', ...digest };
}

/** What the service holds of an upload that an earlier visit or another tab opened. */
async function takeUp(task: TaskContext, signal: AbortSignal): Promise<Fact> {
  const { backend } = task.spec;
  const { plan, resumeKey, unproven } = task.checkpoint();
  const confirmKey = resumeKey ?? '';
  const error = new UploadError('upload-gone', 'The upload of an earlier visit can’t be gone on with.');
  // Its headers were not kept: they are fetched when a part needs them.
  const bare = { origin: '', path: '/', uploadId: null, headers: null, parts: null, form: null };
  const token = { ...bare, confirmKey, expiresAt: null };
  if (!backend.offers('getUploadState')) {
    // Only the confirm was missing, if anything: it is safe to repeat.
    return unproven.size === plan.partCount
      ? { type: 'TAKEN_UP', token, parts: null, inDoubt: true, error }
      : { type: 'UPLOAD_GONE', error };
  }
  const state = await backend.getUploadState({ confirmKey }, { signal });
  if (state.confirmed) {
    if (await isEditedSince(task, signal)) return { type: 'ABSENT', error };
    return { type: 'CONFIRMED', file: await lookedUp(task, state.path, signal), verified: null };
  }
  if (state.path === null) return { type: 'UPLOAD_GONE', error: folderGone() };
  return { type: 'TAKEN_UP', token: state.token ?? token, parts: state.parts, inDoubt: false, error };
}

async function open(task: TaskContext, withFullHash: boolean, signal: AbortSignal): Promise<Fact> {
  const { services, spec } = task;
  // Written down before it is sent: a crash must not hide that the file may be stored.
  if (withFullHash) await services.saved(spec);
  const checkpoint = task.checkpoint();
  // With a hash it may be answered by storing the file.
  if (!checkpoint.withoutHashes) await task.assertOwned(signal);
  const answer = await spec.backend.getUploadToken(openRequest(task, withFullHash), {
    signal,
    onLateToken: (confirmKey) => {
      services.freeUpload(spec, confirmKey);
    },
  });
  switch (answer.kind) {
    case 'full-hash-required':
      if (checkpoint.withoutHashes) {
        throw new UploadError(
          'invalid-answer',
          'getUploadToken asked for the full hash (202 or null) of a start that carried none.',
        );
      }
      return { type: 'FULL_DIGEST_REQUIRED' };
    case 'opened':
      if (!checkpoint.plan.multipart && answer.token.uploadId !== null) {
        services.freeUpload(spec, answer.token.confirmKey);
        throw new UploadError(
          'invalid-answer',
          'The upload token for a simple upload has a field "uploadId"; only multipart uploads have one.',
        );
      }
      return { type: 'UPLOAD_OPENED', token: answer.token };
    case 'stored':
      if (checkpoint.withoutHashes) {
        throw new UploadError(
          'invalid-answer',
          'getUploadToken answered with a stored file to a start that carried no hash, so nothing can be stored yet; give an upload token.',
        );
      }
      if (answer.file.path === null) {
        const error = new UploadError(
          'upload-gone',
          'The service has the bytes, but their folder was deleted.',
        );
        return { type: 'UPLOAD_GONE', error };
      }
      return (
        storedWrong(answer.file, checkpoint) ?? {
          type: 'INSTANT_HIT',
          file: answer.file,
          verified: isVerified(answer.file, checkpoint),
        }
      );
  }
}

function openRequest({ checkpoint, spec }: TaskContext, withFullHash: boolean): UploadTokenRequest {
  const { plan, strategy, withoutHashes, beginningHash, fullHash } = checkpoint();
  const numbers = plan.multipart
    ? partNumbersToAskFor(missingParts(checkpoint()), spec.partNumberRange)
    : null;
  const request = {
    ...spec.metadata,
    path: spec.remotePath,
    name: spec.remotePath.at(-1) ?? '',
    size: spec.file.size,
    type: spec.file.type,
    multipart: plan.multipart,
    conflictResolutionStrategy: strategy,
    ...(withoutHashes || beginningHash === null ? {} : { beginningHash }),
    ...(withFullHash && fullHash !== null ? { fullHash } : {}),
    ...(numbers === null ? {} : { partNumberRange: numbers }),
    ...(spec.trafficLimit === null ? {} : { trafficLimit: spec.trafficLimit }),
    ...(spec.preferSameOrigin ? { preferSameOrigin: true } : {}),
  };
  // Not enumerable, so that JSON.stringify(request) is the wire form.
  return Object.defineProperty(request, 'file', { value: spec.file, enumerable: false });
}

async function makeDirectory({ services, spec }: TaskContext, since: number): Promise<Fact> {
  await services.makeDirectory(spec, since);
  return { type: 'DIRECTORY_MADE' };
}

/** Did a commit whose answer was lost store the file? Looks at the target. */
async function locate(
  task: TaskContext,
  after: 'full-start' | 'confirm',
  signal: AbortSignal,
): Promise<Fact> {
  const { spec } = task;
  const checkpoint = task.checkpoint();
  const error = new UploadError(
    'outcome-unknown',
    after === 'confirm'
      ? 'The confirm was sent, its answer was lost, and the upload is gone; the file may be stored. Look before you retry.'
      : 'A start with the full hash was sent and its answer was lost; the file may be stored. Look before you retry.',
  );
  if (!spec.backend.offers('getFileInfo')) return { type: 'NO_WAY_TO_LOOK', error };
  const found = await spec.backend.getFileInfo({ path: spec.remotePath }, { signal });
  const absent: Fact = {
    type: 'ABSENT',
    error: new UploadError('upload-gone', 'The upload is gone, and its file is not stored.'),
  };
  if (found === null) return absent;
  const hasSize = found.size === spec.file.size;
  const crc64 = hasSize ? await crcToCompare(task, signal) : null;
  if (crc64 !== null && found.crc64 === crc64) {
    return { type: 'SAME_FOUND', file: storedFile(task, spec.remotePath, found.creationTime, crc64) };
  }
  // With `rename` the lost commit may have stored the file under a name that can't be known.
  if (checkpoint.strategy === 'rename') return { type: 'UNDECIDED', error };
  const canTell = !hasSize || (crc64 !== null && found.crc64 !== null);
  return canTell ? absent : { type: 'ABSENT', error };
}

async function send(task: TaskContext, signal: AbortSignal): Promise<null> {
  await task.services.saved(task.spec);
  await new PartUploader(task, signal).run();
  return null;
}

async function confirm(task: TaskContext, signal: AbortSignal): Promise<Fact> {
  const { spec } = task;
  const checkpoint = task.checkpoint();
  if (!spec.backend.offers('confirmUpload')) return { type: 'CONFIRMED', file: null, verified: null };
  await task.services.saved(spec);
  await task.assertOwned(signal);
  const file = await confirmedFile(task, signal);
  if (file === null) return { type: 'CONFIRMED', file, verified: null };
  if (file.path === null) {
    const error = new UploadError(
      'upload-gone',
      'The file was stored, but its folder was deleted meanwhile.',
    );
    return { type: 'UPLOAD_GONE', error };
  }
  return storedWrong(file, checkpoint) ?? { type: 'CONFIRMED', file, verified: isVerified(file, checkpoint) };
}

/** The answer to a confirm; null where an earlier one without an answer turns out to have stored the file. */
async function confirmedFile(task: TaskContext, signal: AbortSignal): Promise<StoredFile | null> {
  const { backend } = task.spec;
  try {
    return await backend.confirmUpload(confirmRequest(task), { signal });
  } catch (thrown) {
    const isDone =
      task.checkpoint().confirmTried &&
      !backend.offers('getUploadState') &&
      thrown instanceof UploadError &&
      thrown.serviceCode === 'UploadComplete';
    if (isDone) return null;
    throw thrown;
  }
}

function confirmRequest({ checkpoint, spec }: TaskContext): ConfirmRequest {
  const crc64 = wholeCrc(checkpoint());
  return {
    ...spec.metadata,
    confirmKey: checkpoint().token?.confirmKey ?? '',
    path: spec.remotePath,
    name: spec.remotePath.at(-1) ?? '',
    size: spec.file.size,
    ...(crc64 === null ? {} : { crc64 }),
    conflictResolutionStrategy: checkpoint().strategy,
  };
}

/** The server's view after a confirm that was not answered, or that found parts missing. */
async function query(task: TaskContext, signal: AbortSignal): Promise<Fact> {
  const { spec } = task;
  const confirmKey = task.checkpoint().token?.confirmKey ?? '';
  if (!spec.backend.offers('getUploadState')) return { type: 'NO_STATE' };
  const state = await spec.backend.getUploadState({ confirmKey }, { signal });
  if (state.confirmed) {
    const file = await lookedUp(task, state.path, signal);
    const { partsDoubted } = task.checkpoint();
    if (partsDoubted && isVerified(file, task.checkpoint()) === null)
      return wrong('Its sum was refused before.');
    return { type: 'CONFIRMED', file, verified: null };
  }
  if (state.path === null) return { type: 'UPLOAD_GONE', error: folderGone() };
  const error = new UploadError(
    'part-refused',
    'Parts that were sent are missing at the service again and again.',
  );
  // Without a list of parts (a simple upload has none) what was sent counts as sent.
  const { plan, sent, size } = task.checkpoint();
  const parts =
    state.parts ??
    [...sent.keys()].map((partNumber) => ({
      partNumber,
      size: partLength(plan, partNumber, size),
      eTag: null,
    }));
  return { type: 'UPLOAD_STATE', parts, error };
}

function folderGone(): UploadError {
  return new UploadError('upload-gone', 'The folder of this upload was deleted meanwhile.');
}

/**
 * What is known of a file whose confirm went through without an answer. Whether the state tells the
 * final path is unconfirmed (`protocol.md` 2.5), and with `rename` the one that was asked for may be
 * another file's: a path counts where the file there is the same.
 */
async function lookedUp(
  task: TaskContext,
  statedPath: RemotePath | null,
  signal: AbortSignal,
): Promise<StoredFile> {
  const { spec, checkpoint } = task;
  const path = statedPath ?? spec.remotePath;
  const found = spec.backend.offers('getFileInfo')
    ? await spec.backend.getFileInfo({ path }, { signal }).catch(() => null)
    : null;
  const crc64 = wholeCrc(checkpoint());
  const isSame = found !== null && found.size === spec.file.size && (crc64 === null || found.crc64 === crc64);
  if (isSame) return storedFile(task, path, found.creationTime, found.crc64);
  // A name that nobody asked for was chosen by the service: it is the final one.
  const isChosen = found === null && path.join('/') !== spec.remotePath.join('/');
  if (isChosen) return Object.freeze({ path, name: path.at(-1) ?? '' });
  return checkpoint().strategy === 'rename'
    ? Object.freeze({ path: null })
    : Object.freeze({ path: spec.remotePath, name: spec.remotePath.at(-1) ?? '' });
}

function storedFile(
  { spec }: TaskContext,
  path: RemotePath,
  creationTime: string | null,
  crc64: string | null,
): StoredFile {
  return Object.freeze({
    path,
    name: path.at(-1) ?? '',
    size: spec.file.size,
    ...(crc64 === null ? {} : { crc64 }),
    ...(creationTime === null ? {} : { creationTime }),
  });
}
