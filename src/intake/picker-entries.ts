import type { Rejection } from '../engine/engine-events.js';
import type { Entry } from '../engine/options.js';
import { entryOfFile, isJunkName } from './entry-path.js';
import { junk } from './walk-folders.js';

/**
 * The entry of a file as an `input` gives it: a picked folder's tree is kept
 * (`webkitRelativePath`), and its junk refused. Pickers never show empty folders.
 */
export function pickedEntry(file: File): Entry | Rejection {
  const entry = entryOfFile(file);
  return entry.relativePath.includes('/') && isJunkName(file.name) ? junk(file, entry.relativePath) : entry;
}
