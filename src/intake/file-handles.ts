/** Handles by the files that came from them: what replaces a file is not what the handle opens. */
const handles = new WeakMap<File, FileSystemFileHandle>();

/** The file of a handle, which is remembered for it. */
export async function fileOfHandle(handle: FileSystemFileHandle): Promise<File> {
  const file = await handle.getFile();
  handles.set(file, handle);
  return file;
}

/** Remembers what a file can be opened by again. */
export function rememberHandle(file: File, handle: FileSystemFileHandle): void {
  handles.set(file, handle);
}

/** The handle by which a later visit can open a file again; null where there is none. */
export function handleOf(file: File): FileSystemFileHandle | null {
  return handles.get(file) ?? null;
}

/** What Chromium's handles have beyond the standard. */
type AskingHandle = FileSystemFileHandle & {
  queryPermission?(descriptor: { readonly mode: 'read' }): Promise<PermissionState>;
  requestPermission?(descriptor: { readonly mode: 'read' }): Promise<PermissionState>;
};

/**
 * Opens the file of a kept handle; null where it is gone or the person does not
 * allow it. Asking needs a click or key press of the person.
 */
export async function openKeptHandle(handle: AskingHandle): Promise<File | null> {
  try {
    const state = (await handle.queryPermission?.({ mode: 'read' })) ?? 'granted';
    const answer = state === 'prompt' ? await handle.requestPermission?.({ mode: 'read' }) : state;
    return answer === 'granted' ? await fileOfHandle(handle) : null;
  } catch {
    return null;
  }
}
