import 'smh-uploader';
import { sampleFile } from './sample-files.js';
import { showStoredFiles } from './stored-files.js';

const uploader = document.querySelector('smh-uploader');

document.querySelector('#sample')?.addEventListener('click', () => {
  void uploader?.addFiles(['notes.txt', 'plan.txt'].map((name) => sampleFile(name, 40_000)));
});

await showStoredFiles(document);
