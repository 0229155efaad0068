/**
 * Entries of one transaction; own figure. Their answers may come to the page all in one task: 100 took
 * up to 60 ms of two busy cores in a trace of `npm run bench:long-list`, which a click then waits for.
 */
export const SLICE = 50;

/** `items` in pieces of at most `SLICE`. */
export function slices<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / SLICE);
  return Array.from({ length: count }, (_, index) => items.slice(index * SLICE, (index + 1) * SLICE));
}
