import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { MIB, writeNoise } from '../e2e/support/make-files.js';
import type { EndNote } from '../e2e/support/page-notes.js';
import { requestedBrowsers } from '../run/browser-names.js';
import { Bucket } from './bucket.js';
import { openLine } from './line.js';
import type { Line } from './line.js';
import { SmhService } from './smh-service.js';
import type { Upload } from './smh-service.js';
import { startCeph } from './start-ceph.js';
import type { Ceph } from './start-ceph.js';
import { StorePage, waitFor } from './store-page.js';

/** Smallest part but the last that S3 takes, in bytes. */
const partBytes = 5 * MIB;

/** By S3's rule headers signed longer ago are refused, in ms. */
const signatureLifeMs = 15 * 60_000;

/** Bytes a second at which an upload can be acted on while it runs. */
const slowly = 2 * MIB;

let ceph: Ceph;
let line: Line;
let bucket: Bucket;
let service: SmhService;

before(async () => {
  ceph = await startCeph();
  line = await openLine(ceph.port);
  bucket = new Bucket(`127.0.0.1:${String(line.port)}`, 'uploads', ceph);
  await bucket.create();
  service = await SmhService.start(bucket);
});

after(async () => {
  await service?.close();
  await line?.close();
  await ceph?.stop();
});

beforeEach(() => {
  Object.assign(line, { bytesPerSecond: null, breakAfterBytes: null });
});

/** Numbers of the parts that Ceph took, in order, one for each time, by its own log. */
function partsTaken({ key }: Upload): readonly number[] {
  return ceph
    .answered()
    .filter(({ method, target, status }) => method === 'PUT' && status === 200 && target.includes(key))
    .map(({ target }) => Number(/partNumber=(\d+)/.exec(target)?.[1]))
    .toSorted((a, b) => a - b);
}

function onlyUpload(): Upload {
  const [upload, ...more] = service.opened();
  assert.ok(upload !== undefined);
  assert.deepEqual(more, [], 'one upload was opened');
  return upload;
}

const callsOf = (kind: string): number => service.calls.filter((call) => call.kind === kind).length;

describe('the object store behind these tests', () => {
  const put = (target: string, headers: Record<string, string>, bytes: number): Promise<Response> =>
    fetch(`http://${bucket.domain}${target}`, {
      method: 'PUT',
      headers: { ...headers, origin: 'http://page.test' },
      body: new Uint8Array(bytes),
    });
  const partTarget = (key: string, uploadId: string, partNumber: number): string =>
    `${bucket.path(key)}?uploadId=${uploadId}&partNumber=${String(partNumber)}`;

  it('refuses a wrong signature and an old one, and tells a page neither', async () => {
    const target = partTarget('judged', await bucket.createUpload('judged'), 1);
    const good = bucket.signedHeaders({ method: 'PUT', target });
    for (const [headers, code] of [
      [
        { ...good, authorization: good['authorization']?.replace(/.{4}$/, '0000') ?? '' },
        'SignatureDoesNotMatch',
      ],
      [
        bucket.signedHeaders({ method: 'PUT', target, signedAt: Date.now() - signatureLifeMs - 60_000 }),
        'RequestTimeTooSkewed',
      ],
      [bucket.signedHeaders({ method: 'PUT', target: `${target}0` }), 'SignatureDoesNotMatch'],
    ] as const) {
      const answer = await put(target, headers, 1);
      assert.deepEqual([answer.status, /<Code>(\w+)/.exec(await answer.text())?.[1]], [403, code]);
      assert.equal(answer.headers.get('access-control-allow-origin'), null);
    }
    const answer = await put(target, good, 1);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('access-control-allow-origin'), 'http://page.test');
    assert.match(answer.headers.get('access-control-expose-headers') ?? '', /etag/i);
  });

  it('refuses small parts at the end, and forgets an aborted upload', async () => {
    const uploadId = await bucket.createUpload('small');
    for (const partNumber of [1, 2]) {
      const target = partTarget('small', uploadId, partNumber);
      await put(target, bucket.signedHeaders({ method: 'PUT', target }), partNumber);
    }
    const parts = await bucket.listParts('small', uploadId);
    assert.deepEqual(
      parts.map(({ partNumber, size }) => [partNumber, size]),
      [
        [1, 1],
        [2, 2],
      ],
    );
    await assert.rejects(bucket.completeUpload('small', uploadId, parts), { code: 'EntityTooSmall' });
    await bucket.abortUpload('small', uploadId);
    await assert.rejects(bucket.listParts('small', uploadId), { status: 404 });
  });
});

