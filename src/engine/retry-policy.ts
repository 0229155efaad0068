import type { UploadError } from '../errors.js';
import { ruleFor } from '../protocol/failure-table.js';
import type { Clock } from './ports.js';

/** Longest first delay, in ms; COS advises 0.5 to 1 s (`protocol.md` 6). */
const FIRST_DELAY_MS = 1000;

/** Longest delay between two tries, in ms, unless the service asks for more. */
const LONGEST_DELAY_MS = 30_000;

/** Longest delay that a service may ask for, in ms: a hostile answer must not park a task for ever. */
const LONGEST_ASKED_DELAY_MS = 10 * 60_000;

/** Tries of one step without any progress before a person has to look at it. Own figure. */
const TRIES_MAX = 8;

/** Short tries of a confirm that finds parts missing, and the first of the delays between them, in ms (`protocol.md` 2.6). */
const CONFIRMS_AGAIN_MAX = 3;
const CONFIRM_AGAIN_MS = 1500;

/**
 * Delay before the next try in ms, or null when there was enough of them.
 * Exponential with full jitter, so that many clients don't come back at once.
 *
 * @param interruptions tries of this step that failed before this one, from 0
 */
export function retryDelayMs(interruptions: number, error: UploadError, clock: Clock): number | null {
  if (interruptions + 1 >= (ruleFor(error).tries ?? TRIES_MAX)) return null;
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** interruptions);
  return Math.max(askedDelayMs(error), Math.round(clock.random() * ceiling));
}

/** Least delay that the answer asked for, in ms. */
export function askedDelayMs({ retryAfterMs }: UploadError): number {
  return Math.min(LONGEST_ASKED_DELAY_MS, retryAfterMs ?? 0);
}

/** `ceilingMs`, or down to half of it: for a wait that must be one, and yet not everybody's at once. */
export function shortenedMs(ceilingMs: number, clock: Clock): number {
  return Math.round(ceilingMs * (1 - clock.random() / 2));
}

/** Delay before a confirm that found parts missing is repeated, in ms; null: ask the state instead. */
export function confirmAgainDelayMs(interruptions: number, clock: Clock): number | null {
  return interruptions < CONFIRMS_AGAIN_MAX
    ? shortenedMs(CONFIRM_AGAIN_MS * 2 ** interruptions, clock)
    : null;
}
