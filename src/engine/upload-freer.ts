import type { BackendPort, Clock } from './ports.js';
import { retried } from './retried.js';

/**
 * Frees uploads that were given up, so that the store does not keep their parts.
 * Nobody waits for it: a failure costs the user nothing.
 */
export class UploadFreer {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  free(backend: BackendPort, confirmKey: string): void {
    if (!backend.offers('cancelUpload')) return;
    const { signal } = new AbortController();
    retried(this.#clock, () => backend.cancelUpload({ confirmKey }, { signal })).catch(() => undefined);
  }
}
