const sizes = new WeakMap<Blob, number>();

/** Keeps the size of a file, in bytes, that was asked for elsewhere. */
export function noteSize(file: Blob, size: number): void {
  sizes.set(file, size);
}

/** True where `sizeOf` answers without a look at the disk. */
export function isSizeKnown(file: Blob): boolean {
  return sizes.has(file);
}

/**
 * Size of a file in bytes, asked for once: of a file that lies on disk a browser asks the disk at each
 * look, and the page waits meanwhile.
 */
export function sizeOf(file: Blob): number {
  const known = sizes.get(file);
  if (known !== undefined) return known;
  const { size } = file;
  noteSize(file, size);
  return size;
}
