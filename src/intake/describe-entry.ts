import type { UploaderOptions } from '../engine/options.js';
import type { AdmittedEntry } from './admit-entries.js';
import { isObject, metadataProblem } from './file-kinds.js';
import type { Refusal } from './path-rule.js';

/**
 * The entry with what the page's `metadata` says of its file; what the entry brought itself wins. A
 * throw and nonsense refuse the file, since it could not be stored with what was meant for it.
 */
export function describeEntry(
  entry: AdmittedEntry,
  metadata: UploaderOptions['metadata'],
): AdmittedEntry | Refusal {
  if (metadata === undefined) return entry;
  try {
    const described = metadata(entry.file) ?? {};
    // Nobody waits for it: its failure is nobody's.
    if (isPromise(described)) described.then(undefined, () => undefined);
    const problem = isPromise(described)
      ? 'it gave a promise; give the object itself, and what takes time in beforeAdd'
      : metadataProblem(described);
    return problem === null
      ? { ...entry, metadata: { ...described, ...entry.metadata } }
      : nonsense(`gave nonsense: ${problem}`);
  } catch {
    return nonsense('threw; it must give an object');
  }
}

function nonsense(what: string): Refusal {
  return { code: 'invalid-option', message: `The option "metadata" ${what}.` };
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return isObject(value) && 'then' in value && typeof value.then === 'function';
}
