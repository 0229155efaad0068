import InlineWorker from './hash-worker.ts?worker&inline';

/** What the worker of this package is started from. */
export const BUNDLED_AS: 'file' | 'blob' = 'blob';

/**
 * The worker of this package from its own text, for the build in one file, which
 * puts this module in place of `spawn-worker`. Needs `worker-src blob:`; pages that
 * require Trusted Types refuse it, as the bundler's wrapper starts it from plain
 * text, and give `worker-url` instead.
 *
 * @throws where the page's policy refuses it; some engines fire a late `error` event instead.
 */
export function spawnBundledWorker(): Worker {
  return new InlineWorker();
}
