import { isAbort, toUploadError } from '../errors.js';
import { BLOCK_BYTES } from '../protocol/limits.js';
import { checksum } from './checksum.js';
import { createEnginePicker, type EngineMemory, type EnginePicker } from './engine-picker.js';
import { createHashEngines, type HashEngines } from './hash-engines.js';
import { hashFile } from './hash-file.js';
import type { HashReply, HashRequest, HashResult, JobRequest } from './messages.js';
import type { Pace } from './pace.js';
import type { EnginePreference, Sha256 } from './sha256.js';

/** Does what requests ask for, several at once. */
export interface HashService {
  handle(request: HashRequest): void;
}

/**
 * The hashing of one thread: the worker's, or the page's own where no worker
 * can be had. Jobs take turns at each block and each read.
 */
export function createHashService(options: {
  readonly reply: (reply: HashReply) => void;
  readonly pace: Pace;
  /** @default hash-wasm, SubtleCrypto and plain JavaScript, as far as the page allows */
  readonly engines?: HashEngines;
}): HashService {
  const { reply, pace } = options;
  const engines =
    options.engines ?? createHashEngines({ onWasmRefused: () => reply({ type: 'wasm-refused' }) });
  const memory: EngineMemory = { faster: null };
  const running = new Map<number, AbortController>();

  const withPicker = <T>(
    preference: EnginePreference,
    bytes: number,
    use: (picker: EnginePicker) => Promise<T>,
  ): Promise<T> => {
    const blocks = Math.ceil(bytes / BLOCK_BYTES);
    const withEngines = (wasm: Sha256 | null): Promise<T> =>
      use(createEnginePicker({ wasm, native: engines.native }, { preference, blocks, memory }));
    // Where hash-wasm isn't wanted it isn't loaded for SHA-256.
    if (preference === 'native' && engines.native !== null) return withEngines(null);
    return engines.withWasmSha256(async (wasm) => await withEngines(wasm));
  };

  const run = async (request: JobRequest, signal: AbortSignal): Promise<HashResult> => {
    const { id } = request;
    switch (request.type) {
      case 'hash-beginning': {
        const beginning = request.file.slice(0, BLOCK_BYTES);
        const digest = await withPicker(request.engine, beginning.size, (picker) =>
          hashFile(beginning, { ...NO_CRC, picker, pace, signal }),
        );
        return { type: 'beginning-done', id, beginningHash: digest.beginningHash };
      }
      case 'hash-file': {
        const { file, partBytes, from } = request;
        const digest = await withPicker(request.engine, file.size - (from?.offset ?? 0), (picker) =>
          engines.withCrc64((crc) =>
            hashFile(file, {
              picker,
              crc,
              partBytes,
              from,
              pace,
              signal,
              onStep: (step) => reply({ type: 'step', id, step }),
            }),
          ),
        );
        return { type: 'file-done', id, digest };
      }
      case 'checksum': {
        const crc64 = await engines.withCrc64((crc) => checksum(request.data, { crc, pace, signal }));
        return { type: 'checksum-done', id, crc64 };
      }
      case 'sums': {
        const { data } = request;
        return engines.withMd5(async (md5) => {
          const crc64 = await engines.withCrc64((crc) => checksum(data, { crc, md5, pace, signal }));
          return { type: 'sums-done', id, crc64, md5: md5?.digest('hex') ?? null };
        });
      }
    }
  };

  const start = async (request: JobRequest): Promise<void> => {
    const attempt = new AbortController();
    running.set(request.id, attempt);
    try {
      reply(await run(request, attempt.signal));
    } catch (thrown) {
      // Who aborts has settled the job already.
      if (attempt.signal.aborted || isAbort(thrown)) return;
      const { code, message } = toUploadError(thrown, 'worker-failed', describe(thrown));
      reply({ type: 'failed', id: request.id, code, message });
    } finally {
      running.delete(request.id);
    }
  };

  return {
    handle(request) {
      switch (request.type) {
        case 'warm-up':
          void engines.withWasmSha256(() => engines.withCrc64(() => Promise.resolve()));
          return;
        case 'abort':
          running.get(request.id)?.abort();
          return;
        default:
          void start(request);
      }
    },
  };
}

/** For a digest without CRCs. */
const NO_CRC = {
  crc: { reset: () => undefined, update: () => undefined, value: () => 0n },
  partBytes: BLOCK_BYTES,
  from: null,
  onStep: () => undefined,
};

function describe(thrown: unknown): string {
  return `Hashing failed: ${thrown instanceof Error ? thrown.message : typeof thrown}`;
}
