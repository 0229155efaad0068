import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { combineCrc64, createCrc64 } from '../../demo/server/crc64.js';

type Sums = {
  crc64: Record<string, string>;
  crc64Combine: { parts: { bytes: number; crc64: string }[]; running: string[] };
};
const sums = JSON.parse(readFileSync(new URL('../vectors.json', import.meta.url), 'utf8')) as Sums;

describe('createCrc64', () => {
  it('agrees with the reference', async () => {
    for (const [text, crc64] of Object.entries(sums.crc64)) {
      const sum = await createCrc64();
      sum.update(Buffer.from(text));
      assert.equal(sum.digest().toString(), crc64);
    }
  });
});

describe('combineCrc64', () => {
  it('agrees with the reference at each step', () => {
    let running = 0n;
    for (const [index, { bytes, crc64 }] of sums.crc64Combine.parts.entries()) {
      running = combineCrc64(running, BigInt(crc64), bytes);
      assert.equal(running.toString(), sums.crc64Combine.running[index]);
    }
  });

  it('leaves a sum alone when nothing follows', () => {
    assert.equal(combineCrc64(123n, 0n, 0), 123n);
  });
});
