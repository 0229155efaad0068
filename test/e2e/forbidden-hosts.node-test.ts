import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../run/browser-names.js';
import { writeNoise } from './support/make-files.js';
import { UploadPage } from './support/upload-page.js';

/** `'unsafe-inline'` is for the scripts of these tests, `img-src` for the icon that Firefox asks for. */
const BASE = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self' 'unsafe-inline'";

/** Hosts as `requests.host` of the server's log has them. */
const HOSTS = { 'object store': 'object', service: 'api' } as const;

for (const browser of requestedBrowsers()) {
  describe(`a policy in ${browser}`, () => {
    let page: UploadPage;
    before(async () => {
      page = await UploadPage.start(browser);
    });
    after(() => page.close());

    for (const what of ['object store', 'service'] as const) {
      it(`that forbids the ${what} is told once and at once, with what to change`, async () => {
        const { apiOrigin, hostOrigin, objectOrigin } = page.server;
        const origins = { 'object store': objectOrigin, service: apiOrigin };
        const allowed = [what === 'service' ? objectOrigin : apiOrigin, hostOrigin ?? ''];
        await page.open({ attributes: 'multiple', policy: `${BASE}; connect-src ${allowed.join(' ')}` });
        await page.choose([
          await writeNoise(join(page.folder, 'one.bin'), 1000, what),
          await writeNoise(join(page.folder, 'two.bin'), 2000, what),
        ]);
        const notes = await page.settle();
        assert.deepEqual(
          notes.failed.map(({ error }) => error?.split(':')[0]),
          ['policy-blocked'],
        );
        assert.ok(notes.failed[0]?.error?.includes(origins[what]));
        assert.ok(notes.failed[0]?.error?.includes('connect-src'));
        // The access token is asked for by the page's server, not by the page.
        const requests = page.server.log
          .entries()
          .filter(({ host, kind }) => host === HOSTS[what] && kind !== 'access-token');
        assert.deepEqual(requests, []);
      });
    }
  });
}
