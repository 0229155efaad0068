import type { Entry } from './engine/options.js';
import type { Hasher } from './engine/ports.js';
import type { TaskSnapshot } from './engine/task-snapshot.js';
import type { RemotePath } from './protocol/types.js';

/**
 * The files of unfinished tasks, to tell a duplicate: the same remote path, size,
 * date and content identity (the same `File`, or the same beginning hash).
 */
export class KnownFiles {
  readonly #directory: RemotePath;
  readonly #hasher: Hasher;
  readonly #filesByKey = new Map<string, File[]>();
  readonly #same = new WeakMap<File, WeakSet<File>>();

  constructor(directory: RemotePath, hasher: Hasher) {
    this.#directory = directory;
    this.#hasher = hasher;
  }

  /** Takes the tasks as they are now. */
  note(tasks: readonly TaskSnapshot[]): void {
    this.#filesByKey.clear();
    for (const { file, remotePath, status } of tasks) {
      if (file === null || status === 'completed' || status === 'canceled') continue;
      const key = keyOf(remotePath, file);
      this.#filesByKey.set(key, [...(this.#filesByKey.get(key) ?? []), file]);
    }
  }

  /** Reads the beginning of those that look alike; nothing is read where none does. */
  async compare(entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    for (const entry of entries) {
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

  #alike({ file, relativePath }: Entry): readonly File[] {
    return this.#filesByKey.get(keyOf([...this.#directory, ...relativePath.split('/')], file)) ?? [];
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

function keyOf(path: RemotePath, file: File): string {
  return JSON.stringify([path, file.size, file.lastModified]);
}
