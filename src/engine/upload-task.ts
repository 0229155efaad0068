import { UploadError, toUploadError } from '../errors.js';
import { sizeOf } from '../protocol/file-size.js';
import { HeaderLives } from './header-lives.js';
import { ProgressMeter, secondsLeft } from './progress-meter.js';
import { perform } from './task-activities.js';
import type { TaskContext, TaskServices, TaskSpec } from './task-context.js';
import { factOfFailure, waitReason } from './task-failure.js';
import type { TaskSnapshot, WaitReason } from './task-snapshot.js';
import {
  checkpointOf,
  isRunning,
  openKeyOf,
  releasedKeys,
  type Activity,
  type RunningState,
  type TaskEvent,
  type TaskState,
} from './task-state.js';
import { transition } from './transition.js';

/** Highest progress of a task that is not completed. */
const NOT_YET_COMPLETED = 0.9999;

const ASKS_TO_GO_ON: ReadonlySet<TaskEvent['type']> = new Set<TaskEvent['type']>([
  'RETRY',
  'RESUME',
  'START',
]);

/** What the engine wants to know of its tasks. */
export type TaskListener = {
  /** The state is another one; called before anything that follows from it. */
  readonly onTransition: (task: UploadTask, before: TaskState, event: TaskEvent) => void;
  /** Bytes were hashed or sent. */
  readonly onProgress: (task: UploadTask) => void;
};

/**
 * One file's life in the uploader: holds the state, does what the state says,
 * and feeds what comes of it back into the machine.
 */
export class UploadTask {
  spec: TaskSpec;
  readonly #services: TaskServices;
  readonly #listener: TaskListener;
  readonly #context: TaskContext;
  #state: TaskState;
  #step: AbortController | null = null;
  #takeBackWait: (() => void) | null = null;
  readonly #inFlight = new Map<number, number>();
  readonly #tries = new Map<number, number>();
  readonly #headerLives: HeaderLives;
  readonly #meter = new ProgressMeter();
  #bytesHashed = 0;
  #bytesSent = 0;
  #attempt = 1;
  #snapshot: TaskSnapshot | null = null;

  constructor(spec: TaskSpec, state: TaskState, services: TaskServices, listener: TaskListener) {
    this.spec = spec;
    this.#state = state;
    this.#services = services;
    this.#listener = listener;
    this.#headerLives = new HeaderLives(services.clock);
    this.#context = this.#makeContext();
  }

  get state(): TaskState {
    return this.#state;
  }

  /** The same object until something that it tells has changed. */
  get snapshot(): TaskSnapshot {
    this.#snapshot ??= this.#draw();
    return this.#snapshot;
  }

