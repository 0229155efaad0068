import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { globSync } from 'tinyglobby';
import { en, enCodeTexts } from '../../src/locales/en.js';
import { loadableLocales } from '../../src/locales/loadable-locales.js';

const read = (pattern: string | string[]): readonly { readonly path: string; readonly code: string }[] =>
  globSync(pattern).map((path) => ({ path, code: readFileSync(path, 'utf8') }));

describe('the names of texts', () => {
  const code = read(['src/**/*.ts', '!src/locales/**', '!src/errors.ts'])
    .map((file) => file.code)
    .join('\n');

  it('are used by the element', () => {
    const unused = Object.keys(en).filter(
      (name) => !Object.hasOwn(enCodeTexts, name) && !new RegExp(`\\.${name}\\b`).test(code),
    );
    assert.deepEqual(unused, []);
  });

  it('that are codes are given by something', () => {
    const unused = Object.keys(enCodeTexts).filter((name) => !code.includes(`'${name}'`));
    assert.deepEqual(unused, []);
  });
});

describe('the files of languages', () => {
  const files = read(['src/locales/??.ts', 'src/locales/??-??.ts', '!src/locales/en.ts']);

  it('are all loaded on demand', () => {
    assert.deepEqual(
      files.map(({ path }) => path.replace(/^src\/locales\/|\.ts$/g, '')).sort(),
      [...loadableLocales.keys()].map((tag) => tag.toLowerCase()).sort(),
    );
  });

  for (const { path, code } of files) {
    it(`${path} gives a form for each plural category`, () => {
      const [, tag = '', list = ''] = /defineLocale\(\s*'([\w-]+)',\s*\[([^\]]+)\]/.exec(code) ?? [];
      const given = Array.from(list.matchAll(/'(\w+)'/g), ([, category = '']) => category);
      const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions();
      assert.deepEqual(given.sort(), [...pluralCategories].sort());
    });
  }
});
