import { enCodeTexts } from '../locales/en.js';
import type { MessageOverrides, Messages } from '../locales/messages.js';

/**
 * The texts of a language with those of the page in their place. A text of the
 * wrong kind is left out, and a function that fails gives way to the language's,
 * so that a slip in one text never blanks the whole; `warn` gets each slip.
 */
export function overrideMessages(
  base: Messages,
  overrides: MessageOverrides | null | undefined,
  warn: (text: string) => void,
): Messages {
  const texts: Readonly<Record<string, unknown>> = base;
  const taken: Record<string, unknown> = {};
  for (const [key, text] of Object.entries<unknown>(overrides ?? {})) {
    if (text === undefined || text === null) {
      continue;
    }
    const own = Object.hasOwn(texts, key) ? texts[key] : undefined;
    if (!isText(text) || !isText(own) || (typeof text !== typeof own && !Object.hasOwn(enCodeTexts, key))) {
      warn(`messages: "${key}" ${fault(own)}; it is ignored.`);
    } else if (typeof text === 'string') {
      taken[key] = text;
    } else {
      taken[key] = withFallback(text, own, () =>
        warn(`messages: "${key}" threw or gave no text; the language's own is used.`),
      );
    }
  }
  return { ...base, ...taken };
}

type Maker = (...facts: readonly unknown[]) => unknown;

function isText(text: unknown): text is string | Maker {
  return typeof text === 'string' || typeof text === 'function';
}

function fault(own: string | Maker | unknown): string {
  if (!isText(own)) {
    return 'is no text of the element';
  }
  return typeof own === 'string' ? 'must be a text' : 'must be a function that gives a text';
}

function withFallback(make: Maker, own: string | Maker, onFault: () => void): Maker {
  return (...facts) => {
    try {
      const text = make(...facts);
      if (typeof text === 'string') {
        return text;
      }
    } catch {
      // Said below, as for an answer that is no text.
    }
    onFault();
    return typeof own === 'string' ? own : own(...facts);
  };
}
