import type { FullDigest, PartSums } from '../engine/ports.js';
import type { UploadErrorCode } from '../errors.js';
import type { HashCheckpoint, HashStep } from './hash-file.js';
import type { EnginePreference } from './sha256.js';

/** Raised with each change of these messages, so that a worker file of another release is noticed. */
export const MESSAGES_VERSION = 2;

/** What the page asks of a hashing thread. `id` is the page's number for the job. */
export type HashRequest =
  | { readonly type: 'warm-up' }
  | {
      readonly type: 'hash-beginning';
      readonly id: number;
      readonly file: Blob;
      readonly engine: EnginePreference;
    }
  | {
      readonly type: 'hash-file';
      readonly id: number;
      readonly file: Blob;
      readonly engine: EnginePreference;
      /** In bytes, a multiple of 1 MiB. */
      readonly partBytes: number;
      readonly from: HashCheckpoint | null;
    }
  | { readonly type: 'checksum' | 'sums'; readonly id: number; readonly data: Blob }
  | { readonly type: 'abort'; readonly id: number };

/** A request that is answered by one of `HashResult` or `HashFailure`. */
export type JobRequest = Exclude<HashRequest, { readonly type: 'warm-up' | 'abort' }>;

/** The end of a job. */
export type HashResult =
  | { readonly type: 'beginning-done'; readonly id: number; readonly beginningHash: string }
  | { readonly type: 'file-done'; readonly id: number; readonly digest: FullDigest }
  | { readonly type: 'checksum-done'; readonly id: number; readonly crc64: bigint }
  | ({ readonly type: 'sums-done'; readonly id: number } & PartSums);

/** The bad end of a job. `worker-failed` where the thread, not the file, is at fault. */
export type HashFailure = {
  readonly type: 'failed';
  readonly id: number;
  readonly code: UploadErrorCode;
  readonly message: string;
};

/** What a hashing thread tells the page. */
export type HashReply =
  | { readonly type: 'ready'; readonly version: number }
  | { readonly type: 'wasm-refused' }
  | { readonly type: 'step'; readonly id: number; readonly step: HashStep }
  | HashResult
  | HashFailure;

const REPLY_TYPES: ReadonlySet<unknown> = new Set<HashReply['type']>([
  'ready',
  'wasm-refused',
  'step',
  'beginning-done',
  'file-done',
  'checksum-done',
  'sums-done',
  'failed',
]);

/** True for a reply; a worker URL may name some other script, which says other things. */
export function isHashReply(data: unknown): data is HashReply {
  return typeof data === 'object' && data !== null && 'type' in data && REPLY_TYPES.has(data.type);
}
