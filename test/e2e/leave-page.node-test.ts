import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../run/browser-names.js';
import { MIB, writeNoise } from './support/make-files.js';
import { openBareChromium } from './support/open-bare-chromium.js';
import type { BareDriver } from './support/open-bare-chromium.js';
import { UploadPage } from './support/upload-page.js';

/** Parts under way at a time, by default. */
const CONNECTIONS_MAX = 6;

const fileBytes = 12 * MIB;
let pagesOpened = 0;

/** Of a scope of its own: what an earlier page left at a server that has forgotten it is not gone on with. */
function attributes(): string {
  pagesOpened += 1;
  return `multiple no-instant-upload part-size="1MiB" resume-scope="${pagesOpened}"`;
}

declare global {
  interface Window {
    /** Whether each `pageshow` brought the page back from the cache. */
    shown: boolean[];
  }
}

/** Notes how the page came to be seen. */
function noteShown(): void {
  window.shown = [];
  addEventListener('pageshow', ({ persisted }) => window.shown.push(persisted));
}

/** Files whose records are written one after the other, and times that such a page is left: one transaction is soon over. */
const smallFiles = 40;
const visits = 5;

/** Longest wait for one transaction, in ms: WebKit was seen to begin none while the page before was in its cache. */
const longestWriteMs = 60_000;

/** What becomes of a transaction in the database where uploads are kept. */
function writeIntoRecords(patienceMs: number): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(resolve, patienceMs, 'it is not begun');
    const opening = indexedDB.open('smh-uploader');
    opening.onerror = () => resolve('not opened');
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction('uploads', 'readwrite');
      transaction.objectStore('uploads').delete('nothing of that name');
      transaction.onabort = () => resolve('aborted');
      transaction.oncomplete = () => {
        database.close();
        resolve('complete');
      };
    };
  });
}

describe('a page that is left in chromium', { skip: !requestedBrowsers().includes('chromium') }, () => {
  let driver: BareDriver;
  let page: UploadPage;
  let path: string;
  before(async () => {
    page = await UploadPage.start('chromium', async () => {
      driver = await openBareChromium();
      return driver;
    });
    path = await writeNoise(join(page.folder, 'file.bin'), fileBytes, 'leave');
  });
  after(() => page.close());

  /** A page that somebody uses, with an upload that has sent some parts and goes on slowly. */
  async function openUploading(more = ''): Promise<string> {
    await page.open({ attributes: `${attributes()} ${more}`, beforeDefinition: noteShown });
    page.server.settings.bandwidth = MIB;
    await driver.click(5, 5);
    await page.choose([path]);
    await page.until(() => (window.uploader.tasks[0]?.bytesSent ?? 0) > 0, 'the upload is under way');
    await page.until(() => window.readNotes().requests.length > 0, 'a part is sent');
    return driver.evaluate(() => location.href);
  }
  const partsServed = (): (number | null)[] =>
    page.server.log
      .entries()
      .filter(({ kind, status }) => kind === 'part' && status === 200)
      .map(({ partNumber }) => partNumber);

  it('warns while an upload is under way, and goes on where it is not left', async () => {
    await openUploading();
    assert.equal(await driver.leave(page.emptyPage(), 'stay'), true);
    page.server.settings.bandwidth = null;
    const { succeeded } = await page.settle();
    assert.deepEqual(
      succeeded.map(({ verified }) => verified),
      [true],
    );
  });

  it('says nothing when all is stored, nor when nothing was chosen, is paused, or may be left', async () => {
    await page.open({ attributes: attributes() });
    await driver.click(5, 5);
    assert.equal(await driver.leave(page.emptyPage(), 'stay'), false, 'idle');
    await page.open({ attributes: attributes() });
    await driver.click(5, 5);
    await page.choose([path]);
    await page.settle();
    assert.equal(await driver.leave(page.emptyPage(), 'stay'), false, 'stored');
    await openUploading();
    await driver.evaluate(() => window.uploader.pause());
    assert.equal(await driver.leave(page.emptyPage(), 'stay'), false, 'paused');
    await openUploading('no-leave-guard');
    assert.equal(await driver.leave(page.emptyPage(), 'stay'), false, 'no-leave-guard');
  });

  it('comes back from the back-forward cache and goes on, sends nothing again that was stored, and cancels nothing', async () => {
    const url = await openUploading();
    const stored = partsServed();
    assert.ok(stored.length > 0 && stored.length < fileBytes / MIB);
    await page.until(
      (count) => window.readNotes().requests.length >= count,
      'the page has their answers',
      stored.length,
    );
    assert.equal(await driver.leave(page.emptyPage(), 'go'), true);
    await driver.goBack(url);
    assert.deepEqual(await driver.evaluate(() => window.shown), [false, true], 'the cache was used');
    page.server.settings.bandwidth = null;
    const { succeeded, restarted } = await page.settle();
    assert.deepEqual(
      succeeded.map(({ verified }) => verified),
      [true],
    );
    assert.deepEqual(restarted, []);
    const parts = partsServed();
    const repeated = parts.filter((part, index) => parts.indexOf(part) !== index);
    // What was on its way when the page was left may have arrived all the same.
    assert.ok(repeated.length <= CONNECTIONS_MAX, `sent again: ${repeated.join()}`);
    assert.deepEqual(
      repeated.filter((part) => stored.includes(part)),
      [],
    );
    assert.equal(new Set(parts).size, fileBytes / MIB);
    const kinds = page.server.log.entries().map(({ kind }) => kind);
    assert.equal(kinds.filter((kind) => kind === 'start').length, 1);
    assert.ok(!kinds.includes('cancel'));
  });

  it('that is left for good cancels nothing at the service', async () => {
    await openUploading();
    await driver.leave('about:blank', 'go');
    await driver.leave(page.emptyPage(), 'go');
    assert.ok(!page.server.log.entries().some(({ kind }) => kind === 'cancel'));
  });
});

