import 'smh-uploader';
import { connectByToken } from './connect-by-token.js';
import { offerDiagnosis } from './diagnosis.js';
import { showStoredFiles } from './stored-files.js';

const uploader = document.querySelector('smh-uploader');
if (uploader !== null) {
  await connectByToken(uploader);
  offerDiagnosis(uploader);
  await showStoredFiles(uploader);
}
