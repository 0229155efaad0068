import { fileOfHandle } from './file-handles.js';
import type { Found } from './walk-folders.js';

/** Folders are given in batches of this many, so that their files are opened together. */
const BATCH = 100;

/** A file or folder of the File System API. */
export function foundHandle(handle: FileSystemFileHandle | FileSystemDirectoryHandle): Found {
  return handle.kind === 'file'
    ? { kind: 'file', name: handle.name, open: () => fileOfHandle(handle) }
    : { kind: 'directory', name: handle.name, list: () => listHandles(handle) };
}

/** In batches, as the browser gives them. */
export async function* listHandles(directory: FileSystemDirectoryHandle): AsyncGenerator<readonly Found[]> {
  let batch: Found[] = [];
  try {
    for await (const handle of directory.values()) {
      batch.push(foundHandle(handle));
      if (batch.length === BATCH) {
        yield batch;
        batch = [];
      }
    }
  } catch (thrown) {
    // What was listed before the failure is kept.
    yield batch;
    throw thrown;
  }
  yield batch;
}
