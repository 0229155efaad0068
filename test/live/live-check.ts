import type { LivePage } from './live-page.js';
import type { LiveService } from './live-service.js';

/** What a look at the service told. */
export type Finding = {
  readonly result: 'confirmed' | 'refuted' | 'untested';
  /** What was seen, or why nothing could be. */
  readonly seen: string;
};

/** What a check may use. */
export type LiveTools = {
  readonly service: LiveService;
  /** A page in a real browser, of an origin that the service does not know. @throws where there is none */
  readonly page: () => Promise<LivePage>;
  /** Longest wait for headers to expire, in seconds. */
  readonly patienceSeconds: number;
};

/** One item of the protocol's unconfirmed list. */
export type LiveCheck = {
  /** For `--only`. */
  readonly id: string;
  /** What no document says. */
  readonly question: string;
  /** The statement that is confirmed or refuted. */
  readonly claim: string;
  /** A throw counts as untested. */
  run(tools: LiveTools): Promise<Finding>;
};

export const confirmed = (seen: string): Finding => ({ result: 'confirmed', seen });
export const refuted = (seen: string): Finding => ({ result: 'refuted', seen });
export const untested = (seen: string): Finding => ({ result: 'untested', seen });

/** Confirmed where it is so. */
export function judged(isSo: boolean, seen: string): Finding {
  return isSo ? confirmed(seen) : refuted(seen);
}
