import { EarlierUploads } from '../../src/earlier-uploads.js';
import type { ResumeStore } from '../../src/engine/resume-record.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { UploadError, type UploadErrorCode } from '../../src/errors.js';
import type { AdmittedEntry } from '../../src/intake/admit-entries.js';
import { resumeScopeOf } from '../../src/resume-scope.js';
import type { Dice } from './dice.js';
import { World, type FileSpec } from './engine-world.js';
import { FakeLocks } from './fake-locks.js';
import { FilledHasher, crcOf } from './filled-files.js';
import type { ManualClock } from './manual-clock.js';
import { FLIPPED_CRC, keyOf, type ModelService } from './model-service.js';
import { PageLine } from './page-line.js';

/** Failures that a call may meet. `commits`: it was done all the same. */
const TROUBLES: readonly {
  readonly code: UploadErrorCode;
  readonly status?: number;
  readonly serviceCode?: string;
  readonly commits?: boolean;
}[] = [
  { code: 'network' },
  { code: 'network', commits: true },
  { code: 'timeout', commits: true },
  { code: 'server-busy', status: 503 },
  { code: 'service-unavailable', status: 500, commits: true },
  { code: 'rate-limited', status: 429 },
  { code: 'invalid-answer', commits: true },
  { code: 'quota-exceeded', status: 400, serviceCode: 'QuotaLimitReached' },
  { code: 'token-invalid', status: 403, serviceCode: 'InvalidAccessToken' },
];

/** Nobody waits for a cancel, so that one which is refused is given up. */
const PASSING = TROUBLES.filter(({ code }) => new UploadError(code, '').retryable);

/** Chance that a call fails. */
const TROUBLE_RATE = 0.2;

/** What else may come of a part that was sent, and how likely. */
const PART_TROUBLES: readonly (readonly [chance: number, code: UploadErrorCode, status?: number])[] = [
  [0.05, 'upload-expired', 403],
  [0.02, 'part-refused', 400],
  [0.02, 'file-changed'],
];
const FLIPPED_RATE = 0.03;
const LOST_PART_RATE = 0.02;
const FORGOTTEN_RATE = 0.02;

/** Longest that a call takes, in ms. */
const CALL_MS = 5000;

/** Whose uploads they are. */
const OPTIONS = { resumeScope: 'me' };

/** What outlives a page. */
export type Around = {
  readonly dice: Dice;
  readonly service: ModelService;
  readonly records: ResumeStore;
  /** What must never be. */
  readonly wrong: string[];
  /** Words for what came to pass. */
  readonly seen: Set<string>;
  /** Bytes that pages which are gone handed to the network. */
  handedOver: number;
};

/** A page in a rough world: its calls fail, take time, and are lost with it. */
export class RoughPage extends World {
  readonly locks: FakeLocks;
  readonly #around: Around;
  readonly #line: PageLine;
  readonly #earlier: EarlierUploads;
  readonly #committing = new Map<string, number>();

