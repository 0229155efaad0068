import type { Clock } from '../engine/ports.js';
import { isAbort, UploadError } from '../errors.js';
import type { HashCheckpoint, HashStep } from './hash-file.js';
import { startPageThread, startWorkerThread, type HashThread, type ThreadEvents } from './hash-thread.js';
import type { HashReply, HashResult, JobRequest } from './messages.js';

/** How long a thread with nothing to do is kept, in ms. */
export const IDLE_MS = 60_000;

/** A worker that dies so often is not started again; an own figure. */
const LOSSES_MAX = 3;

/**
 * Wait until a file that seems to have changed is read once more, in ms; own figure. Seen in
 * WebKit: from when a page begins to be left until `pagehide` all reads fail, also its
 * worker's and those of memory; they work again where the page stays or is back.
 */
export const READ_AGAIN_MS = 1_000;

/** Makes the request for a job, from the begin or from where it has got to. */
export type RequestMaker = (id: number, from: HashCheckpoint | null) => JobRequest;

type Job = {
  readonly makeRequest: RequestMaker;
  readonly onBytes: (bytesHashed: number) => void;
  readonly resolve: (result: HashResult) => void;
  readonly reject: (error: unknown) => void;
  /** Where it has got to. */
  checkpoint: HashCheckpoint | null;
  /** Where it runs; null while that starts. */
  thread: HashThread | null;
  /** True once a worker has let it down. */
  isOnPage: boolean;
  /** True once the file seemed to have changed, until more of it is read: a page may begin to be left twice. */
  isReadAgain: boolean;
};

export type HashHostOptions = {
  /** Ways to get a worker, best first; none: all is done on the page's own thread. */
  readonly spawners: readonly (() => Worker)[];
  readonly clock: Pick<Clock, 'delay'>;
  /** Told that no worker could be started. */
  readonly onWorkerRefused: () => void;
  /** Told that WebAssembly is refused. */
  readonly onWasmRefused: () => void;
};

/**
 * The hashing threads of a page: one worker for all, started by the first job,
 * stopped when there is nothing to do, and the page's own thread for what a
 * worker can't or could not do.
 */
export class HashHost {
  readonly #options: HashHostOptions;
  readonly #jobs = new Map<number, Job>();
  #lastId = 0;
  /** Resolves to null where no worker can be had. */
  #worker: Promise<HashThread | null> | null = null;
  #page: Promise<HashThread> | null = null;
  #losses = 0;
  #isRefused = false;
  #stopIdleTimer: (() => void) | null = null;

  constructor(options: HashHostOptions) {
    this.#options = options;
    this.#isRefused = options.spawners.length === 0;
  }

