/** Most numbers that one answer is asked for, as the native SDKs say. */
const numbersMax = 100;

/**
 * Reads a `partNumberRange`: `"1-3,7"`, or `[1, 2, 3, 7]`.
 *
 * @returns the numbers in the order given; null where it is not of that form
 */
export function readPartNumbers(range: unknown, form: 'string' | 'list'): readonly number[] | null {
  const numbers = form === 'list' ? listed(range) : spelled(range);
  if (numbers === null || numbers.length === 0 || numbers.length > numbersMax) return null;
  return numbers.every((number) => Number.isInteger(number) && number > 0) ? numbers : null;
}

function listed(range: unknown): readonly number[] | null {
  return Array.isArray(range) && range.every((item) => typeof item === 'number') ? range : null;
}

function spelled(range: unknown): readonly number[] | null {
  if (typeof range !== 'string' || !/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(range)) return null;
  return range.split(',').flatMap((item) => {
    const [first = 0, last = first] = item.split('-').map(Number);
    return Array.from(
      { length: Math.max(0, Math.min(last - first + 1, numbersMax + 1)) },
      (_, i) => first + i,
    );
  });
}
