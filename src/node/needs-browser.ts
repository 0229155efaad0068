import { UploadError } from '../errors.js';

/** What Node gets in place of something that only works in a page says so when it is used, not when it is imported. */
export function needsBrowser(what: string): UploadError {
  return new UploadError(
    'unsupported-browser',
    `${what} needs a browser: in Node this package gives types, errors, events and createSmhBackend alone. ` +
      `Call it in code that runs in the page.`,
  );
}
