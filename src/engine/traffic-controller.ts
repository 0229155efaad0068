import { UploadError } from '../errors.js';

/** Connections that a browser makes to one host by HTTP/1.1: more parts in flight would wait. */
export const CONNECTIONS_MAX = 6;

type Applicant = {
  readonly owner: object;
  readonly scope: object;
  readonly limit: () => number;
  readonly grant: () => void;
};

/**
 * One budget of requests in flight to the object store, over all files: a
 * browser has six connections a host, whatever the number of files.
 *
 * A free place goes to the applicant whose owner has the fewest in flight, so
 * that a small file is not starved behind a large one; then to the oldest.
 */
export class TrafficController {
  readonly #applicants = new Set<Applicant>();
  /** By owner and by scope. */
  readonly #inFlightBy = new Map<object, number>();
  readonly #most: number;
  #inFlight = 0;
  /** Most requests in flight at present: fewer under pressure. */
  #ceiling: number;
  #era = 0;
  /** Requests that went well since the ceiling last changed. */
  #wentWell = 0;

  /** @param most requests in flight over all owners and scopes */
  constructor(most: number) {
    this.#most = most;
    this.#ceiling = most;
  }

  /** Most requests in flight at present. */
  get ceiling(): number {
    return this.#ceiling;
  }

  /** To be noted when a request begins, for `ease`. */
  get era(): number {
    return this.#era;
  }

  /** The host is under pressure: half as many at a time. Counts once for all requests of one era. */
  ease(era: number): void {
    if (era !== this.#era) return;
    this.#era += 1;
    this.#wentWell = 0;
    this.#ceiling = Math.max(1, Math.floor(this.#ceiling / 2));
  }

  /** A request went well: one more at a time, once all that fit below the ceiling did. */
  recover(): void {
    this.#wentWell += 1;
    if (this.#ceiling === this.#most || this.#wentWell < this.#ceiling) return;
    this.#wentWell = 0;
    this.#ceiling += 1;
    this.#grantNext();
  }

  /** Requests in flight now. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /**
   * Waits for a place and gives what returns it; calling that twice does no harm.
   *
   * @param scope whose limit counts, such as one uploader of several on a page
   * @param limit most requests in flight in this scope, asked for each time a place is free
   * @throws AbortError when `signal` aborts while waiting
   */
  acquire(
    owner: object,
    { scope, limit, signal }: { scope: object; limit: () => number; signal: AbortSignal },
  ): Promise<() => void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const onAbort = (): void => {
        this.#applicants.delete(applicant);
        reject(
          signal.reason instanceof Error
            ? signal.reason
            : new UploadError('canceled', 'Stopped while waiting.'),
        );
      };
      const applicant: Applicant = {
        owner,
        scope,
        limit,
        grant: () => {
          signal.removeEventListener('abort', onAbort);
          resolve(this.#occupy(applicant));
        },
      };
      this.#applicants.add(applicant);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#grantNext();
    });
  }

  /** To be called when a limit was raised. */
  reconsider(): void {
    this.#grantNext();
  }

  #occupy({ owner, scope }: Applicant): () => void {
    this.#count(owner, scope, 1);
    let isReturned = false;
    return () => {
      if (isReturned) return;
      isReturned = true;
      this.#count(owner, scope, -1);
      this.#grantNext();
    };
  }

  #count(owner: object, scope: object, step: 1 | -1): void {
    this.#inFlight += step;
    for (const key of [owner, scope]) {
      const now = this.#of(key) + step;
      if (now === 0) this.#inFlightBy.delete(key);
      else this.#inFlightBy.set(key, now);
    }
  }

  #of(key: object): number {
    return this.#inFlightBy.get(key) ?? 0;
  }

  #grantNext(): void {
    for (let next = this.#next(); next !== null; next = this.#next()) {
      this.#applicants.delete(next);
      next.grant();
    }
  }

  #next(): Applicant | null {
    if (this.#inFlight >= this.#ceiling) return null;
    let best: Applicant | null = null;
    for (const applicant of this.#applicants) {
      if (this.#of(applicant.scope) >= applicant.limit()) continue;
      if (best === null || this.#of(applicant.owner) < this.#of(best.owner)) best = applicant;
    }
    return best;
  }
}
