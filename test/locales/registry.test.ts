import { expect } from '@esm-bundle/chai';
import { en } from '../../src/locales/en.js';
import type { Messages } from '../../src/locales/messages.js';
import { findLocale, registerLocale } from '../../src/locales/registry.js';
import { shareLocale } from '../../src/locales/shared-locales.js';
import { textOrder } from '../../src/locales/text-order.js';
import { withWarnings } from '../support/element-page.js';

describe('findLocale', () => {
  it('cuts the last parts of a tag off until a language is found', () => {
    registerLocale('qaa-Test', { ...en, pause: 'Halt' });
    expect(findLocale('qaa-test-x-mine').messages.pause).to.equal('Halt');
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

  it('gives the same object for the same language', () => {
    registerLocale('qab', { ...en, pause: 'Halt' });
    expect(findLocale('qab').messages).to.equal(findLocale('qab').messages);
  });

  it('shows in English what a language of another version lacks', () => {
    const { pause: _, ...rest } = en;
    registerLocale('qac', rest as Messages);
    expect(findLocale('qac').messages.pause).to.equal('Pause');
  });

  it('reads built files, whose texts have no names', () => {
    const texts = Object.entries(en).map(([name, text]) => (name === 'pause' ? 'Halt' : text));
    shareLocale('qad', () => ({ order: textOrder(Object.keys(en)), texts }));
    expect(findLocale('qad').messages).to.deep.equal({ ...en, pause: 'Halt' });
  });

  it('shows English, and says so, where a built file has other texts than the element', async () => {
    shareLocale('qae', () => ({ order: textOrder(['pause']), texts: ['Halt'] }));
    const warnings = await withWarnings(() => {
      expect(findLocale('qae').messages).to.deep.equal(en);
      findLocale('qae');
    });
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('another version');
  });
});

describe('registerLocale', () => {
  it('refuses a malformed tag', () => {
    expect(() => registerLocale('not a tag', en)).to.throw(RangeError);
  });
});
