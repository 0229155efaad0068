import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../run/browser-names.js';
import { MIB, writeNoise } from './support/make-files.js';
import { UploadPage } from './support/upload-page.js';

const fileBytes = 2 * MIB;

const pollMs = 50;

/** Longest wait in which nothing comes, in ms. */
const patienceMs = 60_000;

for (const browser of requestedBrowsers()) {
  describe(`a form in ${browser}`, () => {
    let page: UploadPage;
    let paths: string[];
    before(async () => {
      page = await UploadPage.start(browser);
      paths = await Promise.all(
        ['one.bin', 'two.bin'].map((name) => writeNoise(join(page.folder, name), fileBytes, name)),
      );
    });
    after(() => page.close());

    /** A form of the page that holds the element by its `form` attribute, and is sent to another page. */
    const open = (attributes: string): Promise<void> =>
      page.open({
        attributes: `form="story" name="files" multiple ${attributes}`,
        html: `<form id="story" action="${page.emptyPage()}"><input name="title"><button>Send</button></form>`,
      });
    const send = (): Promise<void> =>
      page.driver.evaluate(() => document.querySelector<HTMLElement>('#story button')?.click());
    /** What the page that the form was sent to got; null while none was. */
    const sent = (): Promise<readonly string[] | null> =>
      page.driver.evaluate(() => {
        const { search } = location;
        return search === '' ? null : new URLSearchParams(search).getAll('files');
      });
    /** Asks until it is so; a page that is just being left or loaded answers nothing. */
    const until = async (isSo: () => boolean): Promise<void> => {
      const deadline = Date.now() + patienceMs;
      while (!(await page.driver.evaluate(isSo).catch(() => false))) {
        if (Date.now() > deadline) throw new Error(`Waited in vain until ${String(isSo)}.`);
        await wait(pollMs);
      }
    };
    const arrival = (): Promise<void> =>
      until(() => location.search !== '' && document.readyState === 'complete');

    it('is not sent while it needs a file, nor while one is on its way', async () => {
      await open('required');
      await send();
      assert.equal(await sent(), null);
      assert.equal(await page.driver.evaluate(() => window.uploader.matches(':invalid')), true);
      page.server.settings.bandwidth = MIB;
      await page.choose(paths);
      await page.until(() => window.uploader.progress.bytesSent > 0, 'bytes move');
      await send();
      assert.equal(await sent(), null);
      page.server.settings.bandwidth = null;
      await page.settle();
      await send();
      await arrival();
      assert.deepEqual(await sent(), ['one.bin', 'two.bin']);
    });

    it('waits for its files with submit-wait, and is then sent with them', async () => {
      await open('required submit-wait manual-start');
      await page.choose(paths);
      await page.until(() => window.uploader.tasks.length > 1, 'the files are in the list');
      await send();
      await arrival();
      assert.deepEqual(await sent(), ['one.bin', 'two.bin']);
      assert.equal(page.server.files().length, 2);
    });

    it('is given up with submit-wait where a file can’t be stored, whose row gets the focus', async () => {
      await open('submit-wait');
      page.server.faults.add({ on: 'confirm', status: 403, code: 'NoPermission' });
      page.server.settings.bandwidth = MIB;
      await page.choose(paths.slice(0, 1));
      await page.until(() => window.uploader.tasks.length > 0, 'the file is in the list');
      await send();
      await page.settle();
      await page.until(
        () => window.uploader.shadowRoot?.activeElement?.getAttribute('data-status') === 'failed',
        'its row has the focus',
      );
      page.server.settings.bandwidth = null;
      assert.equal(await sent(), null);
    });

    it('leaves the element out while it is disabled', async () => {
      await open('');
      await page.choose(paths);
      await page.settle();
      await page.driver.evaluate(() => {
        window.uploader.disabled = true;
      });
      await page.until(() => window.uploader.matches(':disabled'), 'it is disabled');
      await send();
      await arrival();
      assert.deepEqual(await sent(), []);
    });

    it('has its files again after the way back', async () => {
      await open('');
      await page.choose(paths);
      await page.settle();
      await send();
      await arrival();
      await page.driver.evaluate(() => history.back());
      await until(() => location.search === '' && window.uploader.value.length > 0);
      await until(() => window.uploader.shadowRoot?.querySelector('[part~=name]') !== null);
      const rows = await page.driver.evaluate(() => [
        window.uploader.value,
        [...(window.uploader.shadowRoot?.querySelectorAll('[part~=name]') ?? [])].map(({ textContent }) =>
          (textContent ?? '').trim(),
        ),
      ]);
      assert.deepEqual(rows, [
        ['one.bin', 'two.bin'],
        ['one.bin', 'two.bin'],
      ]);
    });
  });
}
