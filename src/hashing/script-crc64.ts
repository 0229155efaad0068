import type { Crc64 } from './crc64.js';

/** The reversed polynomial of ECMA-182 in two halves (`protocol.md` 3.4). */
const POLYNOMIAL_HIGH = 0xc96c5795;
const POLYNOMIAL_LOW = 0xd7870f42;

/** Bytes taken at once, with a table for each. */
const LANES = 8;

const TABLE_SIZE = 256;
const BITS_PER_BYTE = 8;

type Tables = { readonly high: Int32Array; readonly low: Int32Array };

let tables: Tables | null = null;

/**
 * CRC64 in plain JavaScript, for pages that refuse WebAssembly: slicing by 8 on
 * two 32-bit halves, as BigInt byte by byte reaches a few MB/s only.
 */
export function createScriptCrc64(): Crc64 {
  tables ??= buildTables();
  const { high: tableHigh, low: tableLow } = tables;
  const high = (lane: number, byte: number): number => tableHigh[lane * TABLE_SIZE + byte] ?? 0;
  const low = (lane: number, byte: number): number => tableLow[lane * TABLE_SIZE + byte] ?? 0;
  let crcHigh = ~0;
  let crcLow = ~0;
  const updateByte = (byte: number): void => {
    const index = (crcLow ^ byte) & 0xff;
    crcLow = ((crcLow >>> 8) | (crcHigh << 24)) ^ low(0, index);
    crcHigh = (crcHigh >>> 8) ^ high(0, index);
  };
  return {
    reset: () => {
      crcHigh = ~0;
      crcLow = ~0;
    },
    update: (bytes) => {
      const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const whole = bytes.byteLength - (bytes.byteLength % LANES);
      for (let at = 0; at < whole; at += LANES) {
        const a = crcLow ^ words.getInt32(at, true);
        const b = crcHigh ^ words.getInt32(at + 4, true);
        const a0 = a & 0xff;
        const a1 = (a >>> 8) & 0xff;
        const a2 = (a >>> 16) & 0xff;
        const a3 = a >>> 24;
        const b0 = b & 0xff;
        const b1 = (b >>> 8) & 0xff;
        const b2 = (b >>> 16) & 0xff;
        const b3 = b >>> 24;
        crcLow =
          low(7, a0) ^
          low(6, a1) ^
          low(5, a2) ^
          low(4, a3) ^
          low(3, b0) ^
          low(2, b1) ^
          low(1, b2) ^
          low(0, b3);
        crcHigh =
          high(7, a0) ^
          high(6, a1) ^
          high(5, a2) ^
          high(4, a3) ^
          high(3, b0) ^
          high(2, b1) ^
          high(1, b2) ^
          high(0, b3);
      }
      for (const byte of bytes.subarray(whole)) updateByte(byte);
    },
    value: () => (BigInt(~crcHigh >>> 0) << 32n) | BigInt(~crcLow >>> 0),
  };
}

function buildTables(): Tables {
  const high = new Int32Array(LANES * TABLE_SIZE);
  const low = new Int32Array(LANES * TABLE_SIZE);
  for (let byte = 0; byte < TABLE_SIZE; byte += 1) {
    let entryHigh = 0;
    let entryLow = byte;
    for (let bit = 0; bit < BITS_PER_BYTE; bit += 1) {
      const isOdd = (entryLow & 1) === 1;
      entryLow = (entryLow >>> 1) | (entryHigh << 31);
      entryHigh >>>= 1;
      if (isOdd) {
        entryLow ^= POLYNOMIAL_LOW;
        entryHigh ^= POLYNOMIAL_HIGH;
      }
    }
    low[byte] = entryLow;
    high[byte] = entryHigh;
  }
  // Each further table moves the one before it on by a zero byte.
  for (let index = TABLE_SIZE; index < LANES * TABLE_SIZE; index += 1) {
    const before = index - TABLE_SIZE;
    const lowBefore = low[before] ?? 0;
    const highBefore = high[before] ?? 0;
    const first = lowBefore & 0xff;
    low[index] = ((lowBefore >>> 8) | (highBefore << 24)) ^ (low[first] ?? 0);
    high[index] = (highBefore >>> 8) ^ (high[first] ?? 0);
  }
  return { high, low };
}
