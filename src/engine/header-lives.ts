import { SIGV4_LIFE_MS, signedLifeMs } from '../protocol/header-life.js';
import type { HeaderMap, UploadToken } from '../protocol/types.js';
import type { Clock } from './ports.js';

/** Headers are renewed so long before they run out, in ms, or a quarter of their life where that is less (`protocol.md` 11.5). */
const AHEAD_MS = 5 * 60_000;
const AHEAD_PART = 4;

/** Headers that run out sooner are too short-lived to start again for them without end, in ms. Own figure. */
const FRESH_MS = 60_000;

/** From this age on headers of an unknown life may have run out, in ms: the shortest life in use (`protocol.md` 4.1). */
const SUSPECT_MS = 15 * 60_000;

/** What signs one request: headers, or the fields of a form. */
export type Signed = HeaderMap | NonNullable<UploadToken['form']>;

/** `due`: they still work, and will soon not. `over`: nothing may begin with them. */
export type HeaderState = 'good' | 'due' | 'over' | 'refused';

type Receipt = {
  /** Counts the answers that brought headers. */
  readonly batch: number;
  /** ms since epoch */
  readonly now: number;
  /** ms */
  readonly monotonic: number;
  /** In ms from the receipt on; null: not known. */
  readonly lifeMs: number | null;
};

/** What signs the request for a part; null where the token has nothing for it. */
export function signedFor(token: UploadToken, partNumber: number): Signed | null {
  return token.form ?? token.parts?.get(partNumber) ?? token.headers;
}

/**
 * How far the headers of one task are from running out. Their life is counted from when they were
 * received, since the client's clock may be a day off (`protocol.md` 14.4).
 */
export class HeaderLives {
  readonly #clock: Clock;
  readonly #receipts = new WeakMap<Signed, Receipt>();
  /** Requests that got no answer, by what they were signed with. */
  readonly #silences = new WeakMap<Signed, number>();
  #noted: UploadToken | null = null;
  #batch = 0;
  #refusedBatch = 0;
  /** Fresh headers looked as if they had run out: what `expiration` says is worth nothing here. */
  #isClockWrong = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes note of the headers that were just received. */
  note(token: UploadToken | null): void {
    if (token === null || token === this.#noted) return;
    this.#noted = token;
    this.#batch += 1;
    const now = this.#clock.now();
    const monotonic = this.#clock.monotonic();
    if (token.expiresAt !== null && token.expiresAt <= now) this.#isClockWrong = true;
    const toExpiry = token.expiresAt === null || this.#isClockWrong ? null : token.expiresAt - now;
    for (const signed of [token.headers, token.form, ...(token.parts?.values() ?? [])]) {
      if (signed === null || this.#receipts.has(signed)) continue;
      const fields = isForm(signed) ? signed : Object.entries(signed);
      const signedMs = signedLifeMs(fields);
      // That is only the longest that the scheme allows: what opens the store may end sooner.
      const isLongest = signedMs === SIGV4_LIFE_MS && toExpiry !== null;
      const lifeMs = isLongest ? Math.min(signedMs, toExpiry) : (signedMs ?? toExpiry);
      this.#receipts.set(signed, { batch: this.#batch, now, monotonic, lifeMs });
    }
  }

  stateOf(signed: Signed): HeaderState {
    const receipt = this.#receipts.get(signed);
    if (receipt === undefined) return 'good';
    if (receipt.batch <= this.#refusedBatch) return 'refused';
    if (receipt.lifeMs === null) return 'good';
    const left = receipt.lifeMs - this.#ageMs(receipt);
    if (left <= 0) return 'over';
    return left <= Math.min(AHEAD_MS, receipt.lifeMs / AHEAD_PART) ? 'due' : 'good';
  }

  /** Whether a request that got no answer may have been refused for their age: such an answer may lack CORS headers. */
  mayBeOver(signed: Signed): boolean {
    const receipt = this.#receipts.get(signed);
    if (receipt?.lifeMs === null) return this.#ageMs(receipt) >= SUSPECT_MS;
    return this.stateOf(signed) !== 'good';
  }

  /** A request with them got no answer that can be read. Gives how many did so far, in whatever run of the upload. */
  noteSilence(signed: Signed): number {
    const silences = (this.#silences.get(signed) ?? 0) + 1;
    this.#silences.set(signed, silences);
    return silences;
  }

  /** Received a short while ago. */
  isFresh(signed: Signed): boolean {
    const receipt = this.#receipts.get(signed);
    return receipt === undefined || this.#ageMs(receipt) < FRESH_MS;
  }

  /**
   * The store refused them, and so all that came no later.
   *
   * @returns false where that was known: others of the same batch were refused before
   */
  refuse(signed: Signed): boolean {
    const batch = this.#receipts.get(signed)?.batch ?? this.#batch;
    if (batch <= this.#refusedBatch) return false;
    this.#refusedBatch = batch;
    return true;
  }

  /** By the clock that went on further: either may stand still while a computer sleeps. */
  #ageMs({ now, monotonic }: Receipt): number {
    return Math.max(this.#clock.now() - now, this.#clock.monotonic() - monotonic);
  }
}

function isForm(signed: Signed): signed is NonNullable<UploadToken['form']> {
  return Array.isArray(signed);
}
