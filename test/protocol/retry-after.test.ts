import { expect } from '@esm-bundle/chai';
import { parseRetryAfter } from '../../src/protocol/retry-after.js';

const NOW = Date.parse('2026-11-22T08:00:00Z');

describe('parseRetryAfter', () => {
  for (const [text, delayMs] of [
    ['3', 3000],
    [' 0 ', 0],
    ['1.5', 1500],
    ['Sun, 22 Nov 2026 08:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 07:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['', undefined],
    [null, undefined],
    ['soon', undefined],
  ] as const) {
    it(`reads ${JSON.stringify(text)} as ${delayMs} ms`, () => {
      expect(parseRetryAfter(text, NOW)).to.equal(delayMs);
    });
  }
});
