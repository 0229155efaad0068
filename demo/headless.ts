import { createUploader } from 'smh-uploader/headless';
import type { TaskSnapshot } from 'smh-uploader/headless';
import { showStoredFiles } from './stored-files.js';

const uploader = createUploader({ endpoint: '/smh', multiple: true });
const input = document.querySelector<HTMLInputElement>('#files');
const list = document.querySelector('#tasks');

input?.addEventListener('change', () => {
  if (input.files !== null) {
    void uploader.addFiles([...input.files]);
  }
  input.value = '';
});

uploader.addEventListener('smh-queue-progress', () => {
  list?.replaceChildren(...uploader.tasks.map(row));
});

function row(task: TaskSnapshot): HTMLLIElement {
  const bar = document.createElement('progress');
  bar.value = task.progress;
  bar.setAttribute('aria-label', task.name);
  const item = document.createElement('li');
  item.append(task.name, bar, task.error?.code ?? task.status);
  return item;
}

const answer = await fetch('/api/smh-config');
const { libraryId, spaceId }: { libraryId: string; spaceId: string } = await answer.json();
uploader.setOptions({ libraryId, spaceId });
await showStoredFiles(uploader);
