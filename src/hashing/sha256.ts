import type { Pace } from './pace.js';

/** Which implementation computes SHA-256. */
export type EngineName = 'wasm' | 'native';

/** What a page may ask for: `auto` begins with hash-wasm and goes on with the faster. */
export type EnginePreference = 'auto' | EngineName;

/** One implementation of SHA-256. */
export interface Sha256 {
  readonly name: EngineName;
  /** The digest of `data`, 32 bytes. `data` must stay as it is until then. */
  digest(data: Uint8Array<ArrayBuffer>, pace: Pace): Promise<Uint8Array>;
}

/** `bytes` as lower-case hex digits. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
