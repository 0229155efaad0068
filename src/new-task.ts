import type { UploaderOptions } from './engine/options.js';
import type { BackendPort } from './engine/ports.js';
import type { PartNumberRangeForm } from './engine/task-context.js';
import type { NewTask } from './engine/upload-engine.js';
import { UploadError, toUploadError } from './errors.js';
import type { AdmittedEntry } from './intake/admit-entries.js';
import { metadataProblem } from './intake/file-kinds.js';
import { PART_MAX_BYTES } from './protocol/limits.js';
import { planParts, type PartPlan } from './protocol/part-plan.js';
import { parseSize } from './protocol/size-text.js';
import type { ConflictStrategy, FileMetadata, RemotePath } from './protocol/types.js';

let lastId = 0;

/**
 * A file that passed the rules as a task, with all that is fixed for it from now
 * on. What stands against it (too many parts, a callback that throws) is its
 * refusal: the row is there and says why.
 *
 * @param directory remote folder of the uploader, from the space's root
 */
export function newTask(
  entry: AdmittedEntry,
  { options, directory, backend }: { options: UploaderOptions; directory: RemotePath; backend: BackendPort },
): NewTask {
  const { plan, refusal } = planFor(entry.file.size, options);
  const described = attempt(() => describe(entry, options));
  const traffic = attempt(() => trafficLimitOf(options.trafficLimit));
  const refusals = [described, traffic].flatMap((attempted) => ('error' in attempted ? attempted.error : []));
  lastId += 1;
  return {
    spec: {
      id: `smh-task-${lastId}`,
      file: entry.file,
      relativePath: entry.relativePath,
      remotePath: Object.freeze([...directory, ...entry.relativePath.split('/')]),
      metadata: 'error' in described ? {} : described.value,
      backend,
      partNumberRange: rangeForm(options.partNumberRange),
      trafficLimit: 'error' in traffic ? null : traffic.value,
      preferSameOrigin: options.preferSameOrigin === true,
      withoutIntegrityCheck: options.noIntegrityCheck === true,
      withoutInstantUpload: options.noInstantUpload === true,
      refusal: refusal ?? refusals[0] ?? null,
    },
    plan,
    strategy: strategyOf(options.conflictStrategy),
  };
}

function describe(entry: AdmittedEntry, { metadata }: UploaderOptions): FileMetadata {
  const described = metadata?.(entry.file) ?? {};
  const problem = metadataProblem(described);
  if (problem !== null)
    throw new UploadError('invalid-option', `The option "metadata" gave nonsense: ${problem}.`);
  return { ...described, ...entry.metadata };
}

function trafficLimitOf(trafficLimit: number | string | undefined): number | null {
  if (trafficLimit === undefined) return null;
  const limit = Number(trafficLimit);
  if (Number.isFinite(limit) && limit > 0) return limit;
  throw new UploadError(
    'invalid-option',
    `trafficLimit ${JSON.stringify(trafficLimit)} is no limit: give a number above 0.`,
  );
}

/** How a file of `size` bytes is cut under `options`, or why it can't be (`too-many-parts`, `invalid-option`). */
export function planFor(
  size: number,
  { partSize }: UploaderOptions,
): { readonly plan: PartPlan; readonly refusal: UploadError | null } {
  const bytes = partSize === undefined ? undefined : (parseSize(partSize) ?? Number.NaN);
  const planned = attempt(() => planParts(size, bytes));
  return 'error' in planned
    ? { plan: UNPLANNED, refusal: planned.error }
    : { plan: planned.value, refusal: null };
}

/** For a task that fails before it is cut. */
const UNPLANNED: PartPlan = { multipart: true, partBytes: PART_MAX_BYTES, partCount: 1 };

type Attempted<T> = { readonly value: T } | { readonly error: UploadError };

function attempt<T>(make: () => T): Attempted<T> {
  try {
    return { value: make() };
  } catch (thrown) {
    return {
      error: toUploadError(thrown, 'invalid-option', 'The option "metadata" threw; it must give an object.'),
    };
  }
}

function strategyOf(strategy: string | undefined): ConflictStrategy {
  return strategy === 'ask' || strategy === 'overwrite' ? strategy : 'rename';
}

function rangeForm(form: string | undefined): PartNumberRangeForm {
  return form === 'string' || form === 'list' ? form : 'off';
}
