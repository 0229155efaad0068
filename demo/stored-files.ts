/** One file as the development server lists it. */
type ListedFile = { readonly id: string; readonly path: readonly string[]; readonly size: number };

/** Where the development server is; null where the real service is used. */
export async function findDevServer(): Promise<string | null> {
  const answer = await fetch('/api/smh-dev');
  const origins: { readonly apiOrigin: string } | null = answer.ok ? await answer.json() : null;
  return origins?.apiOrigin ?? null;
}

/**
 * Lists the stored files at the end of the page, with links to download them, now and after each
 * file that `uploads` has stored.
 */
export async function showStoredFiles(uploads: EventTarget): Promise<void> {
  const list = addList();
  const devServer = await findDevServer();
  if (devServer === null) {
    list.replaceChildren(line('They are in the real service: look there.'));
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

function addList(): HTMLUListElement {
  const title = document.createElement('h2');
  title.textContent = 'Stored files';
  const list = document.createElement('ul');
  list.id = 'stored';
  list.className = 'sheet stored';
  document.querySelector('main')?.append(title, list);
  return list;
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
