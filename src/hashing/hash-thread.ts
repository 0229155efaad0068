import type { Clock } from '../engine/ports.js';
import { UploadError } from '../errors.js';
import { isHashReply, MESSAGES_VERSION, type HashReply, type HashRequest } from './messages.js';
import { createPace, PAGE_PIECE_BYTES, PAGE_TURN_MS } from './pace.js';

/** A place where hashing is done: a worker, or the page's own thread. */
export interface HashThread {
  /** False for the page's own thread, which has nothing to fall back on. */
  readonly isWorker: boolean;
  send(request: HashRequest): void;
  /** Stops at once; jobs under way are not answered any more. */
  close(): void;
}

/** What a thread tells its owner. */
export type ThreadEvents = {
  readonly onReply: (reply: HashReply) => void;
  /** The thread died; it answers nothing any more. */
  readonly onLost: () => void;
};

/** How long a worker may take to say that it is ready, in ms: its file may come over a slow line. */
export const READY_TIMEOUT_MS = 5000;

/**
 * Starts a worker and waits for its first word.
 *
 * @param spawn throws, or gives a worker that fires `error`, or one that stays
 *   silent: engines refuse a worker in all three ways.
 * @throws UploadError `worker-failed`
 */
export async function startWorkerThread(
  spawn: () => Worker,
  events: ThreadEvents,
  clock: Pick<Clock, 'delay'>,
): Promise<HashThread> {
  let worker: Worker;
  try {
    worker = spawn();
  } catch (thrown) {
    throw new UploadError('worker-failed', 'The worker was refused', { cause: thrown });
  }
  const close = (): void => {
    worker.onmessage = null;
    worker.onerror = null;
    worker.onmessageerror = null;
    worker.terminate();
  };
  try {
    await new Promise<void>((resolve, reject) => {
      const stopTimer = clock.delay(READY_TIMEOUT_MS, () =>
        reject(new UploadError('worker-failed', `The worker was silent for ${READY_TIMEOUT_MS} ms`)),
      );
      worker.onerror = () => {
        stopTimer();
        reject(new UploadError('worker-failed', 'The worker failed before it was ready'));
      };
      worker.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (!isHashReply(data) || data.type !== 'ready') return;
        stopTimer();
        if (data.version === MESSAGES_VERSION) resolve();
        else reject(new UploadError('worker-failed', 'The worker is of another release of smh-uploader'));
      };
    });
  } catch (thrown) {
    close();
    throw thrown;
  }
  const lose = (): void => {
    close();
    events.onLost();
  };
  worker.onerror = lose;
  worker.onmessageerror = lose;
  worker.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (isHashReply(data)) events.onReply(data);
  };
  return { isWorker: true, send: (request) => worker.postMessage(request), close };
}

/** The page's own thread, in turns so short that no task of the page is long. */
export async function startPageThread(events: Pick<ThreadEvents, 'onReply'>): Promise<HashThread> {
  const { createHashService } = await import('./hash-service.js');
  let isClosed = false;
  const service = createHashService({
    reply: (reply) => {
      if (!isClosed) events.onReply(reply);
    },
    pace: createPace({ turnMs: PAGE_TURN_MS, pieceBytes: PAGE_PIECE_BYTES }),
  });
  return {
    isWorker: false,
    send: (request) => service.handle(request),
    close: () => {
      isClosed = true;
    },
  };
}
