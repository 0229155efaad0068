import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { DiagnosisReport } from '../../src/diagnose/report.js';
import { requestedBrowsers } from '../run/browser-names.js';
import { writeNoise } from './support/make-files.js';
import { UploadPage } from './support/upload-page.js';

/** `'unsafe-inline'` below is for the scripts of these tests, `img-src` for the icon that Firefox asks for. */
const BASE = "default-src 'none'; style-src 'self'; img-src 'self'";

const BYTES = 1000;

type Check = DiagnosisReport['checks'][number];

function checkOf({ checks }: DiagnosisReport, id: Check['id']): Check {
  const check = checks.find((one) => one.id === id);
  assert.ok(check !== undefined, `no ${id} in the report`);
  return check;
}

function assertStatus(report: DiagnosisReport, id: Check['id'], status: Check['status']): void {
  assert.equal(checkOf(report, id).status, status, `${id} in ${JSON.stringify(report.checks, null, 1)}`);
}

/** `policy` with the directives of the header lines in `fix` in place of its own. */
function applied(policy: string, fix: string | undefined): string {
  assert.ok(fix !== undefined, 'nothing to change was given');
  const lines = fix.split('\n').map((line) => {
    assert.match(line, /^Content-Security-Policy: [a-z-]+-src /);
    return line.replace('Content-Security-Policy: ', '');
  });
  const names = new Set(lines.map((line) => line.split(' ')[0]));
  const kept = policy.split('; ').filter((directive) => !names.has(directive.split(' ')[0]));
  return [...kept, ...lines].join('; ');
}

for (const browser of requestedBrowsers()) {
  describe(`a diagnosis under a strict policy in ${browser}`, () => {
    let page: UploadPage;
    before(async () => {
      page = await UploadPage.start(browser);
    });
    after(() => page.close());

    const diagnose = (probe: boolean): Promise<DiagnosisReport> =>
      page.driver.evaluate((isProbed) => window.uploader.diagnose({ probe: isProbed }), probe);

    it('gives the connect-src to write; with it all is well, and files arrive', async () => {
      const { apiOrigin, objectOrigin } = page.server;
      const scripts = "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:";
      let policy = `${BASE}; ${scripts}; connect-src 'none'`;

      await page.open({ attributes: 'multiple', policy });
      const first = await diagnose(true);
      assert.equal(first.ok, false);
      assert.match(checkOf(first, 'endpoint').message, /policy-blocked/);
      assert.ok(checkOf(first, 'endpoint').fix?.includes(apiOrigin));
      // The page's own callback for the access token asks yet another origin: all are in one line.
      policy = applied(policy, checkOf(first, 'policy').fix);
      assert.ok(!policy.includes("connect-src 'none'"));

      // Where the store is only the service's answer tells.
      await page.open({ attributes: 'multiple', policy });
      const second = await diagnose(true);
      assertStatus(second, 'endpoint', 'ok');
      assertStatus(second, 'start', 'ok');
      assert.match(checkOf(second, 'store').message, /policy-blocked/);
      assert.ok(checkOf(second, 'store').fix?.includes(objectOrigin));
      assertStatus(second, 'cancel', 'ok');
      policy = applied(policy, checkOf(second, 'store').fix);

      await page.open({ attributes: 'multiple', policy });
      const third = await diagnose(true);
      assert.deepEqual(
        third.checks.filter(({ status }) => status === 'failed' || status === 'warning'),
        [],
      );
      const uploads = await fetch(`${apiOrigin}/_dev/uploads`);
      assert.deepEqual(await uploads.json(), []);
      await page.choose([await writeNoise(join(page.folder, 'one.bin'), BYTES, 'own')]);
      const notes = await page.settle();
      assert.equal(notes.succeeded.length, 1);
    });

    it('is loaded as a chunk by the entry for bundlers, whose worker is a file', async () => {
      await page.open({ attributes: 'multiple', entry: 'bundlers' });
      const loaded = (): Promise<boolean> =>
        page.driver.evaluate(() =>
          performance.getEntriesByType('resource').some(({ name }) => name.includes('/chunks/diagnose-')),
        );
      assert.equal(await loaded(), false);
      const report = await diagnose(true);
      assert.equal(await loaded(), true);
      assert.equal(report.ok, true);
      assert.match(checkOf(report, 'worker').message, /\(file\)/);
    });

    it('gives the worker-src and script-src to write; with them the worker starts and WebAssembly compiles', async () => {
      let policy = `${BASE}; connect-src *; script-src 'self' 'unsafe-inline'; worker-src 'none'`;
      await page.open({ attributes: 'multiple', policy });
      const first = await diagnose(false);
      // Files arrive all the same.
      assert.equal(first.ok, true);
      assertStatus(first, 'worker', 'warning');
      assertStatus(first, 'webassembly', 'warning');
      policy = applied(policy, checkOf(first, 'worker').fix);
      policy = applied(policy, checkOf(first, 'webassembly').fix);

      await page.open({ attributes: 'multiple', policy });
      const second = await diagnose(false);
      assertStatus(second, 'worker', 'ok');
      assertStatus(second, 'webassembly', 'ok');
    });
  });
}
