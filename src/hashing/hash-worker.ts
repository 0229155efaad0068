import { runWorker } from './run-worker.js';

// Not so in Node, which may import any file of this package and must notice nothing.
if (typeof self !== 'undefined') {
  runWorker();
}
