/** One file as the development server lists it. */
type ListedFile = { readonly id: string; readonly path: readonly string[]; readonly size: number };

/** Where the development server is; null where the real service is used. */
export async function findDevServer(): Promise<string | null> {
  const answer = await fetch('/api/smh-dev');
  const origins: { readonly apiOrigin: string } | null = answer.ok ? await answer.json() : null;
  return origins?.apiOrigin ?? null;
}

/**
 * Lists the stored files, with links to download them, now and after each batch
 * that `uploads` settles.
 */
export async function showStoredFiles(uploads: EventTarget): Promise<void> {
  const list = document.querySelector('#stored');
  const devServer = await findDevServer();
  if (list === null || devServer === null) {
    list?.replaceChildren(line('They are in the real service: look there.'));
    return;
  }
  const refresh = async (): Promise<void> => {
    const answer = await fetch(`${devServer}/_dev/files`);
    const files: readonly ListedFile[] = await answer.json();
    list.replaceChildren(
      ...(files.length === 0
        ? [line('None yet.')]
        : files.map((file) => fileLine(devServer, file)).reverse()),
    );
  };
  uploads.addEventListener('smh-upload-success', () => void refresh());
  await refresh();
}

function line(text: string): HTMLLIElement {
  const item = document.createElement('li');
  item.textContent = text;
  return item;
}

function fileLine(devServer: string, file: ListedFile): HTMLLIElement {
  const link = document.createElement('a');
  link.href = `${devServer}/_dev/files/${encodeURIComponent(file.id)}`;
  link.textContent = file.path.join('/');
  const size = document.createElement('span');
  size.textContent = `${file.size.toLocaleString()} bytes`;
  const item = document.createElement('li');
  item.append(link, size);
  return item;
}
