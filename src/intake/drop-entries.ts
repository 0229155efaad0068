import type { Found } from './walk-folders.js';

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
  return items.length > 0 ? items.map(takeItem) : Array.from(transfer.files, foundFile);
}

/** A file at hand. */
export function foundFile(file: File): Found {
  return { kind: 'file', name: file.name, open: () => Promise.resolve(file) };
}

function takeItem(item: DataTransferItem): Found {
  // Absent or null where the item was made by a script.
  const entry = 'webkitGetAsEntry' in item ? item.webkitGetAsEntry() : null;
  if (entry?.isDirectory) {
    return foundEntry(entry);
  }
  const file = item.getAsFile();
  if (file !== null) {
    return foundFile(file);
  }
  return entry === null
    ? { kind: 'file', name: '', open: () => Promise.reject(new Error('the item holds no file')) }
    : foundEntry(entry);
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
