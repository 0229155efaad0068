import { rememberHandle } from './file-handles.js';
import { isDirectoryHandle, isFileHandle } from './file-kinds.js';
import { listHandles } from './handle-entries.js';
import { FIRST } from './portions.js';
import type { Found } from './walk-folders.js';

/** From more items on, what is a file by its name is not looked into: each look costs 0.3 ms of the drop's event. */
const LOOKED_INTO_AT_MOST = 300;

/** True where a drag or paste carries files, as far as may be known before the drop. */
export function hasFiles(transfer: DataTransfer): boolean {
  return Array.from(transfer.types).includes('Files');
}

/**
 * Takes files and folders out of a `DataTransfer`. Must run during its event and
 * before any `await`: afterwards the browser has emptied it. Folders are read later.
 */
export function takeDataTransfer(transfer: DataTransfer): readonly Found[] {
  const items = Array.from(transfer.items ?? []).filter((item) => item.kind === 'file');
  const take = items.length > LOOKED_INTO_AT_MOST ? takeOneOfMany : takeItem;
  return items.length > 0 ? items.map(take) : Array.from(transfer.files, foundFile);
}

/** A file at hand. */
export function foundFile(file: File): Found {
  return { kind: 'file', name: file.name, open: () => Promise.resolve(file) };
}

/**
 * A folder's name tells of no type, but for one such as `album.jpg`: that one fails as it is read. The first
 * are looked at before the others are taken: Chromium answers a look only once it has taken note of all files
 * taken before, of ten thousand after 0.15 s.
 */
function takeOneOfMany(item: DataTransferItem, index: number): Found {
  const file = item.getAsFile();
  if (file === null || file.type === '') return takeItem(item);
  if (index < FIRST) void file.size;
  return foundFile(file);
}

function takeItem(item: DataTransferItem): Found {
  // Absent or null where the item was made by a script.
  const entry = 'webkitGetAsEntry' in item ? item.webkitGetAsEntry() : null;
  const handle = takeHandle(item);
  if (entry?.isDirectory) {
    const { name } = entry;
    return { kind: 'directory', name, list: () => listDropped(entry as FileSystemDirectoryEntry, handle) };
  }
  const file = item.getAsFile();
  if (file !== null) {
    return { kind: 'file', name: file.name, open: () => openDropped(file, handle) };
  }
  return entry === null
    ? { kind: 'file', name: '', open: () => Promise.reject(new Error('the item holds no file')) }
    : foundEntry(entry);
}

/** What Chromium's items have beyond the standard. */
type HandleItem = DataTransferItem & { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> };

/** By a handle a later visit can open the file again; null where the browser has none, or keeps it. */
async function takeHandle(item: HandleItem): Promise<FileSystemHandle | null> {
  try {
    return (await item.getAsFileSystemHandle?.()) ?? null;
  } catch {
    return null;
  }
}

async function openDropped(file: File, handle: Promise<FileSystemHandle | null>): Promise<File> {
  const taken = await handle;
  if (isFileHandle(taken)) {
    rememberHandle(file, taken);
  }
  return file;
}

async function* listDropped(
  directory: FileSystemDirectoryEntry,
  handle: Promise<FileSystemHandle | null>,
): AsyncGenerator<readonly Found[]> {
  const taken = await handle;
  yield* isDirectoryHandle(taken) ? listHandles(taken) : listDirectory(directory);
}

/** A file or folder of the File and Directory Entries API. */
function foundEntry(entry: FileSystemEntry): Found {
  if (entry.isDirectory) {
    // The flag says which of the two it is; the type does not follow it.
    const directory = entry as FileSystemDirectoryEntry;
    return { kind: 'directory', name: entry.name, list: () => listDirectory(directory) };
  }
  const file = entry as FileSystemFileEntry;
  return {
    kind: 'file',
    name: entry.name,
    open: () => new Promise((resolve, reject) => file.file(resolve, reject)),
  };
}

/** `readEntries` gives 100 at a time in Chromium, so it is asked until it gives none. */
async function* listDirectory(directory: FileSystemDirectoryEntry): AsyncGenerator<readonly Found[]> {
  const reader = directory.createReader();
  for (;;) {
    const batch = await new Promise<readonly FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (batch.length === 0) {
      return;
    }
    yield batch.map(foundEntry);
  }
}
