import { UploadError } from '../errors.js';
import type { UploadToken } from '../protocol/types.js';
import { missingParts } from './checkpoint.js';
import { HeldBack } from './circuit-breaker.js';
import { signedFor } from './header-lives.js';
import { partNumbersToAskFor } from './part-number-range.js';
import { retryDelayMs } from './retry-policy.js';
import type { TaskContext } from './task-context.js';

/** Refusals of freshly renewed headers in a row before they are taken as final (`protocol.md` 5). */
const FRESH_REFUSALS_MAX = 2;

/** Requests with one set of headers that may go unanswered before the headers are doubted: a refusal may lack CORS headers. Own figure. */
const SILENCES_MAX = 2;

/** Delay after a renewal that failed too often in a row, in ms, while the old headers live. Own figure. */
const LONGEST_DELAY_MS = 30_000;

/**
 * Keeps the headers of one task's parts fresh: ahead of their end, by one call at a time, and
 * without disturbing what is in flight. An upload in one request has none to renew: it starts again.
 */
export class HeaderRenewal {
  readonly #task: TaskContext;
  readonly #signal: AbortSignal;
  #renewal: Promise<void> | null = null;
  /** Renewals that failed in a row, and until when none is tried while the old headers live (ms, monotonic). */
  #failures = 0;
  #restsUntil = 0;
  /** Why none is tried. */
  #restsFor: unknown = null;
  /** Batches of headers refused in a row. */
  #refusals = 0;
  #refusal: UploadError | null = null;

  constructor(task: TaskContext, signal: AbortSignal) {
    this.#task = task;
    this.#signal = signal;
  }

  /** False once fresh headers were refused again and again: they are not what is wrong. */
  get isOfUse(): boolean {
    return this.#refusals <= FRESH_REFUSALS_MAX;
  }

  /** The token, where a part may begin with its headers now; else `prepare` comes first. */
  usableToken(partNumber: number): UploadToken | null {
    const { token } = this.#task.checkpoint();
    if (token === null)
      throw new UploadError('upload-gone', 'The upload was given up while its parts were sent.');
    const signed = signedFor(token, partNumber);
    if (signed === null) return null;
    switch (this.#task.headerLives.stateOf(signed)) {
      case 'good':
        return token;
      case 'due':
        return this.#canRenew && this.#task.services.clock.monotonic() >= this.#restsUntil ? null : token;
      case 'over':
        // Where there is no way to renew, the store shall be the one to say so.
        return this.#canRenew || !this.#isMultipart ? null : token;
      case 'refused':
        return null;
    }
  }

