import { expect } from '@esm-bundle/chai';
import { parseSize } from '../../src/protocol/size-text.js';

describe('parseSize', () => {
  for (const [size, bytes] of [
    [0, 0],
    [1_048_576, 1_048_576],
    [1.9, 1],
    ['1048576', 1_048_576],
    ['500MB', 500_000_000],
    ['500 mb', 500_000_000],
    ['2 GiB', 2_147_483_648],
    [' 1.5 MiB ', 1_572_864],
    ['10b', 10],
    ['1KB', 1000],
    ['1KiB', 1024],
    ['1TB', 1e12],
    ['1TiB', 2 ** 40],
  ] as const) {
    it(`reads ${JSON.stringify(size)} as ${bytes} bytes`, () => {
      expect(parseSize(size)).to.equal(bytes);
    });
  }

  for (const size of [
    '',
    ' ',
    'MB',
    '5XB',
    '5 MBs',
    '-1',
    '1e6',
    '1,5MB',
    '1.MB',
    '.5MB',
    '5 M B',
    '0x10',
    '99999999999999999',
    '9999999999TB',
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    undefined,
    true,
    {},
    ['5MB'],
  ]) {
    it(`takes ${JSON.stringify(size) ?? 'undefined'} (${typeof size}) for malformed, not for unlimited`, () => {
      expect(parseSize(size)).to.equal(null);
    });
  }
});
