/** Longest delay that is believed, in ms (a day); own figure, against an answer that would stop us for ever. */
const LONGEST_MS = 86_400_000;

/**
 * A `Retry-After` header as a delay in ms; undefined where it is absent or malformed.
 * @param nowMs - ms since epoch, for the form that names a date
 * @see RFC 9110, 10.2.3
 */
export function parseRetryAfter(text: string | null, nowMs: number): number | undefined {
  if (text === null || text.trim() === '') return undefined;
  const value = text.trim();
  const delayMs = /^\d{1,9}(?:\.\d{1,6})?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - nowMs;
  if (Number.isNaN(delayMs)) return undefined;
  return Math.min(Math.max(Math.round(delayMs), 0), LONGEST_MS);
}
