import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../run/browser-names.js';
import { openBrowser } from './support/drivers.js';
import type { PageDriver } from './support/page-driver.js';

const page = `<!doctype html><title>drivers</title>
<picker-host></picker-host>
<script>
  const root = document.querySelector('picker-host').attachShadow({ mode: 'open' });
  root.innerHTML =
    '<input id="files" type="file" multiple hidden><input id="folder" type="file" webkitdirectory hidden>' +
    '<div style="position: fixed; inset: 0">drop</div>';
  window.picked = [];
  window.dropped = [];
  for (const input of root.querySelectorAll('input')) {
    input.addEventListener('change', async () => {
      window.picked = await Promise.all(
        [...input.files].map(async (file) => file.webkitRelativePath + '|' + file.name + '|' + (await file.text())),
      );
      console.warn('picked');
    });
  }
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    window.dropped = [...event.dataTransfer.items].map((item) => {
      const entry = item.webkitGetAsEntry();
      return entry.name + (entry.isDirectory ? '/' : '');
    });
  });
</script>`;

declare global {
  interface Window {
    readonly picked: readonly string[];
    readonly dropped: readonly string[];
  }
}

const waitForPicked = async (): Promise<readonly string[]> => {
  const deadline = performance.now() + 60_000;
  while (window.picked.length === 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return window.picked;
};

let folder = '';
let url = '';
const server = createServer((_, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(page);
});

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smh-drivers-'));
  await writeFile(join(folder, 'one.txt'), 'first');
  await writeFile(join(folder, 'two ü.txt'), 'second');
  await mkdir(join(folder, 'tree'));
  await writeFile(join(folder, 'tree', 'leaf.txt'), 'third');
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${String(port)}/`;
});

after(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

for (const name of requestedBrowsers()) {
  describe(`openBrowser(${name})`, () => {
    let driver: PageDriver;
    before(async () => {
      driver = await openBrowser(name);
    });
    after(() => driver.close());

    it('calls functions with parameters and awaits what they answer', async () => {
      await driver.open(url);
      const sum = await driver.evaluate(
        async (a: number, b: { value: number }) => {
          const add = (x: number, y: number): number => x + y;
          return Promise.resolve({ sum: add(a, b.value), title: document.title });
        },
        1,
        { value: 2 },
      );
      assert.deepEqual(sum, { sum: 3, title: 'drivers' });
      await assert.rejects(
        driver.evaluate(() => {
          throw new Error('from the page');
        }),
        /from the page/,
      );
    });

    it('picks real files in a hidden input of an open shadow root', async () => {
      await driver.open(url);
      await driver.setFiles('picker-host >>> #files', [join(folder, 'one.txt'), join(folder, 'two ü.txt')]);
      assert.deepEqual(await driver.evaluate(waitForPicked), ['|one.txt|first', '|two ü.txt|second']);
      assert.ok((await driver.consoleMessages()).some((message) => /^warn(ing)?: picked$/.test(message)));
    });

    it(name === 'chromium' ? 'picks a folder in a directory input' : 'refuses folders', async () => {
      await driver.open(url);
      const pick = driver.setFiles('picker-host >>> #folder', [join(folder, 'tree')]);
      if (name === 'chromium') {
        await pick;
        assert.deepEqual(await driver.evaluate(waitForPicked), ['tree/leaf.txt|leaf.txt|third']);
      } else await assert.rejects(pick, /Chromium/);
    });

    it(name === 'chromium' ? 'drops real files and folders' : 'refuses drops', async () => {
      await driver.open(url);
      const drop = driver.dropFiles(100, 100, [join(folder, 'one.txt'), join(folder, 'tree')]);
      if (name === 'chromium') {
        await drop;
        assert.deepEqual(await driver.evaluate(() => window.dropped), ['one.txt', 'tree/']);
      } else await assert.rejects(drop, /Chromium/);
    });

    it('writes a screenshot', async () => {
      await driver.open(url);
      const path = join(folder, `${name}.png`);
      await driver.screenshot(path);
      assert.ok((await stat(path)).size > 0);
    });
  });
}
