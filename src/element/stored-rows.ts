import type { TaskSnapshot } from '../engine/task-snapshot.js';

/** What a stored file puts into the form: its path, or a JSON text that tells more of it. */
export type ValueFormat = 'path' | 'json';

/** The JSON text of a stored file. */
type StoredValue = {
  /** From the space's root, `/`-joined; null where the final name is not known. */
  readonly path: string | null;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly type: string;
  /** As the service tells it; null where it does not. */
  readonly crc64: string | null;
  readonly instant: boolean;
  readonly confirmKey: string | null;
  /** False: handed over, for the page's backend to confirm by its key. */
  readonly confirmed: boolean;
};

/** Marks ids of rows that stand for a value given by the page, not for a task. */
const STORED_ID = 'stored:';

/** True for the id of a row made by `storedRow`. */
export function isStoredRow(id: string): boolean {
  return id.startsWith(STORED_ID);
}

/**
 * A completed row for a file that was stored before.
 *
 * @param value its path from the space's root, `/`-joined, or the JSON text that `value-format="json"` makes
 */
export function storedRow(value: string): TaskSnapshot {
  const known: Partial<StoredValue> = parseStored(value) ?? { path: value, confirmed: true };
  const remotePath = Object.freeze((known.path ?? '').split('/').filter((piece) => piece !== ''));
  return Object.freeze({
    id: `${STORED_ID}${known.path ?? known.confirmKey ?? ''}`,
    file: null,
    name: known.name ?? remotePath.at(-1) ?? value,
    relativePath: '',
    remotePath,
    size: known.size ?? 0,
    type: known.type ?? '',
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
    instant: known.instant ?? false,
    resumed: false,
    verified: null,
    confirmKey: known.confirmKey ?? null,
    error: null,
    result:
      known.confirmed === true
        ? {
            path: known.path === null ? null : remotePath,
            ...(known.crc64 !== undefined && known.crc64 !== null && { crc64: known.crc64 }),
          }
        : null,
  });
}

/**
 * What a task is worth in a form; null while it is not stored. As a path it is nothing too where its
 * result says that the final name is not known: the one that was asked for may be another file's.
 */
export function storedValue(task: TaskSnapshot, format: ValueFormat): string | null {
  if (task.status !== 'completed') {
    return null;
  }
  const { name, size, type, instant, confirmKey, result, remotePath } = task;
  const path = (result === null ? remotePath : result.path)?.join('/') ?? null;
  if (format === 'path') {
    return path;
  }
  const stored: StoredValue = {
    path,
    name: path?.split('/').at(-1) ?? name,
    size,
    type,
    crc64: result?.crc64 ?? null,
    instant,
    confirmKey,
    confirmed: result !== null,
  };
  return JSON.stringify(stored);
}

/** Null for what is no such JSON text, as a path is not. */
function parseStored(value: string): Partial<StoredValue> | null {
  if (!value.startsWith('{')) {
    return null;
  }
  try {
    const { path, name, size, type, crc64, instant, confirmKey, confirmed } = JSON.parse(value) as Record<
      string,
      unknown
    >;
    if (typeof path !== 'string' && typeof confirmKey !== 'string') {
      return null;
    }
    return {
      path: typeof path === 'string' ? path : null,
      ...(typeof name === 'string' && { name }),
      ...(typeof size === 'number' && size >= 0 && { size }),
      ...(typeof type === 'string' && { type }),
      ...(typeof crc64 === 'string' && { crc64 }),
      ...(typeof confirmKey === 'string' && { confirmKey }),
      instant: instant === true,
      confirmed: confirmed === true,
    };
  } catch {
    return null;
  }
}

/** What all stored files are worth, kept up by differences: an unchanged task keeps its snapshot. */
export class StoredValues {
  readonly #values: (string | null)[] = [];
  #tasks: readonly TaskSnapshot[] = [];
  #format: ValueFormat = 'path';
  #stored: readonly string[] = [];

  /** The same array until a value in it changes. */
  of(tasks: readonly TaskSnapshot[], format: ValueFormat): readonly string[] {
    const before = format === this.#format ? this.#tasks : [];
    if (tasks === before) {
      return this.#stored;
    }
    this.#tasks = tasks;
    this.#format = format;
    let hasChanged = false;
    const longest = Math.max(tasks.length, this.#values.length);
    for (let index = 0; index < longest; index += 1) {
      const task = tasks[index];
      if (task !== undefined && task === before[index]) {
        continue;
      }
      const value = task === undefined ? null : storedValue(task, format);
      hasChanged ||= value !== (this.#values[index] ?? null);
      this.#values[index] = value;
    }
    this.#values.length = tasks.length;
    if (hasChanged) {
      this.#stored = this.#values.filter((value) => value !== null);
    }
    return this.#stored;
  }
}
