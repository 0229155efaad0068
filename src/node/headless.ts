import { needsBrowser } from './needs-browser.js';

/** Stands for the uploader without a view: it reads files and sends them as a page does. @throws UploadError always */
export function createUploader(_options?: unknown): never {
  throw needsBrowser('createUploader()');
}

export { createSmhBackend } from '../backend/smh-backend.js';
export * from '../engine/engine-events.js';
export { UploadError } from '../errors.js';
