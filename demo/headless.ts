import { createUploader } from 'smh-uploader/headless';
import { showStoredFiles } from './stored-files.js';
import { makeTaskRow } from './task-row.js';
import type { TaskRow } from './task-row.js';

const uploader = createUploader({ endpoint: '/smh', multiple: true });
const input = document.querySelector<HTMLInputElement>('#files');
const list = document.querySelector('#tasks');
const rows = new Map<string, TaskRow>();

input?.addEventListener('change', () => {
  if (input.files !== null) void uploader.addFiles([...input.files]);
  input.value = '';
});

uploader.addEventListener('smh-queue-progress', () => {
  const ids = new Set(uploader.tasks.map(({ id }) => id));
  for (const [id, row] of rows) {
    if (ids.has(id)) continue;
    row.item.remove();
    rows.delete(id);
  }
  for (const task of uploader.tasks) {
    let row = rows.get(task.id);
    if (row === undefined) {
      row = makeTaskRow(uploader, task.id);
      rows.set(task.id, row);
      list?.append(row.item);
    }
    row.show(task);
  }
});

const answer = await fetch('/api/smh-config');
const { libraryId, spaceId }: { libraryId: string; spaceId: string } = await answer.json();
uploader.setOptions({ libraryId, spaceId });
await showStoredFiles(uploader);
