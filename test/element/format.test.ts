import { expect } from '@esm-bundle/chai';
import { formatsFor, wholePercent } from '../../src/element/format.js';
import { pathDirection, shownName } from '../../src/element/shown-name.js';
import { splitName } from '../../src/element/split-name.js';

/** `Intl` may part number and unit by any kind of space. */
function plainSpaces(text: string): string {
  return text.replaceAll(/\s/g, ' ');
}

describe('formatsFor', () => {
  const formats = formatsFor('en');

  it('gives decimal sizes with one decimal under 100', () => {
    const texts = [0, 1, 999, 1000, 999_949, 999_950, 9_640_000, 123_400_000, 5e9]
      .map(formats.bytes)
      .map(plainSpaces);
    expect(texts).to.deep.equal([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1 kB',
      '999.9 kB'.replace('999.9', '1,000'),
      '1 MB',
      '9.6 MB',
      '123 MB',
      '5 GB',
    ]);
  });

  it('gives the bytes sent in the unit of the whole', () => {
    expect(formats.bytesAsIn(412_000, 9_600_000)).to.equal('0.4');
  });

  it('rounds durations as people read them', () => {
    const texts = [3, 7, 31, 59, 118, 3599, 4200, 90_000].map(formats.duration).map(plainSpaces);
    expect(texts).to.deep.equal([
      '3 sec',
      '5 sec',
      '30 sec',
      '1 min',
      '2 min',
      '1 hr',
      '1 hr 10 min',
      '1 day',
    ]);
  });

  it('follows the language', () => {
    expect(plainSpaces(formatsFor('de').bytes(9_640_000))).to.equal('9,6 MB');
  });
});

describe('wholePercent', () => {
  it('is 100 only when done, and never out of range', () => {
    expect([0, 0.999, 1, 2, -1, Number.NaN].map((ratio) => wholePercent(ratio, false))).to.deep.equal([
      0, 99, 99, 99, 0, 0,
    ]);
    expect(wholePercent(0.5, true)).to.equal(100);
  });
});

describe('splitName', () => {
  it('keeps the last eight characters and the ending', () => {
    const [head, tail] = splitName('interview-with-a-very-long-name-camera-B.mp4');
    expect(tail).to.equal('camera-B.mp4');
    expect(head + tail).to.equal('interview-with-a-very-long-name-camera-B.mp4');
  });

  it('leaves short names whole and never splits a surrogate pair', () => {
    expect(splitName('short.txt')).to.deep.equal(['short.txt', '']);
    const [head, tail] = splitName('😀'.repeat(40));
    expect(Array.from(head + tail).every((character) => character === '😀')).to.equal(true);
  });
});

describe('shownName', () => {
  it('makes visible what would turn or hide letters', () => {
    expect(shownName('a\u202egpj.exe\u0000\n\ud800.txt')).to.equal('a\ufffdgpj.exe\ufffd\ufffd\ufffd.txt');
  });

  it('leaves names of any script alone', () => {
    expect(shownName('צילום 写真 😀 e\u0301.png')).to.equal('צילום 写真 😀 e\u0301.png');
  });
});

describe('pathDirection', () => {
  for (const [path, direction] of [
    ['Holiday/2026/Sea.png', 'ltr'],
    ['2026/صيف/بحر.png', 'rtl'],
    ['2026/ים.png', 'rtl'],
    ['2026/海.png', 'ltr'],
    ['2026-07-01', 'ltr'],
  ] as const) {
    it(`is ${direction} for ${path}`, () => expect(pathDirection(path)).to.equal(direction));
  }
});
