import { expect } from '@esm-bundle/chai';
import { en } from '../../src/locales/en.js';
import { findLocale, nearestLang, onLocaleRegistered, registerLocale } from '../../src/locales/registry.js';

describe('findLocale', () => {
  it('cuts the last parts of a tag off until a language is found', () => {
    const texts = { ...en, pause: 'Halt' };
    registerLocale('qaa-Test', texts);
    expect(findLocale('qaa-test-x-mine').messages).to.equal(texts);
    expect(findLocale('qaa').messages).to.equal(en);
  });

  it('keeps the region for formats', () => {
    expect(findLocale('en-GB').tag).to.equal('en-GB');
  });

  it('gives English for what is unknown or malformed', () => {
    expect(findLocale('tlh').tag).to.equal('en');
    expect(findLocale('').tag).to.equal('en');
    expect(findLocale('en-!').tag).to.equal('en');
  });
});

describe('onLocaleRegistered', () => {
  it('calls until it is taken back', () => {
    let calls = 0;
    const stop = onLocaleRegistered(() => (calls += 1));
    registerLocale('qab', en);
    stop();
    registerLocale('qab', en);
    expect(calls).to.equal(1);
  });
});

describe('nearestLang', () => {
  it('goes up through shadow hosts', () => {
    const host = document.createElement('div');
    host.lang = 'fr';
    const inner = document.createElement('p');
    host.attachShadow({ mode: 'open' }).append(inner);
    expect(nearestLang(inner)).to.equal('fr');
  });
});
