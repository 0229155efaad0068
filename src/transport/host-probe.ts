import type { Clock, HostProbe } from '../engine/ports.js';

/** What is needed of the page; `globalThis` has it. */
export type HostProbeOptions = {
  readonly clock: Pick<Clock, 'delay'>;
  /** @default the global ones */
  readonly page?: Pick<EventTarget, 'addEventListener'> & { readonly location?: { readonly origin: string } };
  readonly fetch?: typeof globalThis.fetch;
};

/** Longest wait for a host that may be there, in ms; own figure. */
const PROBE_TIMEOUT_MS = 5000;

/** A policy's event may come after the request's failure, by no more than this, in ms; own figure. */
const EVENT_DELAY_MS = 100;

/**
 * Looks at a host from outside: the browser tells a script of a lost request neither what
 * lost it nor, without CORS, what answered it (`protocol.md` 14.5).
 * @see https://w3c.github.io/webappsec-csp/#violation-events
 */
export function createHostProbe({ clock, page = globalThis, fetch }: HostProbeOptions): HostProbe {
  const forbidden = new Set<string>();
  let isListening = false;

  return {
    watch() {
      if (isListening) return;
      isListening = true;
      // For good: a policy is never taken back.
      page.addEventListener('securitypolicyviolation', (event) => {
        const origin = forbiddenOrigin(event);
        if (origin !== null) forbidden.add(origin);
      });
    },

    async isForbidden(origin) {
      if (!forbidden.has(origin)) await new Promise<void>((resolve) => clock.delay(EVENT_DELAY_MS, resolve));
      return forbidden.has(origin);
    },

    isOwnOrigin: (origin) => origin === page.location?.origin,

    async isReachable(origin) {
      const controller = new AbortController();
      const stopTimer = clock.delay(PROBE_TIMEOUT_MS, () => controller.abort());
      try {
        await (fetch ?? globalThis.fetch)(`${origin}/`, {
          method: 'HEAD',
          // Nothing of the answer can be seen, only that there was one. (It has to follow redirects.)
          mode: 'no-cors',
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
          cache: 'no-store',
          signal: controller.signal,
        });
        return true;
      } catch {
        return false;
      } finally {
        stopTimer();
      }
    },
  };
}

/** Where a policy that is in force kept a request from; null: it was about something else. */
function forbiddenOrigin(event: Event): string | null {
  const { blockedURI, disposition, effectiveDirective } = event as Partial<SecurityPolicyViolationEvent>;
  if (effectiveDirective !== 'connect-src' || disposition === 'report' || blockedURI === undefined)
    return null;
  return /^https?:\/\/[^/?#]*/i.exec(blockedURI)?.[0].toLowerCase() ?? null;
}
