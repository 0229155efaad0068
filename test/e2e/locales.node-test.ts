import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { globSync } from 'tinyglobby';
import { requestedBrowsers } from '../run/browser-names.js';
import { until } from '../support/until.js';
import { UploadPage } from './support/upload-page.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const files = globSync('dist/locales/*.js', { cwd: repository, absolute: true }).sort();

/** What a language may weigh over the wire, in bytes. */
const LARGEST_GZIP = 2500;

describe('the built languages', () => {
  it('are twenty, and weigh little', () => {
    assert.equal(files.length, 20);
    for (const file of files) {
      const weight = gzipSync(readFileSync(file), { level: 9 }).length;
      assert.ok(weight <= LARGEST_GZIP, `${basename(file)} weighs ${String(weight)} bytes`);
    }
  });

  it('can be imported in Node by name, and touch no global', async () => {
    const globals = (): readonly PropertyKey[] => Reflect.ownKeys(globalThis);
    const earlier = globals();
    for (const file of files) await import(`smh-uploader/locales/${basename(file, '.js')}`);
    assert.deepEqual(globals(), earlier);
  });

  it('are not in the entries', () => {
    for (const entry of ['smh-uploader.js', 'smh-uploader.min.js']) {
      assert.doesNotMatch(readFileSync(`${repository}dist/${entry}`, 'utf8'), /Dateien|fichiers|文件/);
    }
  });
});

/** Runs in the page. */
function chooseText(): string | undefined {
  const shadow = document.querySelector('smh-uploader')?.shadowRoot;
  return shadow?.querySelector('[data-action="choose-files"]')?.textContent?.trim();
}

/** Runs in the page before the element is defined. */
function noteFirstText(): void {
  const texts: (string | undefined)[] = [];
  Reflect.set(globalThis, 'smhTexts', texts);
  const look = (): void => {
    const shadow = document.querySelector('smh-uploader')?.shadowRoot;
    const button = shadow?.querySelector('[data-action="choose-files"]');
    if (button) texts.push(button.textContent?.trim());
    else requestAnimationFrame(look);
  };
  look();
}

const german = '<script type="module" src="/locales/de.js"></script>';

for (const browser of requestedBrowsers()) {
  describe(`languages in ${browser}`, () => {
    let page: UploadPage;
    before(async () => {
      page = await UploadPage.start(browser);
    });
    after(() => page.close());

    const loaded = (): Promise<readonly string[]> =>
      page.driver.evaluate(() =>
        performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
      );

    it('one file: a language brought before it is there with the first drawing', async () => {
      await page.open({ attributes: 'lang="de"', html: german, beforeDefinition: noteFirstText });
      const first = await page.driver.evaluate(
        () => (Reflect.get(globalThis, 'smhTexts') as readonly string[])[0],
      );
      assert.equal(first, 'Datei auswählen');
    });

    it('one file: a language brought after it is taken at once, and none is fetched unasked', async () => {
      await page.open({ attributes: 'lang="de"' });
      assert.equal(await page.driver.evaluate(chooseText), 'Choose a file');
      assert.ok(!(await loaded()).some((path) => path.startsWith('/locales/')));
      await page.driver.evaluate(async () => {
        const file = '/locales/de.js';
        await import(file);
      });
      assert.equal(await page.driver.evaluate(chooseText), 'Datei auswählen');
    });

    it('entries for bundlers: the nearest language is fetched, and no other', async () => {
      await page.open({ entry: 'bundlers', attributes: 'lang="zh-Hant-HK"' });
      await until(
        async () => (await page.driver.evaluate(chooseText)) === '選擇一個檔案',
        'the language that was asked for',
      );
      const languages = (await loaded()).filter((path) => path.startsWith('/locales/'));
      assert.deepEqual(languages, ['/locales/zh-tw.js']);
      assert.deepEqual(await page.driver.consoleMessages(), []);
    });
  });
}
