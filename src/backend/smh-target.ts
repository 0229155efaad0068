import type { RequestHeaders } from '../engine/options.js';
import { UploadError } from '../errors.js';
import { isFields } from '../protocol/answer-fields.js';
import { encodeText } from '../protocol/file-path.js';
import { parseHeaderMap } from '../protocol/header-map.js';
import { callbackFailure } from './callback-failure.js';

/**
 * The endpoint as an absolute address without a slash at its end; a relative one counts from the page.
 * @throws UploadError `invalid-option`
 */
export function readEndpoint(endpoint: string | undefined): string {
  if (typeof endpoint !== 'string' || endpoint.trim() === '') {
    throw new UploadError(
      'invalid-option',
      'endpoint is not set: give the address of the SMH API or of a proxy',
    );
  }
  let url: URL;
  try {
    url = new URL(endpoint.trim(), globalThis.document?.baseURI ?? globalThis.location?.href);
  } catch {
    throw new UploadError('invalid-option', 'endpoint is not a URL (a relative one works in a page only)');
  }
  const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!/^https?:$/.test(url.protocol) || !isPlain) {
    throw new UploadError(
      'invalid-option',
      'endpoint must be an http(s) address without user, query and fragment',
    );
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/**
 * The library's path segment.
 * @throws UploadError `invalid-option`
 */
export function librarySegment(libraryId: string | undefined): string {
  if (typeof libraryId !== 'string' || libraryId.trim() === '') {
    throw new UploadError('invalid-option', 'libraryId is not set: the console shows it with the library');
  }
  return optionSegment('libraryId', libraryId.trim());
}

/**
 * The space's path segment; `-` where none is set.
 * @throws UploadError `invalid-option`
 */
export function spaceSegment(spaceId: string | undefined): string {
  return optionSegment('spaceId', optionText('spaceId', spaceId).trim() || '-');
}

/**
 * An option that must be a text where it is set; else ''.
 * @throws UploadError `invalid-option`
 */
export function optionText(name: string, value: unknown): string {
  const text = value ?? '';
  if (typeof text !== 'string') throw new UploadError('invalid-option', `${name} is not a text`);
  return text;
}

function optionSegment(name: string, value: string): string {
  if (value === '.' || value === '..')
    throw new UploadError('invalid-option', `${name} can't be a dot segment`);
  return encodeText(value);
}

/**
 * The page's headers for the endpoint, checked.
 * @throws UploadError `invalid-option`; what the page's function throws, by `callbackFailure`
 */
export async function readRequestHeaders(
  option: RequestHeaders | undefined,
): Promise<Readonly<Record<string, string>>> {
  if (option === undefined) return {};
  let given: unknown;
  try {
    given = typeof option === 'function' ? await option() : option;
  } catch (thrown) {
    throw callbackFailure(thrown, 'requestHeaders');
  }
  if (!isFields(given)) {
    throw new UploadError('invalid-option', 'requestHeaders is not an object of header names and texts');
  }
  try {
    return parseHeaderMap(given, 'requestHeaders');
  } catch (thrown) {
    throw new UploadError('invalid-option', 'requestHeaders has a name or value that no header may have', {
      cause: thrown,
    });
  }
}
