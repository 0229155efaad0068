import type { UploadError } from '../errors.js';
import type { RemotePath, StoredFile } from '../protocol/types.js';

/** `waiting` ends by itself; `conflict` waits for an answer; `failed` rests until `retry`. */
export type TaskStatus =
  | 'queued'
  | 'hashing'
  | 'authorizing'
  | 'uploading'
  | 'confirming'
  | 'waiting'
  | 'conflict'
  | 'paused'
  | 'completed'
  | 'failed'
  | 'canceled';

/** What a row waits for. */
export type WaitReason =
  | 'offline'
  | 'network'
  | 'server-busy'
  | 'rate-limited'
  | 'renewing'
  | 'other-tab'
  /** For `start()`. */
  | 'halted'
  | 'canceled'
  | 'paused';

/** One task at one moment: frozen; an unchanged task keeps the same object. */
export type TaskSnapshot = {
  readonly id: string;
  /** Null: stored before this visit, or an unfinished upload whose file is not at hand. */
  readonly file: File | null;
  /** Name shown to people: the final one once stored. */
  readonly name: string;
  /** Path below the chosen folder, name included, `/`-joined. */
  readonly relativePath: string;
  readonly remotePath: RemotePath;
  /** In bytes. */
  readonly size: number;
  /** Media type; may be empty. */
  readonly type: string;
  readonly status: TaskStatus;
  /** Bytes of the full hash done. */
  readonly bytesHashed: number;
  /** Bytes handed to the network; goes back only when an upload starts again from nothing. */
  readonly bytesSent: number;
  /** Bytes that an instant upload spared. */
  readonly bytesSaved: number;
  /** 0 to 1; below 1 until completed. */
  readonly progress: number;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly waitReason: WaitReason | null;
  /** ms since epoch. */
  readonly retryAt: number | null;
  /** Tries of the current step, from 1. */
  readonly attempt: number;
  readonly instant: boolean;
  readonly resumed: boolean;
  /** True: CRC64 as read equals the service's. Null: neither known. */
  readonly verified: true | null;
  readonly confirmKey: string | null;
  readonly error: UploadError | null;
  readonly result: StoredFile | null;
};

/** Sums over all tasks. */
export type Totals = {
  readonly files: number;
  readonly completed: number;
  readonly failed: number;
  readonly canceled: number;
  /** Neither at rest nor at an end. */
  readonly active: number;
  /** In bytes, canceled files left out. */
  readonly bytes: number;
  readonly bytesSent: number;
  readonly bytesSaved: number;
  /** 0 to 1. */
  readonly progress: number;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
};
