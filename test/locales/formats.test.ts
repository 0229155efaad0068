import { expect } from '@esm-bundle/chai';
import { formatsFor } from '../../src/element/format.js';
import { loadableLocales } from '../../src/locales/loadable-locales.js';

const tags = ['en', ...loadableLocales.keys()];

describe('formatsFor', () => {
  it('parts the items of a list by more than a space, but in Thai', () => {
    for (const tag of tags) {
      const list = formatsFor(tag).list(['PDF', 'ZIP', 'PNG']);
      expect(list, tag).to.match(tag === 'th' ? /PDF ZIP/ : /PDF ?[^ A-Z]+ ?ZIP/);
    }
  });

  it('writes few bytes out, as the short forms have no plural or another script', () => {
    expect(tags.map((tag) => formatsFor(tag).bytes(2).replace(/\s/, ' '))).to.include.members([
      '2 bytes',
      '2 octets',
      '2 байта',
      '2 bajty',
      '2 बाइट',
      '2字节',
      '2 ไบต์',
    ]);
  });

  it('gives a rate in kilobytes at least', () => {
    for (const tag of tags) {
      expect(formatsFor(tag).rate(500), tag).to.match(/(?:0|٠)[.,٫](?:5|٥)/);
      expect(formatsFor(tag).rate(0), tag).to.not.contain('byte');
    }
  });

  it('puts hours and minutes together as the language does', () => {
    expect(formatsFor('zh-CN').duration(4200)).to.equal('1小时10分钟');
    expect(formatsFor('fr').duration(4200).replaceAll(/\s/g, ' ')).to.equal('1 h 10 min');
  });
});
