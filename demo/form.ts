import 'smh-uploader';
import { showStoredFiles } from './stored-files.js';

const form = document.querySelector<HTMLFormElement>('#story');
const sent = document.querySelector('#sent');

// Fires once all files are stored: until then `submit-wait` holds it back.
form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const entries = [...new FormData(form)].map(
    ([name, value]) => `${name}: ${value instanceof File ? value.name : value}`,
  );
  if (sent !== null) sent.textContent = entries.join('\n');
});

await showStoredFiles(document);
