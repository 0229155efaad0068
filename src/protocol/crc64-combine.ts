/** CRC-64/XZ: the polynomial of ECMA-182, bits reversed (`protocol.md` 3.4). */
const POLYNOMIAL = 0xc96c5795d7870f42n;

/** The polynomial 1 (x^0): bits are reversed, so the highest stands for x^0. */
const ONE = 1n << 63n;

/** The polynomial x. */
const X = 1n << 62n;

/** A byte is 2^3 bits, so that n bytes shift by x^(n * 2^3). */
const LOG2_BITS_PER_BYTE = 3;

/** Shifts kept; an upload has two lengths of part (all but the last, and the last). */
const SHIFTS_MAX = 16;

/** x^(2^k) by k, filled as needed. */
const squares: bigint[] = [X];

const shifts = new Map<number, bigint>();

/**
 * CRC-64/XZ of two pieces one after the other, from the CRC of each.
 *
 * The method of zlib 1.2.12: the first CRC is multiplied by x^(8 * secondBytes)
 * modulo the polynomial, which is what so many more bytes do to it. The power is
 * kept by length, since the parts of an upload are equally long.
 *
 * @param first CRC of the first piece, 0 for an empty one.
 * @param second CRC of the second piece.
 * @param secondBytes length of the second piece in bytes.
 * @throws RangeError where `secondBytes` is no whole number from 0 on.
 * @see https://github.com/madler/zlib/blob/v1.3.1/crc32.c (`crc32_combine_gen64`)
 */
export function combineCrc64(first: bigint, second: bigint, secondBytes: number): bigint {
  if (!Number.isSafeInteger(secondBytes) || secondBytes < 0) {
    throw new RangeError(`secondBytes must be a whole number from 0 on, not ${secondBytes}`);
  }
  return multiply(shiftBy(secondBytes), first) ^ second;
}

/** A CRC as SMH and COS write it: unsigned decimal. */
export function crc64Text(value: bigint): string {
  return BigInt.asUintN(64, value).toString();
}

function shiftBy(bytes: number): bigint {
  const known = shifts.get(bytes);
  if (known !== undefined) return known;
  let shift = ONE;
  let log2 = LOG2_BITS_PER_BYTE;
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) shift = multiply(square(log2), shift);
    log2 += 1;
  }
  if (shifts.size >= SHIFTS_MAX) shifts.clear();
  shifts.set(bytes, shift);
  return shift;
}

function square(log2: number): bigint {
  let last = squares[squares.length - 1] ?? X;
  while (squares.length <= log2) {
    last = multiply(last, last);
    squares.push(last);
  }
  return squares[log2] ?? last;
}

/** a * b modulo the polynomial. */
function multiply(a: bigint, b: bigint): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = ONE; bit > 0n; bit >>= 1n) {
    if ((a & bit) !== 0n) product ^= shifted;
    shifted = (shifted & 1n) === 0n ? shifted >> 1n : (shifted >> 1n) ^ POLYNOMIAL;
  }
  return product;
}
