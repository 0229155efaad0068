import type { UploaderOptions } from './engine/options.js';
import type { BackendPort } from './engine/ports.js';
import type { PartNumberRangeForm } from './engine/task-context.js';
import type { NewTask } from './engine/upload-engine.js';
import { toUploadError, type UploadError } from './errors.js';
import type { AdmittedEntry } from './intake/admit-entries.js';
import { PART_MAX_BYTES } from './protocol/limits.js';
import { planParts, type PartPlan } from './protocol/part-plan.js';
import { parseSize } from './protocol/size-text.js';
import type { ConflictStrategy, RemotePath } from './protocol/types.js';

let lastId = 0;

/**
 * A file that passed the rules as a task, with all that is fixed for it from now
 * on. What stands against it (too many parts) is its refusal: the row is there and says why.
 *
 * @param directory remote folder of the uploader, from the space's root
 */
export function newTask(
  entry: AdmittedEntry,
  { options, directory, backend }: { options: UploaderOptions; directory: RemotePath; backend: BackendPort },
): NewTask {
  const { trafficLimit } = options;
  const { plan, refusal } = planFor(entry.file.size, options);
  lastId += 1;
  return {
    spec: {
      id: `smh-task-${lastId}`,
      file: entry.file,
      relativePath: entry.relativePath,
      remotePath: Object.freeze([...directory, ...entry.relativePath.split('/')]),
      metadata: entry.metadata ?? {},
      backend,
      partNumberRange: rangeForm(options.partNumberRange),
      trafficLimit: trafficLimit === undefined ? null : Number(trafficLimit),
      preferSameOrigin: options.preferSameOrigin === true,
      withoutIntegrityCheck: options.noIntegrityCheck === true,
      withoutInstantUpload: options.noInstantUpload === true,
      refusal,
    },
    plan,
    strategy: strategyOf(options.conflictStrategy),
  };
}

/** How a file of `size` bytes is cut under `options`, or why it can't be (`too-many-parts`, `invalid-option`). */
export function planFor(
  size: number,
  { partSize }: UploaderOptions,
): { readonly plan: PartPlan; readonly refusal: UploadError | null } {
  const bytes = partSize === undefined ? undefined : (parseSize(partSize) ?? Number.NaN);
  try {
    return { plan: planParts(size, bytes), refusal: null };
  } catch (thrown) {
    return {
      plan: UNPLANNED,
      refusal: toUploadError(thrown, 'unknown', 'The file can’t be cut into parts.'),
    };
  }
}

/** For a task that fails before it is cut. */
const UNPLANNED: PartPlan = { multipart: true, partBytes: PART_MAX_BYTES, partCount: 1 };

function strategyOf(strategy: string | undefined): ConflictStrategy {
  return strategy === 'ask' || strategy === 'overwrite' ? strategy : 'rename';
}

function rangeForm(form: string | undefined): PartNumberRangeForm {
  return form === 'string' || form === 'list' ? form : 'off';
}
