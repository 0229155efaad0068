import { expect } from '@esm-bundle/chai';
import { createSmhBackend } from '../../src/backend/smh-backend.js';
import { createUploader } from '../../src/create-uploader.js';
import type { UploaderOptions } from '../../src/engine/options.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { MIB } from '../../src/protocol/limits.js';
import type { Uploader } from '../../src/uploader.js';
import {
  addFault,
  changeSettings,
  expire,
  indexed,
  openUploads,
  resetServer,
  served,
  storedBytes,
  storedFiles,
  storePattern,
} from '../support/dev-server.js';
import {
  CELLS,
  CORE_TARGETS,
  FAULTS,
  IN_FLIGHT,
  PARTS,
  TARGETS,
  type CellEnd,
  type FaultName,
  type Target,
} from '../support/fault-matrix.js';
import { firstDifference, patternBytes, patternFile } from '../support/pattern.js';
import { until } from '../support/until.js';
import { byFaultyTokens } from './ways-to-connect.js';

const NAME = 'file.bin';
const PARTED_BYTES = (PARTS - 1) * MIB + 5;
const SMALL_BYTES = 100_000;
const KNOWN_BYTES = 2 * MIB;

/** ms: long enough for a busy machine to answer, where a test waits for it in vain. */
const HANG_MS = 5000;

/** s */
const RETRY_AFTER = 1;

/** The file of a row in bytes, and what its uploader is told beyond the usual. */
const ROWS: Readonly<Record<Target, { readonly bytes: number; readonly options?: UploaderOptions }>> = {
  start: { bytes: PARTED_BYTES },
  'full-start': { bytes: KNOWN_BYTES, options: { noInstantUpload: false } },
  part: { bytes: PARTED_BYTES },
  'simple-put': { bytes: SMALL_BYTES },
  renew: { bytes: PARTED_BYTES },
  state: { bytes: SMALL_BYTES },
  confirm: { bytes: PARTED_BYTES },
  cancel: { bytes: PARTED_BYTES },
  'access-token': { bytes: SMALL_BYTES },
  directory: { bytes: SMALL_BYTES, options: { directory: 'press/2026' } },
};

/** Rows that speak to the object store. */
const OBJECT_ROWS: readonly Target[] = ['part', 'simple-put'];

function ruleOf(target: Target, fault: FaultName): object {
  const isObject = OBJECT_ROWS.includes(target);
  const on = { on: target, ...(target === 'part' ? { partNumber: 2 } : {}) };
  const hasBody = !['renew', 'state', 'access-token'].includes(target);
  const expired = isObject
    ? { status: 403, code: 'AccessDenied', message: 'Request has expired' }
    : { status: 403, code: 'InvalidAccessToken' };
  switch (fault) {
    case 'before':
      return { ...on, reset: 'before' };
    case 'mid-body':
      // Of a request without a body it is the answer's.
      return { ...on, reset: hasBody ? 'mid-body' : 'mid-answer' };
    case 'after':
      return { ...on, reset: 'after-commit' };
    case 'hang':
      return { ...on, hang: isObject ? 'mid-body' : true };
    case 'status-408':
      return { ...on, status: 408, code: isObject ? 'RequestTimeout' : 'ReadRequestTimeout' };
    case 'status-429':
      return { ...on, status: 429, code: 'RateLimitExceeded', retryAfter: RETRY_AFTER };
    case 'status-500':
      return { ...on, status: 500, code: isObject ? 'InternalError' : 'InternalServerError' };
    case 'status-503':
      return { ...on, status: 503, code: isObject ? 'SlowDown' : 'ServerOverloaded' };
    case 'expired':
      return { ...on, ...expired };
    case 'expired-hidden':
      return { ...on, ...expired, corsHeaders: false };
    case 'malformed':
      return { ...on, malformed: true };
    case 'slow':
      return isObject ? { ...on, bytesPerSecond: MIB } : { ...on, delayMs: 700 };
  }
}

function connection(target: Target): UploaderOptions {
  const options = byFaultyTokens();
  return target === 'renew' ? { ...options, backend: expiringAtOnce(options) } : options;
}

/** The first headers end their life on their way to the client. */
function expiringAtOnce(options: UploaderOptions): NonNullable<UploaderOptions['backend']> {
  const { endpoint, libraryId, ...rest } = options;
  const client = createSmhBackend({ ...rest, endpoint, libraryId });
  return {
    async getUploadToken(request, wait) {
      const answer = await client.getUploadToken(request, wait);
      await expire({ headers: true });
      return answer;
    },
  };
}

const isChromium = navigator.userAgent.includes('Chrome/');
const walked = CELLS.filter(({ target }) => isChromium || CORE_TARGETS.includes(target));

