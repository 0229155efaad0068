import type { CodeFacts, CodeText, Messages } from './messages.js';
import { codeSentence } from './messages.js';
import { pluralizer } from './plural.js';
import { shareLocale } from './shared-locales.js';

type Category = Intl.LDMLPluralRule;

/** One text for each plural category that the language says it has, in that order; `#` stands for the number. */
type Forms<C extends readonly Category[]> = { readonly [index in keyof C]: string };

type FactsText = (facts: CodeFacts) => string;

/** What the texts of a language are put together with. */
export type Words<C extends readonly Category[]> = {
  /** A number in the digits of the language. */
  readonly number: (count: number) => string;
  /** A text that depends on a number. */
  readonly plural: (...forms: Forms<C>) => (count: number) => string;
  /** A sentence for a code, by the number of files that it speaks of. */
  readonly counted: (...forms: Forms<C>) => FactsText;
  /** The same where the form for 1 serves other numbers too, as 21 in Russian, and so can't say "this file". */
  readonly single: (thisFile: string, several: FactsText) => FactsText;
  /** A sentence for one file of known size, else another. */
  readonly sized: (ofSize: (size: string) => string, otherwise: FactsText) => FactsText;
  /** A sentence, and one on the limit after it where that is known. */
  readonly limited: (text: CodeText, ofLimit: (limit: string) => string) => FactsText;
  /** What the page itself said, else a sentence. */
  readonly detailOr: (text: FactsText) => FactsText;
  /**
   * Sets a piece apart, so that "9.6 MB" keeps its order amid text that runs from right to left. For
   * texts that are drawn. Names are drawn in elements of their own, and labels and announcements are
   * read in logical order, where such marks would only be in the way.
   */
  readonly isolated: (piece: string) => string;
};

/**
 * Makes a language known: elements on the page take it at once.
 *
 * @param tag BCP 47 tag
 * @param categories the plural categories of the language, in the order in which forms are given
 * @param make gives the texts
 */
export function defineLocale<const C extends readonly Category[]>(
  tag: string,
  categories: C,
  make: (words: Words<C>) => Messages,
): void {
  shareLocale(tag, (formatTag) => make(wordsOf(formatTag, categories)));
}

function wordsOf<C extends readonly Category[]>(formatTag: string, categories: C): Words<C> {
  const numbers = new Intl.NumberFormat(formatTag);
  const choose = pluralizer(formatTag);

  const plural: Words<C>['plural'] = (...forms) => {
    const byCategory = Object.fromEntries(categories.map((category, index) => [category, forms[index]]));
    return (count) => choose(count, { other: '', ...byCategory });
  };
  const counted: Words<C>['counted'] = (...forms) => {
    const text = plural(...forms);
    return ({ count }) => text(count);
  };
  return {
    number: (count) => numbers.format(count),
    plural,
    counted,
    single: (thisFile, several) => (facts) => (facts.count === 1 ? thisFile : several(facts)),
    sized: (ofSize, otherwise) => (facts) =>
      facts.count === 1 && facts.size !== null ? ofSize(facts.size) : otherwise(facts),
    limited: (text, ofLimit) => (facts) => {
      const sentence = codeSentence(text, facts);
      // A full-width stop has its space within it.
      const gap = sentence.endsWith('。') ? '' : ' ';
      return facts.limit === null ? sentence : `${sentence}${gap}${ofLimit(facts.limit)}`;
    },
    detailOr: (text) => (facts) => facts.detail || text(facts),
    isolated: (piece) => `\u2068${piece}\u2069`,
  };
}
