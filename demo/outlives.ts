import 'smh-uploader';
import { createUploader } from 'smh-uploader/headless';
import { sampleFile } from './sample-files.js';
import { showStoredFiles } from './stored-files.js';

// The page's own: it goes on while nothing draws it.
const uploader = createUploader({ endpoint: '/smh', directory: 'outlives', multiple: true });

const place = document.querySelector('#place');
const toggle = document.querySelector('#toggle');
const status = document.querySelector('#status');

function openView(): void {
  const view = document.createElement('smh-uploader');
  view.multiple = true;
  view.uploader = uploader;
  place?.replaceChildren(view);
}

toggle?.addEventListener('click', () => {
  const wasOpen = place?.hasChildNodes() === true;
  if (wasOpen) place.replaceChildren();
  else openView();
  toggle.textContent = wasOpen ? 'Open the view' : 'Close the view';
  toggle.setAttribute('aria-expanded', String(!wasOpen));
});

uploader.addEventListener('smh-queue-progress', ({ detail: { progress } }) => {
  const percent = `${String(Math.floor(progress.progress * 100))} %`;
  if (status !== null) status.textContent = `${progress.completed} of ${progress.files} stored, ${percent}`;
});

document.querySelector('#sample')?.addEventListener('click', () => {
  void uploader.addFiles(sampleFile('recording.bin', 60_000_000));
});

const answer = await fetch('/api/smh-config');
const { libraryId, spaceId }: { libraryId: string; spaceId: string } = await answer.json();
uploader.setOptions({ libraryId, spaceId });
openView();
await showStoredFiles(uploader);
