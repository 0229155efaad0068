import { UploadError, isAbort, toUploadError } from '../errors.js';
import { asMultipart, partRange } from '../protocol/part-plan.js';
import type { HeaderMap, UploadToken } from '../protocol/types.js';
import { partNumbersToAskFor } from './part-number-range.js';
import type { ObjectRequest } from './ports.js';
import type { TaskContext } from './task-context.js';
import { missingParts } from './checkpoint.js';

/** Lanes beyond the budget, so that a part is read and summed while the others are sent. */
const LANES_AHEAD = 1;

/** Tries of one part whose sum at the store differs from the one read. Own figure. */
const BAD_SUM_TRIES = 2;

/** Refusals of freshly renewed headers before they are taken as final (`protocol.md` 5). */
const FRESH_REFUSALS_MAX = 2;

/**
 * Sends the missing parts of one task, several at a time. Resolves when all are
 * sent; rejects with the failure that stopped it, once nothing is in flight any more.
 */
export class PartUploader {
  readonly #task: TaskContext;
  readonly #signal: AbortSignal;
  readonly #pending: number[];
  readonly #badSums = new Map<number, number>();
  #lanes = 0;
  #trouble: UploadError | null = null;
  #end: { readonly resolve: () => void; readonly reject: (thrown: unknown) => void } | null = null;
  #renewal: Promise<void> | null = null;
  #freshRefusals = 0;

