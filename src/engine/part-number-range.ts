import type { PartNumberRangeForm } from './task-context.js';

/** Part numbers asked for at once; a live deployment took 51, the SDKs name 100 as the most (`protocol.md` 4.1). */
const NUMBERS_AT_ONCE = 50;

/**
 * The `partNumberRange` of a start or renew, in the form that the deployment
 * wants; null where it wants none. Numbers from 1, in the order given.
 */
export function partNumbersToAskFor(
  wanted: readonly number[],
  form: PartNumberRangeForm,
): string | readonly number[] | null {
  if (form === 'off') return null;
  const numbers = [...new Set(wanted)].slice(0, NUMBERS_AT_ONCE);
  return form === 'list' ? numbers : asRanges(numbers.sort((a, b) => a - b));
}

/** `[1, 2, 3, 7]` as `1-3,7`. */
function asRanges(sorted: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const number of sorted) {
    const open = ranges.at(-1);
    if (open !== undefined && open.last === number - 1) open.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
