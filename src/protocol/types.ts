/** What the service does when the name is taken (`protocol.md` 4.2). */
export type ConflictStrategy = 'rename' | 'ask' | 'overwrite';

/** Header fields by name, as the service gave them (forbidden ones dropped). */
export type HeaderMap = Readonly<Record<string, string>>;

/** Remote path from the space's root: directories, then the name. */
export type RemotePath = readonly string[];

/** Facts about a file that the service keeps with it. */
export type FileMetadata = {
  readonly labels?: readonly string[];
  /** At most 16 bytes. */
  readonly category?: string;
  /** ISO 8601, UTC. */
  readonly localCreationTime?: string;
  /** ISO 8601, UTC. */
  readonly localModificationTime?: string;
};

/** What `getUploadToken` is asked (`component.md` section 1). */
export type UploadTokenRequest = FileMetadata & {
  readonly path: RemotePath;
  /** Last item of `path`. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Media type; may be empty. */
  readonly type: string;
  /** True: parts; false: one PUT. */
  readonly multipart: boolean;
  readonly conflictResolutionStrategy: ConflictStrategy;
  /** SHA-256 of the first 1 MiB, 64 lower-case hex digits. */
  readonly beginningHash?: string;
  /** Chained SHA-256 of the whole file, 64 lower-case hex digits. */
  readonly fullHash?: string;
  readonly partNumberRange?: string | readonly number[];
  readonly formUpload?: boolean;
  readonly trafficLimit?: number;
  readonly preferSameOrigin?: boolean;
  /** Not enumerable, so that `JSON.stringify(request)` is the wire form. */
  readonly file?: File;
};

export type ConfirmRequest = FileMetadata & {
  readonly confirmKey: string;
  readonly path: RemotePath;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** CRC-64/XZ of the whole file, unsigned decimal. */
  readonly crc64?: string;
  readonly conflictResolutionStrategy: ConflictStrategy;
};

export type RenewRequest = {
  readonly confirmKey: string;
  readonly partNumberRange?: string | readonly number[];
};

/** Where and with what the bytes may be sent: a checked and parsed answer. */
export type UploadToken = {
  /** Scheme and host of the object store, such as `https://demo.cos.example.com`. */
  readonly origin: string;
  /** Begins with one `/`; sent as received. */
  readonly path: string;
  /** Null for simple and form uploads. */
  readonly uploadId: string | null;
  /** For every request; null where only `parts` or `form` was given. */
  readonly headers: HeaderMap | null;
  /** Headers by part number, for deployments that sign part by part. */
  readonly parts: ReadonlyMap<number, HeaderMap> | null;
  /** Fields of a form POST, in order. */
  readonly form: readonly (readonly [name: string, value: string])[] | null;
  readonly confirmKey: string;
  /** End of the headers' life by the service's clock, ms since epoch; null when not said. */
  readonly expiresAt: number | null;
};

/** A file that the service holds. What is unknown is absent. */
export type StoredFile = {
  /**
   * Final path; its last item is the final name. Null: not known, since the answer that told it was
   * lost and the service may have chosen another name.
   */
  readonly path: RemotePath | null;
  readonly name?: string;
  /** In bytes. */
  readonly size?: number;
  /** Unsigned decimal. */
  readonly crc64?: string;
  /** Without quotes. */
  readonly eTag?: string;
  readonly contentType?: string;
  /** ISO 8601. */
  readonly creationTime?: string;
  /** ISO 8601. */
  readonly modificationTime?: string;
  readonly fileType?: string;
  readonly isOverwritten?: boolean;
  readonly inode?: string;
};

/** The answer to a start call. */
export type OpenAnswer =
  | { readonly kind: 'opened'; readonly token: UploadToken }
  | { readonly kind: 'stored'; readonly file: StoredFile }
  | { readonly kind: 'full-hash-required' };

/** A part that the object store holds. */
export type StoredPart = {
  /** From 1. */
  readonly partNumber: number;
  /** In bytes. */
  readonly size: number;
  /** Without quotes; the MD5 of a plain part. */
  readonly eTag: string | null;
};

/** The server's view of an upload (`protocol.md` 2.5). */
export type UploadState = {
  readonly confirmed: boolean;
  /** Null: the folder was deleted meanwhile, the upload can't land. */
  readonly path: RemotePath | null;
  /** Null for simple uploads, and once confirmed. */
  readonly parts: readonly StoredPart[] | null;
  /** Fresh headers; null where the answer held none. */
  readonly token: UploadToken | null;
  /** ISO 8601. */
  readonly creationTime: string | null;
};

/** A finished file as `getFileInfo` tells it. */
export type FileInfo = {
  /** In bytes. */
  readonly size: number | null;
  /** Unsigned decimal. */
  readonly crc64: string | null;
  /** ISO 8601. */
  readonly creationTime: string | null;
};

type Waitable = { readonly signal: AbortSignal };

/** A value, or the `Response` that carries it. */
export type Answer = unknown;

/**
 * How a page connects the uploader to its own backend (`component.md` section 1 C).
 * Each method gives a value or the `Response` that carries it; a missing one is
 * served by the built-in SMH client where `endpoint` and `libraryId` are set.
 */
export interface UploadBackend {
  getUploadToken(request: UploadTokenRequest, options: Waitable): Promise<Answer> | Answer;
  confirmUpload?(request: ConfirmRequest, options: Waitable): Promise<Answer> | Answer;
  renewUploadToken?(request: RenewRequest, options: Waitable): Promise<Answer> | Answer;
  getUploadState?(request: { readonly confirmKey: string }, options: Waitable): Promise<Answer> | Answer;
  cancelUpload?(request: { readonly confirmKey: string }, options: Waitable): Promise<Answer> | Answer;
  createDirectory?(request: { readonly path: RemotePath }, options: Waitable): Promise<Answer> | Answer;
  getFileInfo?(request: { readonly path: RemotePath }, options: Waitable): Promise<Answer> | Answer;
}
