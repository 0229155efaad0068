import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createDevServer } from '../../demo/server/create-dev-server.js';
import type { DevServer } from '../../demo/server/create-dev-server.js';
import type { LogEntry } from '../../demo/server/request-log.js';
import { requestedBrowsers } from '../run/browser-names.js';
import { openBrowser } from './support/drivers.js';
import { MIB, writeNoise } from './support/make-files.js';
import { callAsText } from './support/page-driver.js';
import type { PageDriver } from './support/page-driver.js';
import { connectAndNote } from './support/page-notes.js';
import { servePages } from './support/serve-pages.js';
import type { PageServer } from './support/serve-pages.js';

/** Several parts, so that a tab can be closed between them. */
const bytes = 48 * MIB;
const partBytes = 8 * MIB;

/** Bytes a second: slow enough that the second tab comes while the first one uploads. */
const bandwidth = 8 * MIB;

const pollMs = 50;

/** Longest wait in which nothing comes, in ms. */
const patienceMs = 60_000;

/** What plain `http:` pages are like: a script can't make one on this machine, but it can take the locks away. */
function loseLocks(): void {
  Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
}

for (const browser of requestedBrowsers()) {
  describe(`one file in two tabs of ${browser}`, () => {
    let folder: string;
    let path: string;
    let server: DevServer;
    let pages: PageServer;
    let driver: PageDriver;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'smh-tabs-'));
      path = await writeNoise(join(folder, 'film.bin'), bytes, 'film');
      server = await createDevServer({ dir: join(folder, 'server'), port: 0, objectPort: 0, hostPort: 0 });
      pages = await servePages();
      driver = await openBrowser(browser);
    });
    after(async () => {
      await driver.close();
      await pages.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    });
    beforeEach(() => {
      server.reset();
      server.settings.bandwidth = bandwidth;
    });

    const until = async (isSo: () => boolean | Promise<boolean>, what: string): Promise<void> => {
      const deadline = Date.now() + patienceMs;
      while (!(await isSo())) {
        if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
        await wait(pollMs);
      }
    };

    /** Numbers of the parts that were sent, in the order of arrival. */
    const parts = (isSo: (entry: LogEntry) => boolean): readonly (number | null)[] =>
      server.log.entries().flatMap((entry) => (entry.kind === 'part' && isSo(entry) ? entry.partNumber : []));

    /** Two documents of one origin, as two tabs are; both get the file, the second while the first uploads it. */
    const openBoth = async (script: string): Promise<void> => {
      const { apiOrigin, hostOrigin, objectOrigin, libraryId, spaceId } = server;
      const connection = { way: 'B', hostOrigin: hostOrigin ?? '', objectOrigin } as const;
      const tab = new URL(
        pages.show(
          `<script>${script}</script>
          <smh-uploader endpoint="${apiOrigin}" library-id="${libraryId}" space-id="${spaceId}" multiple
            part-size="${partBytes / MIB} MiB" concurrency="2" no-instant-upload resume-scope="somebody"></smh-uploader>
          <script>${callAsText(connectAndNote, [connection])}</script>
          <script type="module" src="/smh-uploader.min.js"></script>`,
        ),
      ).pathname;
      await driver.open(
        pages.show(
          `<input type="file" id="disk"><iframe src="${tab}"></iframe><iframe src="${tab}"></iframe>`,
        ),
      );
      await until(() => driver.evaluate(areReady), 'both tabs are ready');
      await driver.setFiles('#disk', [path]);
      await driver.evaluate(addIn, 0);
      await until(() => server.received.total > bytes / 16, 'the first tab uploads');
      await driver.evaluate(addIn, 1);
      await until(
        async () => (await driver.evaluate(reasonIn, 1)) === 'other-tab',
        'the second tab waits for the first',
      );
    };

    for (const [how, script] of [
      ['Web Locks', ''],
      ['a lease, as on plain http pages', callAsText(loseLocks, [])],
    ] as const) {
      it(`is uploaded once, and both have the result (by ${how})`, async () => {
        await openBoth(script);
        await until(async () => (await driver.evaluate(statusIn, 0)) === 'completed', 'the first is done');
        await until(async () => (await driver.evaluate(statusIn, 1)) === 'completed', 'the second is done');
        assert.equal(server.files().length, 1);
        assert.equal(server.log.entries().filter(({ kind }) => kind === 'start').length, 1);
      });

      it(`goes on in the second when the first is closed (by ${how})`, async () => {
        await openBoth(script);
        await until(() => parts(isStored).length > 0, 'a part is stored');
        const storedBefore = parts(isStored);
        await driver.evaluate(closeFirst);
        const begunBefore = parts(() => true);
        server.settings.bandwidth = null;
        await until(async () => (await driver.evaluate(statusIn, 0)) === 'completed', 'the second is done');
        assert.equal(server.files().length, 1);
        assert.equal(server.log.entries().filter(({ kind }) => kind === 'start').length, 1);
        const [sent, stored] = [parts(() => true), parts(isStored)];
        for (let partNumber = 1; partNumber <= bytes / partBytes; partNumber++) {
          const times = timesOf(stored, partNumber);
          if (storedBefore.includes(partNumber)) {
            assert.equal(timesOf(sent, partNumber), 1, `part ${partNumber} was stored, and is not put again`);
          } else if (begunBefore.includes(partNumber)) {
            // The server may store it after the second tab asked what it holds.
            assert.ok(
              times === 1 || times === 2,
              `part ${partNumber} was under way, and stored ${times} times`,
            );
          } else assert.equal(times, 1, `part ${partNumber} was not begun, and is stored once`);
        }
      });
    }
  });
}

function isStored({ status }: LogEntry): boolean {
  return status === 200;
}

function timesOf(numbers: readonly (number | null)[], partNumber: number): number {
  return numbers.filter((one) => one === partNumber).length;
}

function areReady(): boolean {
  return [0, 1].every((index) => {
    const tab = window.frames[index];
    return tab?.customElements.get('smh-uploader') !== undefined && tab.uploader.shadowRoot !== null;
  });
}

async function addIn(index: number): Promise<void> {
  // A file of another document, as a page may hand one over.
  const [file] = document.querySelector<HTMLInputElement>('#disk')?.files ?? [];
  if (file !== undefined) await window.frames[index]?.uploader.addFiles(file);
}

function statusIn(index: number): string | null {
  return window.frames[index]?.uploader.tasks[0]?.status ?? null;
}

function reasonIn(index: number): string | null {
  return window.frames[index]?.uploader.tasks[0]?.waitReason ?? null;
}

/** What is left is the first one then. */
function closeFirst(): void {
  document.querySelector('iframe')?.remove();
}
