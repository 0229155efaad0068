import assert from 'node:assert/strict';
import { appendFile, rm, truncate, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../run/browser-names.js';
import type { BrowserName } from '../run/browser-names.js';
import { compareStored } from './support/compare-stored.js';
import { MIB, writeNoise } from './support/make-files.js';
import { UploadPage } from './support/upload-page.js';

/** Read at once; read by a stream; and in parts. */
const sizes = [1000, 3 * MIB, 12 * MIB];

type Change = { readonly what: string; readonly apply: (path: string, bytes: number) => Promise<void> };

/** WebKit compares times in whole seconds. */
const setTimeAhead = (path: string): Promise<void> => utimes(path, new Date(), new Date(Date.now() + 5000));

const removed: Change = { what: 'was removed', apply: (path) => rm(path) };
const shrunk: Change = {
  what: 'became shorter',
  async apply(path, bytes) {
    await truncate(path, bytes / 2);
    await setTimeAhead(path);
  },
};
const grown: Change = {
  what: 'became longer',
  async apply(path) {
    await appendFile(path, 'more');
    await setTimeAhead(path);
  },
};
const rewritten: Change = {
  what: 'was written again',
  async apply(path, bytes) {
    await writeNoise(path, bytes, 'other bytes');
    await setTimeAhead(path);
  },
};

/**
 * Firefox looks at neither date nor size when it reads: that a file was written again it shows by nothing,
 * and that it has grown only where it is read as a whole. The README says so.
 */
const changesSeen: Readonly<Record<BrowserName, (bytes: number) => readonly Change[]>> = {
  chromium: () => [removed, shrunk, grown, rewritten],
  firefox: (bytes) => (bytes < 5 * MIB ? [removed, shrunk, grown] : [removed, shrunk]),
  webkit: () => [removed, shrunk, grown, rewritten],
};

function codeOf(browser: BrowserName, change: Change): string {
  if (browser === 'firefox') return change === grown ? 'file-changed' : 'file-unreadable';
  // WebKit gives one reason for all.
  return browser === 'webkit' || change === removed ? 'file-unreadable' : 'file-changed';
}

for (const browser of requestedBrowsers()) {
  describe(`a file that changes after it was picked in ${browser}`, () => {
    let page: UploadPage;
    before(async () => {
      page = await UploadPage.start(browser);
    });
    after(() => page.close());

    for (const bytes of sizes) {
      for (const change of changesSeen[browser](bytes)) {
        it(`of ${String(bytes)} bytes, which ${change.what}: is told so, stops no other file, and can be picked again`, async () => {
          await page.open({ attributes: 'multiple manual-start' });
          const spoilt = await writeNoise(join(page.folder, 'spoilt.bin'), bytes, 'spoilt');
          const sound = await writeNoise(join(page.folder, 'sound.bin'), bytes, 'sound');
          await page.choose([spoilt, sound]);
          await page.until(() => window.uploader.tasks.length === 2, 'both were taken');
          await change.apply(spoilt, bytes);
          await page.driver.evaluate(() => window.uploader.start());
          const { failed } = await page.settle();
          assert.deepEqual(
            failed.map(({ name, error }) => [name, error?.replace(/:.*/s, '')]),
            [['spoilt.bin', codeOf(browser, change)]],
          );

          await writeNoise(spoilt, bytes, 'the new version');
          await page.driver.setFiles('#disk', [spoilt]);
          await page.driver.evaluate(() => {
            const file = document.querySelector<HTMLInputElement>('#disk')?.files?.[0];
            const task = window.uploader.tasks.find(({ status }) => status === 'failed');
            if (file !== undefined && task !== undefined) window.uploader.replaceFile(task.id, file);
          });
          const notes = await page.settle();
          await compareStored(page.server, { ...notes, failed: [] }, [
            { path: sound, remotePath: 'sound.bin' },
            { path: spoilt, remotePath: 'spoilt.bin' },
          ]);
        });
      }
    }
  });
}
