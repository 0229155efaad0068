import 'smh-uploader';
import { connectByToken } from './connect-by-token.js';
import { showFaults } from './faults-panel.js';
import { showStoredFiles } from './stored-files.js';

const uploader = document.querySelector('smh-uploader');
if (uploader !== null) {
  await connectByToken(uploader);
  await showStoredFiles(uploader);
  await showFaults();
}
