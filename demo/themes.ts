import 'smh-uploader';
import { sampleFile } from './sample-files.js';
import { showStoredFiles } from './stored-files.js';

const uploaders = document.querySelectorAll('smh-uploader');
const scheme = document.querySelector<HTMLSelectElement>('#scheme');

// The themes follow the page's `color-scheme`, as the element itself does.
scheme?.append(
  new Option('as the system', 'light dark'),
  new Option('light', 'light'),
  new Option('dark', 'dark'),
);
scheme?.addEventListener('change', () => {
  document.documentElement.style.colorScheme = scheme.value;
});

document.querySelector('#sample')?.addEventListener('click', () => {
  for (const uploader of uploaders) void uploader.addFiles(sampleFile('brochure.pdf', 2_000_000));
});

await showStoredFiles(document);
