/** All that a hashing thread runs, the worker's or the page's: the single-file build holds it once for both. */
export { createHashService } from './hash-service.js';
export { runWorker } from './run-worker.js';