  constructor(task: TaskContext, signal: AbortSignal) {
    this.#task = task;
    this.#signal = signal;
    this.#pending = missingParts(task.checkpoint());
  }

  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#end = { resolve, reject };
      this.#openLanes();
      if (this.#lanes === 0) resolve();
    });
  }

  /** As many as may run now: also those that trouble ended, once a part came through again. */
  #openLanes(): void {
    const most = this.#task.services.concurrency() + LANES_AHEAD;
    while (this.#lanes < most && this.#pending.length > 0) {
      this.#lanes += 1;
      this.#lane().then(
        (trouble) => {
          this.#onLaneEnd(trouble);
        },
        (thrown: unknown) => this.#end?.reject(thrown),
      );
    }
  }

  #onLaneEnd(trouble: UploadError | null): void {
    this.#lanes -= 1;
    this.#trouble = trouble ?? this.#trouble;
    if (this.#lanes > 0) return;
    if (this.#pending.length > 0 && this.#trouble !== null) this.#end?.reject(this.#trouble);
    else this.#end?.resolve();
  }

  /**
   * A lane that meets trouble which may pass ends, gives it back, and leaves its part to
   * the others: less pressure on a network that is in trouble.
   */
  async #lane(): Promise<UploadError | null> {
    for (
      let partNumber = this.#pending.shift();
      partNumber !== undefined;
      partNumber = this.#pending.shift()
    ) {
      try {
        await this.#sendPart(partNumber);
      } catch (thrown) {
        if (this.#signal.aborted || isAbort(thrown)) throw thrown;
        this.#task.noteInFlight(partNumber, 0);
        const error = toUploadError(thrown, 'unknown', `Part ${partNumber} was not sent.`);
        this.#pending.unshift(partNumber);
        if (this.#isWorthAnotherTry(partNumber, error)) continue;
        if (error.retryable) return error;
        throw error;
      }
    }
    return null;
  }

  async #sendPart(partNumber: number): Promise<void> {
    const { spec, services } = this.#task;
    const { start, end } = partRange(this.#task.checkpoint().plan, partNumber, spec.file.size);
    const body = spec.file.slice(start, end);
    // As a whole where it is one part: a slice hides from the reader that the file has grown.
    const crc64 = await this.#checksum(partNumber, body.size === spec.file.size ? spec.file : body);
    const release = await services.traffic.acquire(this.#task, {
      scope: services,
      limit: services.concurrency,
      signal: this.#signal,
    });
    try {
      const token = await this.#freshToken(partNumber);
      const answer = await this.#deliver(
        {
          ...requestFor(token, partNumber, body),
          attempt: this.#task.countTry(partNumber),
          stallTimeoutMs: services.stallTimeoutMs(),
        },
        partNumber,
        token,
      );
      this.#signal.throwIfAborted();
      if (crc64 !== null && answer.crc64 !== null && answer.crc64 !== crc64.toString()) {
        throw new UploadError(
          'integrity-mismatch',
          `Part ${partNumber} arrived with another CRC64 than it was read with.`,
        );
      }
      this.#freshRefusals = 0;
      this.#task.dispatch({ type: 'PART_SENT', partNumber, crc64 });
      this.#openLanes();
    } finally {
      release();
    }
  }

  async #deliver(request: ObjectRequest, partNumber: number, token: UploadToken) {
    try {
      return await this.#task.services.transport.send(request, {
        signal: this.#signal,
        onProgress: (bytes) => {
          this.#task.noteInFlight(partNumber, bytes);
        },
      });
    } catch (thrown) {
      const error = thrown instanceof UploadError ? thrown : null;
      if (error?.code === 'upload-expired' && this.#task.checkpoint().token === token) {
        this.#task.dispatch({ type: 'HEADERS_STALE', error });
        if (!this.#signal.aborted) void this.#renew(partNumber).catch(() => undefined);
      }
      if (error !== null && isRefusedEmptyPut(error, this.#task)) {
        this.#task.dispatch({ type: 'PLAN_REFUSED', plan: asMultipart(this.#task.checkpoint().plan) });
      }
      throw thrown;
    }
  }

  /** Whether the part may be tried at once by this very lane. */
  #isWorthAnotherTry(partNumber: number, error: UploadError): boolean {
    if (error.code === 'upload-expired') {
      // A part refused as expired spends no try; fresh headers refused again and again do.
      this.#freshRefusals += 1;
      return this.#freshRefusals <= FRESH_REFUSALS_MAX * (this.#task.services.concurrency() + LANES_AHEAD);
    }
    if (error.code === 'integrity-mismatch') {
      const tries = (this.#badSums.get(partNumber) ?? 0) + 1;
      this.#badSums.set(partNumber, tries);
      return tries < BAD_SUM_TRIES;
    }
    return false;
  }

  /** CRC64 of the part as read just now: the second read, for sending, comes from the cache. */
  async #checksum(partNumber: number, body: Blob): Promise<bigint | null> {
    const { spec, services } = this.#task;
    if (spec.withoutIntegrityCheck) return null;
    const known = this.#badSums.has(partNumber)
      ? undefined
      : this.#task.checkpoint().partCrcs?.[partNumber - 1];
    if (known !== undefined) return known;
    try {
      return await services.hasher.checksum(body, { signal: this.#signal });
    } catch (thrown) {
      const cannotHash =
        thrown instanceof UploadError &&
        (thrown.code === 'worker-failed' || thrown.code === 'unsupported-browser');
      if (cannotHash) return null;
      throw thrown;
    }
  }

  /** Headers that are worth trying for this part; renews where there are none. */
  async #freshToken(partNumber: number): Promise<UploadToken> {
    for (;;) {
      if (this.#renewal !== null) await this.#renewal;
      const { token } = this.#task.checkpoint();
      if (token === null)
        throw new UploadError('upload-gone', 'The upload was given up while its parts were sent.');
      if (headersOf(token, partNumber) !== null || token.form !== null) return token;
      await this.#renew(partNumber);
    }
  }

  /** One renewal at a time, whoever asks. */
  #renew(partNumber: number): Promise<void> {
    this.#renewal ??= this.#fetchToken(partNumber).finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #fetchToken(partNumber: number): Promise<void> {
    const before = this.#task.checkpoint().token;
    if (before === null) return;
    const { confirmKey } = before;
    const token = await this.#askForToken(before, partNumber);
    if (token === null || token.confirmKey !== confirmKey) {
      throw new UploadError('upload-gone', 'The upload’s headers ran out, and the service gave no new ones.');
    }
    const merged = { ...token, parts: mergedParts(before, token) };
    if (headersOf(merged, partNumber) === null) {
      throw new UploadError(
        'invalid-answer',
        `The renewed upload token has no headers for part ${partNumber}: field "parts".`,
      );
    }
    if (!this.#signal.aborted) this.#task.dispatch({ type: 'HEADERS_RENEWED', token: merged });
  }

  /**
   * Numbers to ask headers for, the one at hand first. Other lanes have taken parts off the list that wait
   * for headers too: not to ask for those would cost a renewal for each of them.
   */
  #numbersDue(token: UploadToken, partNumber: number): number[] {
    const missing = missingParts(this.#task.checkpoint());
    const areStale = headersOf(token, partNumber) !== null;
    const due = areStale ? missing : missing.filter((one) => headersOf(token, one) === null);
    return [partNumber, ...due];
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
}

/** Headers for a part; null where the token has none for it. */
function headersOf(token: UploadToken, partNumber: number): HeaderMap | null {
  return token.parts?.get(partNumber) ?? token.headers;
}

/** Per-part headers known before stay until they are refused. */
function mergedParts(before: UploadToken, after: UploadToken): UploadToken['parts'] {
  return before.parts === null || after.parts === null
    ? after.parts
    : new Map([...before.parts, ...after.parts]);
}

/** Whether an empty file can be one PUT is unconfirmed for the public cloud: then it goes up as one part. */
function isRefusedEmptyPut(error: UploadError, { checkpoint, spec }: TaskContext): boolean {
  return error.code === 'part-refused' && spec.file.size === 0 && !checkpoint().plan.multipart;
}

function requestFor(
  token: UploadToken,
  partNumber: number,
  body: Blob,
): Pick<ObjectRequest, 'method' | 'url' | 'headers' | 'body'> {
  if (token.form !== null) {
    const form = new FormData();
    for (const [name, value] of token.form) form.append(name, value);
    // The object store takes what follows the file for nothing: it comes last.
    form.append('file', body);
    return { method: 'POST', url: `${token.origin}/`, headers: {}, body: form };
  }
  const query =
    token.uploadId === null ? '' : `?uploadId=${encodeURIComponent(token.uploadId)}&partNumber=${partNumber}`;
  const headers = headersOf(token, partNumber) ?? {};
  return { method: 'PUT', url: `${token.origin}${token.path}${query}`, headers, body };
}
