import { UploadError } from '../errors.js';

type Applicant = {
  readonly owner: object;
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
  readonly #inFlightByOwner = new Map<object, number>();
  #inFlight = 0;

  /** Requests in flight now. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /**
   * Waits for a place and gives what returns it; calling that twice does no harm.
   *
   * @param limit most requests in flight over all owners, asked for each time a place is free
   * @throws AbortError when `signal` aborts while waiting
   */
  acquire(
    owner: object,
    { limit, signal }: { limit: () => number; signal: AbortSignal },
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
        limit,
        grant: () => {
          signal.removeEventListener('abort', onAbort);
          resolve(this.#occupy(owner));
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

  #occupy(owner: object): () => void {
    this.#inFlight += 1;
    this.#inFlightByOwner.set(owner, this.#of(owner) + 1);
    let isReturned = false;
    return () => {
      if (isReturned) return;
      isReturned = true;
      this.#inFlight -= 1;
      const left = this.#of(owner) - 1;
      if (left === 0) this.#inFlightByOwner.delete(owner);
      else this.#inFlightByOwner.set(owner, left);
      this.#grantNext();
    };
  }

  #of(owner: object): number {
    return this.#inFlightByOwner.get(owner) ?? 0;
  }

  #grantNext(): void {
    for (let next = this.#next(); next !== null; next = this.#next()) {
      this.#applicants.delete(next);
      next.grant();
    }
  }

  #next(): Applicant | null {
    let best: Applicant | null = null;
    for (const applicant of this.#applicants) {
      if (this.#inFlight >= applicant.limit()) continue;
      if (best === null || this.#of(applicant.owner) < this.#of(best.owner)) best = applicant;
    }
    return best;
  }
}
