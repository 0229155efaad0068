import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../run/browser-names.js';
import { uploadKnownBeginnings } from './support/known-beginnings.js';
import { MIB, writeNoise } from './support/make-files.js';
import { UploadPage } from './support/upload-page.js';

const bytes = 12 * MIB;

/** `'unsafe-inline'` below is for the scripts of these tests, `img-src` for the icon that Firefox asks for. */
const BASE = "default-src 'none'; style-src 'self'; img-src 'self'; connect-src *";

const POLICIES = {
  'no worker': `${BASE}; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'none'`,
  'no WebAssembly': `${BASE}; script-src 'self' 'unsafe-inline'; worker-src 'self' blob:`,
  'neither worker nor WebAssembly': `${BASE}; script-src 'self' 'unsafe-inline'; worker-src 'none'`,
};

/** Starts and ends a worker, and takes it from the list of what was loaded. */
async function warmUp(url: string): Promise<void> {
  const worker = new Worker(url, { type: 'module' });
  await new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = () => reject(new Error(`${url} did not start`));
  });
  worker.terminate();
  performance.clearResourceTimings();
}

for (const browser of requestedBrowsers()) {
  describe(`a strict policy in ${browser}`, () => {
    let page: UploadPage;
    before(async () => {
      page = await UploadPage.start(browser);
    });
    after(() => page.close());

    it('that allows only files of its own origin: the worker is loaded from worker-url, and nothing is said', async () => {
      const policy = `${BASE}; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'`;
      await page.open({ attributes: 'multiple worker-url="/hash-worker.js"', policy });
      // The element waits 5 s for its worker and warns when it is late, as the first of a busy machine may be.
      await page.driver.evaluate(warmUp, '/hash-worker.js');
      const path = await writeNoise(join(page.folder, 'file.bin'), bytes, 'own');
      await page.choose([path]);
      const notes = await page.settle();
      assert.deepEqual(
        notes.succeeded.map(({ verified }) => verified),
        [true],
      );
      const workers = await page.driver.evaluate(
        () =>
          performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/hash-worker.js'))
            .length,
      );
      assert.equal(workers, 1);
      assert.deepEqual(await page.driver.consoleMessages(), []);
    });

    for (const [what, policy] of Object.entries(POLICIES)) {
      it(`that allows ${what}: files are hashed, proven and stored, and it is said once`, async () => {
        await page.open({ attributes: 'multiple', policy });
        await uploadKnownBeginnings(page);
        const messages = await page.driver.consoleMessages();
        const lines = messages.filter((message) => message.includes('smh-uploader: '));
        assert.ok(lines.length > 0, 'nothing was said');
        assert.deepEqual(lines, [...new Set(lines)], 'said more than once');
      });
    }
  });
}
