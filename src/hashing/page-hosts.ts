import type { Clock } from '../engine/ports.js';
import { HashHost } from './hash-host.js';
import { spawnBundledWorker } from './spawn-worker.js';
import { startWorker, trustScriptUrl, type ScriptUrl } from './trusted-script-url.js';
import { warnOnce } from './warn-once.js';

const hosts = new Map<string, HashHost>();

/**
 * The host that all uploaders of the page share which have the same worker URL.
 *
 * @param workerUrl the worker as a file of its own; without it, or where it does
 *   not start, the worker of this package, and then the page's own thread.
 */
export function findPageHost(workerUrl: ScriptUrl | undefined, clock: Pick<Clock, 'delay'>): HashHost {
  const key = workerUrl === undefined ? '' : String(workerUrl);
  let host = hosts.get(key);
  if (host === undefined) {
    host = new HashHost({
      spawners:
        key === '' || workerUrl === undefined
          ? [spawnBundledWorker]
          : [() => spawnFromUrl(workerUrl), spawnBundledWorker],
      clock,
      onWorkerRefused: warnOfWorker,
      onWasmRefused: warnOfWasm,
    });
    hosts.set(key, host);
  }
  return host;
}

/** @throws SecurityError for another origin's URL, TypeError for none at all. */
export function spawnFromUrl(workerUrl: ScriptUrl): Worker {
  const url = new URL(String(workerUrl), document.baseURI);
  if (url.origin !== location.origin) {
    warnOnce('worker-url must be of the page’s own origin; it is not used');
    throw new DOMException('worker-url is of another origin', 'SecurityError');
  }
  const isTrusted = typeof workerUrl !== 'string';
  return startWorker(isTrusted ? workerUrl : trustScriptUrl(url), { type: 'module' });
}

function warnOfWorker(): void {
  warnOnce(
    'no worker could be started, so files are hashed on the page’s own thread; ' +
      "allow worker-src blob: (or 'self'), or set worker-url to a same-origin copy of hash-worker.js",
  );
}

function warnOfWasm(): void {
  warnOnce(
    "WebAssembly is refused, so files are hashed by slower means; allow 'wasm-unsafe-eval' in script-src " +
      '(of the page, and of the response of a worker-url file)',
  );
}
