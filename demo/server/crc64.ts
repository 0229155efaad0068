import { createCRC64 } from 'hash-wasm';

/** Reflected ECMA-182 polynomial, as COS uses it (`protocol.md` 3.4). */
const POLYNOMIAL = 0xc96c5795d7870f42n;

/** x to the power 0 in the reflected order of bits. */
const ONE = 1n << 63n;

/** A running CRC-64/XZ. */
export type Crc64 = {
  update(chunk: Uint8Array): void;
  /** Ends the sum. */
  digest(): bigint;
};

/** A new CRC-64/XZ over no bytes; each has a WebAssembly instance of its own. */
export async function createCrc64(): Promise<Crc64> {
  const hasher = await createCRC64(POLYNOMIAL.toString(16));
  hasher.init();
  return {
    update: (chunk) => void hasher.update(chunk),
    digest: () => BigInt(`0x${hasher.digest('hex')}`),
  };
}

/**
 * The CRC of two pieces in a row from the CRC of each.
 * @param secondBytes length of the second piece in bytes
 */
export function combineCrc64(first: bigint, second: bigint, secondBytes: number): bigint {
  return multiply(shiftBy(secondBytes), first) ^ second;
}

const shifts = new Map<number, bigint>();

/** x^(8 * bytes) modulo the polynomial; equal parts share one, so it is kept. */
function shiftBy(bytes: number): bigint {
  const known = shifts.get(bytes);
  if (known !== undefined) return known;
  let power = multiply(1n << 55n, ONE);
  let result = ONE;
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(power, result);
    power = multiply(power, power);
  }
  if (shifts.size > 1000) shifts.clear();
  shifts.set(bytes, result);
  return result;
}

function multiply(left: bigint, right: bigint): bigint {
  let product = 0n;
  let factor = right;
  for (let bit = ONE; bit !== 0n; bit >>= 1n) {
    if ((left & bit) !== 0n) product ^= factor;
    factor = (factor & 1n) === 1n ? (factor >> 1n) ^ POLYNOMIAL : factor >> 1n;
  }
  return product;
}
