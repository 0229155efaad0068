import { makeHashCode } from './hash-code-inline.js';
import { startWorker, trustScriptUrl } from './trusted-script-url.js';

/** What the worker of this package is started from. */
export const BUNDLED_AS: 'file' | 'blob' = 'blob';

/**
 * The worker of this package from its own text, for the build in one file, which
 * puts this module in place of `spawn-worker`. Needs `worker-src blob:`.
 *
 * @throws where the page's policy refuses it; some engines fire a late `error` event instead.
 */
export function spawnBundledWorker(): Worker {
  // The worker itself lets go of its text, once it has it.
  const text = `(${String(makeHashCode)})().runWorker();URL.revokeObjectURL(location.href)`;
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  try {
    return startWorker(trustScriptUrl(new URL(url)), {});
  } catch (thrown) {
    URL.revokeObjectURL(url);
    throw thrown;
  }
}
