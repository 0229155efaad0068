import 'smh-uploader';
import { connectByToken } from './connect-by-token.js';
import { showFaults } from './faults-panel.js';
import { sampleFile } from './sample-files.js';
import { showStoredFiles } from './stored-files.js';

const uploader = document.querySelector('smh-uploader');
if (uploader !== null) {
  document.querySelector('#sample')?.addEventListener('click', () => {
    void uploader.addFiles(sampleFile('interview.bin', 20_000_000));
  });
  await connectByToken(uploader);
  await showFaults();
  await showStoredFiles(uploader);
}
