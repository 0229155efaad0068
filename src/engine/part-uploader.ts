import { UploadError, isAbort, toUploadError } from '../errors.js';
import { asMultipart, partRange } from '../protocol/part-plan.js';
import type { UploadToken } from '../protocol/types.js';
import { HeaderRenewal } from './header-renewal.js';
import { orNull, provePart, type PartProof } from './part-proof.js';
import type { ObjectAnswer, ObjectRequest } from './ports.js';
import type { TaskContext } from './task-context.js';
import { missingParts } from './checkpoint.js';

/** Lanes beyond the budget, so that a part is read and summed while the others are sent. */
const LANES_AHEAD = 1;

/** Tries of one part whose sum at the store differs from the one read. Own figure. */
const BAD_SUM_TRIES = 2;

/**
 * Sends the missing parts of one task, several at a time. Resolves when all are
 * sent; rejects with the failure that stopped it, once nothing is in flight any more.
 */
export class PartUploader {
  readonly #task: TaskContext;
  readonly #signal: AbortSignal;
  readonly #pending: number[];
  readonly #isChecked: boolean;
  readonly #badSums = new Map<number, number>();
  readonly #disproven = new Set<number>();
  readonly #headers: HeaderRenewal;
  #lanes = 0;
  #trouble: UploadError | null = null;
  /** The service named a time to come back at: nothing more is sent until then. */
  #putOff: UploadError | null = null;
  #end: { readonly resolve: () => void; readonly reject: (thrown: unknown) => void } | null = null;

