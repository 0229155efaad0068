import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { UploaderOptions } from '../../src/engine/options.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import type { Uploader } from '../../src/uploader.js';
import { requestedBrowsers } from '../run/browser-names.js';
import { compareStored } from './support/compare-stored.js';
import { MIB, writeNoise } from './support/make-files.js';
import { UploadPage } from './support/upload-page.js';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** `import x from 'y'`, `import 'y'`, `export * from 'y'` and `import('y')`. */
const IMPORT = /\b(?:import|export)\s*(?:\(\s*|(?:[\w$*{},\s]+\bfrom\b\s*)?)["']([^"'\s]+)["']/g;

/** What a built file imports, its chunks' imports included: packages by name, files by path. */
async function importsOf(file: string, found = new Set<string>()): Promise<ReadonlySet<string>> {
  const code = await readFile(join(dist, file), 'utf8');
  for (const [, specifier = ''] of code.matchAll(IMPORT)) {
    const path = specifier.startsWith('.') ? join(dirname(file), specifier) : specifier;
    if (found.has(path)) continue;
    found.add(path);
    if (specifier.startsWith('.')) await importsOf(path, found);
  }
  return found;
}

describe('the built entries', () => {
  it('smh-uploader/headless loads no Lit', async () => {
    const imports = [...(await importsOf('headless.js'))];
    assert.deepEqual(
      imports.filter((name) => /^(lit|@lit)(\/|$)/.test(name)),
      [],
    );
    assert.ok(
      imports.some((name) => name.startsWith('chunks')),
      'the reading of imports finds something',
    );
  });

  it('smh-uploader loads Lit by name, so that a bundler shares it', async () => {
    assert.ok((await importsOf('smh-uploader.js')).has('lit'));
  });

  it('smh-uploader.min.js and hash-worker.js load nothing', async () => {
    assert.deepEqual([...(await importsOf('smh-uploader.min.js'))], []);
    assert.deepEqual([...(await importsOf('hash-worker.js'))], []);
  });

  it('smh-uploader/headless and the development server can be imported in Node', async () => {
    const headless = (await import(join(dist, 'headless.js'))) as Record<string, unknown>;
    const server = (await import(join(dist, 'dev-server.js'))) as Record<string, unknown>;
    assert.equal(typeof headless['createUploader'], 'function');
    assert.equal(typeof server['createDevServer'], 'function');
  });
});

/** More than one part, so that a worker hashes and sums. */
const bytes = 12 * MIB;

for (const browser of requestedBrowsers()) {
  describe(`the built entries for bundlers in ${browser}`, () => {
    let page: UploadPage;
    before(async () => {
      page = await UploadPage.start(browser);
    });
    after(() => page.close());

    const expectWorker = async (): Promise<void> => {
      const loaded = await page.driver.evaluate(() =>
        performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
      );
      assert.ok(loaded.includes('/hash-worker.js'), 'the worker beside the entry is found');
      assert.deepEqual(await page.driver.consoleMessages(), []);
    };

    it('smh-uploader uploads', async () => {
      await page.open({ entry: 'bundlers', attributes: 'multiple' });
      const path = await writeNoise(join(page.folder, 'element.bin'), bytes, 'element');
      await page.choose([path]);
      await compareStored(page.server, await page.settle(), [{ path, remotePath: 'element.bin' }]);
      await expectWorker();
    });

    it('smh-uploader/headless uploads in a page without an element', async () => {
      const { apiOrigin: endpoint, libraryId, spaceId } = page.server;
      const { accessToken } = page.server.issueToken();
      await page.openHeadless();
      const path = await writeNoise(join(page.folder, 'headless.bin'), bytes, 'headless');
      await page.driver.setFiles('#disk', [path]);
      const task = await page.driver.evaluate(uploadHeadless, { endpoint, libraryId, spaceId, accessToken });
      assert.deepEqual(task, { status: 'completed', verified: true, path: ['headless.bin'] });
      assert.deepEqual(
        page.server.files().map((file) => file.size),
        [bytes],
      );
      await expectWorker();
    });
  });
}

type Ended = Pick<TaskSnapshot, 'status' | 'verified'> & { readonly path: string[] };

/** Runs in the page. */
async function uploadHeadless(options: Record<string, string>): Promise<Ended> {
  const name = '/headless.js';
  const { createUploader } = (await import(name)) as { createUploader(options: UploaderOptions): Uploader };
  const uploader = createUploader(options);
  const end = new Promise((resolve) => uploader.addEventListener('smh-queue-settle', resolve));
  await uploader.addFiles(document.querySelector<HTMLInputElement>('#disk')?.files ?? []);
  await end;
  const [task] = uploader.tasks;
  if (task === undefined) throw new Error('there is no task');
  return { status: task.status, verified: task.verified, path: [...(task.result?.path ?? [])] };
}
