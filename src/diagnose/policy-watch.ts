import type { Clock } from '../engine/ports.js';
import { found, type Finding } from './report.js';

/** What a directive falls back to where the policy does not have it (CSP 3, 6.8.3). */
const FALLBACKS: Readonly<Record<string, readonly string[]>> = {
  'connect-src': ['default-src'],
  'script-src': ['default-src'],
  'worker-src': ['child-src', 'script-src', 'default-src'],
};

/** A policy's event may come after the failure that it explains, by no more than this, in ms; own figure. */
const EVENT_DELAY_MS = 100;

type Violation = { readonly directive: string; readonly source: string | null; readonly policy: string };

/**
 * Notes what the page's policies keep from happening, and writes the line that would allow it.
 * @see https://w3c.github.io/webappsec-csp/#violation-events
 */
export class PolicyWatch {
  readonly #page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  readonly #violations: Violation[] = [];

  /** @param page `globalThis` has what is needed */
  constructor(page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> = globalThis) {
    this.#page = page;
    page.addEventListener('securitypolicyviolation', this.#onViolation);
  }

  stop(): void {
    this.#page.removeEventListener('securitypolicyviolation', this.#onViolation);
  }

  /** Resolves when the events of all that was kept back until now have come. */
  arrived({ delay }: Pick<Clock, 'delay'>): Promise<void> {
    return new Promise((resolve) => void delay(EVENT_DELAY_MS, resolve));
  }

  /** The whole directive as it has to read so that `source` is allowed too, with all else that it kept back. */
  lineFor(directive: string, source: string): string {
    const seen = this.#violations.filter((violation) => violation.directive === directive);
    const sources = [...seen.map((violation) => violation.source), source];
    return policyLine(directive, sources, (seen.at(-1) ?? this.#violations.at(-1))?.policy);
  }

  /** All that was kept back. Other scripts of the page may have tried it. */
  finding(): Finding {
    const lines = new Map<string, string>();
    for (const { directive, source } of this.#violations) {
      lines.set(directive, source === null ? (lines.get(directive) ?? '') : this.lineFor(directive, source));
    }
    if (lines.size === 0)
      return found('ok', 'No Content-Security-Policy kept anything back during the checks.');
    const fix = [...lines.values()].filter((line) => line !== '').join('\n');
    return found(
      'warning',
      `During the checks the page's Content-Security-Policy kept something back by ${[...lines.keys()].join(', ')}.`,
      fix === '' ? undefined : fix,
    );
  }

  readonly #onViolation = (event: Event): void => {
    const { blockedURI, disposition, effectiveDirective, originalPolicy } =
      event as Partial<SecurityPolicyViolationEvent>;
    if (disposition === 'report' || effectiveDirective === undefined) return;
    // `script-src-elem` and the like are not what a page writes.
    const directive = effectiveDirective.replace(/-(?:elem|attr)$/, '');
    this.#violations.push({ directive, source: sourceOf(blockedURI ?? ''), policy: originalPolicy ?? '' });
  };
}

/**
 * The line by which `policy` allows `sources` too. What only one answer knows (a nonce), and a policy that
 * is not known, show as `…`: a page has to keep what it has there.
 */
export function policyLine(directive: string, sources: readonly (string | null)[], policy?: string): string {
  const directives = new Map(
    (policy ?? '').split(';').map((text): [string, readonly string[]] => {
      const [name = '', ...values] = text.trim().split(/\s+/);
      return [name.toLowerCase(), values];
    }),
  );
  const from = [directive, ...(FALLBACKS[directive] ?? [])].find((name) => directives.has(name)) ?? '';
  const kept = (policy === undefined ? ['…'] : (directives.get(from) ?? []))
    .filter((value) => value.toLowerCase() !== "'none'")
    .map((value) => value.replace(/^'nonce-.*'$/i, "'nonce-…'"));
  const added = sources.filter((source) => source !== null);
  return `Content-Security-Policy: ${[directive, ...new Set([...kept, ...added])].join(' ')}`;
}

/** What has to be allowed; null where nothing should be (inline scripts, eval). */
function sourceOf(blocked: string): string | null {
  if (blocked === 'wasm-eval') return "'wasm-unsafe-eval'";
  if (/^blob\b/.test(blocked)) return 'blob:';
  const origin = /^https?:\/\/[^/?#]*/i.exec(blocked)?.[0].toLowerCase();
  return origin === globalThis.location?.origin ? "'self'" : (origin ?? null);
}
