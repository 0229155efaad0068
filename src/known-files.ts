import type { Entry } from './engine/options.js';
import type { Hasher } from './engine/ports.js';
import type { TaskSnapshot } from './engine/task-snapshot.js';
import { inSlices, TimeSlice } from './intake/time-slice.js';
import { sizeOf } from './protocol/file-size.js';
import type { RemotePath } from './protocol/types.js';

/** Keys of remote paths, which are made once: they stay the same arrays. */
const pathKeys = new WeakMap<RemotePath, string>();

/**
 * The files of unfinished tasks, to tell a duplicate: the same remote path, size,
 * date and content identity (the same `File`, or the same beginning hash).
 */
export class KnownFiles {
  readonly #directory: RemotePath;
  readonly #hasher: Hasher;
  readonly #filesByKey = new Map<string, File[]>();
  readonly #same = new WeakMap<File, WeakSet<File>>();
  /** Made while there is time: the verdict on all files has to come at once. */
  readonly #keys = new WeakMap<Entry, string>();

  constructor(directory: RemotePath, hasher: Hasher) {
    this.#directory = directory;
    this.#hasher = hasher;
  }

  /** Takes the tasks as they are now. */
  async note(tasks: readonly TaskSnapshot[], signal: AbortSignal): Promise<void> {
    this.#filesByKey.clear();
    await inSlices(tasks, signal, (slice) => {
      for (const { file, remotePath, status } of slice) {
        if (file === null || status === 'completed' || status === 'canceled') continue;
        const path = pathKeys.get(remotePath) ?? JSON.stringify(remotePath);
        pathKeys.set(remotePath, path);
        const key = keyOf(path, file);
        const files = this.#filesByKey.get(key);
        if (files === undefined) this.#filesByKey.set(key, [file]);
        else files.push(file);
      }
    });
  }

  /** Reads the beginning of those that look alike; nothing is read where none does. */
  async compare(entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    const slice = new TimeSlice();
    for (const entry of entries) {
      await slice.rest(signal);
      for (const known of this.#alike(entry)) {
        if (known === entry.file || !(await this.#isSameBeginning(known, entry.file, signal))) continue;
        this.#same.set(entry.file, (this.#same.get(entry.file) ?? new WeakSet()).add(known));
      }
    }
  }

  /** True for a file that an unfinished task has already. */
  has(entry: Entry): boolean {
    return this.#alike(entry).some(
      (known) => known === entry.file || this.#same.get(entry.file)?.has(known) === true,
    );
  }

  /** The date is only looked at where all else is the same: a browser asks the disk for it. */
  #alike(entry: Entry): readonly File[] {
    if (this.#filesByKey.size === 0) return [];
    const { file, relativePath } = entry;
    const key =
      this.#keys.get(entry) ?? keyOf(JSON.stringify([...this.#directory, ...relativePath.split('/')]), file);
    this.#keys.set(entry, key);
    const files = this.#filesByKey.get(key) ?? [];
    return files.filter((known) => known === file || known.lastModified === file.lastModified);
  }

  /** A file that can't be read is not the same: it says so itself when its turn comes. */
  async #isSameBeginning(one: File, other: File, signal: AbortSignal): Promise<boolean> {
    try {
      const [first, second] = await Promise.all([
        this.#hasher.hashBeginning(one, { signal }),
        this.#hasher.hashBeginning(other, { signal }),
      ]);
      return first === second;
    } catch {
      return false;
    }
  }
}

function keyOf(path: string, file: File): string {
  return `${String(sizeOf(file))} ${path}`;
}
