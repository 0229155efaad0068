// The element needs no more than its registration; the list of stored files is the demo's own.
import 'smh-uploader';
import { showStoredFiles } from './stored-files.js';

await showStoredFiles(document);
