import type { Hasher } from './engine/ports.js';
import type { KeptUpload, ResumeRecord } from './engine/resume-record.js';
import type { AdmittedEntry } from './intake/admit-entries.js';
import { TimeSlice } from './intake/time-slice.js';
import { sizeOf } from './protocol/file-size.js';

/** What they work with. */
export type ClaimServices = {
  readonly hasher: Pick<Hasher, 'hashBeginning'>;
  /** Ids of the records that tasks of this uploader keep. */
  readonly ownIds: () => ReadonlySet<string>;
};

/** Uploads of earlier visits that the files of one choice may go on with. Each choice has its own: they overlap. */
export class ClaimableUploads {
  readonly #services: ClaimServices;
  /** By size: of ten thousand records hardly two are of one size. */
  readonly #candidates = new Map<number, readonly KeptUpload[]>();
  readonly #beginnings = new WeakMap<File, string>();

  constructor(uploads: readonly KeptUpload[], services: ClaimServices) {
    this.#services = services;
    for (const kept of uploads) {
      const { size } = kept.record;
      this.#candidates.set(size, [...(this.#candidates.get(size) ?? []), kept]);
    }
  }

  /** Reads what `claim` must know of files that look like one of an earlier visit. */
  async compare(entries: readonly AdmittedEntry[], signal: AbortSignal): Promise<void> {
    if (this.#candidates.size === 0) return;
    const slice = new TimeSlice();
    for (const { file } of entries) {
      await slice.rest(signal);
      const candidates = this.#candidates.get(sizeOf(file)) ?? [];
      if (!candidates.some(({ record }) => isAlike(record, file) && record.beginningHash !== null)) continue;
      const beginning = await this.#services.hasher.hashBeginning(file, { signal }).catch(() => null);
      if (beginning !== null) this.#beginnings.set(file, beginning);
    }
  }

  /** The record that a file picked again goes on with; it is nobody else's from now on. */
  claim({ file, relativePath }: AdmittedEntry): KeptUpload | null {
    const candidates = this.#candidates.get(sizeOf(file)) ?? [];
    const own = this.#services.ownIds();
    const alike = candidates.filter(({ record }) => !own.has(record.id) && this.#isSame(record, file));
    const inPlace =
      alike.find(({ record }) => record.relativePath === relativePath) ??
      alike.find(({ record }) => folderOf(record.relativePath) === folderOf(relativePath));
    // A file picked by itself does not tell of the folder that it was in; one with a folder means that one.
    const only = folderOf(relativePath) === '' && alike.length === 1 ? alike[0] : undefined;
    const found = inPlace ?? only ?? null;
    if (found !== null) {
      this.#candidates.set(
        found.record.size,
        candidates.filter((one) => one !== found),
      );
    }
    return found;
  }

  #isSame(record: ResumeRecord, file: File): boolean {
    const beginning = this.#beginnings.get(file) ?? null;
    return isAlike(record, file) && (record.beginningHash === null || record.beginningHash === beginning);
  }
}

/** All that is known of a file without reading it is as it was. */
export function isAlike({ fileName, size, lastModified }: ResumeRecord, file: File): boolean {
  return fileName === file.name && size === file.size && lastModified === file.lastModified;
}

/** Empty for a file that is in none. */
function folderOf(relativePath: string): string {
  return relativePath.slice(0, Math.max(0, relativePath.lastIndexOf('/')));
}
