import { needsBrowser } from './needs-browser.js';

/**
 * `smh-uploader` in Node, as a server that renders pages imports it: the names of the browser's entry,
 * without Lit. Nothing is registered, and no global is touched.
 */

/** Stands for the element, so that code that names it or extends it can be imported. */
export class SmhUploader {
  /** There are no custom elements in Node: does nothing, as in any place without them. */
  static define(_tag = 'smh-uploader'): void {}

  /** @throws UploadError always */
  constructor() {
    throw needsBrowser('<smh-uploader>');
  }
}

export { createSmhBackend } from '../backend/smh-backend.js';
export {
  FileRejectEvent,
  FilesAddEvent,
  QueueProgressEvent,
  QueueSettleEvent,
  ResumeAvailableEvent,
  TaskRemoveEvent,
  UploadCancelEvent,
  UploadConflictEvent,
  UploadErrorEvent,
  UploadProgressEvent,
  UploadStartEvent,
  UploadStateChangeEvent,
  UploadSuccessEvent,
} from '../engine/engine-events.js';
export { UploadError } from '../errors.js';
export { shareLocale as registerLocale } from '../locales/shared-locales.js';
