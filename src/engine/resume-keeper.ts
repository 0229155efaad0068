import type { Checkpoint } from './checkpoint.js';
import type { Clock } from './ports.js';
import { mayBeStored, recordOf } from './record-of-task.js';
import type { KeptUpload, ResumeStore } from './resume-record.js';
import type { TaskSpec } from './task-context.js';
import { checkpointOf, isFinal } from './task-state.js';
import type { UploadTask } from './upload-task.js';

/** Changes are gathered for this long, in ms, so that ten thousand files are not as many transactions. Own figure. */
const GATHER_MS = 250;

/** What was made a record of. */
type Written = {
  readonly spec: TaskSpec;
  readonly checkpoint: Checkpoint | null;
  readonly mayBeStored: boolean;
};

/** Writes down what a later visit needs to go on, and takes it away when it needs nothing any more. */
export class ResumeKeeper {
  readonly #store: ResumeStore | null;
  readonly #clock: Clock;
  readonly #dirty = new Map<string, UploadTask>();
  readonly #ended = new Set<string>();
  readonly #written = new Map<string, Written>();
  #takeBackTimer: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: ResumeStore | null, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Takes note of a task's state. */
  note(task: UploadTask): void {
    const id = task.spec.keep?.id;
    if (this.#store === null || id === undefined || task.spec.refusal !== null) return;
    if (isFinal(task.state)) {
      this.#dirty.delete(id);
      if (this.#ended.has(id)) return;
      this.#ended.add(id);
    } else {
      const last = this.#written.get(id);
      const isKnown = last?.spec === task.spec && last.checkpoint === checkpointOf(task.state);
      if (isKnown && last.mayBeStored === mayBeStored(task.state)) return;
      this.#dirty.set(id, task);
    }
    this.#takeBackTimer ??= this.#clock.delay(GATHER_MS, () => this.#write());
  }

  /** Resolves once the task is written down as it is now. */
  async saved({ keep }: TaskSpec): Promise<void> {
    if (keep === null || this.#store === null) return;
    if (this.#dirty.has(keep.id)) this.#write();
    await this.#writing;
  }

  /** Resolves once all is written down as it is now. */
  written(): Promise<void> {
    if (this.#dirty.size > 0 || this.#ended.size > 0) this.#write();
    return this.#writing;
  }

  #write(): void {
    this.#takeBackTimer?.();
    this.#takeBackTimer = null;
    const kept = [...this.#dirty.values()].flatMap((task) => this.#keptOf(task));
    const ended = [...this.#ended];
    this.#dirty.clear();
    this.#ended.clear();
    for (const id of ended) this.#written.delete(id);
    this.#writing = this.#writing.then(async () => {
      if (kept.length > 0) await this.#store?.put(kept);
      if (ended.length > 0) await this.#store?.remove(ended);
    });
  }

  #keptOf({ spec, state }: UploadTask): KeptUpload[] {
    const record = recordOf(spec, state, this.#clock.now());
    if (record === null) return [];
    // A handle once written stays.
    const handle = this.#written.has(record.id) ? null : (spec.keep?.handle ?? null);
    this.#written.set(record.id, { spec, checkpoint: checkpointOf(state), mayBeStored: mayBeStored(state) });
    return [{ record, handle }];
  }
}
