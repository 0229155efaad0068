import { TrustedWorker as Worker } from './trusted-script-url.js';

/** What the worker of this package is started from. */
export const BUNDLED_AS: 'file' | 'blob' = 'file';

/**
 * The worker of this package, as the bundler has put it beside this module. The
 * expression stays alone here, so that the single-file build can put
 * `spawn-worker-inline` in its place.
 *
 * @throws where the page's policy or another origin of this module refuses it;
 *   some engines fire a late `error` event instead.
 */
export function spawnBundledWorker(): globalThis.Worker {
  return new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
}
