import type { UploaderOptions } from './engine/options.js';

/** Days that a record is kept where `resumeDays` is not set. */
const DAYS = 7;

export const DAY_MS = 24 * 60 * 60_000;

/** How long the records of `options` are kept after their last change, in ms. */
export function resumeLifeMs({ resumeDays }: UploaderOptions): number {
  const days = Number(resumeDays ?? DAYS);
  return (days >= 0 ? days : DAYS) * DAY_MS;
}
