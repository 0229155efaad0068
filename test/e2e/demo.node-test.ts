import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type axeCore from 'axe-core';
import { createServer, mergeConfig } from 'vite';
import type { ViteDevServer } from 'vite';
import { situations, ways } from '../../demo/gallery-pages.js';
import { demo } from '../../vite.config.js';
import { requestedBrowsers } from '../run/browser-names.js';
import { openBrowser } from './support/drivers.js';
import { writeNoise, writeTree } from './support/make-files.js';
import type { PageDriver } from './support/page-driver.js';

declare const axe: typeof axeCore;

const bytes = 6_000_000;

/** Longest wait for anything, in ms: what takes longer hangs. */
const patienceMs = 120_000;

const pages = [...situations, ...ways].map(({ file }) => file);

/** The one element of a page that is used, where it has several. */
const elements: Readonly<Record<string, string>> = {
  'themes.html': 'smh-uploader.material',
  'rtl.html': '[lang=ar] smh-uploader',
};

/** Where the files of a page are chosen. */
const inputOf = (page: string): string =>
  page === 'headless.html'
    ? '#files'
    : `${elements[page] ?? 'smh-uploader'} >>> input[type=file]:not([webkitdirectory])`;

/** Which of the files that a page lets in is chosen; noise all of them. */
const nameFor = (page: string): string => `${page}.${page === 'grid.html' ? 'jpg' : 'bin'}`;

/**
 * What a page says that nobody needs to look at: Vite's own lines and Lit's, which serve development, and
 * those of Chromium about the 404 by which the service says that a folder is still to be made, and the 409
 * by which it says that a name is taken.
 */
const isUsual = (message: string): boolean =>
  /\[vite\]|Lit is in dev mode|status of (?:404|409)/.test(message);

/** Runs in the page: the texts that it shows beside its code, those in open shadow roots included. */
const shownTexts = (): string =>
  [...document.querySelectorAll('smh-uploader')]
    .map(({ shadowRoot }) => shadowRoot?.querySelector('.frame')?.textContent ?? '')
    .concat(document.querySelector('main')?.innerText ?? '')
    .join('\n');

