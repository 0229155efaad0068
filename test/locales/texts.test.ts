import { expect } from '@esm-bundle/chai';
import { formatsFor } from '../../src/element/format.js';
import { en, enCodeTexts } from '../../src/locales/en.js';
import { loadableLocales } from '../../src/locales/loadable-locales.js';
import type { CodeFacts } from '../../src/locales/messages.js';
import { findLocale } from '../../src/locales/registry.js';
import type { Locale } from '../../src/locales/registry.js';

const COUNTS = [0, 1, 2, 3, 5, 11, 21, 100];

/** Texts that some language shares with English: loan words, and what consists of given pieces. */
const SAME_AS_ENGLISH: ReadonlySet<string> = new Set([
  'actionOn',
  'hintKinds',
  'kindAudio',
  'kindImages',
  'kindText',
  'kindVideos',
  'pause',
  'progressValue',
]);

/** In no English text (design, section 8). */
const UNKIND = /\b(?:error|fail(?:ed|ure)?|invalid|please|oops)\b/i;

/** A number stands for texts too, so that a function may be called with numbers alone. */
type Text = string | ((...facts: unknown[]) => string | number);

const FACTS: CodeFacts = { name: 'a.txt', size: '3 GB', limit: '2 GB', count: 1, detail: '' };

/** A text for a count of files, with all that may be known. */
function textFor(key: string, text: Text, count: number): string {
  if (typeof text === 'string') return text;
  return String(Object.hasOwn(enCodeTexts, key) ? text({ ...FACTS, count }) : text(count, count, count));
}

/** Every way in which a text may come out. */
function allTexts(key: string, text: Text): readonly string[] {
  if (typeof text === 'string') return [text];
  const known = COUNTS.map((count) => textFor(key, text, count));
  if (Object.hasOwn(enCodeTexts, key)) {
    return [...known, ...COUNTS.map((count) => String(text({ ...FACTS, count, size: null, limit: null })))];
  }
  if (key === 'dropToAdd' || key === 'progressValue') {
    return [...known, String(text(key === 'dropToAdd' ? null : '43%', null))];
  }
  return [...known, ...COUNTS.flatMap((count) => [String(text(0, count, count)), String(text(count, 0, 0))])];
}

function textsOf({ messages }: Locale): readonly (readonly [string, Text])[] {
  return Object.entries(messages) as unknown as [string, Text][];
}

before(async () => {
  await Promise.all([...loadableLocales.values()].map((load) => load()));
});

for (const tag of ['en', ...loadableLocales.keys()]) {
  describe(`the texts in ${tag}`, () => {
    let locale: Locale;
    before(() => {
      locale = findLocale(tag);
    });

    it('have the names of the English ones', () => {
      expect(locale.tag).to.equal(tag);
      expect(Object.keys(locale.messages).sort()).to.deep.equal(Object.keys(en).sort());
    });

    it('come out whole for any number', () => {
      for (const [key, text] of textsOf(locale)) {
        for (const made of allTexts(key, text)) {
          expect(made.trim(), key).to.not.equal('');
          expect(made, key).to.not.match(/#|\b(?:undefined|null|NaN)\b|\[object|\{|\}|\.\.|。。| {2}/);
        }
      }
    });

    it('name the number 21 where they name 5, as 21 often has the form of 1', () => {
      const { count } = formatsFor(tag);
      for (const [key, text] of textsOf(locale)) {
        if (typeof text === 'string') continue;
        const names = (number: number): boolean => textFor(key, text, number).includes(count(number));
        expect(names(21), key).to.equal(names(5));
      }
    });

    it('group the digits of large numbers as the language does', () => {
      const many = 12_345;
      const grouped = formatsFor(tag).count(many);
      const { doneOf, andMore, leftOut, summaryNeedsYou, announceSum, announceSettled } = locale.messages;
      for (const text of [
        doneOf(many, 1),
        doneOf(1, many),
        andMore(many),
        leftOut(many),
        summaryNeedsYou(many, 1),
        announceSum(many, 1, 0),
        announceSum(1, many, 1),
        announceSum(1, 1, many),
        announceSettled(1, many),
      ]) {
        expect(text).to.contain(grouped);
      }
    });

    it('end once where an abbreviation ends them', () => {
      const { duration, exactSeconds } = formatsFor(tag);
      const { waitRetryingIn, waitServerBusyIn } = locale.messages;
      for (const time of [exactSeconds(7), duration(120), duration(4200)]) {
        for (const text of [waitRetryingIn(time), waitServerBusyIn(time)]) {
          expect(text).to.not.match(/\.[.。]/);
        }
      }
    });

    it('say what the page itself said of a file', () => {
      const custom = locale.messages.custom as (facts: CodeFacts) => string;
      expect(custom({ ...FACTS, detail: 'Only PDF/A.' })).to.equal('Only PDF/A.');
      expect(custom({ ...FACTS, count: 3 })).to.not.equal('');
    });

    if (tag === 'en') {
      it('are kind', () => {
        for (const [key, text] of textsOf(locale)) {
          for (const made of allTexts(key, text)) expect(made, key).to.not.match(UNKIND);
        }
      });
      return;
    }

    it('are translated', () => {
      const english = new Map(textsOf(findLocale('en')));
      for (const [key, text] of textsOf(locale)) {
        if (SAME_AS_ENGLISH.has(key)) continue;
        const original = english.get(key);
        if (original === undefined) throw new Error(`${key} is no text`);
        expect(textFor(key, text, 3), key).to.not.equal(textFor(key, original, 3));
      }
    });
  });
}

describe('the typography', () => {
  const texts = (tag: string): readonly string[] =>
    textsOf(findLocale(tag)).flatMap(([key, text]) => allTexts(key, text));

  it('of French has a narrow space, which never breaks, before high punctuation', () => {
    for (const text of texts('fr')) expect(text).to.not.match(/[^\u202f][:;!?»]/);
  });

  it('of Chinese and Japanese is full-width after their letters', () => {
    for (const tag of ['zh-CN', 'zh-TW', 'ja']) {
      for (const text of texts(tag)) expect(text).to.not.match(/[\u3040-\u30ff\u4e00-\u9fff] ?[,.:;!?()]/);
    }
  });

  it('of Arabic has its own comma', () => {
    for (const text of texts('ar')) expect(text).to.not.match(/[,;?]/);
  });

  it('has real apostrophes and quotation marks', () => {
    for (const tag of ['en', ...loadableLocales.keys()]) {
      for (const text of texts(tag)) expect(text, tag).to.not.match(/['"]/);
    }
  });

  it('sets pieces from left to right apart where the text runs from right to left', () => {
    for (const tag of ['ar', 'he']) {
      const { bytesOf, hintLargest } = findLocale(tag).messages;
      expect(bytesOf('4.1', '9.6 MB')).to.contain('\u20689.6 MB\u2069');
      expect(hintLargest('9.6 MB')).to.contain('\u20689.6 MB\u2069');
    }
  });
});

describe('the numbers in texts', () => {
  it('are in the digits of the region, as those beside them', () => {
    expect(findLocale('ar-EG').messages.leftOut(5)).to.contain('٥');
    expect(findLocale('ar-MA').messages.leftOut(5)).to.contain('5');
  });
});
