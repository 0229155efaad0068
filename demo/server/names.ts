import { ServiceError } from './service-error.js';
import type { DevServerSettings } from './settings.js';

/** Longest name, in UTF-16 code units (the stricter reading of [50072]). */
const NAME_MAX_LENGTH = 255;

/** Copies with a number that are tried before `RenameTooManyTimes`; own figure. */
const RENAMES_MAX = 1000;

/** What SMH forbids in names (`protocol.md` 7), and control characters. */
// eslint-disable-next-line no-control-regex
const ILLEGAL = /[\\/:*?"<>|\u0000-\u001f\u007f]/;

/**
 * The path of a file or directory from its encoded form in a URL. A leading `/` and
 * `%2F` in place of `/` are taken, as official clients send them.
 * @throws ServiceError 400 `ParamInvalid` for a text that is no UTF-8
 */
export function decodePath(encoded: string): string[] {
  let text: string;
  try {
    text = decodeURIComponent(encoded);
  } catch {
    throw new ServiceError(400, 'ParamInvalid', 'the path is not valid percent-encoded UTF-8');
  }
  const segments = text.split('/');
  return segments[0] === '' ? segments.slice(1) : segments;
}

/** Checks a file's path by the rules of section 7. @throws ServiceError 400 or 451 */
export function checkFilePath(path: readonly string[], settings: DevServerSettings): void {
  if (path.length === 0) throw new ServiceError(400, 'EmptyPath', 'the path is empty');
  checkDirectoryPath(path.slice(0, -1), settings);
  const name = path.at(-1) ?? '';
  if (name === '') throw new ServiceError(400, 'EmptyFileName', 'the file name is empty');
  checkName(name, 'FileNameLengthExceed', settings);
  const { allowedExtensions } = settings;
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (allowedExtensions !== null && !allowedExtensions.includes(extension)) {
    throw new ServiceError(400, 'ExtnameNotAllowed', 'the library does not allow this extension');
  }
}

/** Checks a directory's path by the rules of section 7. @throws ServiceError 400 or 451 */
export function checkDirectoryPath(path: readonly string[], settings: DevServerSettings): void {
  for (const name of path) {
    if (name === '') throw new ServiceError(400, 'EmptyPath', 'a directory name is empty');
    checkName(name, 'DirectoryNameLengthExceed', settings);
  }
}

function checkName(name: string, tooLong: string, settings: DevServerSettings): void {
  if (name === '.' || name === '..' || ILLEGAL.test(name)) {
    throw new ServiceError(400, 'IllegalFileName', 'a name holds a character that is not allowed');
  }
  if (name.length > NAME_MAX_LENGTH)
    throw new ServiceError(400, tooLong, 'a name is longer than 255 characters');
  if (settings.sensitiveWords.some((word) => name.includes(word))) {
    throw new ServiceError(451, 'SensitiveContentRecognized', 'a name holds sensitive content');
  }
}

/**
 * `name`, or the first of `name (1).ext`, `name (2).ext`, ... that is free.
 * @throws ServiceError 409 `RenameTooManyTimes`
 */
export function freeName(name: string, isTaken: (candidate: string) => boolean): string {
  if (!isTaken(name)) return name;
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let copy = 1; copy <= RENAMES_MAX; copy += 1) {
    const candidate = `${stem} (${copy})${extension}`;
    if (!isTaken(candidate)) return candidate;
  }
  throw new ServiceError(409, 'RenameTooManyTimes', 'too many files have this name');
}
