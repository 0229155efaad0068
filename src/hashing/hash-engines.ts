import { createCRC64, createMD5, createSHA256, type IHasher } from 'hash-wasm';
import { createWasmCrc64, type Crc64 } from './crc64.js';
import { createNativeSha256 } from './native-sha256.js';
import { createScriptCrc64 } from './script-crc64.js';
import type { Sha256 } from './sha256.js';
import { createWasmSha256 } from './wasm-sha256.js';

/** Reversed polynomial of ECMA-182 as hash-wasm takes it. */
const CRC64_POLYNOMIAL = 'c96c5795d7870f42';

/** The implementations that this thread has, lent to one job at a time. */
export interface HashEngines {
  /** Null in insecure contexts. */
  readonly native: Sha256 | null;
  /** Lends hash-wasm's SHA-256, null where WebAssembly is refused. */
  withWasmSha256<T>(use: (engine: Sha256 | null) => Promise<T>): Promise<T>;
  /** Lends a CRC64 that begins anew: hash-wasm's, or plain JavaScript. */
  withCrc64<T>(use: (crc: Crc64) => Promise<T>): Promise<T>;
  /** Lends hash-wasm's MD5, begun anew, null where WebAssembly is refused: browsers have none of their own. */
  withMd5<T>(use: (md5: IHasher | null) => Promise<T>): Promise<T>;
}

/** How hash-wasm's instances are made; a test puts a refusing one here. */
export type WasmSource = {
  readonly createSha256: () => Promise<IHasher>;
  readonly createCrc64: () => Promise<IHasher>;
  readonly createMd5: () => Promise<IHasher>;
};

const HASH_WASM: WasmSource = {
  createSha256: createSHA256,
  createCrc64: () => createCRC64(CRC64_POLYNOMIAL),
  createMd5: createMD5,
};

/**
 * Engines of this thread. Instances of hash-wasm are kept and lent again, since
 * each has a memory of its own and the browser allows only so many.
 *
 * @param options.onWasmRefused called once, where the page's policy (or a missing
 *   `WebAssembly`) keeps hash-wasm from starting.
 */
export function createHashEngines(options: {
  readonly onWasmRefused: () => void;
  readonly native?: Sha256 | null;
  readonly wasm?: WasmSource;
}): HashEngines {
  const wasm = options.wasm ?? HASH_WASM;
  let isRefused = false;
  const startOrNull = async <T>(start: () => Promise<T>): Promise<T | null> => {
    if (isRefused) return null;
    try {
      return await start();
    } catch {
      // A late second caller must not tell it again.
      if (!isRefused) {
        isRefused = true;
        options.onWasmRefused();
      }
      return null;
    }
  };
  const spareSha256: Sha256[] = [];
  const spareCrc64: Crc64[] = [];
  const spareMd5: IHasher[] = [];
  return {
    native: options.native === undefined ? createNativeSha256() : options.native,
    async withWasmSha256(use) {
      const engine =
        spareSha256.pop() ?? (await startOrNull(async () => createWasmSha256(await wasm.createSha256())));
      try {
        return await use(engine);
      } finally {
        if (engine !== null) spareSha256.push(engine);
      }
    },
    async withCrc64(use) {
      const crc =
        spareCrc64.pop() ??
        (await startOrNull(async () => createWasmCrc64(await wasm.createCrc64()))) ??
        createScriptCrc64();
      crc.reset();
      try {
        return await use(crc);
      } finally {
        spareCrc64.push(crc);
      }
    },
    async withMd5(use) {
      const md5 = spareMd5.pop() ?? (await startOrNull(() => wasm.createMd5()));
      try {
        return await use(md5?.init() ?? null);
      } finally {
        if (md5 !== null) spareMd5.push(md5);
      }
    },
  };
}
