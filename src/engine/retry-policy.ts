import type { UploadError } from '../errors.js';
import type { Clock } from './ports.js';

/** Longest first delay, in ms; COS advises 0.5 to 1 s (`protocol.md` 6). */
const FIRST_DELAY_MS = 1000;

/** Longest delay between two tries, in ms, unless the service asks for more. */
const LONGEST_DELAY_MS = 30_000;

/** Longest delay that a service may ask for, in ms: a hostile answer must not park a task for ever. */
const LONGEST_ASKED_DELAY_MS = 10 * 60_000;

/** Tries of one step without any progress before a person has to look at it. Own figure. */
const TRIES_MAX = 8;

/**
 * Delay before the next try in ms, or null when there was enough of them.
 * Exponential with full jitter, so that many clients don't come back at once.
 *
 * @param interruptions tries of this step that failed before this one, from 0
 */
export function retryDelayMs(interruptions: number, error: UploadError, clock: Clock): number | null {
  if (error.code !== 'offline' && interruptions + 1 >= TRIES_MAX) return null;
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** interruptions);
  const asked = Math.min(LONGEST_ASKED_DELAY_MS, error.retryAfterMs ?? 0);
  return Math.max(asked, Math.round(clock.random() * ceiling));
}
