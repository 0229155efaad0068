import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlobStore } from './blob-store.js';
import { lockFolder } from './folder-lock.js';
import { Journal } from './journal.js';
import type { AccessGrant, Fact, StoredFile, StoredPart, Upload, UploadFacts } from './stored.js';

/**
 * All that the server knows, in memory as facts and on disk as bytes. Each change is
 * one fact in the journal first, and replaying the journal gives the same memory.
 */
export class Store {
  readonly blobs: BlobStore;
  readonly #journal: Journal<Fact>;
  readonly #unlock: () => void;
  readonly #uploads = new Map<string, Upload>();
  readonly #uploadsByObject = new Map<string, Upload>();
  readonly #files = new Map<string, StoredFile>();
  readonly #filesByPath = new Map<string, StoredFile>();
  readonly #directories = new Set<string>();
  readonly #grants = new Map<string, AccessGrant>();
  /** How many stored files use a blob: instant uploads share them. */
  readonly #uses = new Map<string, number>();
  #uploadCount = 0;

  /** @throws Error when another live process uses the folder */
  constructor(dir: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    // The folder lies in somebody's project: no file of it must end in a commit, the keys least of all.
    writeFileSync(join(dir, '.gitignore'), '*\n');
    this.#unlock = lockFolder(dir);
    this.#journal = new Journal<Fact>(join(dir, 'journal.ndjson'));
    try {
      this.blobs = new BlobStore(join(dir, 'blobs'));
      for (const fact of this.#journal.read()) this.#apply(fact);
      this.#journal.rewrite(this.#facts());
      this.blobs.sweep(this.#knownBlobs());
    } catch (failure) {
      this.close();
      throw failure;
    }
  }

  close(): void {
    this.#journal.close();
    this.#unlock();
  }

  /** Forgets files, uploads and directories; access tokens stay. */
  reset(): void {
    this.#uploads.clear();
    this.#uploadsByObject.clear();
    this.#files.clear();
    this.#filesByPath.clear();
    this.#directories.clear();
    this.#uses.clear();
    this.#journal.rewrite(this.#facts());
    this.blobs.sweep(new Set());
  }

  hasDirectory(spaceId: string, path: readonly string[]): boolean {
    return path.length === 0 || this.#directories.has(keyOf(spaceId, path));
  }

  /** Writes the directory; its parents must have been added before. */
  addDirectory(spaceId: string, path: readonly string[]): void {
    this.#write({ op: 'directory', spaceId, path });
  }

  /** Removes the directory and all in it. */
  removeDirectory(spaceId: string, path: readonly string[]): void {
    this.#write({ op: 'directory-removed', spaceId, path });
  }

  /** Names of the directories right below `path`. */
  directoriesIn(spaceId: string, path: readonly string[]): string[] {
    return [...this.#directories].flatMap((key) => childName(key, keyOf(spaceId, path)));
  }

  filesIn(spaceId: string, path: readonly string[]): StoredFile[] {
    const parent = keyOf(spaceId, path);
    return [...this.#filesByPath].flatMap(([key, file]) => (childName(key, parent).length > 0 ? [file] : []));
  }

  fileAt(spaceId: string, path: readonly string[]): StoredFile | undefined {
    return this.#filesByPath.get(keyOf(spaceId, path));
  }

  isTaken(spaceId: string, path: readonly string[]): boolean {
    return this.hasDirectory(spaceId, path) || this.fileAt(spaceId, path) !== undefined;
  }

  file(id: string): StoredFile | undefined {
    return this.#files.get(id);
  }

  files(): StoredFile[] {
    return [...this.#files.values()];
  }

  /** Bytes of all files of a space. */
  usedBytes(spaceId: string): number {
    return this.files().reduce((sum, file) => sum + (file.spaceId === spaceId ? file.size : 0), 0);
  }

  nextUploadNumber(): number {
    return this.#uploadCount + 1;
  }

  addUpload(upload: UploadFacts): Upload {
    this.#write({ op: 'upload', upload });
    return this.#knownUpload(upload.confirmKey);
  }

  upload(confirmKey: string): Upload | undefined {
    return this.#uploads.get(confirmKey);
  }

  uploadAtObject(objectPath: string): Upload | undefined {
    return this.#uploadsByObject.get(objectPath);
  }

  uploads(): Upload[] {
    return [...this.#uploads.values()];
  }

  addPart(upload: Upload, partNumber: number, part: StoredPart): void {
    this.#write({ op: 'part', confirmKey: upload.confirmKey, partNumber, part });
  }

  cancelUpload(upload: Upload): void {
    this.#write({ op: 'canceled', confirmKey: upload.confirmKey });
  }

  /** Stores the file, ends its upload and removes the file that it replaces, all at once. */
  addFile(file: StoredFile, upload: Upload | null, replaces: StoredFile | null): void {
    this.#write({ op: 'file', file, confirmKey: upload?.confirmKey ?? null, replaces: replaces?.id ?? null });
  }

  removeFile(file: StoredFile): void {
    this.#write({ op: 'file-removed', id: file.id });
  }

  setHashes(id: string, hashes: { readonly beginningHash: string; readonly fullHash: string }): void {
    if (this.#files.has(id)) this.#write({ op: 'hashed', id, ...hashes });
  }

  grant(tokenHash: string): AccessGrant | undefined {
    return this.#grants.get(tokenHash);
  }

  grants(): AccessGrant[] {
    return [...this.#grants.values()];
  }

  /** @param isLasting false: kept in memory only, for the small shifts of each use */
  setGrant(grant: AccessGrant, isLasting: boolean): void {
    if (isLasting) this.#write({ op: 'token', grant });
    else this.#grants.set(grant.tokenHash, grant);
  }

  removeGrant(tokenHash: string): void {
    this.#write({ op: 'token-removed', tokenHash });
  }

  #write(fact: Fact): void {
    this.#journal.append(fact);
    for (const blobId of this.#apply(fact)) {
      if (!this.#uses.has(blobId)) void this.blobs.remove(blobId).catch(() => undefined);
    }
  }

  /** Takes a fact into memory and tells which blobs it may have left without use. */
  #apply(fact: Fact): string[] {
    switch (fact.op) {
      case 'directory':
        this.#directories.add(keyOf(fact.spaceId, fact.path));
        return [];
      case 'directory-removed':
        return this.#dropDirectory(keyOf(fact.spaceId, fact.path));
      case 'upload': {
        const upload: Upload = { ...fact.upload, parts: new Map(), fileId: null };
        this.#uploads.set(upload.confirmKey, upload);
        this.#uploadsByObject.set(upload.objectPath, upload);
        this.#uploadCount = Math.max(this.#uploadCount, upload.number);
        return [];
      }
      case 'part': {
        const parts = this.#uploads.get(fact.confirmKey)?.parts;
        const replaced = parts?.get(fact.partNumber);
        parts?.set(fact.partNumber, fact.part);
        return replaced === undefined ? [] : [replaced.blobId];
      }
      case 'canceled': {
        const upload = this.#uploads.get(fact.confirmKey);
        if (upload === undefined) return [];
        this.#uploads.delete(upload.confirmKey);
        this.#uploadsByObject.delete(upload.objectPath);
        return [...upload.parts.values()].map((part) => part.blobId);
      }
      case 'confirmed': {
        const upload = this.#uploads.get(fact.confirmKey);
        if (upload !== undefined) upload.fileId = fact.fileId;
        return [];
      }
      case 'file': {
        this.#insertFile(fact.file);
        const upload = fact.confirmKey === null ? undefined : this.#uploads.get(fact.confirmKey);
        const left = [...(upload?.parts.values() ?? [])].map((part) => part.blobId);
        if (upload !== undefined) {
          upload.fileId = fact.file.id;
          upload.parts.clear();
        }
        return fact.replaces === null ? left : [...left, ...this.#dropFile(fact.replaces)];
      }
      case 'file-removed':
        return this.#dropFile(fact.id);
      case 'hashed': {
        const file = this.#files.get(fact.id);
        if (file === undefined) return [];
        const { beginningHash, fullHash } = fact;
        this.#index({ ...file, beginningHash, fullHash });
        return [];
      }
      case 'token':
        this.#grants.set(fact.grant.tokenHash, fact.grant);
        return [];
      case 'token-removed':
        this.#grants.delete(fact.tokenHash);
        return [];
    }
  }

  #insertFile(file: StoredFile): void {
    this.#index(file);
    for (const { blobId } of file.pieces) this.#uses.set(blobId, (this.#uses.get(blobId) ?? 0) + 1);
  }

  #index(file: StoredFile): void {
    this.#files.set(file.id, file);
    if (file.path !== null) this.#filesByPath.set(keyOf(file.spaceId, file.path), file);
  }

  #dropFile(id: string): string[] {
    const file = this.#files.get(id);
    if (file === undefined) return [];
    this.#files.delete(id);
    const key = file.path === null ? null : keyOf(file.spaceId, file.path);
    // A file that replaces another has taken over its path already.
    if (key !== null && this.#filesByPath.get(key)?.id === id) this.#filesByPath.delete(key);
    for (const { blobId } of file.pieces) {
      const uses = (this.#uses.get(blobId) ?? 0) - 1;
      if (uses > 0) this.#uses.set(blobId, uses);
      else this.#uses.delete(blobId);
    }
    return file.pieces.map((piece) => piece.blobId);
  }

  #dropDirectory(key: string): string[] {
    const isInside = (candidate: string): boolean => candidate === key || candidate.startsWith(`${key}/`);
    for (const directory of [...this.#directories])
      if (isInside(directory)) this.#directories.delete(directory);
    const gone = [...this.#filesByPath].filter(([path]) => isInside(path));
    return gone.flatMap(([, file]) => this.#dropFile(file.id));
  }

  #knownUpload(confirmKey: string): Upload {
    const upload = this.#uploads.get(confirmKey);
    if (upload === undefined) throw new Error('the upload was not taken in');
    return upload;
  }

  /** The shortest journal that gives this memory. */
  *#facts(): Generator<Fact> {
    const now = Date.now();
    for (const grant of this.#grants.values()) if (grant.expiresAt > now) yield { op: 'token', grant };
    for (const key of this.#directories) {
      const [spaceId = '', ...path] = key.split('/');
      yield { op: 'directory', spaceId, path };
    }
    const owners = new Map<string, string>();
    for (const { parts, fileId, ...upload } of this.#uploads.values()) {
      yield { op: 'upload', upload };
      const { confirmKey } = upload;
      if (fileId !== null) owners.set(fileId, confirmKey);
      for (const [partNumber, part] of parts) yield { op: 'part', confirmKey, partNumber, part };
    }
    for (const file of this.#files.values()) {
      yield { op: 'file', file, confirmKey: owners.get(file.id) ?? null, replaces: null };
      owners.delete(file.id);
    }
    // Confirmed uploads whose file was replaced or removed since.
    for (const [fileId, confirmKey] of owners) yield { op: 'confirmed', confirmKey, fileId };
  }

  #knownBlobs(): Set<string> {
    const known = new Set(this.#uses.keys());
    for (const upload of this.#uploads.values())
      for (const part of upload.parts.values()) known.add(part.blobId);
    return known;
  }
}

/** Names hold no `/`, and a space's id neither. */
function keyOf(spaceId: string, path: readonly string[]): string {
  return [spaceId, ...path].join('/');
}

function childName(key: string, parent: string): string[] {
  if (!key.startsWith(`${parent}/`)) return [];
  const rest = key.slice(parent.length + 1);
  return rest.includes('/') ? [] : [rest];
}
