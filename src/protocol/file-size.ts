const sizes = new WeakMap<Blob, number>();

/**
 * Size of a file in bytes, asked for once: of a file that lies on disk a browser asks the disk at each
 * look, and the page waits meanwhile.
 */
export function sizeOf(file: Blob): number {
  const known = sizes.get(file);
  if (known !== undefined) return known;
  const { size } = file;
  sizes.set(file, size);
  return size;
}
