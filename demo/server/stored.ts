import type { Piece, WrittenPiece } from './blob-store.js';

/** What happens when the name is taken. */
export type Strategy = 'rename' | 'ask' | 'overwrite';

/** Facts that a client gave about a file. */
export type Metadata = {
  readonly labels?: readonly string[];
  readonly category?: string;
  readonly localCreationTime?: string;
  readonly localModificationTime?: string;
};

/** A part, or the one object of a simple or form upload, that has arrived. */
export type StoredPart = WrittenPiece & {
  /** ms since epoch. */
  readonly storedAt: number;
};

/** What is fixed about an upload when it is opened. */
export type UploadFacts = {
  readonly confirmKey: string;
  /** Counts uploads from 1; the name of an upload in the log, since its key is a secret. */
  readonly number: number;
  readonly kind: 'simple' | 'form' | 'multipart';
  readonly spaceId: string;
  readonly userId: string;
  /** Directories, then the name that was asked for. */
  readonly path: readonly string[];
  readonly strategy: Strategy;
  readonly contentType: string;
  readonly metadata: Metadata;
  readonly trafficLimit: number | null;
  readonly contentCas: string | null;
  /** Null for simple and form uploads. */
  readonly uploadId: string | null;
  /** Path at the object store, encoded, with its leading `/`. */
  readonly objectPath: string;
  /** ms since epoch. */
  readonly createdAt: number;
};

/** An upload: what is fixed, and what has come since. */
export type Upload = UploadFacts & {
  /** By part number; the object of a simple or form upload is number 0. */
  readonly parts: Map<number, StoredPart>;
  /** Id of the stored file, once confirmed. */
  fileId: string | null;
};

/** A file of a space. */
export type StoredFile = {
  readonly id: string;
  readonly spaceId: string;
  /** Null: the directory was gone when the file was confirmed. */
  readonly path: readonly string[] | null;
  readonly name: string;
  readonly pieces: readonly Piece[];
  /** In bytes. */
  readonly size: number;
  /** Unsigned decimal. */
  readonly crc64: string;
  /** With its quotes. */
  readonly eTag: string;
  readonly contentType: string;
  readonly metadata: Metadata;
  /** ms since epoch. */
  readonly createdAt: number;
  /** ms since epoch. */
  readonly modifiedAt: number;
  readonly isOverwritten: boolean;
  /** True where the bytes came from a file that was there. */
  readonly instant: boolean;
  readonly contentCas: string;
  /** 64 lower-case hex digits each; null until computed, and for files under 1 MiB. */
  readonly beginningHash: string | null;
  readonly fullHash: string | null;
};

/** What an access token opens; the token itself is known by its SHA-256 only. */
export type AccessGrant = {
  readonly tokenHash: string;
  /** Empty: all spaces of the library. */
  readonly spaceIds: readonly string[];
  readonly userId: string;
  readonly grants: readonly string[];
  /** Life in ms, counted from the last use. */
  readonly lifeMs: number;
  /** ms since epoch. */
  readonly expiresAt: number;
};

/** One line of the journal. */
export type Fact =
  | { readonly op: 'directory'; readonly spaceId: string; readonly path: readonly string[] }
  | { readonly op: 'directory-removed'; readonly spaceId: string; readonly path: readonly string[] }
  | { readonly op: 'upload'; readonly upload: UploadFacts }
  | {
      readonly op: 'part';
      readonly confirmKey: string;
      readonly partNumber: number;
      readonly part: StoredPart;
    }
  | { readonly op: 'canceled'; readonly confirmKey: string }
  /** An upload whose file was replaced or removed since; only in a journal that was rewritten. */
  | { readonly op: 'confirmed'; readonly confirmKey: string; readonly fileId: string }
  | {
      readonly op: 'file';
      readonly file: StoredFile;
      /** The upload that it ends; null for an instant upload. */
      readonly confirmKey: string | null;
      readonly replaces: string | null;
    }
  | { readonly op: 'file-removed'; readonly id: string }
  | { readonly op: 'hashed'; readonly id: string; readonly beginningHash: string; readonly fullHash: string }
  | { readonly op: 'token'; readonly grant: AccessGrant }
  | { readonly op: 'token-removed'; readonly tokenHash: string };
