import type {
  ConfirmRequest,
  FileInfo,
  HeaderMap,
  OpenAnswer,
  RemotePath,
  RenewRequest,
  StoredFile,
  UploadState,
  UploadToken,
  UploadTokenRequest,
} from '../protocol/types.js';

type Abortable = { readonly signal: AbortSignal };

/** The calls that a deployment may or may not offer; `getUploadToken` is always there. */
export type OptionalCall =
  | 'confirmUpload'
  | 'renewUploadToken'
  | 'getUploadState'
  | 'cancelUpload'
  | 'createDirectory'
  | 'getFileInfo';

/**
 * The service behind one task, with answers checked and parsed. Every method
 * rejects with an `UploadError` (or an `AbortError` when `signal` aborts).
 * A time-out aborts the page's callback and rejects with code `timeout`.
 */
export interface BackendPort {
  /** Looked up at each call, since a page may set its callbacks late. */
  offers(call: OptionalCall): boolean;
  /** Origin that a call goes to; null where the page makes it, in its own way. */
  originOf(call: OptionalCall | 'getUploadToken'): string | null;
  getUploadToken(
    request: UploadTokenRequest,
    options: Abortable & {
      /**
       * Called with the key of an upload that was opened after the time-out or the abort,
       * or by an answer that was refused, so that it can be freed.
       */
      readonly onLateToken?: (confirmKey: string) => void;
    },
  ): Promise<OpenAnswer>;
  confirmUpload(request: ConfirmRequest, options: Abortable): Promise<StoredFile>;
  renewUploadToken(request: RenewRequest, options: Abortable): Promise<UploadToken>;
  getUploadState(request: { readonly confirmKey: string }, options: Abortable): Promise<UploadState>;
  /** Resolves too when the upload was gone already. */
  cancelUpload(request: { readonly confirmKey: string }, options: Abortable): Promise<void>;
  /** Resolves too when the directory was there already. */
  createDirectory(request: { readonly path: RemotePath }, options: Abortable): Promise<void>;
  /** Null when there is no such file. */
  getFileInfo(request: { readonly path: RemotePath }, options: Abortable): Promise<FileInfo | null>;
}

/** One request to the object store. */
export type ObjectRequest = {
  readonly method: 'PUT' | 'POST';
  readonly url: string;
  readonly headers: HeaderMap;
  /** A slice of the user's file, never a buffer: a buffer would be held in memory. */
  readonly body: Blob | FormData;
  /** Which try of this part this is, from 1; for telemetry. */
  readonly attempt: number;
  /** Longest silence between two signs of life, in ms; counted from the first progress. */
  readonly stallTimeoutMs: number;
};

/** What the object store said; header values are null where CORS hides them. */
export type ObjectAnswer = {
  readonly status: number;
  /** `x-cos-hash-crc64ecma`, unsigned decimal. */
  readonly crc64: string | null;
  /** Without quotes. */
  readonly eTag: string | null;
  readonly requestId: string | null;
  /** `Date`, ms since epoch; absent where it is hidden. */
  readonly servedAt?: number;
};

export interface PartTransport {
  /**
   * Resolves on a 2xx; rejects with an `UploadError`. Codes that the engine acts on:
   * `upload-expired` (renew), `upload-gone` (state), `file-changed`, `file-unreadable`,
   * and the retryable ones.
   */
  send(
    request: ObjectRequest,
    options: Abortable & {
      /** Bytes of the body handed to the network so far. */ readonly onProgress: (bytes: number) => void;
    },
  ): Promise<ObjectAnswer>;
}

export type FullDigest = {
  /** 64 lower-case hex digits. */
  readonly beginningHash: string;
  /** 64 lower-case hex digits. */
  readonly fullHash: string;
  /** CRC-64/XZ of each part of `partBytes`, in order; the last may be short. */
  readonly partCrcs: readonly bigint[];
};

/** Sums of a part as read from the file. */
export type PartSums = {
  /** CRC-64/XZ. */
  readonly crc64: bigint;
  /** 32 lower-case hex digits; null where the page refuses WebAssembly. */
  readonly md5: string | null;
};

/**
 * Reads files off the main thread. Rejections: `file-changed`, `file-unreadable`,
 * `worker-failed`, or an `AbortError` when `signal` aborts.
 */
export interface Hasher {
  /** SHA-256 of the first 1 MiB (or less), 64 lower-case hex digits. */
  hashBeginning(file: Blob, options: Abortable): Promise<string>;
  /** The chained SHA-256 of the whole file and the CRCs of its parts in one pass. */
  hashFile(
    file: Blob,
    options: Abortable & {
      /** Part size in bytes, a multiple of 1 MiB; the CRCs come by it. */
      readonly partBytes: number;
      /** Bytes hashed so far, now and then. */
      readonly onProgress: (bytesHashed: number) => void;
    },
  ): Promise<FullDigest>;
  /** CRC-64/XZ of `data`, read just before it is sent. */
  checksum(data: Blob, options: Abortable): Promise<bigint>;
  /** The same and the MD5 in one read, to hold against the entity tag of a stored part. */
  sums(data: Blob, options: Abortable): Promise<PartSums>;
  /** Begins to load what hashing needs, at the first sign that a file will come. */
  warmUp(): void;
}

/** Time, so that tests can hold it. */
export interface Clock {
  /** ms since epoch; may jump. */
  now(): number;
  /** ms, never goes back. */
  monotonic(): number;
  /** Calls once after `delayMs`; returns how to take it back. */
  delay(delayMs: number, callback: () => void): () => void;
  /** Calls once at the next frame, or after a second in a hidden page; returns how to take it back. */
  frame(callback: () => void): () => void;
  /** A number in [0, 1). */
  random(): number;
}

/** Tells what it is where a request got no answer that the browser lets us see. */
export interface HostProbe {
  /** Begins to hear of what the page's policy forbids; before the first request, as no event comes twice. */
  watch(): void;
  /** The page's Content-Security-Policy keeps requests from `origin`. */
  isForbidden(origin: string): Promise<boolean>;
  /** There is something at `origin` that answers, whatever it says. */
  isReachable(origin: string): Promise<boolean>;
  /** The page's own, to which it needs no CORS. */
  isOwnOrigin(origin: string): boolean;
}

/** Whether the browser believes to have a network. */
export interface Connectivity {
  readonly isOnline: boolean;
  /** Returns how to unsubscribe. */
  onChange(callback: () => void): () => void;
}

/** A name that this tab has. */
export type TabLock = {
  /**
   * False: it was returned, or this tab slept so long that another one has, or had, the name since.
   * To be asked just before what must not happen twice. Never rejects.
   */
  isHeld(): Promise<boolean>;
  release(): void;
};

/** One holder of a name over all tabs of this origin. */
export interface TabLocks {
  /** Null where another holder has it. Never rejects. */
  take(name: string): Promise<TabLock | null>;
  /** Whether any tab has it; looks only, so that nobody finds it taken by the look. Never rejects. */
  isTaken(name: string): Promise<boolean>;
  /** Waits until it is free. Rejects when `signal` aborts only. */
  wait(name: string, options: Abortable): Promise<TabLock>;
  /**
   * What `release` returns, other tabs find free together, or not at all. For a page that goes at
   * once: what it asks for second the browser may not do any more.
   */
  releaseTogether(release: () => void): void;
}
