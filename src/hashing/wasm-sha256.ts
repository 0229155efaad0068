import type { IHasher } from 'hash-wasm';
import { workInPieces } from './pace.js';
import type { Sha256 } from './sha256.js';

/** SHA-256 by hash-wasm, on the calling thread. `hasher` is this engine's alone. */
export function createWasmSha256(hasher: IHasher): Sha256 {
  return {
    name: 'wasm',
    digest: async (data, pace) => {
      hasher.init();
      await workInPieces(data, pace, (piece) => hasher.update(piece));
      return hasher.digest('binary');
    },
  };
}
