import { expect } from '@esm-bundle/chai';
import { createUploader } from '../../src/create-uploader.js';
import type { AddFilesInput } from '../../src/uploader.js';
import { CONNECTIONS_MAX } from '../../src/engine/traffic-controller.js';
import { MIB } from '../../src/protocol/limits.js';
import type { Uploader } from '../../src/uploader.js';
import {
  addFault,
  changeSettings,
  indexed,
  openUploads,
  resetServer,
  served,
  storedBytes,
  storedFiles,
  storePattern,
} from '../support/dev-server.js';
import { ManualClock } from '../support/manual-clock.js';
import { firstDifference, patternBytes } from '../support/pattern.js';
import { until } from '../support/until.js';
import { byFaultyTokens } from './ways-to-connect.js';

const SEEDS = [1, 2, 3];
const FILES = 500;
const FOLDERS = 10;

/** Share of requests that meet a fault. */
const FAULT_RATE = 0.2;

/** Every so many files one is sent in parts, and one is known to the service. */
const PARTED_EVERY = 25;
const KNOWN_EVERY = 50;
const KNOWN_BYTES = MIB + 1;

/** ms: what hangs costs so much, and an answer may take so long on a busy machine. */
const HANG_MS = 5000;

/** How often somebody presses "retry" for the files that rest with an error. */
const RETRIES_MAX = 20;

const EXPIRED_TOKEN = { status: 403, code: 'InvalidAccessToken' };
const EXPIRED_HEADERS = { status: 403, code: 'AccessDenied', message: 'Request has expired' };

const OF_ANY = [{ reset: 'before' }, { reset: 'mid-body' }, { reset: 'after-commit' }, { malformed: true }];
const OF_API = [
  ...OF_ANY,
  { reset: 'mid-answer' },
  { hang: 'after-commit' },
  { status: 408, code: 'ReadRequestTimeout' },
  { status: 429, code: 'RateLimitExceeded', retryAfter: 1 },
  { status: 500, code: 'InternalServerError' },
  { status: 503, code: 'ServerOverloaded' },
  EXPIRED_TOKEN,
  { ...EXPIRED_TOKEN, corsHeaders: false },
];
const OF_STORE = [
  ...OF_ANY,
  { hang: 'mid-body' },
  { bytesPerSecond: MIB },
  { flipByte: true },
  { status: 408, code: 'RequestTimeout' },
  { status: 429, retryAfter: 1 },
  { status: 500, code: 'InternalError' },
  { status: 503, code: 'SlowDown' },
  EXPIRED_HEADERS,
  { ...EXPIRED_HEADERS, corsHeaders: false },
];

const TROUBLES: Readonly<Record<string, readonly object[]>> = {
  start: OF_API,
  'full-start': OF_API,
  renew: OF_API,
  state: OF_API,
  confirm: OF_API,
  cancel: OF_API,
  'access-token': OF_API,
  directory: OF_API,
  info: OF_API,
  part: OF_STORE,
  'simple-put': OF_STORE,
};

/** In Chromium alone: it is the engine that is worked hard here, not the browser. */
const isChromium = navigator.userAgent.includes('Chrome/');

