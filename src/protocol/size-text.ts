/** Bytes of each unit, by its lower-case name: decimal as SI, binary as IEC 80000-13. */
const UNIT_BYTES: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
  ['tb', 1e12],
  ['kib', 2 ** 10],
  ['mib', 2 ** 20],
  ['gib', 2 ** 30],
  ['tib', 2 ** 40],
]);

/**
 * A size option in bytes: a number, or a text such as `500MB` (10^6), `2 GiB`
 * (2^30), `1048576`. A fraction of a byte is cut off. Null where it is malformed,
 * which must never be taken for "no limit".
 */
export function parseSize(size: unknown): number | null {
  if (typeof size === 'number') return wholeBytes(size);
  if (typeof size !== 'string') return null;
  const match = /^\s*(\d{1,16}(?:\.\d{1,9})?)\s*([a-z]{0,3})\s*$/i.exec(size);
  const unitBytes = UNIT_BYTES.get((match?.[2] ?? '').toLowerCase());
  if (match === null || unitBytes === undefined) return null;
  return wholeBytes(Number(match[1]) * unitBytes);
}

function wholeBytes(bytes: number): number | null {
  const whole = Math.floor(bytes);
  return Number.isSafeInteger(whole) && whole >= 0 ? whole : null;
}