for (const browser of requestedBrowsers()) {
  describe(`an upload to a real object store in ${browser}`, () => {
    let page: StorePage;
    before(async () => {
      page = await StorePage.start(browser, service);
    });
    after(() => page.close());

    const make = (name: string, bytes: number): Promise<string> =>
      writeNoise(join(page.folder, name), bytes, `${browser} ${name}`);

    /** The file is stored once, whole, and as the events told. */
    const expectStored = async (original: string, name: string, note: EndNote): Promise<void> => {
      assert.deepEqual([note.status, note.error, note.verified], ['completed', null, true]);
      assert.equal(note.storedPath, name);
      const stored = await service.read(name);
      const bytes = await readFile(original);
      assert.equal(stored.byteLength, bytes.byteLength);
      assert.equal(sha256(stored), sha256(bytes));
      assert.equal(callsOf('confirm'), 1);
    };

    for (const form of ['string', 'list'] as const) {
      it(`sends three parts by headers for each, asked for by a ${form}`, async () => {
        await page.open(`part-size="5 MiB" part-number-range="${form}"`);
        service.settings.rangeForm = form;
        const file = await make(`${form}.bin`, 2 * partBytes + 12_345);
        await page.choose(file);
        await expectStored(file, `${form}.bin`, await page.end());
        assert.deepEqual(partsTaken(onlyUpload()), [1, 2, 3]);
        assert.equal(callsOf('renew'), 0);
      });
    }

    it('sends a small file by one request with its headers', async () => {
      await page.open('part-number-range="string"');
      const file = await make('small.txt', 12_345);
      await page.choose(file);
      await expectStored(file, 'small.txt', await page.end());
      assert.equal(onlyUpload().uploadId, null);
    });

    it('asks for more headers when the first ones run out', async () => {
      // One lane and one ahead: never more than the three that each answer holds.
      await page.open('part-size="5 MiB" part-number-range="list" concurrency="1"');
      Object.assign(service.settings, { rangeForm: 'list', headersAtOnce: 3 });
      const file = await make('batches.bin', 6 * partBytes + 1);
      await page.choose(file);
      await expectStored(file, 'batches.bin', await page.end());
      assert.deepEqual(partsTaken(onlyUpload()), [1, 2, 3, 4, 5, 6, 7]);
      assert.equal(callsOf('renew'), 2);
    });

    it('sends no stored part again after a pause in the middle', async () => {
      await page.open('part-size="5 MiB" part-number-range="string" concurrency="1"');
      line.bytesPerSecond = slowly;
      const file = await make('paused.bin', 5 * partBytes + 1);
      await page.choose(file);
      await waitFor(
        () => service.opened().some((upload) => partsTaken(upload).length > 0),
        () => 'a part is stored',
      );
      await page.driver.evaluate(() => window.uploader.pause());
      await page.until(() => window.uploader.tasks[0]?.status === 'paused', 'the task is paused');
      line.bytesPerSecond = null;
      const { key, uploadId } = onlyUpload();
      const stored = (await bucket.listParts(key, uploadId ?? '')).map(({ partNumber }) => partNumber);
      await page.driver.evaluate(() => window.uploader.resume());
      await page.until(() => window.notes.succeeded.length > 0, 'the file is stored');
      await expectStored(file, 'paused.bin', await page.end());
      const taken = partsTaken(onlyUpload());
      assert.ok(stored.length > 0 && stored.length < 6, 'it was paused in the middle');
      assert.deepEqual(
        stored.filter((partNumber) => taken.filter((one) => one === partNumber).length !== 1),
        [],
      );
      assert.deepEqual([...new Set(taken)], [1, 2, 3, 4, 5, 6]);
    });

    it('frees the parts at the store when it is canceled', async () => {
      await page.open('part-size="5 MiB" part-number-range="string" concurrency="1"');
      line.bytesPerSecond = slowly;
      await page.choose(await make('canceled.bin', 5 * partBytes));
      await waitFor(
        () => service.opened().some((upload) => partsTaken(upload).length > 0),
        () => 'a part is stored',
      );
      const { key, uploadId } = onlyUpload();
      await page.driver.evaluate(() => window.uploader.cancel());
      line.bytesPerSecond = null;
      assert.equal((await page.end()).status, 'canceled');
      await waitFor(
        () => callsOf('cancel') > 0,
        () => 'the service hears of it',
      );
      await assert.rejects(bucket.listParts(key, uploadId ?? ''), { status: 404 });
      assert.equal(callsOf('confirm'), 0);
    });

    it('goes on after the line broke in the middle of a part', async () => {
      await page.open('part-size="5 MiB" part-number-range="string"');
      line.breakAfterBytes = 2 * MIB;
      const file = await make('broken.bin', 2 * partBytes + 1);
      await page.choose(file);
      await expectStored(file, 'broken.bin', await page.end());
      assert.equal(line.breakAfterBytes, null, 'it broke');
      assert.deepEqual(partsTaken(onlyUpload()), [1, 2, 3]);
    });

    for (const [what, spoiling, toldLifeMs] of [
      ['has a wrong signature', { isForged: true }, signatureLifeMs],
      // The store's clock is ahead of that of the service by more than a minute.
      ['the store takes for too old', { ageMs: signatureLifeMs + 60_000 }, 6000],
    ] as const) {
      // The store's 403 has no CORS header, so that a page can't tell it from a broken line.
      it(`gets fresh headers for a part whose first set ${what}, which no page is told`, async () => {
        await page.open('part-size="5 MiB" part-number-range="string"');
        Object.assign(service.settings, {
          toldLifeMs,
          spoil: (partNumber: number, nth: number) => (partNumber === 2 && nth === 1 ? spoiling : {}),
        });
        const file = await make('refused.bin', 2 * partBytes + 1);
        await page.choose(file);
        await expectStored(file, 'refused.bin', await page.end());
        const upload = onlyUpload();
        assert.deepEqual(partsTaken(upload), [1, 2, 3]);
        const refused = ceph
          .answered()
          .filter(({ target, status }) => target.includes(upload.key) && status === 403);
        assert.ok(refused.length > 0, 'the store refused it');
        assert.ok(callsOf('renew') > 0);
      });
    }
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