(isChromium ? describe : describe.skip)('a soak', function () {
  let uploader: Uploader;

  beforeEach(() => resetServer());
  afterEach(() => uploader.destroy());

  for (const seed of SEEDS) {
    it(`of ${FILES} files with a fault in one request of five lands each once (seed ${seed})`, async () => {
      await storePattern('known.bin', KNOWN_BYTES);
      await indexed();
      await changeSettings({ exposeHeaders: 'ETag, x-cos-hash-crc64ecma, Retry-After' });
      for (const [on, troubles] of Object.entries(TROUBLES)) await addTroubles(on, troubles, seed);
      const contents = makeContents(seed);
      const peak = watchPeak();
      uploader = createUploader({
        multiple: true,
        partSize: '1 MiB',
        callbackTimeout: HANG_MS,
        stallTimeout: HANG_MS,
        ...byFaultyTokens(),
      });
      await landAll(contents);

      const files = (await storedFiles()).filter(({ name }) => name !== 'known.bin');
      expect(files.map(({ path }) => path.join('/')).sort()).to.deep.equal([...contents.keys()].sort());
      for (const { id, path } of files) {
        const content = contents.get(path.join('/')) ?? new Uint8Array();
        expect(firstDifference(await storedBytes(id), content), path.join('/')).to.equal(-1);
      }
      expect(uploader.tasks.filter(({ instant }) => instant).length).to.be.above(0);
      const entries = await served();
      const share = entries.filter(({ faulty }) => faulty).length / entries.length;
      expect(share, 'share of faulty requests').to.be.within(FAULT_RATE - 0.05, FAULT_RATE + 0.05);
      // An upload was opened, and a fault kept its key from the client.
      const dropped = entries.flatMap(({ kind, upload, faulty }) =>
        (kind === 'start' || kind === 'full-start') && faulty && upload !== null ? [upload] : [],
      );
      await until(async () => (await openUploads()).length <= dropped.length, 'the last uploads to be freed');
      const orphans = (await openUploads()).map(({ number }) => number).sort((left, right) => left - right);
      expect(orphans).to.deep.equal(dropped.sort((left, right) => left - right));
      expect(peak.end(), 'most requests in flight').to.be.within(2, CONNECTIONS_MAX);
      console.log(
        `soak, seed ${seed}: ${entries.length} requests, ${Math.round(share * 100)} % faulty, ` +
          `${orphans.length} answers of starts dropped, ${pressed} times retry`,
      );
    });
  }

  let pressed = 0;

  /** Adds the files, and presses "retry" while some rest with an error. */
  async function landAll(contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): Promise<void> {
    let settled = settle();
    const input = [...contents].map(([path, bytes]) => ({
      file: new File([bytes], path.split('/').at(-1) ?? '', { lastModified: 1 }),
      relativePath: path,
    }));
    const { rejected } = await uploader.addFiles(input as AddFilesInput);
    expect(rejected).to.deep.equal([]);
    for (pressed = 0; pressed < RETRIES_MAX; pressed++) {
      await settled;
      const { tasks } = uploader;
      // Who presses "retry" there without having looked may store a second copy.
      expect(tasks.filter(({ error }) => error?.code === 'outcome-unknown')).to.deep.equal([]);
      if (tasks.every(({ status }) => status === 'completed')) return;
      settled = settle();
      // An access token refused twice halts the queue.
      uploader.start();
      uploader.retry();
    }
    const rest = uploader.tasks.flatMap(({ name, status, error }) =>
      status === 'completed' ? [] : [`${name} ${status} ${error?.code}: ${error?.message}`],
    );
    throw new Error(`Still not stored: ${rest.join('; ')}`);
  }

  function settle(): Promise<void> {
    return new Promise((resolve) => {
      uploader.addEventListener('smh-queue-settle', () => resolve(), { once: true });
    });
  }
});

/** One rule a trouble; together they take `FAULT_RATE` of the requests. */
async function addTroubles(on: string, troubles: readonly object[], seed: number): Promise<void> {
  const probability = 1 - (1 - FAULT_RATE) ** (1 / troubles.length);
  for (const [index, trouble] of troubles.entries())
    await addFault({ on, ...trouble, times: null, probability, seed: seed * 1000 + index });
}

/** By path; each its own, so that one can't be taken for the other. */
function makeContents(seed: number): Map<string, Uint8Array<ArrayBuffer>> {
  const dice = new ManualClock({ seed });
  return new Map(
    Array.from({ length: FILES }, (_, index) => {
      const path = `tree/${index % FOLDERS}/${index}.bin`;
      if (index % KNOWN_EVERY === 0) return [path, patternBytes(KNOWN_BYTES)];
      const size = index % PARTED_EVERY === 0 ? (5 + 2 * dice.random()) * MIB : MIB ** (dice.random() * 1.05);
      const bytes = patternBytes(Math.max(1, Math.floor(size)));
      bytes.set(new TextEncoder().encode(path).subarray(0, bytes.byteLength));
      return [path, bytes];
    }),
  );
}

/** Counts the page's own requests to the store from their sending to their end. */
function watchPeak(): { end(): number } {
  const { send } = XMLHttpRequest.prototype;
  let inFlight = 0;
  let most = 0;
  XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, body) {
    inFlight += 1;
    most = Math.max(most, inFlight);
    // The first to hear of the end: what `load` sets off may send the next one before `loadend`.
    this.addEventListener('readystatechange', () => (inFlight -= this.readyState === this.DONE ? 1 : 0));
    send.call(this, body);
  };
  return {
    end() {
      XMLHttpRequest.prototype.send = send;
      return most;
    },
  };
}
