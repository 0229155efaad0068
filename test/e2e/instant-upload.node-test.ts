import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../run/browser-names.js';
import { checkProgress } from './support/check-progress.js';
import { compareStored } from './support/compare-stored.js';
import { MIB, noise, writeNoise } from './support/make-files.js';
import { UploadPage } from './support/upload-page.js';

const knownBytes = 300 * MIB;
const alikeBytes = 24 * MIB;

for (const browser of requestedBrowsers()) {
  describe(`instant upload in ${browser}`, () => {
    let page: UploadPage;
    before(async () => {
      page = await UploadPage.start(browser);
    });
    after(() => page.close());

    it('sends not one byte of a file of 300 MiB that the service has', async () => {
      await page.open({ attributes: 'multiple' });
      const { server, folder } = page;
      await server.addFile(['old', 'known.bin'], noise(knownBytes, 'known'));
      await server.indexed();
      const path = await writeNoise(join(folder, 'copy.bin'), knownBytes, 'known');
      await page.choose([path]);
      const notes = await page.settle();
      assert.deepEqual(
        notes.succeeded.map(({ instant, bytesSent, bytesSaved }) => ({ instant, bytesSent, bytesSaved })),
        [{ instant: true, bytesSent: 0, bytesSaved: knownBytes }],
      );
      assert.equal(server.received.total, 0);
      assert.deepEqual(
        server.log.entries().filter(({ host }) => host === 'object'),
        [],
      );
      await compareStored(server, notes, [{ path, remotePath: 'copy.bin' }], ['old/known.bin']);
    });

    it('uploads a file whose first MiB is known but whose rest differs', async () => {
      await page.open({ attributes: 'multiple' });
      const { server, folder } = page;
      await server.addFile(['known.bin'], noise(alikeBytes, 'beginning', 'one'));
      await server.indexed();
      const path = await writeNoise(join(folder, 'other.bin'), alikeBytes, 'beginning', 'two');
      await page.choose([path]);
      const notes = await page.settle();
      assert.deepEqual(
        notes.succeeded.map(({ instant, bytesSent, bytesSaved }) => ({ instant, bytesSent, bytesSaved })),
        [{ instant: false, bytesSent: alikeBytes, bytesSaved: 0 }],
      );
      const kinds = server.log.entries().map(({ kind }) => kind);
      assert.ok(kinds.includes('full-start'), 'the service must have asked for the full hash');
      assert.equal(server.received.total, alikeBytes);
      await compareStored(server, notes, [{ path, remotePath: 'other.bin' }], ['known.bin']);
      checkProgress(page.arrivals, notes);
    });
  });
}
