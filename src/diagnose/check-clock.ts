import { found, type Finding } from './report.js';

const MINUTE_MS = 60_000;

/** Difference that is told, in ms; own figure: signatures of COS and S3 allow 15 minutes. */
const TOLERATED_MS = 5 * MINUTE_MS;

/** No headers live longer, in ms; own figure: COS's live two hours. */
const LONGEST_LIFE_MS = 24 * 60 * MINUTE_MS;

/**
 * The computer's clock against the service's. Times are in ms since epoch.
 * @param servedAt `Date` of an answer; null where none can be read
 * @param expiresAt end of the life of headers made just now; null where it is not said
 */
export function checkClock(servedAt: number | null, expiresAt: number | null, now: number): Finding {
  if (servedAt !== null) return judge(now - servedAt, TOLERATED_MS);
  if (expiresAt === null) return found('skipped', 'No answer tells the time of the service to this page.');
  // Between nothing and their longest life is left: only what is outside of that tells.
  const aheadMs = now - expiresAt;
  return aheadMs > 0 ? judge(aheadMs, 0) : judge(Math.min(0, aheadMs + LONGEST_LIFE_MS), 0);
}

function judge(aheadMs: number, toleratedMs: number): Finding {
  if (Math.abs(aheadMs) <= toleratedMs) return found('ok', 'The computer’s clock agrees with the service’s.');
  const minutes = Math.ceil(Math.abs(aheadMs) / MINUTE_MS);
  return found(
    'warning',
    `The computer's clock is at least ${minutes} min ${aheadMs > 0 ? 'ahead of' : 'behind'} the service's. Uploads go by intervals and do not mind; a backend on this computer that signs does.`,
    'Let the computer set its clock by the network.',
  );
}