  /** Waits for headers that are worth trying for this part. */
  async prepare(partNumber: number): Promise<void> {
    while (this.usableToken(partNumber) === null) {
      if (!this.#isMultipart) this.#startAgain(partNumber);
      if (!this.isOfUse && this.#refusal !== null) throw this.#refusal;
      // The lane that asked failed with it; the others come to it one by one.
      if (this.#task.services.clock.monotonic() < this.#restsUntil) throw this.#restsFor;
      try {
        await this.#renew(partNumber, true);
      } catch (thrown) {
        this.#signal.throwIfAborted();
        if (!isPassing(thrown) || this.usableToken(partNumber) === null) throw thrown;
      }
      this.#signal.throwIfAborted();
    }
  }

  /** Fetches headers before the lanes run dry, where these parts, the next in turn, have none yet. */
  lookAhead(next: readonly number[]): void {
    const { token } = this.#task.checkpoint();
    const bare = token === null ? undefined : next.find((one) => signedFor(token, one) === null);
    const rests = this.#task.services.clock.monotonic() < this.#restsUntil;
    if (bare !== undefined && this.#canRenew && !rests) this.#renew(bare, false).catch(() => undefined);
  }

  /**
   * What a failure to send says of the headers that it was sent with: refused, or, without an answer
   * that can be read, probably so. Else the failure as it is.
   */
  judge(error: UploadError, token: UploadToken, partNumber: number): UploadError {
    const signed = signedFor(token, partNumber);
    if (signed === null) return error;
    const { headerLives } = this.#task;
    const isSilent = error.code === 'network' && error.status === undefined && !(error instanceof HeldBack);
    const isDoubted = isSilent && headerLives.noteSilence(signed) === SILENCES_MAX && this.#canRenew;
    const isHidden = isDoubted || (isSilent && headerLives.mayBeOver(signed));
    if (error.code !== 'upload-expired' && !isHidden) return error;
    if (headerLives.refuse(signed) && !isHidden) this.#refusals += 1;
    this.#refusal = error;
    const expired = isHidden
      ? new UploadError('upload-expired', 'No answer that can be read: the headers may have been refused.')
      : error;
    if (!this.#isMultipart) {
      const spendsRestart = !isHidden || headerLives.isFresh(signed);
      this.#task.dispatch({ type: 'HEADERS_STALE', error: expired, spendsRestart });
    }
    return expired;
  }

  /** A part came through. */
  noteSuccess(): void {
    this.#refusals = 0;
  }

  get #isMultipart(): boolean {
    return this.#task.checkpoint().plan.multipart;
  }

  get #canRenew(): boolean {
    const { backend } = this.#task.spec;
    return this.#isMultipart && (backend.offers('renewUploadToken') || backend.offers('getUploadState'));
  }

  /** One object in one request: a new start gives new headers and a new key. */
  #startAgain(partNumber: number): void {
    const { token } = this.#task.checkpoint();
    const signed = token === null ? null : signedFor(token, partNumber);
    const error = new UploadError('upload-expired', 'The headers ran out before the file was sent.');
    const spendsRestart = signed === null || this.#task.headerLives.isFresh(signed);
    this.#task.dispatch({ type: 'HEADERS_STALE', error, spendsRestart });
    this.#signal.throwIfAborted();
    throw error;
  }

  /** One renewal at a time, whoever asks. */
  #renew(partNumber: number, isWaitedFor: boolean): Promise<void> {
    if (isWaitedFor) {
      const error = new UploadError('upload-expired', 'The headers are about to run out.');
      this.#task.dispatch({ type: 'HEADERS_STALE', error, spendsRestart: false });
    }
    this.#renewal ??= this.#fetch(partNumber).finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #fetch(partNumber: number): Promise<void> {
    const { clock } = this.#task.services;
    try {
      await this.#fetchToken(partNumber);
      this.#failures = 0;
      this.#restsUntil = 0;
    } catch (thrown) {
      if (!this.#signal.aborted && isPassing(thrown)) {
        const delayMs = retryDelayMs(this.#failures, thrown, clock) ?? LONGEST_DELAY_MS;
        this.#failures += 1;
        this.#restsUntil = clock.monotonic() + delayMs;
        this.#restsFor = thrown;
        this.#task.dispatch({ type: 'RENEW_INTERRUPTED' });
      }
      throw thrown;
    }
  }

  async #fetchToken(partNumber: number): Promise<void> {
    const before = this.#task.checkpoint().token;
    if (before === null) return;
    const token = await this.#askForToken(before, partNumber);
    if (token === null || token.confirmKey !== before.confirmKey) {
      throw new UploadError('upload-gone', 'The upload’s headers ran out, and the service gave no new ones.');
    }
    const merged = { ...token, parts: this.#mergedParts(before, token) };
    if (signedFor(merged, partNumber) === null) {
      throw new UploadError(
        'invalid-answer',
        `The renewed upload token has no headers for part ${partNumber}: field "parts".`,
      );
    }
    if (!this.#signal.aborted) this.#task.dispatch({ type: 'HEADERS_RENEWED', token: merged });
  }

  async #askForToken(before: UploadToken, partNumber: number): Promise<UploadToken | null> {
    const { spec } = this.#task;
    const { confirmKey } = before;
    const options = { signal: this.#signal };
    if (spec.backend.offers('renewUploadToken')) {
      const numbers = partNumbersToAskFor(this.#numbersDue(before, partNumber), spec.partNumberRange);
      const range = numbers === null ? {} : { partNumberRange: numbers };
      return spec.backend.renewUploadToken({ confirmKey, ...range }, options);
    }
    if (!spec.backend.offers('getUploadState')) return null;
    return (await spec.backend.getUploadState({ confirmKey }, options)).token;
  }

  /** Numbers to ask headers for: the part at hand first, then all that will need them, in order. */
  #numbersDue(token: UploadToken, partNumber: number): number[] {
    const checkpoint = this.#task.checkpoint();
    const isDue = (one: number): boolean => {
      const signed = signedFor(token, one);
      return signed === null || this.#task.headerLives.stateOf(signed) !== 'good';
    };
    return [
      partNumber,
      ...missingParts(checkpoint).filter((one) => !checkpoint.unproven.has(one) && isDue(one)),
    ];
  }

  /** Headers of single parts known before stay for the parts that are still to be sent. */
  #mergedParts(before: UploadToken, { parts }: UploadToken): UploadToken['parts'] {
    if (before.parts === null || parts === null) return parts;
    const { sent } = this.#task.checkpoint();
    return new Map([...[...before.parts].filter(([one]) => !sent.has(one)), ...parts]);
  }
}

function isPassing(thrown: unknown): thrown is UploadError {
  return thrown instanceof UploadError && thrown.retryable;
}