  constructor(task: TaskContext, signal: AbortSignal) {
    this.#task = task;
    this.#signal = signal;
    this.#pending = missingParts(task.checkpoint());
    this.#isChecked = !task.spec.withoutIntegrityCheck || isAdopted(task);
    this.#headers = new HeaderRenewal(task, signal);
  }

  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#end = { resolve, reject };
      this.#openLanes();
      if (this.#lanes === 0) resolve();
    });
  }

  get #lanesMax(): number {
    return this.#task.services.concurrency() + LANES_AHEAD;
  }

  /** As many as may run now: also those that trouble ended, once a part came through again. */
  #openLanes(): void {
    while (this.#putOff === null && this.#lanes < this.#lanesMax && this.#pending.length > 0) {
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
    this.#trouble = this.#putOff ?? trouble ?? this.#trouble;
    if (this.#lanes > 0) return;
    if (this.#pending.length > 0 && this.#trouble !== null) this.#end?.reject(this.#trouble);
    else this.#end?.resolve();
  }

  /**
   * A lane that meets trouble which may pass ends, gives it back, and leaves its part to
   * the others: less pressure on a network that is in trouble.
   */
  async #lane(): Promise<UploadError | null> {
    for (;;) {
      const partNumber = this.#putOff === null ? this.#pending.shift() : undefined;
      if (partNumber === undefined) return this.#putOff;
      try {
        await this.#sendPart(partNumber);
      } catch (thrown) {
        if (this.#signal.aborted || isAbort(thrown)) throw thrown;
        this.#task.noteInFlight(partNumber, 0);
        const error = toUploadError(thrown, 'unknown', `Part ${partNumber} was not sent.`);
        this.#pending.unshift(partNumber);
        if (this.#isWorthAnotherTry(partNumber, error)) continue;
        if (!error.retryable) throw error;
        if (error.retryAfterMs !== undefined) this.#putOff ??= error;
        return error;
      }
    }
  }

  async #sendPart(partNumber: number): Promise<void> {
    const { spec } = this.#task;
    const { start, end } = partRange(this.#task.checkpoint().plan, partNumber, spec.file.size);
    const body = spec.file.slice(start, end);
    // As a whole where it is one part: a slice hides from the reader that the file has grown.
    const data = body.size === spec.file.size ? spec.file : body;
    const proof = await this.#prove(partNumber, data);
    if (proof?.isProven === true) {
      this.#noteSent(partNumber, proof.crc64);
      return;
    }
    const crc64 = proof?.crc64 ?? (await this.#checksum(partNumber, data));
    const { token, release } = await this.#clearance(partNumber);
    try {
      if (this.#putOff !== null) throw this.#putOff;
      const answer = await this.#deliver(partNumber, body, token);
      this.#signal.throwIfAborted();
      if (crc64 !== null && answer.crc64 !== null && answer.crc64 !== crc64.toString()) {
        throw new UploadError(
          'integrity-mismatch',
          `Part ${partNumber} arrived with another CRC64 than it was read with.`,
        );
      }
      this.#headers.noteSuccess();
      this.#noteSent(partNumber, crc64);
    } finally {
      release();
    }
  }

  #noteSent(partNumber: number, crc64: bigint | null): void {
    this.#task.dispatch({ type: 'PART_SENT', partNumber, crc64 });
    this.#openLanes();
  }

  /** A place in the traffic, and headers that are good then: no place is held while headers are renewed. */
  async #clearance(partNumber: number): Promise<{ token: UploadToken; release: () => void }> {
    const { services } = this.#task;
    for (;;) {
      await this.#headers.prepare(partNumber);
      const release = await services.traffic.acquire(this.#task, {
        scope: services,
        limit: services.concurrency,
        signal: this.#signal,
      });
      try {
        const token = this.#headers.usableToken(partNumber);
        if (token !== null) {
          this.#headers.lookAhead(this.#pending.slice(0, this.#lanesMax));
          return { token, release };
        }
      } catch (thrown) {
        release();
        throw thrown;
      }
      release();
    }
  }

  async #deliver(partNumber: number, body: Blob, token: UploadToken): Promise<ObjectAnswer> {
    const { services, countTry } = this.#task;
    services.hosts.check(token.origin);
    // Parts of the same file may come twice; an object as a whole is not put over another tab's.
    if (!this.#task.checkpoint().plan.multipart) await this.#task.assertOwned(this.#signal);
    const request = {
      ...requestFor(token, partNumber, body),
      attempt: countTry(partNumber),
      stallTimeoutMs: services.stallTimeoutMs(),
    };
    try {
      return await services.transport.send(request, {
        signal: this.#signal,
        onProgress: (bytes) => {
          this.#task.noteInFlight(partNumber, bytes);
        },
      });
    } catch (thrown) {
      if (!(thrown instanceof UploadError) || this.#signal.aborted) throw thrown;
      const error = this.#headers.judge(thrown, token, partNumber);
      if (isRefusedEmptyPut(error, this.#task)) {
        this.#task.dispatch({ type: 'PLAN_REFUSED', plan: asMultipart(this.#task.checkpoint().plan) });
      }
      throw error;
    }
  }

  /** Whether the part may be tried at once by this very lane. */
  #isWorthAnotherTry(partNumber: number, error: UploadError): boolean {
    // A part refused as expired spends no try; fresh headers refused again and again do.
    if (error.code === 'upload-expired') return this.#headers.isOfUse;
    if (error.code === 'integrity-mismatch') {
      const tries = (this.#badSums.get(partNumber) ?? 0) + 1;
      this.#badSums.set(partNumber, tries);
      return tries < BAD_SUM_TRIES;
    }
    return false;
  }

  /** CRC64 of the part as read just now: the second read, for sending, comes from the cache. */
  async #checksum(partNumber: number, body: Blob): Promise<bigint | null> {
    if (!this.#isChecked) return null;
    const known = this.#badSums.has(partNumber)
      ? undefined
      : this.#task.checkpoint().partCrcs?.[partNumber - 1];
    if (known !== undefined) return known;
    return orNull(this.#task.services.hasher.checksum(body, { signal: this.#signal }));
  }

  /** Looks, once a part, whether what the object store holds of it is this file's; null: it holds nothing. */
  async #prove(partNumber: number, data: Blob): Promise<PartProof | null> {
    const known = this.#task.checkpoint().unproven.get(partNumber);
    if (known === undefined || this.#disproven.has(partNumber)) return null;
    const proof = await provePart(data, known, { hasher: this.#task.services.hasher, signal: this.#signal });
    this.#signal.throwIfAborted();
    if (!proof.isProven) this.#disproven.add(partNumber);
    return proof;
  }
}

/** An upload with parts of an earlier visit or another tab: only its whole sum tells that they are one file. */
function isAdopted({ spec, checkpoint }: TaskContext): boolean {
  const { sent, unproven } = checkpoint();
  return spec.resumed || unproven.size > 0 || [...sent.values()].some((crc64) => crc64 !== null);
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
  const headers = token.parts?.get(partNumber) ?? token.headers ?? {};
  return { method: 'PUT', url: `${token.origin}${token.path}${query}`, headers, body };
}