describe('the fault matrix', () => {
  let uploader: Uploader;
  let passed = 0;

  beforeEach(async () => {
    await resetServer();
    await changeSettings({ apiExposeHeaders: 'Retry-After', exposeHeaders: 'ETag, Retry-After' });
  });
  afterEach(function () {
    uploader.destroy();
    if (this.currentTest?.state === 'passed') passed += 1;
  });
  after(() => {
    const notApplicable = walked.flatMap((cell) =>
      'end' in cell ? [] : [`${TARGETS[cell.target]} x ${FAULTS[cell.fault]}: ${cell.notApplicable}`],
    );
    const tried = walked.length - notApplicable.length;
    console.log(
      [
        `fault matrix: ${tried} cells tried, ${passed} passed, ${notApplicable.length} not applicable`,
        ...notApplicable,
      ].join('\n  '),
    );
  });

  it('leaves out at most one cell in twenty', () => {
    uploader = createUploader();
    expect(CELLS.filter((cell) => !('end' in cell)).length).to.be.at.most(CELLS.length / 20);
    passed -= 1;
  });

  for (const cell of walked) {
    if (!('end' in cell)) continue;
    const { target, fault, end } = cell;
    it(`${TARGETS[target]} x ${FAULTS[fault]}: ${inWords(target, end)}`, async () => {
      const { bytes, options } = ROWS[target];
      const others = await prepare(target);
      await addFault(ruleOf(target, fault));
      uploader = createUploader({
        multiple: true,
        noInstantUpload: true,
        partSize: '1 MiB',
        concurrency: IN_FLIGHT,
        ...connection(target),
        ...options,
        ...(fault === 'hang' ? { callbackTimeout: HANG_MS, stallTimeout: HANG_MS } : {}),
      });
      if (target === 'cancel') await cancelMidway(bytes);
      else await land(bytes, end);

      const files = (await storedFiles()).filter(({ name }) => !others.includes(name));
      expect(files.map(({ name, size }) => [name, size])).to.deep.equal(
        target === 'cancel' ? [] : [[NAME, bytes]],
      );
      for (const { id } of files)
        expect(firstDifference(await storedBytes(id), patternBytes(bytes)), 'bytes').to.equal(-1);
      await until(async () => (await openUploads()).length === end.orphans, 'uploads left open');
      await checkRequests(target, fault, end);
    });
  }

  /** Files that are there before, and faults by which the row's request comes about. */
  async function prepare(target: Target): Promise<string[]> {
    if (target === 'state') await addFault({ on: 'confirm', reset: 'after-commit' });
    if (target === 'cancel') await addFault({ on: 'part', partNumber: 3, hang: true });
    if (target !== 'full-start') return [];
    await storePattern('known.bin', KNOWN_BYTES);
    await indexed();
    return ['known.bin'];
  }

  async function land(bytes: number, end: CellEnd): Promise<void> {
    let settled = settle();
    await uploader.addFiles(patternFile(NAME, bytes));
    await settled;
    expect(told()?.code ?? null, told()?.message).to.equal(end.told);
    if (end.told !== null) {
      settled = settle();
      uploader.retry();
      await settled;
    }
    expect([task()?.status, told()?.message]).to.deep.equal(['completed', undefined]);
  }

  async function cancelMidway(bytes: number): Promise<void> {
    await uploader.addFiles(patternFile(NAME, bytes));
    await until(
      async () => (await served()).some(({ kind, partNumber }) => kind === 'part' && partNumber === 3),
      'the part that hangs',
    );
    const settled = settle();
    uploader.cancel();
    await settled;
    expect(task()?.status).to.equal('canceled');
    await until(async () => (await served()).some(({ kind }) => kind === 'cancel'), 'the cancel');
  }

  async function checkRequests(target: Target, fault: FaultName, end: CellEnd): Promise<void> {
    const entries = await served();
    const puts = entries.filter(({ kind }) => kind === 'part' || kind === 'simple-put');
    expect(puts.length, 'requests with bytes').to.be.within(end.puts[0], end.puts[1]);
    const own = entries.filter(
      ({ kind, partNumber }) => kind === target && (target !== 'part' || partNumber === 2),
    );
    expect(own[0]?.faulty, 'the fault was met').to.equal(true);
    if (fault === 'slow') expect(own.length, 'what is slow is waited for').to.equal(1);
    if (fault !== 'status-429') return;
    const [first, second] = own;
    const gapMs = Number(second?.startedAt) - Number(first?.startedAt);
    expect(gapMs, 'Retry-After').to.be.at.least(RETRY_AFTER * 1000);
  }

  function settle(): Promise<void> {
    return new Promise((resolve) => {
      uploader.addEventListener('smh-queue-settle', () => resolve(), { once: true });
    });
  }

  const task = (): TaskSnapshot | undefined => uploader.tasks[0];
  const told = () => task()?.error ?? null;
});

function inWords(target: Target, { told, orphans }: CellEnd): string {
  const leaves = orphans === 0 ? '' : `, ${orphans} upload left open`;
  if (target === 'cancel') return 'nothing is stored or left open';
  return told === null ? `lands once${leaves}` : `tells ${told}, lands once by retry()${leaves}`;
}
