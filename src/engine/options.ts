import type { UploadErrorCode } from '../errors.js';
import type { ConflictStrategy, FileMetadata, UploadBackend } from '../protocol/types.js';

/** A size in bytes, or a text such as `500MB` (10^6), `2 GiB` (2^30). */
export type SizeOption = number | string;

/** A file on its way into the uploader. */
export type Entry = {
  readonly file: File;
  /** Path below the chosen folder, name included, `/`-joined. */
  readonly relativePath: string;
  /** Name to store it under, where it is not the file's. */
  readonly name?: string;
  readonly metadata?: FileMetadata;
};

/** What `beforeAdd` may answer: the entry, changes to it, or a refusal. */
export type BeforeAddAnswer =
  | Entry
  | {
      readonly file?: File;
      readonly name?: string;
      readonly relativePath?: string;
      readonly metadata?: FileMetadata;
    }
  | { readonly reject: string; readonly message?: string }
  | undefined;

export type BeforeAdd = (
  entry: Entry,
  options: { readonly signal: AbortSignal },
) => BeforeAddAnswer | Promise<BeforeAddAnswer>;

/** Why a new access token is asked for. */
export type AccessTokenReason = 'first' | 'expiring' | 'refused';

/** A token, with its life in seconds where known. */
export type AccessToken = string | { readonly accessToken: string; readonly expiresIn?: number };

/** Answers with the token, or the `Response` that carries it: then a busy backend is asked again. */
export type GetAccessToken = (options: {
  readonly signal: AbortSignal;
  readonly reason: AccessTokenReason;
}) => AccessToken | Response | Promise<AccessToken | Response>;

/** Extra headers for requests to `endpoint` (never to the object store). */
export type RequestHeaders =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

/** One finished request, for telemetry. Redacted by construction: no URL, header or body. */
export type RequestReport = {
  readonly kind:
    'start' | 'part' | 'renew' | 'state' | 'confirm' | 'cancel' | 'directory' | 'info' | 'access-token';
  readonly host: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly code: UploadErrorCode | null;
  readonly requestId: string | null;
  readonly ms: number;
  /** Bytes of the request's body. */
  readonly bytes: number;
  readonly attempt: number;
};

/** Everything that can be set; see `component.md` section 2 for meaning and defaults. */
export type UploaderOptions = {
  endpoint?: string | undefined;
  libraryId?: string | undefined;
  /** @default '-' */
  spaceId?: string | undefined;
  userId?: string | undefined;
  accessToken?: string | undefined;
  getAccessToken?: GetAccessToken | undefined;
  backend?: UploadBackend | Partial<UploadBackend> | undefined;
  requestHeaders?: RequestHeaders | undefined;
  withCredentials?: boolean | undefined;
  /** Remote folder, `/`-joined; root where empty. */
  directory?: string | undefined;
  /** As HTML's: `image/*,.pdf`. */
  accept?: string | undefined;
  multiple?: boolean | undefined;
  /** A folder picker is offered; implies `multiple`. */
  directories?: boolean | undefined;
  disabled?: boolean | undefined;
  maxFiles?: number | string | undefined;
  maxFileSize?: SizeOption | undefined;
  minFileSize?: SizeOption | undefined;
  maxTotalSize?: SizeOption | undefined;
  /** Batches wait in `queued` for `start()`. */
  manualStart?: boolean | undefined;
  /** @default 'rename' */
  conflictStrategy?: ConflictStrategy | string | undefined;
  /** Parts in flight over all files, 1 to 6. */
  concurrency?: number | string | undefined;
  partSize?: SizeOption | undefined;
  trafficLimit?: number | string | undefined;
  preferSameOrigin?: boolean | undefined;
  noInstantUpload?: boolean | undefined;
  noIntegrityCheck?: boolean | undefined;
  /** Nothing is kept for a later visit. */
  noResume?: boolean | undefined;
  /** Whose unfinished uploads; without it and without `userId`: this tab's. */
  resumeScope?: string | undefined;
  /** Days that unfinished uploads are kept. @default 7 */
  resumeDays?: number | string | undefined;
  /** Name of the form entries: unfinished uploads are kept apart by it. */
  name?: string | undefined;
  /** The page may be left without a question. */
  noLeaveGuard?: boolean | undefined;
  /** The screen may go off. */
  noWakeLock?: boolean | undefined;
  partNumberRange?: 'off' | 'string' | 'list' | string | undefined;
  hashEngine?: 'auto' | 'wasm' | 'native' | string | undefined;
  /** Same-origin URL of the hash worker, for strict policies; or a TrustedScriptURL. */
  workerUrl?: string | { toString(): string } | undefined;
  metadata?: ((file: File) => FileMetadata | undefined) | undefined;
  beforeAdd?: BeforeAdd | undefined;
  /** ms; @default 30000 */
  callbackTimeout?: number | undefined;
  /** ms; @default 30000 */
  stallTimeout?: number | undefined;
  onRequest?: ((report: RequestReport) => void) | undefined;
  /** Hosts that may receive bytes; patterns such as `*.myqcloud.com`. */
  uploadHosts?: readonly string[] | undefined;
};
