import type { Entry } from '../engine/options.js';

/** Files that systems leave in folders and that no one means to upload; lower case. */
const JUNK_NAMES: ReadonlySet<string> = new Set(['.ds_store', 'thumbs.db', 'desktop.ini']);

/** True for a system's leftover (`.DS_Store`, `Thumbs.db`, `desktop.ini`), in any case of letters. */
export function isJunkName(name: string): boolean {
  return JUNK_NAMES.has(name.toLowerCase());
}

/**
 * `folders` and `name` as one `/`-joined path. A `/` inside a name would make
 * folders out of it; it becomes `:`, which the name rule then refuses.
 */
export function joinPath(folders: readonly string[], name: string): string {
  return [...folders, name].map((segment) => segment.replaceAll('/', ':')).join('/');
}

/** The entry of a file without a path of its own; a folder picker's `webkitRelativePath` is kept. */
export function entryOfFile(file: File): Entry {
  // Absent outside pages.
  const pickedPath: string | undefined = file.webkitRelativePath;
  return { file, relativePath: pickedPath ? trimLeadingSlashes(pickedPath) : joinPath([], file.name) };
}

/** Directories of a `/`-joined path, slashes at both ends left out; none for an empty path. */
export function foldersOf(path: string): readonly string[] {
  const trimmed = trimLeadingSlashes(path).replace(/\/+$/, '');
  return trimmed === '' ? [] : trimmed.split('/');
}

/** `path` below `folders`. */
export function prefixPath(folders: readonly string[], path: string): string {
  return [...folders, path].join('/');
}

/** `path` without the slashes at its beginning. */
export function trimLeadingSlashes(path: string): string {
  return path.replace(/^\/+/, '');
}

/** Last segment of a `/`-joined path. */
export function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
