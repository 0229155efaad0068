import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../run/browser-names.js';
import { UploadPage } from './support/upload-page.js';

/** A PNG of 8 times 8 red pixels. */
const RED = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mP4z8CAFTEMLQkAKP8/wc53yE8AAAAASUVORK5CYII=',
  'base64',
);

/** Nothing but the element's own script, and the scripts of these tests. `img-src` is for the icon that Firefox asks for. */
const STRICT =
  "default-src 'none'; img-src 'self'; connect-src *; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'";

/** Runs in the page: the colour in the middle of the first picture; null where there is none. */
function firstColour(): readonly number[] | null {
  const canvas = window.uploader.shadowRoot?.querySelector<HTMLCanvasElement>('[part~="preview"] canvas');
  const context = canvas?.getContext('2d');
  return canvas && context ? [...context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data] : null;
}

/** Runs in the page: how often the code of previews was asked for. */
function timesLoaded(): number {
  return performance.getEntriesByType('resource').filter(({ name }) => name.includes('/show-while-seen'))
    .length;
}

for (const browser of requestedBrowsers()) {
  describe(`previews in ${browser}`, () => {
    let page: UploadPage;
    let red: string;
    let film: string;
    before(async () => {
      page = await UploadPage.start(browser);
      red = join(page.folder, 'red.png');
      await writeFile(red, RED);
      film = join(page.folder, 'film.mp4');
      await writeFile(film, Buffer.from('\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x08moov', 'latin1'));
    });
    after(() => page.close());

    it('are drawn under a strict policy, which nothing is tried against', async () => {
      await page.open({ attributes: 'multiple worker-url="/hash-worker.js"', policy: STRICT });
      await page.choose([red, film]);
      await page.until(
        () => window.uploader.shadowRoot?.querySelector('[part~="preview"] canvas') !== null,
        'the picture is drawn',
      );
      assert.deepEqual(await page.driver.evaluate(firstColour), [255, 0, 0, 255]);
      await page.settle();
      const markup = await page.driver.evaluate(() => window.uploader.shadowRoot?.innerHTML ?? '');
      assert.ok(!/blob:|<img|<video/.test(markup));
      assert.deepEqual(await page.driver.consoleMessages(), []);
    });

    it('are loaded with the first picture, and never with no-previews', async () => {
      await page.open({ attributes: 'multiple no-previews', entry: 'bundlers' });
      await page.choose([red]);
      await page.settle();
      assert.equal(await page.driver.evaluate(timesLoaded), 0);

      await page.open({ attributes: 'multiple', entry: 'bundlers' });
      assert.equal(await page.driver.evaluate(timesLoaded), 0);
      await page.choose([red]);
      await page.until(
        () => window.uploader.shadowRoot?.querySelector('[part~="preview"] canvas') !== null,
        'the picture is drawn',
      );
      assert.equal(await page.driver.evaluate(timesLoaded), 1);
      await page.settle();
    });
  });
}