for (const browser of requestedBrowsers()) {
  describe(`the demo in ${browser}`, () => {
    let folder = '';
    let vite: ViteDevServer;
    let origin = '';
    let driver: PageDriver;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'smh-demo-'));
      const config = await demo({ dir: join(folder, 'server'), port: 0, objectPort: 0 });
      vite = await createServer(
        mergeConfig(config, { configFile: false, logLevel: 'error', server: { port: 0 } }),
      );
      await vite.listen();
      const address = vite.httpServer?.address();
      assert.ok(typeof address === 'object' && address !== null);
      origin = `http://127.0.0.1:${String(address.port)}`;
      driver = await openBrowser(browser);
    });
    after(async () => {
      await driver.close();
      await vite.close();
      await rm(folder, { recursive: true, force: true });
    });

    const until = async (isSo: () => Promise<boolean>): Promise<void> => {
      const deadline = Date.now() + patienceMs;
      while (!(await isSo())) {
        if (Date.now() > deadline) {
          assert.fail(`It never came; the page shows: ${await driver.evaluate(shownTexts)}`);
        }
        await wait(50);
      }
    };
    const open = async (page: string): Promise<void> => {
      await driver.open(`${origin}/${page}`);
      // The list is filled last, when the page is connected; the code comes by itself.
      await until(() =>
        driver.evaluate(
          () =>
            document.querySelector('#stored')?.hasChildNodes() === true &&
            document.querySelector('aside') !== null,
        ),
      );
    };
    /** The paths of stored files that the page lists. */
    const listed = (): Promise<string[]> =>
      driver.evaluate(() =>
        [...document.querySelectorAll('#stored a')].map((link) => link.textContent ?? ''),
      );
    const untilListed = (ending: string): Promise<void> =>
      until(async () => (await listed()).some((path) => path.endsWith(ending)));
    const untilShown = (text: string): Promise<void> =>
      until(async () => (await driver.evaluate(shownTexts)).includes(text));
    const click = (selector: string): Promise<void> =>
      driver.evaluate((wanted) => document.querySelector<HTMLElement>(wanted)?.click(), selector);
    /** Presses the first button of the first view that does `action`. */
    const act = (action: string): Promise<void> =>
      driver.evaluate(
        (wanted) =>
          document
            .querySelector('smh-uploader')
            ?.shadowRoot?.querySelector<HTMLElement>(`[data-action="${wanted}"]`)
            ?.click(),
        action,
      );
    const choose = (selector: string, value: string): Promise<void> =>
      driver.evaluate(
        (wanted, text) => {
          const select = document.querySelector<HTMLSelectElement>(wanted);
          if (select === null) throw new Error(`There is no ${wanted}.`);
          select.value = text;
          select.dispatchEvent(new Event('change', { bubbles: true }));
        },
        selector,
        value,
      );
    const assertNothingSaid = async (): Promise<void> =>
      assert.deepEqual(
        (await driver.consoleMessages()).filter((message) => !isUsual(message)),
        [],
      );

    for (const page of pages) {
      it(`${page} stores a chosen file, lists it and shows its code`, async () => {
        const name = nameFor(page);
        const path = await writeNoise(join(folder, name), bytes, page);
        await open(page);
        await driver.setFiles(inputOf(page), [path]);
        await untilListed(name);
        const href = await driver.evaluate(
          (wanted) =>
            [...document.querySelectorAll<HTMLAnchorElement>('#stored a')].find(({ textContent }) =>
              textContent?.endsWith(wanted),
            )?.href ?? '',
          name,
        );
        const download = await (await fetch(href)).arrayBuffer();
        assert.equal(download.byteLength, bytes);

        const shown = await driver.evaluate(() =>
          [...document.querySelectorAll('aside pre')].map((block) => block.textContent ?? ''),
        );
        const script = await readFile(new URL(`../../demo/${page.replace('html', 'ts')}`, import.meta.url));
        assert.match(shown[0] ?? '', /^<\w/);
        assert.ok(shown.includes(script.toString()));
        const current = await driver.evaluate(() =>
          [...document.querySelectorAll<HTMLAnchorElement>('nav a[aria-current=page]')].map(
            ({ pathname }) => pathname,
          ),
        );
        assert.deepEqual(current, [`/${page}`]);
        await assertNothingSaid();
      });
    }

    it('has all pages in its navigation', async () => {
      const files = await readdir(new URL('../../demo/', import.meta.url));
      const there = files.filter((name) => name.endsWith('.html'));
      assert.deepEqual([...pages].sort(), there.sort());
    });

    it('index.html checks itself', async () => {
      await open('index.html');
      await click('#diagnose');
      await untilShown('store: The object store');
    });

    it('folders.html takes a folder that is dropped beside the element', async (test) => {
      if (browser !== 'chromium') return test.skip('no other engine can be made to drop from disk');
      const tree = join(folder, 'album');
      await writeTree(tree, ['spring/one.txt', 'two.txt']);
      await open('folders.html');
      await driver.dropFiles(30, 30, [tree]);
      await untilListed('folders/album/spring/one.txt');
      await untilListed('folders/album/two.txt');
      await assertNothingSaid();
    });

    it('grid.html draws pictures', async () => {
      await open('grid.html');
      await click('#sample');
      await untilListed('pictures/sky-240.jpg');
      await until(() =>
        driver.evaluate(() => {
          const tiles = document.querySelector('smh-uploader')?.shadowRoot;
          return (tiles?.querySelectorAll('[part=preview] canvas').length ?? 0) > 0;
        }),
      );
      await assertNothingSaid();
    });

    it('compact.html opens its list', async () => {
      await open('compact.html');
      await click('#sample');
      await untilListed('compact/plan.txt');
      await untilShown('2 files uploaded');
      await act('toggle-list');
      await untilShown('notes.txt');
      await assertNothingSaid();
    });

    it('form.html is sent when its file is stored', async () => {
      const path = await writeNoise(join(folder, 'press.bin'), bytes, 'press');
      await open('form.html');
      await driver.setFiles(inputOf('form.html'), [path]);
      await driver.evaluate(() => {
        const title = document.querySelector<HTMLInputElement>('#title');
        if (title !== null) title.value = 'Harbour';
      });
      await click('#story button');
      await untilShown('attachments: form/press.bin');
      await assertNothingSaid();
    });

    it('conflict.html asks, and keeps both', async () => {
      await open('conflict.html');
      await click('#sample');
      await untilListed('conflict/report.txt');
      await click('#sample');
      await untilShown('Keep both');
      await act('rename');
      await untilListed('conflict/report (1).txt');
      await assertNothingSaid();
    });

    it('headless.html removes a row', async () => {
      const path = await writeNoise(join(folder, 'row.bin'), 1000, 'row');
      await open('headless.html');
      await driver.setFiles('#files', [path]);
      await untilListed('row.bin');
      await click('#tasks button:last-child');
      await until(() => driver.evaluate(() => document.querySelector('#tasks')?.childElementCount === 0));
      await assertNothingSaid();
    });

    it('outlives.html goes on without its view', async () => {
      await open('outlives.html');
      await click('#sample');
      await untilShown('recording.bin');
      await click('#toggle');
      assert.equal(await driver.evaluate(() => document.querySelectorAll('smh-uploader').length), 0);
      await untilListed('outlives/recording.bin');
      await click('#toggle');
      await untilShown('1 file uploaded');
      await assertNothingSaid();
    });

    it('themes.html has each theme in light and dark', async () => {
      await open('themes.html');
      const surfaces = (): Promise<string[]> =>
        driver.evaluate(() =>
          [...document.querySelectorAll('smh-uploader')].map(({ shadowRoot }) => {
            const frame = shadowRoot?.querySelector('.frame');
            return frame ? getComputedStyle(frame).backgroundColor : '';
          }),
        );
      await choose('#scheme', 'light');
      const light = await surfaces();
      await choose('#scheme', 'dark');
      const dark = await surfaces();
      assert.equal(new Set([...light, ...dark]).size, 6);
      await assertNothingSaid();
    });

    it('languages.html changes its language', async () => {
      await open('languages.html');
      await untilShown('选择文件');
      await choose('#language', 'de');
      await untilShown('Dateien auswählen');
      await choose('#language', 'he');
      await until(() =>
        driver.evaluate(() => {
          const uploader = document.querySelector('smh-uploader');
          return uploader !== null && getComputedStyle(uploader).direction === 'rtl';
        }),
      );
      await assertNothingSaid();
    });

    it('rtl.html speaks Arabic and Hebrew', async () => {
      await open('rtl.html');
      await untilShown('اختيار ملفات');
      await untilShown('בחירת קבצים');
      await assertNothingSaid();
    });

    it('faults.html turns a fault on and off', async () => {
      await open('faults.html');
      await untilShown('none in force');
      await click('#fault-form [type=submit]');
      await untilShown('1 in force, used 0 times');
      await click('#fault-clear');
      await untilShown('none in force');
      await assertNothingSaid();
    });

    it('has nothing that axe finds, in light and dark', async (test) => {
      if (browser !== 'chromium') return test.skip('axe judges the tree and the styles, the same in each');
      const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      const found: string[] = [];
      for (const page of pages) {
        await open(page);
        const onPage = await driver.evaluate(async (text) => {
          const script = document.createElement('script');
          script.textContent = text;
          document.head.append(script);
          const all: string[] = [];
          for (const scheme of ['light', 'dark']) {
            document.documentElement.style.colorScheme = scheme;
            // Colours fade into each other; axe would take those in between for real.
            await new Promise((resolve) => setTimeout(resolve, 300));
            // The tree is the same in both.
            const options = scheme === 'light' ? {} : { runOnly: ['color-contrast'] };
            const { violations } = await axe.run(document, options);
            for (const { id, nodes } of violations) {
              all.push(`${scheme}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
            }
          }
          return all;
        }, source);
        found.push(...onPage.map((line) => `${page}, ${line}`));
      }
      assert.deepEqual(found, []);
    });
  });
}
