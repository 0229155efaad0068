/** Cycle of the pattern's bytes and their step: byte i is (i * 31) mod 251. */
const CYCLE_BYTES = 251;
const STEP = 31;

/** The data that `vectors.json` is about. */
export function patternBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let index = 0; index < size; index++) bytes[index] = (index * STEP) % CYCLE_BYTES;
  return bytes;
}

/** The same as a file. */
export function patternFile(name: string, size: number): File {
  return new File([patternBytes(size)], name, {
    type: 'application/octet-stream',
    lastModified: 1_700_000_000_000,
  });
}

/** Where two contents differ first; -1: nowhere. Chai's own comparison of megabytes takes minutes. */
export function firstDifference(left: Uint8Array, right: Uint8Array): number {
  const differs = left.findIndex((byte, index) => byte !== right[index]);
  return differs < 0 && left.byteLength !== right.byteLength ? left.byteLength : differs;
}
