/** A folder as a test writes it: texts are files, objects are folders, errors are what can't be read. */
export type FakeTree = { readonly [name: string]: string | FakeTree | Error | FakeFolder };

/** A folder that lists in batches and may break while it is listed. */
export class FakeFolder {
  readonly children: FakeTree;
  /** What Chromium gives at a time. */
  readonly batchSize: number;
  /** Batches listed before listing fails; null where it does not fail. */
  readonly failsAfterBatches: number | null;

  constructor(
    children: FakeTree,
    {
      batchSize = 100,
      failsAfterBatches = null,
    }: { readonly batchSize?: number; readonly failsAfterBatches?: number | null } = {},
  ) {
    this.children = children;
    this.batchSize = batchSize;
    this.failsAfterBatches = failsAfterBatches;
  }
}

/** What the File and Directory Entries API gives for a dropped `tree`; files hold their text. */
export function fakeEntry(name: string, node: FakeTree[string]): FileSystemEntry {
  const isDirectory = !(typeof node === 'string' || node instanceof Error);
  const shared = { name, isDirectory, isFile: !isDirectory };
  const entry = isDirectory
    ? { ...shared, createReader: () => fakeReader(toFolder(node)) }
    : {
        ...shared,
        file: (resolve: (file: File) => void, reject: (error: unknown) => void) =>
          node instanceof Error ? reject(node) : resolve(new File([node], name)),
      };
  // The rest of the interface is not called.
  return entry as unknown as FileSystemEntry;
}

/** A `DataTransfer` as a native drop of `tree` gives it: scripts can't make one with folders. */
export function fakeDrop(tree: FakeTree): DataTransfer {
  const items = Object.entries(tree).map(([name, node]) => {
    const entry = fakeEntry(name, node);
    return {
      kind: 'file',
      webkitGetAsEntry: () => entry,
      getAsFile: () => (typeof node === 'string' ? new File([node], name) : null),
    };
  });
  return { items, files: [], types: ['Files'] } as unknown as DataTransfer;
}

/** What the File System API gives for `tree`. */
export function fakeHandle(name: string, node: FakeTree[string]): FileSystemHandle {
  if (typeof node === 'string' || node instanceof Error) {
    const handle = {
      kind: 'file',
      name,
      getFile: () => (node instanceof Error ? Promise.reject(node) : Promise.resolve(new File([node], name))),
    };
    return handle as unknown as FileSystemHandle;
  }
  const folder = toFolder(node);
  const handle = {
    kind: 'directory',
    name,
    async *values() {
      let listed = 0;
      for (const [childName, child] of Object.entries(folder.children)) {
        if (folder.failsAfterBatches !== null && listed >= folder.failsAfterBatches * folder.batchSize) {
          throw new DOMException('gone', 'NotFoundError');
        }
        listed += 1;
        yield fakeHandle(childName, child);
      }
    },
  };
  return handle as unknown as FileSystemHandle;
}

/** `count` files called `0.txt`, `1.txt`, ...; each holds its own number. */
export function manyFiles(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.txt`, String(index)]));
}

function toFolder(node: FakeTree | FakeFolder): FakeFolder {
  return node instanceof FakeFolder ? node : new FakeFolder(node);
}

function fakeReader(folder: FakeFolder): Pick<FileSystemDirectoryReader, 'readEntries'> {
  const children = Object.entries(folder.children);
  let batches = 0;
  return {
    readEntries(resolve, reject) {
      if (folder.failsAfterBatches === batches) {
        reject?.(new DOMException('gone', 'NotFoundError'));
        return;
      }
      const start = batches++ * folder.batchSize;
      resolve(children.slice(start, start + folder.batchSize).map(([name, node]) => fakeEntry(name, node)));
    },
  };
}
