import { expect } from '@esm-bundle/chai';
import type { Entry } from '../../src/engine/options.js';
import { finalPath, judgeAmount, judgeFile } from '../../src/intake/accept-rules.js';
import { resolveRules, type RuleOptions } from '../../src/intake/resolve-rules.js';

function entryOf(relativePath: string, bytes = 1, type = ''): Entry {
  return { file: new File([new Uint8Array(bytes)], 'as-chosen.bin', { type }), relativePath };
}

function refusalOf(entry: Entry, options: RuleOptions): string | null {
  return judgeFile(entry, resolveRules(options))?.code ?? null;
}

describe('judgeFile', () => {
  it('lets a file in that breaks no rule', () => {
    const options = { accept: '.bin', minFileSize: 3, maxFileSize: 3 };
    expect(refusalOf(entryOf('a/b.bin', 3), options)).to.equal(null);
  });

  it('refuses every file while a limit is malformed, naming option and value', () => {
    const refusal = judgeFile(entryOf('a.bin'), resolveRules({ maxFileSize: '10XB' }));
    expect(refusal).to.have.property('code', 'invalid-option');
    expect(refusal?.message).to.contain('maxFileSize').and.to.contain('"10XB"');
  });

  it('refuses a file over maxFileSize and takes one at it', () => {
    expect(refusalOf(entryOf('a', 11), { maxFileSize: 10 })).to.equal('file-too-large');
    expect(refusalOf(entryOf('a', 10), { maxFileSize: 10 })).to.equal(null);
    expect(refusalOf(entryOf('a', 1), { maxFileSize: 0 })).to.equal('file-too-large');
  });

  it('refuses a file under minFileSize and takes one at it', () => {
    expect(refusalOf(entryOf('a', 0), { minFileSize: 1 })).to.equal('file-too-small');
    expect(refusalOf(entryOf('a', 1), { minFileSize: 1 })).to.equal(null);
  });

  it('takes an empty file where nothing forbids it', () => {
    expect(refusalOf(entryOf('a', 0), {})).to.equal(null);
  });

  it('judges "accept" by the name that the file will have', () => {
    expect(refusalOf({ ...entryOf('a.heic'), name: 'a.jpg' }, { accept: '.jpg' })).to.equal(null);
    expect(refusalOf(entryOf('a.heic'), { accept: '.jpg' })).to.equal('type-not-allowed');
  });

  for (const path of [
    '',
    '.',
    '..',
    'a/',
    'a//b',
    '../x',
    'a/../b',
    'a:b',
    'a\\b',
    'what?',
    'a*',
    '"a"',
    '<b>',
    'x|y',
    'x'.repeat(256),
  ]) {
    it(`refuses the path ${JSON.stringify(path.slice(0, 20))}`, () => {
      const refusal = judgeFile(entryOf(path), resolveRules({}));
      expect(refusal).to.have.property('code', 'invalid-name');
      expect(refusal?.message).to.match(/(give|rename|shorten)/);
    });
  }

  for (const path of ["a #%+ &'.txt", '🎬 film.mp4', 'über/日本語.txt', 'con', '.hidden', 'x'.repeat(255)]) {
    it(`takes the path ${JSON.stringify(path.slice(0, 20))}`, () => {
      expect(refusalOf(entryOf(path), {})).to.equal(null);
    });
  }

  it('refuses a name with a slash', () => {
    expect(refusalOf({ ...entryOf('a.txt'), name: '../b.txt' }, {})).to.equal('invalid-name');
  });

  it('escapes what is hostile in a name before it gets into a message', () => {
    const refusal = judgeFile(entryOf('a\u202egnp.exe\ud800?'), resolveRules({}));
    expect(refusal?.message).to.contain('"a\\u202egnp.exe\ufffd?"');
    expect(refusal?.message).to.not.contain('\u202e');
  });
});

describe('judgeAmount', () => {
  const context = { filesCount: 2, totalBytes: 100 };

  it('refuses one file more than maxFiles', () => {
    const entry = entryOf('a');
    const code = (maxFiles: number): string | null =>
      judgeAmount(entry, resolveRules({ multiple: true, maxFiles }), context)?.code ?? null;
    expect([code(3), code(2)]).to.deep.equal([null, 'too-many-files']);
  });

  it('refuses a second file without "multiple"', () => {
    const rules = resolveRules({});
    expect(judgeAmount(entryOf('a'), rules, { filesCount: 0, totalBytes: 0 })).to.equal(null);
    expect(judgeAmount(entryOf('a'), rules, { filesCount: 1, totalBytes: 0 })?.code).to.equal(
      'too-many-files',
    );
  });

  it('refuses what goes over maxTotalSize and takes what fills it', () => {
    const rules = resolveRules({ multiple: true, maxTotalSize: 110 });
    expect(judgeAmount(entryOf('a', 10), rules, context)).to.equal(null);
    expect(judgeAmount(entryOf('a', 11), rules, context)?.code).to.equal('total-too-large');
  });
});

describe('finalPath', () => {
  const table: readonly [relativePath: string, name: string | undefined, path: string][] = [
    ['a/b.txt', undefined, 'a/b.txt'],
    ['a/b.txt', 'c.txt', 'a/c.txt'],
    ['b.txt', 'c.txt', 'c.txt'],
    ['b.txt', 'c/d.txt', 'c:d.txt'],
    ['e\u0301/e\u0301.txt', undefined, '\u00e9/\u00e9.txt'],
    ['a.txt', 'e\u0301.txt', '\u00e9.txt'],
    ['a\u0000/b\n.txt', undefined, 'a_/b_.txt'],
    ['lone\ud83d.txt', undefined, 'lone\ufffd.txt'],
  ];
  for (const [relativePath, name, path] of table) {
    it(`makes ${JSON.stringify(path)} of ${JSON.stringify([relativePath, name])}`, () => {
      expect(
        finalPath({ file: new File([], 'x'), relativePath, ...(name === undefined ? {} : { name }) }),
      ).to.equal(path);
    });
  }
});
