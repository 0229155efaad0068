import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../run/browser-names.js';
import { compareStored } from './support/compare-stored.js';
import { MIB, noise, writeNoise } from './support/make-files.js';
import { UploadPage } from './support/upload-page.js';

const bytes = 12 * MIB;

/** What the page's own scripts in these tests need; the element needs no inline script. */
const BASE = "default-src 'none'; style-src 'self'; connect-src *";

const POLICIES = {
  'no worker': `${BASE}; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'none'`,
  'no WebAssembly': `${BASE}; script-src 'self' 'unsafe-inline'; worker-src 'self' blob:`,
  'neither worker nor WebAssembly': `${BASE}; script-src 'self' 'unsafe-inline'; worker-src 'none'`,
};

for (const browser of requestedBrowsers()) {
  describe(`a strict policy in ${browser}`, () => {
    let page: UploadPage;
    before(async () => {
      page = await UploadPage.start(browser);
    });
    after(() => page.close());

    for (const [what, policy] of Object.entries(POLICIES)) {
      it(`that allows ${what}: files are hashed, proven and stored, and it is said once`, async () => {
        await page.open({ attributes: 'multiple', policy });
        const { server, folder } = page;
        // A known beginning, so that the whole file is hashed too.
        await server.addFile(['known.bin'], noise(bytes, 'beginning', 'one'));
        await server.indexed();
        const paths = [
          await writeNoise(join(folder, 'other.bin'), bytes, 'beginning', 'two'),
          await writeNoise(join(folder, 'third.bin'), bytes, 'beginning', 'three'),
        ];
        await page.choose(paths);
        const notes = await page.settle();
        assert.deepEqual(
          notes.succeeded.map(({ verified }) => verified),
          [true, true],
        );
        assert.equal(server.log.entries().filter(({ kind }) => kind === 'full-start').length, 2);
        const stored = paths.map((path, index) => ({
          path,
          remotePath: ['other.bin', 'third.bin'][index] ?? '',
        }));
        await compareStored(server, notes, stored, ['known.bin']);
        const messages = await page.driver.consoleMessages();
        const lines = messages.filter((message) => message.includes('smh-uploader: '));
        assert.ok(lines.length > 0, 'nothing was said');
        assert.deepEqual(lines, [...new Set(lines)], 'said more than once');
      });
    }
  });
}
