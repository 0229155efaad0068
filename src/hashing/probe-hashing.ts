import type { Clock } from '../engine/ports.js';
import {
  READY_TIMEOUT_MS,
  startPageThread,
  startWorkerThread,
  type HashThread,
  type ThreadEvents,
} from './hash-thread.js';
import { spawnFromUrl } from './page-hosts.js';
import { BUNDLED_AS, spawnBundledWorker } from './spawn-worker.js';
import type { ScriptUrl } from './trusted-script-url.js';

/** How hashing goes on this page. */
export type HashingFacts = {
  /** What starts: the worker of `worker-url`, the package's own (a file, or its text as a blob), or none: the page's thread. */
  readonly way: 'worker-url' | typeof BUNDLED_AS | 'page';
  /** What the package's own worker is started from. */
  readonly bundledAs: typeof BUNDLED_AS;
  /** WebAssembly compiles there. */
  readonly hasWasm: boolean;
};

/** Tries the ways to hash in the order of use, each with a thread of its own that ends at once. */
export async function probeHashing(
  workerUrl: ScriptUrl | undefined,
  clock: Pick<Clock, 'delay'>,
): Promise<HashingFacts> {
  const ways: [HashingFacts['way'], () => Worker][] = [[BUNDLED_AS, spawnBundledWorker]];
  if (workerUrl !== undefined && String(workerUrl) !== '')
    ways.unshift(['worker-url', () => spawnFromUrl(workerUrl)]);
  for (const [way, spawn] of ways) {
    const hasWasm = await tryThread((events) => startWorkerThread(spawn, events, clock), clock);
    if (hasWasm !== null) return { way, bundledAs: BUNDLED_AS, hasWasm };
  }
  return { way: 'page', bundledAs: BUNDLED_AS, hasWasm: (await tryThread(startPageThread, clock)) === true };
}

/** Whether WebAssembly compiles in a thread; null where it does not start, or dies. */
function tryThread(
  start: (events: ThreadEvents) => Promise<HashThread>,
  clock: Pick<Clock, 'delay'>,
): Promise<boolean | null> {
  return new Promise((resolve) => {
    let close = (): void => undefined;
    const end = (hasWasm: boolean | null): void => {
      stopTimer();
      close();
      resolve(hasWasm);
    };
    // The thread's start has a time-out of its own.
    let stopTimer = (): void => undefined;
    start({
      onReply: ({ type }) => {
        if (type === 'wasm-refused') end(false);
        else if (type === 'checksum-done') end(true);
        else if (type === 'failed') end(null);
      },
      onLost: () => end(null),
    }).then(
      (thread) => {
        close = () => thread.close();
        stopTimer = clock.delay(READY_TIMEOUT_MS, () => end(null));
        thread.send({ type: 'checksum', id: 1, data: new Blob(['smh']) });
      },
      () => end(null),
    );
  });
}
