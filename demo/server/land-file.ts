import { randomBytes, randomUUID } from 'node:crypto';
import type { Piece } from './blob-store.js';
import { contentTypeOf, fileTypeOf } from './content-type.js';
import { freeName } from './names.js';
import type { ServerContext } from './server-context.js';
import { ServiceError } from './service-error.js';
import type { Metadata, StoredFile, Strategy, Upload } from './stored.js';

/** Where a file is to land, and what happens when the name is taken. */
export type Landing = {
  readonly spaceId: string;
  readonly path: readonly string[];
  readonly strategy: Strategy;
  /** With `overwrite`: the version that is to be replaced; null: any. */
  readonly contentCas: string | null;
};

/** The bytes of a file and their sums. */
export type Content = {
  readonly pieces: readonly Piece[];
  readonly size: number;
  readonly crc64: string;
  readonly eTag: string;
  readonly metadata: Metadata;
  readonly hashes: { readonly beginningHash: string; readonly fullHash: string } | null;
};

/**
 * Refuses what can't land by its strategy (`protocol.md` 4.2).
 * @throws ServiceError 409 `SameNameDirectoryOrFileExists`, `ContentCasConflict`; 400 `OverwriteFileNotAllowed`
 */
export function checkConflict(context: ServerContext, landing: Landing): void {
  const { spaceId, path, strategy, contentCas } = landing;
  const file = context.store.fileAt(spaceId, path);
  const isDirectory = context.store.hasDirectory(spaceId, path);
  if (isDirectory ? strategy !== 'rename' : file !== undefined && strategy === 'ask') {
    throw new ServiceError(409, 'SameNameDirectoryOrFileExists', 'a file or directory of this name exists');
  }
  if (strategy !== 'overwrite') return;
  if (file !== undefined && context.settings.fileHistory) {
    throw new ServiceError(
      400,
      'OverwriteFileNotAllowed',
      'the library keeps history: files are not overwritten',
    );
  }
  if (contentCas !== null && contentCas !== file?.contentCas) {
    throw new ServiceError(409, 'ContentCasConflict', 'the file was changed meanwhile');
  }
}

/** @throws ServiceError 400 `QuotaLimitReached` when `bytes` more don't fit */
export function checkQuota(context: ServerContext, landing: Landing, bytes: number): void {
  const { quota } = context.settings;
  if (quota === null) return;
  const replaced =
    landing.strategy === 'overwrite' ? context.store.fileAt(landing.spaceId, landing.path) : undefined;
  if (context.store.usedBytes(landing.spaceId) - (replaced?.size ?? 0) + bytes > quota) {
    throw new ServiceError(400, 'QuotaLimitReached', 'the quota of the space is used up');
  }
}

/**
 * Puts a file in its place, under its final name. Its path is null when the directory is gone.
 * @throws ServiceError as `checkConflict` and `checkQuota`, and 409 `RenameTooManyTimes`
 */
export function landFile(
  context: ServerContext,
  landing: Landing,
  content: Content,
  upload: Upload | null,
): StoredFile {
  const { store } = context;
  const { spaceId, strategy } = landing;
  const parent = landing.path.slice(0, -1);
  const wanted = landing.path.at(-1) ?? '';
  const isReachable = store.hasDirectory(spaceId, parent);
  if (isReachable) checkConflict(context, landing);
  checkQuota(context, landing, content.size);
  const name =
    isReachable && strategy === 'rename'
      ? freeName(wanted, (candidate) => store.isTaken(spaceId, [...parent, candidate]))
      : wanted;
  const replaced = isReachable ? (store.fileAt(spaceId, [...parent, name]) ?? null) : null;
  const now = Date.now();
  const file: StoredFile = {
    id: randomUUID(),
    spaceId,
    path: isReachable ? [...parent, name] : null,
    name,
    pieces: content.pieces,
    size: content.size,
    crc64: content.crc64,
    eTag: content.eTag,
    contentType: contentTypeOf(name),
    metadata: content.metadata,
    createdAt: replaced?.createdAt ?? now,
    modifiedAt: now,
    isOverwritten: replaced !== null,
    instant: upload === null,
    contentCas: randomBytes(8).toString('hex'),
    beginningHash: content.hashes?.beginningHash ?? null,
    fullHash: content.hashes?.fullHash ?? null,
  };
  store.addFile(file, upload, replaced);
  context.index.add(file);
  return file;
}

/** A file as confirm, an instant upload and `?info` tell it: sizes and sums are texts. */
export function fileInfo(file: StoredFile, query: URLSearchParams): Readonly<Record<string, unknown>> {
  const fileType = fileTypeOf(file.contentType);
  return {
    path: file.path,
    name: file.name,
    type: 'file',
    ...(query.get('with_inode') === '1' ? { inode: file.id } : {}),
    ...(query.get('with_content_cas') === '1' ? { contentCas: file.contentCas } : {}),
    creationTime: new Date(file.createdAt).toISOString(),
    modificationTime: new Date(file.modifiedAt).toISOString(),
    contentType: file.contentType,
    size: String(file.size),
    eTag: file.eTag,
    crc64: file.crc64,
    metaData: {},
    ...file.metadata,
    isOverwritten: file.isOverwritten,
    virusAuditStatus: 0,
    previewByDoc: fileType === 'pdf',
    previewByCI: fileType === 'image' || fileType === 'video',
    previewAsIcon: fileType === 'image' || fileType === 'video',
    fileType,
  };
}