  /** Starts the thread, and loads what it needs. */
  warmUp(): void {
    // A thread that can't be had is told by the first job.
    this.#threadFor(false).then(
      (thread) => thread.send({ type: 'warm-up' }),
      () => undefined,
    );
    this.#restIfIdle();
  }

  /**
   * Does a job. Where the worker dies or fails, the job goes on from its last
   * checkpoint on the page's own thread.
   *
   * @param options.onBytes bytes hashed so far, rising.
   * @throws UploadError; `AbortError` on abort.
   */
  async run(
    makeRequest: RequestMaker,
    options: { readonly signal: AbortSignal; readonly onBytes: (bytesHashed: number) => void },
  ): Promise<HashResult> {
    const { signal, onBytes } = options;
    if (signal.aborted) throw abortError(signal);
    this.#stopIdleTimer?.();
    this.#stopIdleTimer = null;
    this.#lastId += 1;
    const id = this.#lastId;
    let onAbort = (): void => undefined;
    try {
      return await new Promise<HashResult>((resolve, reject) => {
        const job: Job = {
          makeRequest,
          onBytes,
          resolve,
          reject,
          checkpoint: null,
          thread: null,
          isOnPage: false,
          isReadAgain: false,
        };
        this.#jobs.set(id, job);
        onAbort = () => {
          job.thread?.send({ type: 'abort', id });
          reject(abortError(signal));
        };
        signal.addEventListener('abort', onAbort);
        void this.#place(id, job);
      });
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#jobs.delete(id);
      this.#restIfIdle();
    }
  }

  async #place(id: number, job: Job): Promise<void> {
    try {
      const thread = await this.#threadFor(job.isOnPage);
      // Aborted while the thread started.
      if (this.#jobs.get(id) !== job) return;
      job.thread = thread;
      thread.send(job.makeRequest(id, job.checkpoint));
    } catch (thrown) {
      if (job.thread?.isWorker === true) this.#moveToPage(id, job);
      else job.reject(new UploadError('worker-failed', 'Hashing could not be started', { cause: thrown }));
    }
  }

  async #threadFor(isOnPage: boolean): Promise<HashThread> {
    if (!isOnPage && !this.#isRefused) {
      this.#worker ??= this.#startWorker();
      const worker = await this.#worker;
      if (worker !== null) return worker;
    }
    this.#page ??= startPageThread(this.#events());
    try {
      return await this.#page;
    } catch (thrown) {
      // Its code could not be loaded: the next job tries again.
      this.#page = null;
      throw thrown;
    }
  }

  async #startWorker(): Promise<HashThread | null> {
    for (const spawn of this.#options.spawners) {
      try {
        return await startWorkerThread(spawn, this.#events(), this.#options.clock);
      } catch {
        // The next way, or none: told below.
      }
    }
    this.#isRefused = true;
    this.#options.onWorkerRefused();
    return null;
  }

  #events(): ThreadEvents {
    return { onReply: (reply) => this.#onReply(reply), onLost: () => this.#onLost() };
  }

  #onReply(reply: HashReply): void {
    if (reply.type === 'ready') return;
    if (reply.type === 'wasm-refused') {
      this.#options.onWasmRefused();
      return;
    }
    const job = this.#jobs.get(reply.id);
    if (job === undefined) return;
    switch (reply.type) {
      case 'step':
        job.checkpoint = advance(job.checkpoint, reply.step);
        job.isReadAgain = false;
        job.onBytes(reply.step.offset);
        return;
      case 'failed':
        if (reply.code === 'worker-failed' && job.thread?.isWorker === true) this.#moveToPage(reply.id, job);
        else if (reply.code === 'file-changed' && !job.isReadAgain) this.#readAgain(reply.id, job);
        else job.reject(new UploadError(reply.code, reply.message));
        return;
      default:
        job.resolve(reply);
    }
  }

  /** Reads a file again as soon as anything can be read. */
  #readAgain(id: number, job: Job): void {
    this.#options.clock.delay(READ_AGAIN_MS, () => {
      if (!this.#jobs.has(id)) return;
      new Blob(['x']).arrayBuffer().then(
        () => {
          job.isReadAgain = true;
          void this.#place(id, job);
        },
        () => this.#readAgain(id, job),
      );
    });
  }

  #onLost(): void {
    this.#worker = null;
    this.#losses += 1;
    if (this.#losses >= LOSSES_MAX) this.#isRefused = true;
    for (const [id, job] of this.#jobs) {
      if (job.thread?.isWorker === true) this.#moveToPage(id, job);
    }
  }

  #moveToPage(id: number, job: Job): void {
    job.isOnPage = true;
    job.thread = null;
    void this.#place(id, job);
  }

  #restIfIdle(): void {
    if (this.#jobs.size > 0) return;
    this.#stopIdleTimer?.();
    this.#stopIdleTimer = this.#options.clock.delay(IDLE_MS, () => this.#close());
  }

  #close(): void {
    this.#stopIdleTimer = null;
    this.#worker?.then(
      (thread) => thread?.close(),
      () => undefined,
    );
    this.#page?.then(
      (thread) => thread.close(),
      () => undefined,
    );
    this.#worker = null;
    this.#page = null;
  }
}

/** The signal's reason, or an `AbortError` where the reason is something else. */
function abortError(signal: AbortSignal): unknown {
  return isAbort(signal.reason) ? signal.reason : new DOMException('Hashing was aborted', 'AbortError');
}

function advance(before: HashCheckpoint | null, step: HashStep): HashCheckpoint {
  const { newPartCrcs, ...rest } = step;
  return { ...rest, partCrcs: [...(before?.partCrcs ?? []), ...newPartCrcs] };
}
