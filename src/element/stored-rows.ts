import type { TaskSnapshot } from '../engine/task-snapshot.js';

/** Marks ids of rows that stand for a value given by the page, not for a task. */
const STORED_ID = 'stored:';

/** True for the id of a row made by `storedRow`. */
export function isStoredRow(id: string): boolean {
  return id.startsWith(STORED_ID);
}

/**
 * A completed row for a file that was stored before: path alone is known.
 *
 * @param path from the space's root, `/`-joined
 */
export function storedRow(path: string): TaskSnapshot {
  const remotePath = path.split('/').filter((piece) => piece !== '');
  return Object.freeze({
    id: `${STORED_ID}${path}`,
    file: null,
    name: remotePath.at(-1) ?? path,
    relativePath: '',
    remotePath: Object.freeze(remotePath),
    size: 0,
    type: '',
    status: 'completed',
    bytesHashed: 0,
    bytesSent: 0,
    bytesSaved: 0,
    progress: 1,
    bytesPerSecond: null,
    secondsLeft: null,
    waitReason: null,
    retryAt: null,
    attempt: 1,
    instant: false,
    resumed: false,
    verified: null,
    confirmKey: null,
    error: null,
    result: null,
  });
}

/**
 * Final path of a stored file, `/`-joined; null for a task that is not stored, and where its result says
 * that the final name is not known: the one that was asked for may be another file's.
 */
export function storedPath({ status, result, remotePath }: TaskSnapshot): string | null {
  if (status !== 'completed') {
    return null;
  }
  return (result === null ? remotePath : result.path)?.join('/') ?? null;
}
