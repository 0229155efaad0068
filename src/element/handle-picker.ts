/** What Chromium's pages have beyond the standard. */
type PickerWindow = Window & {
  showOpenFilePicker?(options: {
    readonly multiple: boolean;
    readonly types?: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[];
  }): Promise<readonly FileSystemFileHandle[]>;
  showDirectoryPicker?(): Promise<FileSystemDirectoryHandle>;
};

/** True where the browser has a picker that gives handles. */
export function hasHandlePicker(page: PickerWindow = window): boolean {
  return page.showOpenFilePicker !== undefined && page.showDirectoryPicker !== undefined;
}

/**
 * Lets the person pick; by what it gives a later visit can open the files again.
 * Nothing where the person chose nothing.
 */
export async function pickHandles(
  { accept, isMultiple, isForFolders }: PickOptions,
  page: PickerWindow = window,
): Promise<readonly FileSystemHandle[]> {
  try {
    if (isForFolders) {
      const folder = await page.showDirectoryPicker?.();
      return folder === undefined ? [] : [folder];
    }
    const types = acceptedTypes(accept);
    const options = { multiple: isMultiple, ...(types === null ? {} : { types: [{ accept: types }] }) };
    return (await page.showOpenFilePicker?.(options)) ?? [];
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return [];
    throw thrown;
  }
}

type PickOptions = {
  /** As HTML's. */
  readonly accept: string;
  readonly isMultiple: boolean;
  readonly isForFolders: boolean;
};

/** HTML's list as the picker takes it; null: anything. An extension alone says no type. */
function acceptedTypes(accept: string): Record<string, readonly string[]> | null {
  const tokens = accept
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '');
  const extensions = tokens.filter((token) => token.startsWith('.'));
  const types = tokens.filter((token) => token.includes('/'));
  if (tokens.length === 0) return null;
  return {
    ...Object.fromEntries(types.map((type) => [type, []])),
    ...(extensions.length > 0 ? { 'application/octet-stream': extensions } : {}),
  };
}
