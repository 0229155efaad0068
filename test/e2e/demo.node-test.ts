import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createServer, mergeConfig } from 'vite';
import type { ViteDevServer } from 'vite';
import { demo } from '../../vite.config.js';
import { requestedBrowsers } from '../run/browser-names.js';
import { openBrowser } from './support/drivers.js';
import { writeNoise } from './support/make-files.js';
import type { PageDriver } from './support/page-driver.js';

const bytes = 6_000_000;

/** Longest wait for anything, in ms: what takes longer hangs. */
const patienceMs = 120_000;

/** Where the files of each page are chosen. */
const inputs = {
  'index.html': 'smh-uploader >>> input[type=file]:not([webkitdirectory])',
  'way-a.html': 'smh-uploader >>> input[type=file]:not([webkitdirectory])',
  'way-b.html': 'smh-uploader >>> input[type=file]:not([webkitdirectory])',
  'way-c.html': 'smh-uploader >>> input[type=file]:not([webkitdirectory])',
  'headless.html': '#files',
};

/**
 * What a page says that nobody needs to look at: Vite's own lines and Lit's, which serve development, and
 * that of Chromium about the 404 by which the service says that a folder is still to be made.
 */
const isUsual = (message: string): boolean => /\[vite\]|Lit is in dev mode|status of 404/.test(message);

for (const browser of requestedBrowsers()) {
  describe(`the demo in ${browser}`, () => {
    let folder = '';
    let vite: ViteDevServer;
    let origin = '';
    let driver: PageDriver;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'smh-demo-'));
      const config = await demo({ dir: join(folder, 'server'), port: 0, objectPort: 0 });
      vite = await createServer(
        mergeConfig(config, { configFile: false, logLevel: 'error', server: { port: 0 } }),
      );
      await vite.listen();
      const address = vite.httpServer?.address();
      assert.ok(typeof address === 'object' && address !== null);
      origin = `http://127.0.0.1:${String(address.port)}`;
      driver = await openBrowser(browser);
    });
    after(async () => {
      await driver.close();
      await vite.close();
      await rm(folder, { recursive: true, force: true });
    });

    /** The paths of stored files that the page lists. */
    const listed = (): Promise<string[]> =>
      driver.evaluate(() =>
        [...document.querySelectorAll('#stored a')].map((link) => link.textContent ?? ''),
      );
    const until = async (isSo: () => Promise<boolean>): Promise<void> => {
      const deadline = Date.now() + patienceMs;
      while (!(await isSo())) {
        const said = (): Promise<string> => driver.evaluate(() => document.body.innerText);
        if (Date.now() > deadline) assert.fail(`It never came; the page shows: ${await said()}`);
        await wait(50);
      }
    };

    for (const [page, input] of Object.entries(inputs)) {
      it(`${page} stores a chosen file and lists it`, async () => {
        const name = `${page}.bin`;
        const path = await writeNoise(join(folder, name), bytes, page);
        await driver.open(`${origin}/${page}`);
        // Filled last: by then the page is connected.
        await until(() => driver.evaluate(() => document.querySelector('#stored')?.hasChildNodes() === true));
        await driver.setFiles(input, [path]);
        await until(async () => (await listed()).some((remotePath) => remotePath.endsWith(name)));
        const href = await driver.evaluate(
          (wanted) =>
            [...document.querySelectorAll<HTMLAnchorElement>('#stored a')].find(({ textContent }) =>
              textContent?.endsWith(wanted),
            )?.href ?? '',
          name,
        );
        const download = await (await fetch(href)).arrayBuffer();
        assert.equal(download.byteLength, bytes);
        assert.deepEqual(
          (await driver.consoleMessages()).filter((message) => !isUsual(message)),
          [],
        );
      });
    }

    it('index.html turns a fault on and off', async () => {
      await driver.open(`${origin}/index.html`);
      const shown = (): Promise<string> => driver.evaluate(() => document.body.innerText);
      await until(async () => (await shown()).includes('none in force'));
      const press = (label: string): Promise<void> =>
        driver.evaluate((wanted) => {
          [...document.querySelectorAll('button')]
            .find(({ textContent }) => textContent?.trim() === wanted)
            ?.click();
        }, label);
      await press('Add');
      await until(async () => !(await shown()).includes('none in force'));
      await press('Clear all');
      await until(async () => (await shown()).includes('none in force'));
    });
  });
}
