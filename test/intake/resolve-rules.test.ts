import { expect } from '@esm-bundle/chai';
import { resolveRules, type RuleOptions } from '../../src/intake/resolve-rules.js';

describe('resolveRules', () => {
  it('limits nothing but the number of files by default', () => {
    expect(resolveRules({})).to.deep.equal({
      accept: [],
      maxFiles: 1,
      minFileBytes: 0,
      maxFileBytes: Infinity,
      maxTotalBytes: Infinity,
      problem: null,
    });
  });

  it('reads sizes and numbers as attributes write them', () => {
    expect(
      resolveRules({
        multiple: true,
        maxFiles: ' 20 ',
        minFileSize: '1',
        maxFileSize: '500MB',
        maxTotalSize: '2 GiB',
        partSize: '8 MiB',
        conflictStrategy: 'ask',
        partNumberRange: 'list',
      }),
    ).to.deep.include({
      maxFiles: 20,
      minFileBytes: 1,
      maxFileBytes: 500_000_000,
      maxTotalBytes: 2_147_483_648,
      problem: null,
    });
  });

  const counts: readonly [RuleOptions, number][] = [
    [{ multiple: true }, Infinity],
    [{ directories: true }, Infinity],
    [{ multiple: false, maxFiles: 5 }, 1],
    [{ multiple: true, maxFiles: 5 }, 5],
    [{ multiple: true, maxFiles: Infinity }, Infinity],
    [{ maxFiles: 5 }, 1],
  ];
  for (const [options, maxFiles] of counts) {
    it(`allows ${maxFiles} files for ${JSON.stringify(options)}`, () => {
      expect(resolveRules(options)).to.deep.include({ maxFiles, problem: null });
    });
  }

  it('takes "false" for absent, as some frameworks write it', () => {
    // An attribute's text may get here where a type says boolean.
    const options = { multiple: 'false' } as unknown as RuleOptions;
    expect(resolveRules(options).maxFiles).to.equal(1);
  });

  const wrong: readonly [keyof RuleOptions, unknown, string][] = [
    ['maxFiles', 0, '0'],
    ['maxFiles', -1, '-1'],
    ['maxFiles', 1.5, '1.5'],
    ['maxFiles', NaN, 'NaN'],
    ['maxFiles', '', '""'],
    ['maxFiles', 'ten', '"ten"'],
    ['maxFiles', '5 files', '"5 files"'],
    ['maxFiles', {}, 'Object'],
    ['maxFileSize', '', '""'],
    ['maxFileSize', '10XB', '"10XB"'],
    ['maxFileSize', '1,5 MB', '"1,5 MB"'],
    ['maxFileSize', -1, '-1'],
    ['maxFileSize', NaN, 'NaN'],
    ['maxFileSize', true, 'a boolean'],
    ['minFileSize', 'small', '"small"'],
    ['minFileSize', Infinity, 'Infinity'],
    ['maxTotalSize', '-5MB', '"-5MB"'],
    ['conflictStrategy', 'replace', '"replace"'],
    ['conflictStrategy', '', '""'],
    ['partSize', '1 MB', '"1 MB"'],
    ['partSize', 1_048_575, '1048575'],
    ['partSize', 5 * 1024 ** 3 + 1, '5368709121'],
    ['partSize', 'big', '"big"'],
    ['partNumberRange', 'on', '"on"'],
    ['accept', 'pdf', '"pdf"'],
    ['accept', 7, 'a number'],
  ];
  for (const [option, value, said] of wrong) {
    it(`tells that ${option} ${String(value)} is malformed`, () => {
      const { problem } = resolveRules({ multiple: true, [option]: value });
      expect(problem).to.contain(option).and.to.contain(said);
    });
  }

  for (const partSize of [1_048_576, '1 MiB', '5 GiB']) {
    it(`takes a part size of ${partSize}`, () => {
      expect(resolveRules({ partSize }).problem).to.equal(null);
    });
  }
});
