import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../run/browser-names.js';
import { MIB, writeNoise } from './support/make-files.js';
import { UploadPage } from './support/upload-page.js';

/** Most presses of Tab from one end of the page to the other. */
const TABS_MAX = 60;

const files = { 'long.bin': 24 * MIB, 'taken.bin': 1000, 'refused.bin': 1000, 'plain.bin': 1000 };

/** By the keyboard alone, and by what a person hears and sees of where it is. */
for (const browser of requestedBrowsers()) {
  describe(`the keyboard in ${browser}`, () => {
    let page: UploadPage;
    let paths: string[];
    before(async () => {
      page = await UploadPage.start(browser);
      paths = await Promise.all(
        Object.entries(files).map(([name, bytes]) => writeNoise(join(page.folder, name), bytes, name)),
      );
    });
    after(() => page.close());

    /** What has the focus: the row's file, and the button's action. */
    const focused = (): Promise<readonly [string | null, string | null]> =>
      page.driver.evaluate(() => {
        const active = window.uploader.shadowRoot?.activeElement ?? null;
        const row = active?.closest('[data-task]') ?? null;
        const task = window.uploader.tasks.find(({ id }) => id === row?.getAttribute('data-task'));
        return [task?.name ?? null, active?.getAttribute('data-action') ?? null];
      });
    /** From the top of the page: at its end the keys would go on into the browser's own controls. */
    const tabTo = async (name: string | null, action: string): Promise<void> => {
      await page.driver.evaluate(() => document.querySelector<HTMLElement>('#top')?.focus());
      for (let presses = 0; presses < TABS_MAX; presses++) {
        const [onName, onAction] = await focused();
        if (onName === name && onAction === action) return;
        await page.driver.press('Tab');
      }
      assert.fail(`Tab never comes to ${action} of ${String(name)}`);
    };
    const becomes = (name: string, status: string): Promise<void> =>
      page.until(
        (wanted, is) => window.uploader.tasks.some((task) => task.name === wanted && task.status === is),
        `${name} is ${status}`,
        name,
        status,
      );

    it('chooses, pauses, resumes, retries, answers a conflict and removes', async () => {
      await page.open({ attributes: 'multiple conflict-strategy="ask" part-size="1MiB" no-instant-upload' });
      await page.server.addFile(['taken.bin'], [Buffer.from('somebody else’s')]);
      page.server.faults.add({ on: 'confirm', name: 'refused.bin', status: 400, code: 'OddProblem' });
      page.server.settings.bandwidth = MIB;

      await page.driver.evaluate(() => {
        const top = document.createElement('button');
        top.id = 'top';
        document.body.prepend(top);
      });
      // The native dialog can't be driven: that it would come is enough, its files come from the driver.
      await page.driver.evaluate(() => {
        const picker = window.uploader.shadowRoot?.querySelector('.picker');
        picker?.addEventListener('click', (event) => {
          event.preventDefault();
          document.title = 'picker';
        });
      });
      await tabTo(null, 'choose-files');
      await page.driver.press('Enter');
      assert.equal(await page.driver.evaluate(() => document.title), 'picker');
      await page.choose(paths);

      await becomes('taken.bin', 'conflict');
      await tabTo('taken.bin', 'rename');
      await page.driver.press('Enter');
      await becomes('taken (1).bin', 'completed');
      assert.equal((await focused())[0], 'taken (1).bin', 'the focus is still in its row');

      await becomes('refused.bin', 'failed');
      await tabTo('refused.bin', 'retry');
      await page.driver.press(' ');
      await becomes('refused.bin', 'completed');

      await becomes('long.bin', 'uploading');
      await tabTo('long.bin', 'pause');
      await page.driver.press('Enter');
      await becomes('long.bin', 'paused');
      await page.until(
        () => window.uploader.shadowRoot?.activeElement?.getAttribute('data-action') === 'resume',
        'the focus is on what undoes it',
      );
      await page.driver.press('Enter');
      page.server.settings.bandwidth = null;
      await becomes('long.bin', 'completed');

      await tabTo('refused.bin', 'remove');
      await page.driver.press('Enter');
      await page.until(() => window.uploader.tasks.length === 3, 'the row is gone');
      await page.until(
        () => window.uploader.shadowRoot?.activeElement?.closest('[data-task]') !== null,
        'the focus went to the next row',
      );
      assert.equal((await focused())[0], 'plain.bin');
      assert.deepEqual(
        page.server
          .files()
          .map(({ path }) => path?.join('/'))
          .sort((one, other) => String(one).localeCompare(String(other))),
        ['long.bin', 'plain.bin', 'refused.bin', 'taken (1).bin', 'taken.bin'],
      );
    });
  });
}
