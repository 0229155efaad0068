/**
 * Runs in the page: fires a drop on the element as a person's, whose items are folders of the File and
 * Directory Entries API around the real files that `input` holds. It is sent as text and sees nothing
 * else of this file.
 *
 * @param input selector of a plain file input that holds the files, in the order of `paths`
 */
export function dropEntries(input: string, paths: readonly string[]): void {
  const files = [...(document.querySelector<HTMLInputElement>(input)?.files ?? [])];
  if (files.length !== paths.length) {
    throw new Error(`${String(files.length)} files were picked, ${String(paths.length)} wanted.`);
  }
  // As Chromium lists a folder.
  const batchSize = 100;
  type Folder = { readonly children: Map<string, Folder | File> };
  const newFolder = (): Folder => ({ children: new Map() });
  const root = newFolder();
  paths.forEach((path, index) => {
    const folders = path.split('/');
    const name = folders.pop() ?? '';
    const file = files[index];
    if (file?.name !== name) throw new Error(`The driver has changed the order of the files at ${path}.`);
    let folder = root;
    for (const step of folders) {
      const known = folder.children.get(step);
      const next = known === undefined || known instanceof File ? newFolder() : known;
      folder.children.set(step, next);
      folder = next;
    }
    folder.children.set(name, file);
  });

  const readerOf = (folder: Folder): object => {
    const entries = [...folder.children].map(([name, child]) => entryOf(name, child));
    return {
      readEntries: (resolve: (batch: readonly object[]) => void) => {
        const batch = entries.splice(0, batchSize);
        setTimeout(() => resolve(batch));
      },
    };
  };
  const entryOf = (name: string, node: Folder | File): object =>
    node instanceof File
      ? { name, isFile: true, isDirectory: false, file: (resolve: (file: File) => void) => resolve(node) }
      : { name, isFile: false, isDirectory: true, createReader: () => readerOf(node) };

  const items = [...root.children].map(([name, node]) => ({
    kind: 'file',
    webkitGetAsEntry: () => entryOf(name, node),
    getAsFile: () => (node instanceof File ? node : null),
  }));
  for (const type of ['dragenter', 'dragover', 'drop']) {
    const event = new DragEvent(type, { bubbles: true, composed: true, cancelable: true });
    const dataTransfer = { types: ['Files'], items, files: [], dropEffect: 'none' };
    // A script can make a `DataTransfer`, but none that holds folders.
    Object.defineProperty(event, 'dataTransfer', { value: dataTransfer });
    window.uploader.dispatchEvent(event);
  }
}
