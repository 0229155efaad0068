import { expect } from '@esm-bundle/chai';
import { NAME_MAX_LENGTH } from '../../src/protocol/limits.js';
import {
  encodePath,
  encodeText,
  nameProblem,
  nearestName,
  normalizeName,
  parseDirectory,
} from '../../src/protocol/file-path.js';
import { thrownBy } from '../support/thrown-by.js';

describe('normalizeName', () => {
  for (const [name, expected] of [
    ['plain.txt', 'plain.txt'],
    ['Cafe\u0301.txt', 'Caf\u00e9.txt'],
    ['a\u0000b\tc\u007fd\u0085.txt', 'a_b_c_d_.txt'],
    ['a\ud800b.txt', 'a\ufffdb.txt'],
    ['a\udc00', 'a\ufffd'],
    ['😀.txt', '😀.txt'],
    [' .hidden. ', ' .hidden. '],
    ['a/b\\c', 'a/b\\c'],
    ['x\u202egnp.exe', 'x\u202egnp.exe'],
    ["#?%+ &'.txt", "#?%+ &'.txt"],
  ] as const) {
    it(`makes ${JSON.stringify(name)} ${JSON.stringify(expected)}`, () => {
      expect(normalizeName(name)).to.equal(expected);
    });
  }
});

describe('nearestName', () => {
  it('is allowed, keeps the ending, and changes nothing that is allowed', () => {
    for (const [name, nearest] of [
      ['Plan 12:30?.pdf', 'Plan 12-30_.pdf'],
      ['a\\b|c<d>".txt', 'a_b_c_d__.txt'],
      ['..', '_'],
      ['', '_'],
      ['fine (1).txt', 'fine (1).txt'],
      [`${'x'.repeat(300)}.jpeg`, `${'x'.repeat(NAME_MAX_LENGTH - 5)}.jpeg`],
      [`${'x'.repeat(NAME_MAX_LENGTH - 6)}😀😀.jpeg`, null],
    ] as const) {
      const found = nearestName(name);
      if (nearest !== null) expect(found).to.equal(nearest);
      expect(nameProblem(found)).to.equal(null);
    }
  });
});

describe('nameProblem', () => {
  for (const [name, problem] of [
    ['a.txt', null],
    ['...', null],
    [' a. ', null],
    ["#%+ &'", null],
    ['', 'empty'],
    ['.', 'dot-segment'],
    ['..', 'dot-segment'],
    ...Array.from('\\/:*?"<>|').map((character) => [`a${character}b`, 'forbidden-character'] as const),
    ['x'.repeat(255), null],
    ['x'.repeat(256), 'too-long'],
  ] as const) {
    it(`says ${problem} of ${JSON.stringify(name).slice(0, 30)} (${name.length})`, () => {
      expect(nameProblem(name)).to.equal(problem);
    });
  }
});

describe('parseDirectory', () => {
  for (const [text, path] of [
    ['', []],
    ['/', []],
    ['press/2026', ['press', '2026']],
    ['/press//2026/', ['press', '2026']],
    ['Cafe\u0301/a\u0007', ['Caf\u00e9', 'a_']],
  ] as const) {
    it(`reads ${JSON.stringify(text)} as ${JSON.stringify(path)}`, () => {
      expect(parseDirectory(text)).to.deep.equal(path);
    });
  }

  for (const text of ['a/../b', './a', 'a\\b', 'C:/x', `a/${'x'.repeat(256)}`]) {
    it(`refuses ${JSON.stringify(text).slice(0, 20)} as a wrong option`, () => {
      const error = thrownBy(() => parseDirectory(text));
      expect(error.code).to.equal('invalid-option');
      expect(error.message).to.contain('directory');
    });
  }
});

describe('encodePath', () => {
  it('encodes each segment by itself and puts no slash in front', () => {
    expect(encodePath(['a b', '#?%+&.txt', '中', 'x/y'])).to.equal(
      'a%20b/%23%3F%25%2B%26.txt/%E4%B8%AD/x%2Fy',
    );
  });

  it('survives lone surrogates', () => {
    expect(encodePath(['a\ud800'])).to.equal('a%EF%BF%BD');
    expect(encodeText('\udc00')).to.equal('%EF%BF%BD');
  });

  it('comes through a URL as it is', () => {
    const path = encodePath(['...', "a'b(c)!*~", '%2e%2e', 'x;y=z', '\\']);
    expect(new URL(`https://smh.example.com/v1/${path}`).pathname).to.equal(`/v1/${path}`);
  });

  for (const segment of ['', '.', '..']) {
    it(`refuses the segment ${JSON.stringify(segment)}, which a URL would resolve`, () => {
      expect(thrownBy(() => encodePath(['a', segment, 'b'])).code).to.equal('invalid-name');
    });
  }
});
