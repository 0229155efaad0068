import type { PartPlan } from '../protocol/part-plan.js';
import type { ConflictStrategy, FileMetadata, RemotePath, StoredFile } from '../protocol/types.js';

/** What is kept of a task across visits. No token, no header, no content of a file. */
export type ResumeRecord = {
  /** Random, 32 hex digits. */
  readonly id: string;
  /** Whose it is and where it goes: equal texts belong together. */
  readonly scope: string;
  /** Which visit of a page keeps it up to date: a lock of this name is held as long as it lives. */
  readonly visit: string;
  /** The file's own, by which it is found when it is picked again: the upload may have been given another name. */
  readonly fileName: string;
  /** Path below the chosen folder, name included, `/`-joined. */
  readonly relativePath: string;
  readonly remotePath: RemotePath;
  /** In bytes. */
  readonly size: number;
  /** Media type; may be empty. */
  readonly type: string;
  /** ms since epoch, as the file has it. */
  readonly lastModified: number;
  readonly metadata: FileMetadata;
  readonly strategy: ConflictStrategy;
  readonly plan: PartPlan;
  /** 64 hex digits. */
  readonly beginningHash: string | null;
  /** A start with the full hash may have been sent, so that the file may be stored: the next visit looks. */
  readonly fullStartTried: boolean;
  /** Null: no upload was opened yet. */
  readonly confirmKey: string | null;
  /** Parts sent, with the CRC64 that they were read with (unsigned decimal). */
  readonly sent: readonly (readonly [partNumber: number, crc64: string | null])[];
  /** ms since epoch. */
  readonly createdAt: number;
  /** ms since epoch. */
  readonly updatedAt: number;
  /** ms since epoch, by the clock that `updatedAt` is of: as long as its uploader means to keep it. */
  readonly expiresAt: number;
};

/** A record, with the handle by which its file can be opened again where there is one. */
export type KeptUpload = { readonly record: ResumeRecord; readonly handle: FileSystemFileHandle | null };

/** What became of a file, left for a tab that waited for it. */
export type Tombstone = {
  /** Name of the lock under which it was uploaded. */
  readonly lockName: string;
  readonly result: StoredFile | null;
  readonly confirmKey: string | null;
  readonly instant: boolean;
  readonly verified: true | null;
  /** CRC64 of the whole file as it was read for this, unsigned decimal; null where a part's is not known. */
  readonly crc64: string | null;
  /** ms since epoch. */
  readonly completedAt: number;
};

/** What of all scopes is to be forgotten. */
export type SweepLimits = {
  /** Records that were to be kept until before this time; ms since epoch. */
  readonly expiredBefore: number;
  /** Tombstones from before this time; ms since epoch. */
  readonly tombstonesBefore: number;
  /** Which of these visits live: what they keep stays. */
  readonly livingAmong: (visits: ReadonlySet<string>) => Promise<ReadonlySet<string>>;
};

/** Keeps records across visits. Never rejects and never hangs for long: a storage failure must not stop an upload. */
export interface ResumeStore {
  /** Those of `scope`, oldest first. */
  list(scope: string): Promise<readonly KeptUpload[]>;
  /** Writes new ones and over old ones of the same id; a null handle keeps the one that is there. */
  put(kept: readonly KeptUpload[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  sweep(limits: SweepLimits): Promise<void>;
  leaveTombstone(tombstone: Tombstone): Promise<void>;
  findTombstone(lockName: string): Promise<Tombstone | null>;
}

/** An unfinished upload of an earlier visit, as a page sees it. */
export type ResumableUpload = {
  readonly id: string;
  readonly name: string;
  /** Path below the chosen folder, name included, `/`-joined. */
  readonly relativePath: string;
  readonly remotePath: RemotePath;
  /** In bytes. */
  readonly size: number;
  /** Media type; may be empty. */
  readonly type: string;
  /** ms since epoch, as the file has it. */
  readonly lastModified: number;
  /** As recorded; the service may hold more. */
  readonly bytesSent: number;
  /** ms since epoch. */
  readonly addedAt: number;
  /** True: its file can be opened without being picked again, where the person allows it. */
  readonly hasHandle: boolean;
};
