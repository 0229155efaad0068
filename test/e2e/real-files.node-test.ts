import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../run/browser-names.js';
import { checkProgress } from './support/check-progress.js';
import { compareStored } from './support/compare-stored.js';
import type { Original } from './support/compare-stored.js';
import { GIB, MIB, demandRoom, writeNoise, writeSparse, writeTree } from './support/make-files.js';
import { UploadPage } from './support/upload-page.js';

const sizes = [0, 1, MIB - 1, MIB, MIB + 1, 64 * MIB];
const smallCount = 200;
const treeCount = 250;
const hugeBytes = 4.5 * GIB;

/** All in one folder: more than a browser lists at a time. */
const flatPaths = Array.from({ length: treeCount }, (_, index) => `flat/${String(index)}.txt`);

/** Over five levels, with the same names on each. */
const deepPaths = Array.from({ length: treeCount }, (_, index) => {
  const level = index % 5;
  const folders = ['one', 'two ü', 'three', 'four #4', 'five'].slice(0, level + 1);
  return ['deep', ...folders, `${String(Math.floor(index / 5))}.txt`].join('/');
});

for (const browser of requestedBrowsers()) {
  describe(`<smh-uploader> in ${browser}`, () => {
    let page: UploadPage;
    before(async () => {
      page = await UploadPage.start(browser);
    });
    after(() => page.close());

    const below = (folder: string, paths: readonly string[]): readonly Original[] =>
      paths.map((remotePath) => ({ path: join(folder, ...remotePath.split('/')), remotePath }));

    const settleAndCompare = async (originals: readonly Original[]): Promise<void> => {
      const notes = await page.settle();
      await compareStored(page.server, notes, originals);
      checkProgress(page.arrivals, notes);
    };

    for (const bytes of sizes) {
      it(`uploads a picked file of ${String(bytes)} bytes`, async () => {
        await page.open({ attributes: 'multiple' });
        const remotePath = `size ${String(bytes)}.bin`;
        const path = await writeNoise(join(page.folder, remotePath), bytes, remotePath);
        await page.choose([path]);
        await settleAndCompare([{ path, remotePath }]);
      });
    }

    it(`uploads ${String(smallCount)} small files picked at once`, async () => {
      await page.open({ attributes: 'multiple' });
      const originals: Original[] = [];
      for (let index = 0; index < smallCount; index += 1) {
        const remotePath = `small ${String(index)}.dat`;
        // From 0 to about 64 KiB.
        const path = await writeNoise(join(page.folder, 'small', remotePath), index * 331, remotePath);
        originals.push({ path, remotePath });
      }
      await page.choose(originals.map(({ path }) => path));
      await settleAndCompare(originals);
    });

    const isFolderAtService = async (path: string): Promise<boolean> => {
      const { apiOrigin, libraryId, spaceId } = page.server;
      const { accessToken } = page.server.issueToken();
      const folder = `${apiOrigin}/api/v1/directory/${libraryId}/${spaceId}/${path}`;
      return (await fetch(`${folder}?access_token=${accessToken}`)).ok;
    };

    const how = browser === 'chromium' ? 'dropped natively' : 'dropped by script, through the same walker';
    const drop = async (folder: string, paths: readonly string[]): Promise<void> => {
      if (browser !== 'chromium') return page.dropByScript(folder, paths);
      const roots = new Set(paths.map((path) => join(folder, path.split('/')[0] ?? '')));
      await page.drop([...roots]);
    };
    for (const [what, paths] of [
      ['in one folder', flatPaths],
      ['5 levels deep', deepPaths],
    ] as const) {
      it(`uploads a tree of ${String(treeCount)} files ${what}, ${how}`, async () => {
        await page.open({ attributes: 'multiple directories' });
        const folder = join(page.folder, 'trees');
        await writeTree(folder, paths);
        await drop(folder, paths);
        await settleAndCompare(below(folder, paths));
      });
    }

    if (browser === 'chromium') {
      it('creates the empty folders of a tree dropped natively', { timeout: 120_000 }, async () => {
        await page.open({ attributes: 'multiple' });
        const folder = join(page.folder, 'sparse');
        await writeTree(folder, ['bare/full/one.txt']);
        await mkdir(join(folder, 'bare', 'empty', 'deeper'), { recursive: true });
        await drop(folder, ['bare/full/one.txt']);
        await settleAndCompare(below(folder, ['bare/full/one.txt']));
        // No event tells of a folder; the test's time limit ends this when it never comes.
        while (!(await isFolderAtService('bare/empty/deeper'))) await wait(50);
      });

      it('uploads a picked file of 4.5 GiB', async () => {
        await demandRoom(page.folder, hugeBytes + GIB);
        await page.open({ attributes: 'multiple' });
        const remotePath = 'huge.bin';
        const path = await writeSparse(join(page.folder, remotePath), hugeBytes, 300);
        await page.choose([path]);
        await settleAndCompare([{ path, remotePath }]);
        // Gigabytes are not left to the end of the run.
        page.server.reset();
      });
    }
  });
}
