import type { Rejection } from '../engine/engine-events.js';
import type { Entry } from '../engine/options.js';
import { isJunkName, joinPath } from './entry-path.js';
import { quote } from './quote.js';
import { TimeSlice } from './time-slice.js';

/** A file or folder at hand, whichever API gave it. */
export type Found =
  | { readonly kind: 'file'; readonly name: string; readonly open: () => Promise<File> }
  | {
      readonly kind: 'directory';
      readonly name: string;
      /** What lies in it, in batches as the browser gives them. Throws where it can't be read (further). */
      readonly list: () => AsyncIterable<readonly Found[]>;
    };

/** What was found, before `beforeAdd` and the rules. */
export type Collected = {
  readonly entries: readonly Entry[];
  /** Paths of folders without a file and without a folder in them, `/`-joined. */
  readonly emptyDirectories: readonly string[];
  /** Junk, and what could not be read. */
  readonly rejected: readonly Rejection[];
};

/** How folders are walked. */
export type WalkOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Called with each file as it is found, so that work on the first need not wait for the last. */
  readonly onEntry?: ((entry: Entry) => void) | undefined;
};

/** Files opened at once: enough to hide the way to the browser process and back; an own figure. */
const OPEN_AT_ONCE = 32;

/**
 * All files below `roots`, in the order the browser lists them, with their paths
 * from the roots on (a root folder's own name included). A file or folder that
 * can't be read is rejected and stops nothing.
 * @throws the signal's reason when it aborts; nothing is left behind.
 */
export async function walkFolders(
  roots: readonly Found[],
  { signal, onEntry }: WalkOptions = {},
): Promise<Collected> {
  const walk = new FolderWalk(signal, onEntry);
  await walk.visit(roots, []);
  return walk;
}

/** A rejection of what could not be read. `file` is an empty stand-in, as there is no file to give. */
export function unreadable(name: string, relativePath: string): Rejection {
  return {
    file: new File([], name),
    relativePath,
    code: 'unreadable',
    message: `${quote(relativePath)} could not be read: check that it still exists and may be read, then choose it again.`,
  };
}

/** A rejection of a system's leftover. */
export function junk(file: File, relativePath: string): Rejection {
  return {
    file,
    relativePath,
    code: 'junk',
    message: `${quote(relativePath)} is a leftover of the operating system: choose the file by itself to upload it all the same.`,
  };
}

class FolderWalk implements Collected {
  readonly entries: Entry[] = [];
  readonly emptyDirectories: string[] = [];
  readonly rejected: Rejection[] = [];
  readonly #slice = new TimeSlice();
  readonly #signal: AbortSignal | undefined;
  readonly #onEntry: WalkOptions['onEntry'];

  constructor(signal: AbortSignal | undefined, onEntry: WalkOptions['onEntry']) {
    this.#signal = signal;
    this.#onEntry = onEntry;
  }

  /** Returns whether something stays in the folder: a file, a folder, or what could not be read. */
  async visit(found: readonly Found[], folders: readonly string[]): Promise<boolean> {
    let holdsSomething = false;
    for (let start = 0; start < found.length;) {
      await this.#slice.rest(this.#signal);
      const next = found[start];
      if (next?.kind === 'directory') {
        await this.#visitDirectory(next, folders);
        holdsSomething = true;
        start += 1;
        continue;
      }
      const files = leadingFiles(found, start);
      const opened = await Promise.all(files.map((file) => this.#open(file, folders)));
      opened.forEach((result) => {
        holdsSomething = this.#keep(result, folders.length > 0) || holdsSomething;
      });
      start += files.length;
    }
    return holdsSomething;
  }

  async #visitDirectory(
    directory: Extract<Found, { kind: 'directory' }>,
    folders: readonly string[],
  ): Promise<void> {
    const path = joinPath(folders, directory.name);
    let holdsSomething = false;
    try {
      for await (const batch of directory.list()) {
        holdsSomething = (await this.visit(batch, [...folders, directory.name])) || holdsSomething;
      }
    } catch {
      this.#signal?.throwIfAborted();
      this.rejected.push(unreadable(directory.name, path));
      return;
    }
    if (!holdsSomething) {
      this.emptyDirectories.push(path);
    }
  }

  async #open(
    file: Extract<Found, { kind: 'file' }>,
    folders: readonly string[],
  ): Promise<Entry | Rejection> {
    const relativePath = joinPath(folders, file.name);
    try {
      return { file: await file.open(), relativePath };
    } catch {
      return unreadable(file.name, relativePath);
    }
  }

  /** Returns whether the file counts as the folder's content; junk does not. */
  #keep(opened: Entry | Rejection, isInFolder: boolean): boolean {
    if ('code' in opened) {
      this.rejected.push(opened);
      return true;
    }
    if (isInFolder && isJunkName(opened.file.name)) {
      this.rejected.push(junk(opened.file, opened.relativePath));
      return false;
    }
    this.entries.push(opened);
    this.#onEntry?.(opened);
    return true;
  }
}

/** The files from `start` on up to the next folder, at most `OPEN_AT_ONCE`. */
function leadingFiles(found: readonly Found[], start: number): Extract<Found, { kind: 'file' }>[] {
  const files: Extract<Found, { kind: 'file' }>[] = [];
  for (let index = start; index < found.length && files.length < OPEN_AT_ONCE; index++) {
    const next = found[index];
    if (next?.kind !== 'file') {
      break;
    }
    files.push(next);
  }
  return files;
}
