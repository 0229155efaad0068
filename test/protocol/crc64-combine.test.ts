import { expect } from '@esm-bundle/chai';
import { combineCrc64, crc64Text } from '../../src/protocol/crc64-combine.js';
import vectors from '../vectors.json';

const { parts, running } = vectors.crc64Combine;

describe('combineCrc64', () => {
  it('gives each running value of the reference vectors', () => {
    let whole = 0n;
    const seen: string[] = [];
    for (const part of parts) {
      whole = combineCrc64(whole, BigInt(part.crc64), part.bytes);
      seen.push(crc64Text(whole));
    }
    expect(seen).to.deep.equal(running);
  });

  it('gives the same in any grouping', () => {
    const crcs = parts.map((part) => ({ crc: BigInt(part.crc64), bytes: part.bytes }));
    const fromTheEnd = crcs.reduceRight((second, first) => ({
      crc: combineCrc64(first.crc, second.crc, second.bytes),
      bytes: first.bytes + second.bytes,
    }));
    expect(crc64Text(fromTheEnd.crc)).to.equal(running[running.length - 1]);
  });

  it('leaves a CRC as it is before and after nothing', () => {
    expect(combineCrc64(0n, 42n, 17)).to.equal(42n);
    expect(combineCrc64(42n, 0n, 0)).to.equal(42n);
  });

  it('counts lengths over 4 GiB in full', () => {
    const gib = 2 ** 30;
    const zerosOf4Gib = 17n;
    const inOneStep = combineCrc64(9n, zerosOf4Gib, 5 * gib);
    const shiftedFirst = combineCrc64(combineCrc64(9n, 0n, 4 * gib), 0n, gib) ^ zerosOf4Gib;
    expect(inOneStep).to.equal(shiftedFirst);
    expect(inOneStep).not.to.equal(combineCrc64(9n, zerosOf4Gib, gib));
  });

  it('keeps giving right values after many different lengths', () => {
    for (let bytes = 0; bytes < 100; bytes += 1) combineCrc64(1n, 2n, bytes);
    const [first, second] = parts;
    const value = combineCrc64(BigInt(first?.crc64 ?? 0), BigInt(second?.crc64 ?? 0), second?.bytes ?? 0);
    expect(crc64Text(value)).to.equal(running[1]);
  });

  it('refuses a length that is none', () => {
    for (const bytes of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
      expect(() => combineCrc64(1n, 2n, bytes), String(bytes)).to.throw(RangeError);
    }
  });
});

describe('crc64Text', () => {
  it('is unsigned decimal without leading zeros', () => {
    expect(crc64Text(0n)).to.equal('0');
    expect(crc64Text(0x081c3426b542n)).to.equal('8917227058498');
    expect(crc64Text(-1n)).to.equal('18446744073709551615');
  });
});