  constructor(around: Around, clock: ManualClock, line = new PageLine(clock, around.dice)) {
    const locks = new FakeLocks();
    super({ clock, locks, store: line.over(around.records), hasher: new FilledHasher() });
    this.locks = locks;
    this.#around = around;
    this.#line = line;
    this.#earlier = new EarlierUploads({
      store: line.over(around.records),
      locks,
      clock,
      hasher: this.hasher,
      ownIds: () => this.engine.keptIds,
      written: () => this.engine.keeper.written(),
      free: (_, confirmKey) => void this.backend.cancelUpload({ confirmKey }),
    });
    this.visit = this.#earlier.visit;
    this.scope = resumeScopeOf(OPTIONS).scope;
    this.#connectService();
    this.#connectStore();
  }

  /** A person picks files: those that an earlier visit did not finish go on. */
  async choose(files: readonly (FileSpec & { readonly file: File })[]): Promise<void> {
    const entries = files.map(({ file }): AdmittedEntry => {
      return { file, name: file.name, relativePath: file.name };
    });
    const claimable = await this.#earlier.look(OPTIONS);
    await claimable.compare(entries, new AbortController().signal);
    this.add(
      ...files.map((spec, index) => {
        const entry = entries[index];
        const leftOff = entry === undefined ? undefined : claimable.claim(entry)?.record;
        if (leftOff !== undefined) this.#around.seen.add('gone on with');
        const record = `${spec.file.name} of ${this.visit}`;
        return leftOff === undefined ? { ...spec, record } : { ...spec, leftOff };
      }),
    );
  }

  /** A person goes on with all that earlier visits left, by handles to `files`. */
  async goOn(files: readonly (FileSpec & { readonly file: File })[]): Promise<void> {
    for (const { record } of await this.#earlier.list(OPTIONS)) {
      const spec = files.find(
        ({ file }) => file.size === record.size && record.remotePath.includes(file.name),
      );
      if (spec === undefined || this.engine.keptIds.has(record.id)) continue;
      this.#around.seen.add('continued');
      this.add({ ...spec, leftOff: record });
    }
  }

  /** A person gives up what earlier visits left. */
  discard(): Promise<void> {
    return this.#earlier.discard(undefined, OPTIONS);
  }

  /** Other tabs are told whether this one still works. */
  follow(): void {
    const { files, completed, canceled } = this.engine.progress;
    if (files > completed + canceled) this.#earlier.live(true);
    else void this.#earlier.rest();
  }

  /** The page is told that it is left, or it dies without a word. */
  die(isTold: boolean): void {
    if (isTold) {
      this.engine.pageWork.leave();
      this.#earlier.live(false);
    }
    this.#line.cut();
    this.#around.handedOver += this.transport.bytesHandedOver;
  }

  checkProgress({ id, progress, status }: TaskSnapshot): void {
    const handedOver = this.#around.handedOver + this.transport.bytesHandedOver;
    let sum = 0;
    for (const task of this.engine.tasks) sum += task.instant ? 0 : task.bytesSent;
    if (sum > handedOver) this.#around.wrong.push(`${id}: ${sum} of ${handedOver} handed over`);
    if (status !== 'completed' && progress >= 1) this.#around.wrong.push(`${id}: progress 1 while ${status}`);
  }

  #connectService(): void {
    const { backend } = this;
    const { service, seen } = this.#around;
    backend.onOpen = (request) =>
      this.#commit(request.path.join('/'), (isHeard) => {
        const asksOnly = request.beginningHash !== undefined && request.fullHash === undefined;
        if (asksOnly && isKnown(request.name)) return { kind: 'full-hash-required' };
        const path = request.path.join('/');
        const { size, file, multipart, conflictResolutionStrategy: strategy } = request;
        if (request.fullHash !== undefined && file !== undefined && isKnown(request.name)) {
          const at = service.land(path, { size, crc64: crcOf(file) }, strategy);
          return { kind: 'stored', file: { path: at.split('/'), size } };
        }
        service.checkFree(path, strategy);
        const confirmKey = service.open(path, { isKnown: isHeard, isMultipart: multipart });
        return { kind: 'opened', token: backend.token(multipart, confirmKey) };
      });
    backend.onConfirm = (request) =>
      this.#commit(request.path.join('/'), () => {
        const at = service.confirm(request);
        return { path: at.split('/'), name: at.split('/').at(-1) ?? '', size: request.size };
      });
    backend.onState = (confirmKey) => {
      seen.add('state');
      return this.#call(() => service.state(confirmKey));
    };
    backend.onInfo = (path) => {
      seen.add('info');
      return this.#call(() => service.info(path));
    };
    const renew = backend.renewUploadToken.bind(backend);
    backend.renewUploadToken = async (request) => {
      await this.#call(() => {
        seen.add('renew');
        service.check(request.confirmKey);
      });
      return renew(request);
    };
    backend.cancelUpload = ({ confirmKey }) => this.#call(() => service.free(confirmKey), PASSING);
  }

  #connectStore(): void {
    const { dice, service, wrong } = this.#around;
    this.transport.onSend = ({ body, url }, onProgress) => {
      if (!this.#line.written.has(keyOf(url))) wrong.push(`${url}: sent before it was written down`);
      return this.#line.call(CALL_MS, () => {
        const { size } = body as Blob;
        onProgress(Math.floor(size / 2));
        const trouble = this.#trouble();
        if (trouble !== null && trouble.commits !== true) throw errorOf(trouble);
        for (const [chance, code, status] of PART_TROUBLES)
          if (dice.happens(chance)) throw errorOf({ code, ...(status === undefined ? {} : { status }) });
        onProgress(size);
        if (dice.happens(FORGOTTEN_RATE)) service.forget(url);
        const crc64 = dice.happens(FLIPPED_RATE) ? FLIPPED_CRC : crcOf(body as Blob);
        service.put(url, { size, crc64 }, !dice.happens(LOST_PART_RATE));
        if (trouble !== null) throw errorOf({ code: 'network' });
        return { crc64: crc64.toString() };
      });
    };
  }

  /** A start or confirm of one file; two at a time could store it twice. */
  async #commit<T>(path: string, act: (isHeard: boolean) => T): Promise<T> {
    const underWay = (this.#committing.get(path) ?? 0) + 1;
    this.#committing.set(path, underWay);
    if (underWay > 1) this.#around.wrong.push(`${path}: ${underWay} commits at a time`);
    try {
      return await this.#call(act);
    } finally {
      this.#committing.set(path, underWay - 1);
    }
  }

  /** A call takes its time, and may fail before or after it was done. */
  #call<T>(act: (isHeard: boolean) => T, troubles = TROUBLES): Promise<T> {
    return this.#line.call(CALL_MS, (isHeard) => {
      const trouble = this.#trouble(troubles);
      if (trouble !== null && trouble.commits !== true) throw errorOf(trouble);
      const answer = act(isHeard && trouble === null);
      if (trouble !== null) throw errorOf(trouble);
      return answer;
    });
  }

  #trouble(troubles = TROUBLES) {
    const { dice } = this.#around;
    return dice.happens(TROUBLE_RATE) ? (troubles[dice.pick(troubles.length)] ?? null) : null;
  }
}

function isKnown(name: string): boolean {
  return name.startsWith('known');
}

function errorOf({ code, status, serviceCode }: (typeof TROUBLES)[number]): UploadError {
  return new UploadError(code, 'Trouble.', { status, serviceCode });
}