  /** Takes note of a fact or a command; true where it meant something. */
  dispatch(event: TaskEvent): boolean {
    // Who presses "try now" does not mean "when the host's time has come".
    if (ASKS_TO_GO_ON.has(event.type)) this.#services.hosts.hurry();
    const before = this.#state;
    const after = transition(before, event);
    for (const confirmKey of releasedKeys(before, event, after))
      this.#services.freeUpload(this.spec, confirmKey);
    if (after === before) return false;
    this.#state = after;
    this.#headerLives.note(checkpointOf(after)?.token ?? null);
    const isNewStep = stepOf(before) !== stepOf(after);
    if (isNewStep) this.#endStep();
    this.#count(before, event);
    this.#snapshot = null;
    this.#listener.onTransition(this, before, event);
    // A listener may have moved the task on: then that transition has begun what follows.
    if (isNewStep && this.#state === after) this.#beginStep(after);
    return true;
  }

  /** Puts another file or name in place of the one added. */
  redefine(spec: TaskSpec): void {
    this.spec = spec;
    this.#snapshot = null;
  }

  /** The next snapshot shows progress and speed as they are now. */
  refreshProgress(): void {
    this.#snapshot = null;
  }

  #beginStep(state: TaskState): void {
    if (isRunning(state)) {
      const step = new AbortController();
      this.#step = step;
      void this.#run(state.activity, step.signal);
    }
    if (state.status !== 'waiting') return;
    if (state.breaker !== null) {
      this.#takeBackWait = state.breaker.wait({
        wake: () => this.dispatch({ type: 'WAIT_OVER' }),
        onPutOff: () => this.#putOff(state),
      });
    } else if (state.retryAt !== null) {
      const delayMs = Math.max(0, state.retryAt - this.#services.clock.now());
      this.#takeBackWait = this.#services.clock.delay(delayMs, () => this.dispatch({ type: 'WAIT_OVER' }));
    }
  }

  #putOff({ breaker, error: before }: Extract<TaskState, { readonly status: 'waiting' }>): void {
    const error = breaker?.error ?? before;
    this.dispatch({ type: 'PUT_OFF', error, reason: waitReason(error), retryAt: breaker?.retryAt ?? null });
  }

  #endStep(): void {
    this.#step?.abort(new DOMException('The step was left.', 'AbortError'));
    this.#step = null;
    this.#takeBackWait?.();
    this.#takeBackWait = null;
    this.#inFlight.clear();
    this.#meter.reset();
  }

  async #run(activity: Activity, signal: AbortSignal): Promise<void> {
    const since = this.#services.clock.monotonic();
    try {
      if (this.spec.refusal !== null) throw this.spec.refusal;
      const fact = await perform(activity, this.#context, signal);
      if (fact !== null && !signal.aborted) this.dispatch(fact);
    } catch (thrown) {
      if (!signal.aborted) await this.#fail(thrown, activity, signal, since);
    }
  }

  async #fail(thrown: unknown, activity: Activity, signal: AbortSignal, since: number): Promise<void> {
    const error = toUploadError(
      thrown,
      'unknown',
      `The step "${activity.kind}" failed in an unforeseen way.`,
    );
    const fact = factOfFailure(error, activity, this.#context, since);
    if (fact.type === 'NAME_TAKEN') {
      const existing = await this.#existingFile(signal);
      this.#conclude({ ...fact, existing }, error, signal);
    } else {
      this.#conclude(fact, error, signal);
    }
  }

  /** A step that ended must lead somewhere: a failure that has no row of its own is a refusal. */
  #conclude(fact: TaskEvent, error: UploadError, signal: AbortSignal): void {
    if (signal.aborted || this.dispatch(fact) || signal.aborted) return;
    this.dispatch({ type: 'REFUSED', error, inDoubt: false });
  }

  /** The file that has the name; null where it may not be asked for, or is not told. */
  #existingFile(signal: AbortSignal) {
    const { backend, remotePath } = this.spec;
    if (!backend.offers('getFileInfo')) return null;
    return backend.getFileInfo({ path: remotePath }, { signal }).catch(() => null);
  }

  #makeContext(): TaskContext {
    const spec = (): TaskSpec => this.spec;
    return {
      get spec() {
        return spec();
      },
      services: this.#services,
      headerLives: this.#headerLives,
      checkpoint: () => {
        const checkpoint = checkpointOf(this.#state);
        if (checkpoint === null) throw new UploadError('canceled', 'The task has ended.');
        return checkpoint;
      },
      dispatch: (fact) => {
        this.dispatch(fact);
      },
      assertOwned: async (signal) => {
        const isOwned = await this.#services.isOwned(this.spec);
        signal.throwIfAborted();
        if (isOwned) return;
        this.dispatch({ type: 'TAKEN_ELSEWHERE' });
        signal.throwIfAborted();
      },
      noteHashed: (bytes) => {
        this.#bytesHashed = Math.max(this.#bytesHashed, bytes);
        this.#meter.note(this.#services.clock.monotonic(), bytes);
        this.#listener.onProgress(this);
      },
      noteInFlight: (partNumber, bytes) => {
        this.#inFlight.set(partNumber, bytes);
        this.#noteSent();
      },
      countTry: (partNumber) => {
        const tries = (this.#tries.get(partNumber) ?? 0) + 1;
        this.#tries.set(partNumber, tries);
        return tries;
      },
    };
  }

  /** Figures that follow from a transition. */
  #count(before: TaskState, event: TaskEvent): void {
    const checkpoint = checkpointOf(this.#state);
    if (event.type === 'PART_SENT') {
      this.#inFlight.delete(event.partNumber);
      this.#noteSent();
    }
    if (isRestart(before, this.#state)) {
      this.#bytesSent = 0;
      this.#tries.clear();
    }
    if (event.type === 'FILE_REPLACED') this.#bytesHashed = 0;
    if (event.type === 'INTERRUPTED' && checkpoint !== null) this.#attempt = checkpoint.interruptions + 1;
    else if (checkpoint?.interruptions === 0) this.#attempt = 1;
  }

  /** Never goes back: what a failed try handed to the network was handed to it. */
  #noteSent(): void {
    const sent = checkpointOf(this.#state)?.sent;
    if (sent === undefined) return;
    let bytes = this.#bytesOfParts(sent);
    for (const inFlight of this.#inFlight.values()) bytes += inFlight;
    this.#bytesSent = Math.max(this.#bytesSent, Math.min(bytes, sizeOf(this.spec.file)));
    this.#meter.note(this.#services.clock.monotonic(), this.#bytesSent);
    this.#listener.onProgress(this);
  }

  /** All parts are of one size but the last, so that no loop over ten thousand is needed. */
  #bytesOfParts(sent: ReadonlyMap<number, unknown>): number {
    const plan = checkpointOf(this.#state)?.plan;
    if (plan === undefined) return 0;
    const size = sizeOf(this.spec.file);
    const missingOfLast = sent.has(plan.partCount) ? plan.partCount * plan.partBytes - size : 0;
    return sent.size * plan.partBytes - missingOfLast;
  }

  /** Fresh headers are worth a word only where nothing else goes on meanwhile. */
  #renewingReason(state: TaskState): WaitReason | null {
    const isMoving = [...this.#inFlight.values()].some((bytes) => bytes > 0);
    return isRunning(state) && state.renewing && !isMoving ? 'renewing' : null;
  }

  #draw(): TaskSnapshot {
    const state = this.#state;
    const { file, relativePath, remotePath } = this.spec;
    const completed = state.status === 'completed' ? state : null;
    const size = sizeOf(file);
    const bytesSent = completed?.instant === false ? size : this.#bytesSent;
    const bytesDone = state.status === 'hashing' ? this.#bytesHashed : bytesSent;
    const isMoving = state.status === 'hashing' || state.status === 'uploading';
    const rate = isMoving ? this.#meter.bytesPerSecond(this.#services.clock.monotonic(), bytesDone) : null;
    return Object.freeze({
      id: this.spec.id,
      file,
      name: completed?.result?.path?.at(-1) ?? remotePath.at(-1) ?? file.name,
      relativePath,
      remotePath,
      size,
      type: file.type,
      status: state.status,
      bytesHashed: this.#bytesHashed,
      bytesSent,
      bytesSaved: completed?.instant === true ? size : 0,
      progress: completed === null ? ratio(bytesSent, size) : 1,
      bytesPerSecond: rate,
      secondsLeft: secondsLeft(size - bytesDone, rate),
      waitReason: waitReasonOf(state) ?? this.#renewingReason(state),
      retryAt: state.status === 'waiting' ? state.retryAt : null,
      attempt: this.#attempt,
      instant: completed?.instant ?? false,
      resumed: this.spec.resumed,
      verified: completed?.verified ?? null,
      confirmKey: completed?.confirmKey ?? openKeyOf(state),
      error: state.status === 'failed' ? state.error : null,
      result: completed?.result ?? null,
    });
  }
}

function stepOf(state: TaskState): unknown {
  if (isRunning(state)) return state.activity;
  return state.status === 'waiting' ? (state.breaker ?? state) : null;
}

/** True where an upload that had sent something begins again from nothing. */
export function isRestart(before: TaskState, after: TaskState): boolean {
  const had = checkpointOf(before)?.token ?? null;
  const has = checkpointOf(after);
  return had !== null && has !== null && has.token === null;
}

function ratio(bytesSent: number, size: number): number {
  return size === 0 ? 0 : Math.min(bytesSent / size, NOT_YET_COMPLETED);
}

function waitReasonOf(state: TaskState): WaitReason | null {
  if (state.status === 'waiting') return state.reason;
  if (state.status === 'queued') return queuedReason(state);
  return isRunning(state) ? wantedReason(state) : null;
}

function queuedReason({
  held,
  elsewhere,
}: Extract<TaskState, { readonly status: 'queued' }>): WaitReason | null {
  if (held) return 'halted';
  return elsewhere ? 'other-tab' : null;
}

/** A command given while a commit is under way shows until the answer decides. */
function wantedReason({ wanted }: RunningState): WaitReason | null {
  if (wanted === 'cancel') return 'canceled';
  return wanted === 'pause' ? 'paused' : null;
}