for (const browser of requestedBrowsers()) {
  // Playwright keeps Chromium from using its cache; see above.
  const skip = browser === 'chromium';
  describe(`a page that is left and comes back in ${browser}`, { skip }, () => {
    let page: UploadPage;
    let path: string;
    before(async () => {
      page = await UploadPage.start(browser);
      path = await writeNoise(join(page.folder, 'file.bin'), fileBytes, 'leave');
    });
    after(() => page.close());

    async function leaveAndComeBack(): Promise<void> {
      const { driver } = page;
      const url = await driver.evaluate(() => location.href);
      await driver.open(page.emptyPage());
      await driver.evaluate(() => history.back()).catch(() => undefined);
      const isBack = (): Promise<boolean> =>
        driver
          .evaluate((wanted) => location.href === wanted && window.shown.length > 0, url)
          .catch(() => false);
      while (!(await isBack()));
    }

    // Before the page comes back from a cache: Puppeteer opens no other one in Firefox after that.
    it('keeps no other page from its records, though it writes them as it is left', async () => {
      const small = await Promise.all(
        Array.from({ length: smallFiles }, (_, index) =>
          writeNoise(join(page.folder, `${index}.bin`), 2 * MIB, `small ${index}`),
        ),
      );
      for (let visit = 1; visit <= visits; visit += 1) {
        await page.open({ attributes: `${attributes()} no-leave-guard` });
        await page.choose(small);
        await page.until(() => window.readNotes().requests.length > 5, 'parts are sent');
        await page.driver.open(page.emptyPage());
        assert.equal(await page.driver.evaluate(writeIntoRecords, longestWriteMs), 'complete');
      }
    });

    it('is kept in the back-forward cache with all stored, as nothing of the element keeps it out', async () => {
      await page.open({ attributes: attributes(), beforeDefinition: noteShown });
      await page.choose([path]);
      await page.settle();
      await leaveAndComeBack();
      assert.deepEqual(await page.driver.evaluate(() => window.shown), [false, true]);
      assert.deepEqual(await page.driver.evaluate(() => window.uploader.tasks.map(({ status }) => status)), [
        'completed',
      ]);
    });

    // Firefox was seen to load such a page anew.
    it('goes on with an upload that was under way', { skip: browser !== 'webkit' }, async () => {
      await page.open({ attributes: `${attributes()} no-leave-guard`, beforeDefinition: noteShown });
      page.server.settings.bandwidth = MIB;
      await page.choose([path]);
      await page.until(() => (window.uploader.tasks[0]?.bytesSent ?? 0) > 0, 'the upload is under way');
      await leaveAndComeBack();
      page.server.settings.bandwidth = null;
      assert.deepEqual(await page.driver.evaluate(() => window.shown), [false, true]);
      const { succeeded, failed } = await page.settle();
      assert.deepEqual(failed, []);
      assert.deepEqual(
        succeeded.map(({ verified }) => verified),
        [true],
      );
    });
  });
}
