import 'smh-uploader';
import { showStoredFiles } from './stored-files.js';

await showStoredFiles(document);
