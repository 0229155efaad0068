import { expect } from '@esm-bundle/chai';
import { loadableLocales } from '../../src/locales/loadable-locales.js';
import { nearestTag } from '../../src/locales/nearest-tag.js';

describe('nearestTag', () => {
  const tags = ['en', ...loadableLocales.keys()];
  const found = (lang: string, among: readonly string[] = tags): string | undefined =>
    nearestTag(lang, among)?.found;

  it('finds the script that people read', () => {
    expect(['zh', 'zh-SG', 'zh-Hans-HK', 'zh-cn'].map((lang) => found(lang))).to.deep.equal(
      Array.from({ length: 4 }, () => 'zh-CN'),
    );
    expect(['zh-Hant', 'zh-HK', 'zh-MO', 'zh-tw'].map((lang) => found(lang))).to.deep.equal(
      Array.from({ length: 4 }, () => 'zh-TW'),
    );
  });

  it('finds a language by another region, by an old code, and with an underscore', () => {
    expect(
      ['pt', 'pt-PT', 'es-419', 'de-AT', 'iw', 'in', 'pt_BR', ' FR '].map((lang) => found(lang)),
    ).to.deep.equal(['pt-BR', 'pt-BR', 'es', 'de', 'he', 'id', 'pt-BR', 'fr']);
  });

  it('prefers the tag that agrees longest', () => {
    expect(found('pt-PT', ['pt-BR', 'pt', 'pt-PT'])).to.equal('pt-PT');
    expect(found('pt-AO', ['pt-BR', 'pt', 'pt-PT'])).to.equal('pt');
  });

  it('finds nothing for another script or language, or for what is no tag', () => {
    expect(['uz-Cyrl', 'tlh', '', 'en-!'].map((lang) => found(lang))).to.deep.equal([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
