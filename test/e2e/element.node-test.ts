import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { requestedBrowsers } from '../run/browser-names.js';
import { checkProgress } from './support/check-progress.js';
import { compareStored } from './support/compare-stored.js';
import type { Original } from './support/compare-stored.js';
import { MIB, writeNoise } from './support/make-files.js';
import { UploadPage } from './support/upload-page.js';

/** Bytes a second at which an upload can be acted on while it runs, however slow driver and page are. */
const slowly = MIB;

/** How long it then stays slow, in ms: what the act does wrong shows while bytes still move. */
const aftermathMs = 1000;

for (const browser of requestedBrowsers()) {
  describe(`<smh-uploader> as an element in ${browser}`, () => {
    let page: UploadPage;
    before(async () => {
      page = await UploadPage.start(browser);
    });
    after(() => page.close());

    const make = async (remotePath: string, bytes: number): Promise<Original> => ({
      path: await writeNoise(join(page.folder, ...remotePath.split('/')), bytes, remotePath),
      remotePath,
    });
    const underWay = (): Promise<void> =>
      page.until(
        () => window.uploader.tasks.some(({ status, bytesSent }) => status === 'uploading' && bytesSent > 0),
        'bytes are on their way',
      );

    const speedUp = async (): Promise<void> => {
      await wait(aftermathMs);
      page.server.settings.bandwidth = null;
    };

    for (const way of ['A', 'B', 'C'] as const) {
      it(`uploads by way ${way}, into a folder that it creates`, async () => {
        await page.open({ way, attributes: 'multiple directory="press/2026"' });
        const originals = [
          await make('press/2026/large.bin', 9 * MIB + 5),
          await make('press/2026/s.txt', 5),
        ];
        await page.choose(originals.map(({ path }) => path));
        const notes = await page.settle();
        await compareStored(page.server, notes, originals);
        checkProgress(page.arrivals, notes);
      });
    }

    it('keeps properties that were set before its definition', async () => {
      await page.open({
        way: 'C',
        beforeDefinition: () => {
          Object.assign(window.uploader, {
            multiple: true,
            directory: 'set/early',
            partSize: '2 MiB',
            beforeAdd: ({ file }: { file: File }) => ({ name: `early ${file.name}` }),
          });
        },
      });
      const { path } = await make('parts.bin', 6 * MIB);
      const { path: other } = await make('other.bin', 6);
      await page.choose([path, other]);
      const notes = await page.settle();
      await compareStored(page.server, notes, [
        { path, remotePath: 'set/early/early parts.bin' },
        { path: other, remotePath: 'set/early/early other.bin' },
      ]);
      const parts = page.server.log.entries().filter(({ kind }) => kind === 'part');
      assert.deepEqual(
        parts.map(({ bytesReceived }) => bytesReceived),
        [2 * MIB, 2 * MIB, 2 * MIB],
      );
    });

    it('loses nothing and sends nothing twice when it is moved in mid-upload', async () => {
      await page.open({ attributes: 'multiple', html: '<main></main><aside></aside>' });
      page.server.settings.bandwidth = slowly;
      const original = await make('moved.bin', 24 * MIB);
      await page.choose([original.path]);
      await underWay();
      for (const place of ['main', 'aside', 'main']) {
        await page.driver.evaluate((selector) => {
          document.querySelector(selector)?.append(window.uploader);
        }, place);
      }
      await speedUp();
      const notes = await page.settle();
      await compareStored(page.server, notes, [original]);
      checkProgress(page.arrivals, notes);
      assert.equal(page.server.received.total, 24 * MIB);
      assert.equal(notes.succeeded.length, 1);
    });

    it('replaces the old choice by the new one without "multiple"', async () => {
      await page.open();
      const first = await make('first.bin', 10);
      const second = await make('second.bin', 24 * MIB);
      const third = await make('third.bin', 30);
      await page.choose([first.path]);
      await page.settle();
      assert.deepEqual(await valueAndNames(), { value: ['first.bin'], names: ['first.bin'] });

      page.server.settings.bandwidth = slowly;
      await page.choose([second.path]);
      await underWay();
      assert.deepEqual(await valueAndNames(), { value: [], names: ['second.bin'] });

      await page.choose([third.path]);
      // Still slowly: the second file must not be stored before it is replaced.
      await page.until(() => window.notes.succeeded.length === 2, 'the third file is stored');
      assert.deepEqual(await valueAndNames(), { value: ['third.bin'], names: ['third.bin'] });
      const notes = await page.notes();
      assert.deepEqual(
        notes.canceled.map(({ name }) => name),
        ['second.bin'],
      );
      // What was stored before stays at the service.
      await compareStored(page.server, notes, [first, third]);
    });

    it('takes no files while it is disabled, and lets uploads under way go on', async () => {
      await page.open({ attributes: 'multiple' });
      page.server.settings.bandwidth = slowly;
      const original = await make('going.bin', 16 * MIB);
      const refused = await make('refused.bin', 16);
      await page.choose([original.path]);
      await underWay();
      await page.driver.evaluate(() => {
        window.uploader.disabled = true;
      });
      await page.until(
        () =>
          [...(window.uploader.shadowRoot?.querySelectorAll('input, button') ?? [])].every((control) =>
            control.matches(':disabled'),
          ),
        'all controls are disabled',
      );
      if (browser === 'chromium') await page.drop([refused.path]);
      else await page.dropByScript(page.folder, ['refused.bin']);
      await speedUp();
      const notes = await page.settle();
      await compareStored(page.server, notes, [original]);
      assert.deepEqual(await valueAndNames(), { value: ['going.bin'], names: ['going.bin'] });
    });

    const valueAndNames = (): Promise<{ value: readonly string[]; names: readonly string[] }> =>
      page.driver.evaluate(() => ({
        value: [...window.uploader.value],
        names: window.uploader.tasks.map(({ name }) => name),
      }));
  });
}
