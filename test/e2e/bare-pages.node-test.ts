import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../run/browser-names.js';
import { uploadKnownBeginnings } from './support/known-beginnings.js';
import { UploadPage } from './support/upload-page.js';

/** `'unsafe-inline'` is for the scripts of these tests, `img-src` for the icon that Firefox asks for. */
const BASE = "default-src 'none'; style-src 'self'; img-src 'self'; connect-src *";
const SCRIPTS = "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'";

/** Takes away what browsers give to secure pages only. */
function makeInsecure(): void {
  const lost: readonly (readonly [object, string])[] = [
    [Crypto.prototype, 'subtle'],
    [Crypto.prototype, 'randomUUID'],
    [Navigator.prototype, 'locks'],
    [Navigator.prototype, 'wakeLock'],
    [Navigator.prototype, 'storage'],
    [window, 'showOpenFilePicker'],
  ];
  for (const [owner, name] of lost) Object.defineProperty(owner, name, { value: undefined });
}

for (const browser of requestedBrowsers()) {
  describe(`a page in ${browser}`, () => {
    let page: UploadPage;
    before(async () => {
      page = await UploadPage.start(browser);
    });
    after(() => page.close());

    for (const [what, workerUrl, workers] of [
      ['a copy of its file', 'worker-url="/hash-worker.js"', "'self'"],
      ['its own text', '', 'blob:'],
    ] as const) {
      it(`that requires Trusted Types and allows our policy and Lit’s: view, XML and a worker from ${what} break no rule`, async () => {
        const types = "require-trusted-types-for 'script'; trusted-types smh-uploader lit-html";
        await page.open({
          attributes: `multiple ${workerUrl}`,
          policy: `${BASE}; ${SCRIPTS}; worker-src ${workers}; ${types}`,
          beforeDefinition: () => {
            addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
              console.warn(`violated: ${violatedDirective}`),
            );
          },
        });
        // An answer in XML has to be read.
        page.server.faults.add({ on: 'part', status: 503, code: 'SlowDown' });
        await uploadKnownBeginnings(page);
        const messages = await page.driver.consoleMessages();
        assert.deepEqual(
          messages.filter((message) => /violated|Trusted|no worker/.test(message)),
          [],
        );
      });
    }

    it('that lacks what only secure pages have, and workers: files are hashed, proven and stored', async () => {
      await page.open({
        attributes: 'multiple',
        policy: `${BASE}; ${SCRIPTS}; worker-src 'none'`,
        beforeDefinition: makeInsecure,
      });
      await uploadKnownBeginnings(page);
    });
  });
}
