import type { Rejection } from '../engine/engine-events.js';
import type { Entry } from '../engine/options.js';
import type { FileMetadata } from '../protocol/types.js';
import type { AddFilesInput } from '../uploader.js';
import { takeDataTransfer } from './drop-entries.js';
import { entryOfFile, foldersOf, lastSegment, prefixPath, trimLeadingSlashes } from './entry-path.js';
import {
  describeKind,
  isDataTransfer,
  isDirectoryHandle,
  isFile,
  isFileHandle,
  isIterable,
  isNamelessBlob,
  isObject,
  metadataProblem,
} from './file-kinds.js';
import { foundHandle } from './handle-entries.js';
import { judgePath, normalizePath } from './path-rule.js';
import { pickedEntry } from './picker-entries.js';
import { TimeSlice } from './time-slice.js';
import { walkFolders, type Collected, type Found, type WalkOptions } from './walk-folders.js';

/** One thing at hand: known at once, or to be walked. */
type Source = Entry | Rejection | { readonly found: readonly Found[] };

const TAKEN =
  'addFiles takes a File, a FileSystemHandle, { file, relativePath?, name?, metadata? }, an iterable of these, a FileList, or a DataTransfer during its event';

/**
 * All files of `input` with their paths, before `beforeAdd` and the rules. A
 * `DataTransfer` and an iterable are emptied before this returns; folders are read
 * afterwards. `path`: folder (`/`-joined) put before every relative path.
 *
 * Rejects with a `TypeError` where `input` is nothing of the kind (nothing is then
 * taken), and with the signal's reason when it aborts. `onEntry`: called with each entry as it is found.
 */
export function collectEntries(
  input: AddFilesInput,
  { path, ...options }: WalkOptions & { readonly path?: string | undefined } = {},
): Promise<Collected> {
  try {
    options.signal?.throwIfAborted();
    if (path !== undefined && typeof path !== 'string') {
      throw new TypeError(
        `addFiles: option "path" must be a text such as "press/2026", not ${describeKind(path)}.`,
      );
    }
    return gather(takeSources(input), foldersOf(path ?? ''), options);
  } catch (thrown) {
    return Promise.reject(thrown);
  }
}

function takeSources(input: unknown): readonly Source[] {
  const one = takeOne(input);
  if (one !== null) {
    return [one];
  }
  if (isDataTransfer(input)) {
    return [{ found: takeDataTransfer(input) }];
  }
  if (isIterable(input)) {
    return Array.from(input, (item, index) => {
      const source = takeOne(item);
      if (source === null) {
        throw new TypeError(`${TAKEN}; item ${index} is ${describeKind(item)}${hint(item)}.`);
      }
      return source;
    });
  }
  throw new TypeError(`${TAKEN}; this is ${describeKind(input)}${hint(input)}.`);
}

function takeOne(input: unknown): Source | null {
  if (isFile(input)) {
    return pickedEntry(input);
  }
  if (isFileHandle(input) || isDirectoryHandle(input)) {
    return { found: [foundHandle(input)] };
  }
  return isObject(input) && 'file' in input ? takeDescribed(input) : null;
}

/** `{ file, relativePath?, name?, metadata? }`, each field checked. */
function takeDescribed(input: { readonly file: unknown }): Entry {
  const { file, relativePath, name, metadata } = input as {
    readonly [Field in 'file' | 'relativePath' | 'name' | 'metadata']?: unknown;
  };
  if (!isFile(file)) {
    throw new TypeError(`${TAKEN}; "file" is ${describeKind(file)}${hint(file)}.`);
  }
  if (relativePath !== undefined && typeof relativePath !== 'string') {
    throw new TypeError(`${TAKEN}; "relativePath" must be a text, not ${describeKind(relativePath)}.`);
  }
  if (name !== undefined && typeof name !== 'string') {
    throw new TypeError(`${TAKEN}; "name" must be a text, not ${describeKind(name)}.`);
  }
  const problem = metadata === undefined ? null : metadataProblem(metadata);
  if (problem !== null) {
    throw new TypeError(`${TAKEN}; ${problem}.`);
  }
  return {
    ...entryOfFile(file),
    ...(relativePath === undefined ? {} : { relativePath: trimLeadingSlashes(relativePath) }),
    ...(name === undefined ? {} : { name }),
    ...(metadata === undefined ? {} : { metadata: metadata as FileMetadata }),
  };
}

function hint(value: unknown): string {
  if (isNamelessBlob(value)) {
    return ', which has no name: wrap it by new File([blob], name)';
  }
  return isObject(value) && 'files' in value ? ': give its "files"' : '';
}

async function gather(
  sources: readonly Source[],
  folders: readonly string[],
  { signal, onEntry }: WalkOptions,
): Promise<Collected> {
  const entries: Entry[] = [];
  const rejected: Rejection[] = [];
  const emptyDirectories = new Set<string>();
  const slice = new TimeSlice();
  const keep = (entry: Entry): void => {
    const placed = place(entry);
    entries.push(placed);
    onEntry?.(placed);
  };
  const place = <T extends Entry | Rejection>(item: T): T =>
    folders.length === 0 ? item : { ...item, relativePath: prefixPath(folders, item.relativePath) };

  for (const source of sources) {
    await slice.rest(signal);
    if (!('found' in source)) {
      if ('code' in source) {
        rejected.push(place(source));
      } else {
        keep(source);
      }
      continue;
    }
    const walked = await walkFolders(source.found, { signal, onEntry: keep });
    for (const rejection of walked.rejected) {
      rejected.push(place(rejection));
    }
    for (const directory of walked.emptyDirectories) {
      const judged = judgeDirectory(prefixPath(folders, directory));
      if (typeof judged === 'string') {
        emptyDirectories.add(judged);
      } else {
        rejected.push(judged);
      }
    }
  }
  return { entries, emptyDirectories: [...emptyDirectories], rejected };
}

/** The normalised path of an empty folder, or why it can't be created. */
function judgeDirectory(path: string): string | Rejection {
  const normalized = normalizePath(path);
  const refusal = judgePath(normalized);
  // There is no file in an empty folder; an empty one stands in.
  return refusal === null
    ? normalized
    : { file: new File([], lastSegment(path)), relativePath: path, ...refusal };
}
