import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createDevServer } from '../../demo/server/create-dev-server.js';
import type { DevServer } from '../../demo/server/create-dev-server.js';
import { requestedBrowsers } from '../run/browser-names.js';
import { CutLine } from './support/cut-line.js';
import { openBrowser } from './support/drivers.js';
import { writeNoise } from './support/make-files.js';
import { callAsText } from './support/page-driver.js';
import type { PageDriver } from './support/page-driver.js';
import { connectAndNote } from './support/page-notes.js';
import { servePages } from './support/serve-pages.js';
import type { PageServer } from './support/serve-pages.js';

const filesCount = 50;
const fileBytes = 200_000;

/** Files that are stored when the outage begins. */
const storedBefore = 5;

const outageMs = 60_000;
const atFirstMs = 5000;
const returnMs = 30_000;
const triesMax = 60;
const triesASecondMax = 2;
const secondMs = 1000;
const pollMs = 50;

/** Longest wait in which nothing comes, in ms. */
const patienceMs = 120_000;

const picker = 'smh-uploader >>> input[type=file]:not([webkitdirectory])';

/** In Chromium alone, as it takes minutes: what is counted is the engine's doing. */
for (const browser of requestedBrowsers().filter((name) => name === 'chromium')) {
  describe(`an outage of 60 s with 50 files queued in ${browser}`, () => {
    let folder: string;
    let paths: string[];
    let server: DevServer;
    let pages: PageServer;
    let driver: PageDriver;
    let api: CutLine;
    let objects: CutLine;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'smh-outage-'));
      paths = await Promise.all(
        Array.from({ length: filesCount }, (_, index) =>
          writeNoise(join(folder, `${String(index)}.bin`), fileBytes, String(index)),
        ),
      );
      pages = await servePages();
      driver = await openBrowser(browser);
      [api, objects] = await Promise.all([CutLine.open(), CutLine.open()]);
      server = await createDevServer({
        dir: join(folder, 'server'),
        port: 0,
        objectPort: 0,
        hostPort: 0,
        apiDomain: `127.0.0.1:${String(api.port)}`,
        objectDomain: `127.0.0.1:${String(objects.port)}`,
      });
      api.target = Number(new URL(server.apiOrigin).port);
      objects.target = Number(new URL(server.objectOrigin).port);
    });
    after(async () => {
      await driver.close();
      await pages.close();
      await api.close();
      await objects.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    });
    beforeEach(() => {
      server.reset();
      // Slowly, so that the outage finds all of them under way or queued.
      server.settings.bandwidth = fileBytes * 4;
      for (const line of [api, objects]) line.tries.length = 0;
    });

    const until = async (isSo: () => boolean | Promise<boolean>, what: string): Promise<void> => {
      const deadline = Date.now() + patienceMs;
      while (!(await isSo())) {
        if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
        await wait(pollMs);
      }
    };
    const stored = (): number => server.files().length;

    for (const [fault, what] of [
      ['reset', 'resets'],
      ['silence', 'silence'],
    ] as const) {
      it(`in which requests meet ${what} sees few of them, and all land soon after`, async (test) => {
        const { hostOrigin, libraryId, spaceId } = server;
        const objectOrigin = `http://127.0.0.1:${String(objects.port)}`;
        const connection = { way: 'B', hostOrigin: hostOrigin ?? '', objectOrigin } as const;
        await driver.open(
          pages.show(
            `<smh-uploader endpoint="http://127.0.0.1:${String(api.port)}" library-id="${libraryId}"
              space-id="${spaceId}" multiple no-resume></smh-uploader>
            <script>${callAsText(connectAndNote, [connection])}</script>
            <script>Object.assign(window.uploader, { callbackTimeout: 5000, stallTimeout: 5000 })</script>
            <script type="module" src="/smh-uploader.min.js"></script>`,
          ),
        );
        await until(
          () => driver.evaluate(() => window.uploader.shadowRoot?.querySelector('.picker') !== null),
          'the element is drawn',
        );
        await driver.setFiles(picker, paths);
        await until(() => stored() >= storedBefore, 'the first files are stored');

        const began = Date.now();
        for (const line of [api, objects]) line.cut(fault);
        await wait(outageMs);
        for (const line of [api, objects]) line.cut(null);
        server.settings.bandwidth = null;
        const ended = Date.now();
        assert.ok(stored() < filesCount);
        const notes = await driver.evaluate(() => window.readNotes());
        assert.deepEqual(notes.failed, []);

        await until(() => stored() === filesCount, 'all files are stored');
        const landedMs = Date.now() - ended;
        for (const [host, { tries }] of [
          ['API', api],
          ['object store', objects],
        ] as const) {
          const shown = tries.map(({ at, method }) => `${((at - began) / secondMs).toFixed(1)} ${method}`);
          test.diagnostic(`${host}: ${String(tries.length)} requests, at ${shown.join(', ')}`);
          assert.ok(tries.length <= triesMax, `${String(tries.length)} requests to the ${host}`);
          const offsets = tries.map(({ at }) => at - began);
          for (const offset of offsets.filter((ms) => ms >= atFirstMs)) {
            const within = offsets.filter((other) => other >= offset && other < offset + secondMs).length;
            assert.ok(
              within <= triesASecondMax,
              `${String(within)} to the ${host} from ${String(offset)} ms on`,
            );
          }
        }
        test.diagnostic(`all landed ${(landedMs / secondMs).toFixed(1)} s after`);
        assert.ok(landedMs <= returnMs, `all landed ${String(landedMs)} ms after`);
      });
    }
  });
}
