import type { Entry, UploaderOptions } from './engine/options.js';
import type { BackendPort } from './engine/ports.js';
import { leftOffBy } from './engine/record-of-task.js';
import type { KeptUpload } from './engine/resume-record.js';
import type { NewTask, PartNumberRangeForm } from './engine/task-context.js';
import { toUploadError, type UploadError } from './errors.js';
import { handleOf } from './intake/file-handles.js';
import { sizeOf } from './protocol/file-size.js';
import { PART_MAX_BYTES } from './protocol/limits.js';
import { planParts, type PartPlan } from './protocol/part-plan.js';
import { parseSize } from './protocol/size-text.js';
import type { ConflictStrategy, RemotePath } from './protocol/types.js';
import { resumeLifeMs } from './resume-life.js';
import { randomId, resumeScopeOf } from './resume-scope.js';

let lastId = 0;
let lastCreatedAt = 0;

/** Where a task goes, and who keeps its record. */
export type TaskPlace = {
  readonly options: UploaderOptions;
  /** Remote folder of the uploader, from the space's root. */
  readonly directory: RemotePath;
  readonly backend: BackendPort;
  readonly visit: string;
};

/**
 * A file that passed the rules as a task, with all that is fixed for it from now
 * on. What stands against it (too many parts) is its refusal: the row is there and says why.
 *
 * @param kept the upload of an earlier visit that it goes on with
 */
export function newTask(
  entry: Entry,
  { options, directory, backend, visit, kept }: TaskPlace & { readonly kept: KeptUpload | null },
): NewTask {
  const { trafficLimit } = options;
  const { plan, refusal } = planFor(sizeOf(entry.file), options);
  const { scope, place } = resumeScopeOf(options);
  const record = kept?.record ?? null;
  const now = Date.now();
  // Records are shown in the order added, and many are added within one millisecond.
  lastCreatedAt = Math.max(now, lastCreatedAt + 1);
  const { id, createdAt } = record ?? { id: randomId(), createdAt: lastCreatedAt };
  const handle = handleOf(entry.file);
  const lifeMs = resumeLifeMs(options);
  lastId += 1;
  return {
    spec: {
      id: `smh-task-${lastId}`,
      file: entry.file,
      relativePath: record?.relativePath ?? entry.relativePath,
      remotePath: Object.freeze(record?.remotePath ?? [...directory, ...entry.relativePath.split('/')]),
      metadata: entry.metadata ?? record?.metadata ?? {},
      backend,
      partNumberRange: rangeForm(options.partNumberRange),
      trafficLimit: trafficLimit === undefined ? null : Number(trafficLimit),
      preferSameOrigin: options.preferSameOrigin === true,
      withoutIntegrityCheck: options.noIntegrityCheck === true,
      withoutInstantUpload: options.noInstantUpload === true,
      addedAt: now,
      keep: options.noResume === true ? null : { id, scope, visit, createdAt, handle, lifeMs },
      resumed: record !== null && record.confirmKey !== null,
      place,
      // The plan of an upload that is open is not made anew.
      refusal: record === null || record.confirmKey === null ? refusal : null,
    },
    plan,
    strategy: strategyOf(options.conflictStrategy),
    ...(record === null ? {} : { leftOff: leftOffBy(record) }),
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
