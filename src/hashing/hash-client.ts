import type { Clock, Hasher } from '../engine/ports.js';
import { UploadError } from '../errors.js';
import { BLOCK_BYTES } from '../protocol/limits.js';
import type { HashHost, RequestMaker } from './hash-host.js';
import type { HashResult } from './messages.js';
import { findPageHost } from './page-hosts.js';
import type { EnginePreference } from './sha256.js';
import type { ScriptUrl } from './trusted-script-url.js';

export type HasherOptions = {
  /** Same-origin URL (or TrustedScriptURL) of `hash-worker.js`; looked up at each job. */
  readonly workerUrl?: () => ScriptUrl | undefined;
  /** Looked up at each job. @default 'auto' */
  readonly engine?: () => EnginePreference;
  /** For the worker's start and its idle end. */
  readonly clock: Pick<Clock, 'delay'>;
  /** Where jobs are done; a test puts its own here. @default the page's, shared by all uploaders */
  readonly findHost?: (workerUrl: ScriptUrl | undefined, clock: Pick<Clock, 'delay'>) => HashHost;
};

/** A `Hasher` that can be let go. */
export type DisposableHasher = Hasher & {
  /** Aborts this uploader's jobs; later ones are refused. The shared worker ends when idle. */
  dispose(): void;
};

/**
 * The `Hasher` of one uploader. All uploaders of a page share a worker, which is
 * started by the first job (or `warmUp`) and stopped when idle.
 */
export function createHasher(options: HasherOptions): DisposableHasher {
  const findHost = options.findHost ?? findPageHost;
  const engine = options.engine ?? (() => 'auto' as const);
  const host = (): HashHost => findHost(options.workerUrl?.(), options.clock);
  const running = new Set<AbortController>();
  let isDisposed = false;

  const run = async <T extends HashResult['type']>(
    type: T,
    makeRequest: RequestMaker,
    signal: AbortSignal,
    onBytes: (bytesHashed: number) => void = () => undefined,
  ): Promise<Extract<HashResult, { readonly type: T }>> => {
    const attempt = new AbortController();
    const abort = (): void => attempt.abort(signal.reason);
    if (signal.aborted) abort();
    if (isDisposed) attempt.abort();
    signal.addEventListener('abort', abort);
    running.add(attempt);
    try {
      const result = await host().run(makeRequest, { signal: attempt.signal, onBytes });
      if (isOf(result, type)) return result;
      throw new UploadError('worker-failed', `The worker answered ${result.type} instead of ${type}`);
    } finally {
      running.delete(attempt);
      signal.removeEventListener('abort', abort);
    }
  };

  return {
    async hashBeginning(file, { signal }) {
      // Cut here, so that the worker is sent no more than it reads.
      const beginning = file.slice(0, BLOCK_BYTES);
      const request: RequestMaker = (id) => ({
        type: 'hash-beginning',
        id,
        file: beginning,
        engine: engine(),
      });
      return (await run('beginning-done', request, signal)).beginningHash;
    },

    async hashFile(file, { signal, partBytes, onProgress }) {
      if (!Number.isSafeInteger(partBytes) || partBytes <= 0 || partBytes % BLOCK_BYTES !== 0) {
        throw new UploadError('invalid-option', `partBytes must be whole MiB, not ${partBytes}`);
      }
      let reported = 0;
      const report = (bytesHashed: number): void => {
        // A job that goes on elsewhere may come by the same place again.
        if (bytesHashed <= reported) return;
        reported = bytesHashed;
        onProgress(bytesHashed);
      };
      const request: RequestMaker = (id, from) => ({
        type: 'hash-file',
        id,
        file,
        engine: engine(),
        partBytes,
        from,
      });
      const { digest } = await run('file-done', request, signal, report);
      report(file.size);
      return digest;
    },

    async checksum(data, { signal }) {
      return (await run('checksum-done', (id) => ({ type: 'checksum', id, data }), signal)).crc64;
    },

    async sums(data, { signal }) {
      const { crc64, md5 } = await run('sums-done', (id) => ({ type: 'sums', id, data }), signal);
      return { crc64, md5 };
    },

    warmUp() {
      if (!isDisposed) host().warmUp();
    },

    dispose() {
      isDisposed = true;
      for (const attempt of running) attempt.abort();
    },
  };
}

function isOf<T extends HashResult['type']>(
  result: HashResult,
  type: T,
): result is Extract<HashResult, { readonly type: T }> {
  return result.type === type;
}
