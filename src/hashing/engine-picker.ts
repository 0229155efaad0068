import { UploadError } from '../errors.js';
import type { EngineName, EnginePreference, Sha256 } from './sha256.js';

/** Says which engine hashes which block; blocks count from 0 at the job's begin. */
export interface EnginePicker {
  pick(block: number): Sha256;
  /** True for a block whose digest is to be timed with nothing else going on. */
  isTimed(block: number): boolean;
  /** What a timed block took. */
  took(block: number, ms: number): void;
}

/** What a thread learnt of its engines, for files too short for a trial of their own. */
export type EngineMemory = { faster: EngineName | null };

/** From so many blocks on a file is worth a trial: it costs 2 blocks of the slower engine. */
export const TRIAL_MIN_BLOCKS = 16;

/**
 * Who hashes the first blocks of a long file. The first block of each warms it
 * up (compilation, the browser's pool thread); the two that follow are timed,
 * and the quicker counts, as other work may disturb one.
 */
const TRIAL: readonly EngineName[] = ['wasm', 'wasm', 'wasm', 'native', 'native', 'native'];

const TIMED_BLOCKS: ReadonlySet<number> = new Set([1, 2, 4, 5]);

/** An engine for each block, from those that the thread has. */
export function createEnginePicker(
  engines: { readonly wasm: Sha256 | null; readonly native: Sha256 | null },
  options: {
    readonly preference: EnginePreference;
    /** How many blocks the job will hash. */
    readonly blocks: number;
    readonly memory: EngineMemory;
  },
): EnginePicker {
  const { wasm, native } = engines;
  if (wasm === null || native === null) {
    const only = wasm ?? native;
    if (only === null) {
      throw new UploadError(
        'unsupported-browser',
        'SHA-256 needs WebAssembly (refused here) or a secure context (https)',
      );
    }
    return createFixedPicker(only);
  }
  if (options.preference !== 'auto') return createFixedPicker(options.preference === 'wasm' ? wasm : native);
  const byName = (name: EngineName): Sha256 => (name === 'wasm' ? wasm : native);
  const { memory } = options;
  if (options.blocks < TRIAL_MIN_BLOCKS) {
    const rest = byName(memory.faster ?? 'wasm');
    return { ...createFixedPicker(rest), pick: (block) => (block === 0 ? wasm : rest) };
  }
  const best = { wasm: Infinity, native: Infinity };
  return {
    pick: (block) => byName(TRIAL[block] ?? memory.faster ?? 'native'),
    isTimed: (block) => TIMED_BLOCKS.has(block),
    took: (block, ms) => {
      const name = TRIAL[block];
      if (name === undefined) return;
      best[name] = Math.min(best[name], ms);
      // A tie goes to the browser, which hashes beside the CRC instead of before it.
      memory.faster = best.wasm < best.native && Number.isFinite(best.native) ? 'wasm' : 'native';
    },
  };
}

/** The same engine for all blocks. */
export function createFixedPicker(engine: Sha256): EnginePicker {
  return { pick: () => engine, isTimed: () => false, took: () => undefined };
}
