import { UploadError } from '../../src/errors.js';
import { combineCrc64 } from '../../src/protocol/crc64-combine.js';
import type { ConfirmRequest, ConflictStrategy, FileInfo, UploadState } from '../../src/protocol/types.js';
import { md5OfCrc } from './filled-files.js';

/** CRC64 of a part that was damaged on its way. */
export const FLIPPED_CRC = 1n;

type Part = { readonly size: number; readonly crc64: bigint };

type Upload = {
  readonly path: string;
  readonly isMultipart: boolean;
  /** The client knows its key; else it is nobody's to free. */
  isKnown: boolean;
  readonly parts: Map<number, Part>;
  storedAt: string | null;
};

/** What a service holds: uploads by key, files by path. Its calls are done at once, and always. */
export class ModelService {
  /** All that was ever stored, as `path bytes CRC64`, by the path that was asked for. */
  readonly stored: string[] = [];
  /** Freed although it had become a file. */
  readonly freedTooLate: string[] = [];
  /** Keys that were to be confirmed while parts of another file were among theirs. */
  readonly mixed: string[] = [];
  readonly #uploads = new Map<string, Upload>();
  readonly #files = new Map<string, FileInfo>();
  #lastKey = 0;

  /** Keys of open uploads that the client knows. */
  get left(): string[] {
    return [...this.#uploads].flatMap(([key, { isKnown, storedAt }]) =>
      isKnown && storedAt === null ? [key] : [],
    );
  }

  /** CRC64 and size of what is stored at a path, as the service itself summed it. */
  sumAt(path: string): string {
    const { size, crc64 } = this.#files.get(path) ?? {};
    return `${size} ${crc64}`;
  }

  addForeign(path: string, size: number): void {
    this.#files.set(path, { size, crc64: 'another', creationTime: null });
  }

  open(path: string, upload: Pick<Upload, 'isKnown' | 'isMultipart'>): string {
    const confirmKey = `key-${++this.#lastKey}`;
    this.#uploads.set(confirmKey, { ...upload, path, parts: new Map(), storedAt: null });
    return confirmKey;
  }

  /** The page that knew these keys is gone, and no other ever will. */
  orphan(confirmKeys: readonly string[]): void {
    for (const key of confirmKeys) {
      const upload = this.#uploads.get(key);
      if (upload !== undefined) upload.isKnown = false;
    }
  }

  /** @throws UploadError `name-conflict` where a person has to be asked */
  checkFree(path: string, strategy: ConflictStrategy): void {
    if (strategy !== 'ask' || !this.#files.has(path)) return;
    throw new UploadError('name-conflict', 'Taken.', {
      status: 409,
      serviceCode: 'SameNameDirectoryOrFileExists',
    });
  }

  /** Stores, and gives the path where it did. */
  land(path: string, { size, crc64 }: Part, strategy: ConflictStrategy): string {
    this.checkFree(path, strategy);
    const at = strategy === 'rename' ? this.#freePath(path) : path;
    this.#files.set(at, { size, crc64: crc64.toString(), creationTime: null });
    this.stored.push(`${path} ${size} ${crc64}`);
    return at;
  }

  put(url: string, part: Part, isKept: boolean): void {
    const upload = this.#known(keyOf(url));
    if (upload.storedAt !== null) throw gone();
    const partNumber = Number(new URL(url).searchParams.get('partNumber') ?? 1);
    if (isKept) upload.parts.set(partNumber, part);
    else upload.parts.delete(partNumber);
  }

  forget(url: string): void {
    const upload = this.#uploads.get(keyOf(url));
    if (upload?.storedAt === null) this.#uploads.delete(keyOf(url));
  }

  /** Of uploads that became files it knows no more than the files. */
  forgetStored(): void {
    for (const [key, { storedAt }] of this.#uploads) if (storedAt !== null) this.#uploads.delete(key);
  }

  confirm({ confirmKey, size, crc64, conflictResolutionStrategy }: ConfirmRequest): string {
    const upload = this.#known(confirmKey);
    if (upload.storedAt !== null)
      throw new UploadError('outcome-unknown', 'Twice.', { status: 409, serviceCode: 'UploadComplete' });
    const whole = joined(upload);
    if (whole.size < size) throw missing(upload);
    if (crc64 !== undefined && crc64 !== whole.crc64.toString()) {
      const isFlipped = [...upload.parts.values()].some((part) => part.crc64 === FLIPPED_CRC);
      if (!isFlipped) this.mixed.push(confirmKey);
      throw new UploadError('integrity-mismatch', 'Other bytes.', { status: 400, serviceCode: 'BadCrc64' });
    }
    upload.storedAt = this.land(upload.path, whole, conflictResolutionStrategy);
    return upload.storedAt;
  }

  state(confirmKey: string): UploadState {
    const { storedAt, path, parts, isMultipart } = this.#known(confirmKey);
    const list = [...parts].map(([partNumber, { size, crc64 }]) => ({
      partNumber,
      size,
      eTag: md5OfCrc(crc64),
    }));
    return {
      confirmed: storedAt !== null,
      path: (storedAt ?? path).split('/'),
      parts: isMultipart && storedAt === null ? list : null,
      token: null,
      creationTime: null,
    };
  }

  info(path: string): FileInfo | null {
    return this.#files.get(path) ?? null;
  }

  /** @throws UploadError `upload-gone` */
  check(confirmKey: string): void {
    this.#known(confirmKey);
  }

  free(confirmKey: string): void {
    if (this.#uploads.get(confirmKey)?.storedAt === null) this.#uploads.delete(confirmKey);
    else if (this.#uploads.has(confirmKey)) this.freedTooLate.push(confirmKey);
  }

  #freePath(path: string): string {
    let at = path;
    for (let copy = 1; this.#files.has(at); copy++) at = `${path} (${copy})`;
    return at;
  }

  #known(confirmKey: string): Upload {
    const upload = this.#uploads.get(confirmKey);
    if (upload !== undefined) return upload;
    throw gone();
  }
}

/** The parts one after the other, by their numbers. */
function joined({ parts }: Upload): Part {
  let whole: Part = { size: 0, crc64: 0n };
  for (const [, { size, crc64 }] of [...parts].sort(([one], [other]) => one - other))
    whole = { size: whole.size + size, crc64: combineCrc64(whole.crc64, crc64, size) };
  return whole;
}

function gone(): UploadError {
  return new UploadError('upload-gone', 'Gone.', { status: 404, serviceCode: 'UploadNotFound' });
}

function missing({ isMultipart }: Upload): UploadError {
  return isMultipart
    ? new UploadError('server-busy', 'Missing.', { status: 404, serviceCode: 'UploadIncomplete' })
    : new UploadError('upload-gone', 'Missing.', { status: 404, serviceCode: 'CosObjectNonexistent' });
}

/** The key that an upload's requests go to: tokens lead to `/key`. */
export function keyOf(url: string): string {
  return new URL(url).pathname.slice(1);
}
