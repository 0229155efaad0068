import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';
import { chromiumFlags } from '../run/browser-flags.js';
import { findOrInstallBrowsers } from '../run/install-browsers.js';

const usage = `npm run screenshots -- [--states a,b] [--langs en,zh-CN,ar] [--widths 320,600,1000] [--schemes light,dark] [--views list]
Takes a picture of each state of the showcase into ./screenshots, by default of all of them.`;

const { values } = parseArgs({
  options: {
    states: { type: 'string' },
    langs: { type: 'string', default: 'en,zh-CN,ar' },
    widths: { type: 'string', default: '320,600,1000' },
    schemes: { type: 'string', default: 'light,dark' },
    views: { type: 'string', default: 'list' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) console.log(usage);
else await takeAll();

async function takeAll(): Promise<void> {
  const folder = 'screenshots';
  await mkdir(folder, { recursive: true });
  const { chromium: found } = findOrInstallBrowsers(['chromium']);
  const server = await createServer({
    configFile: false,
    root: '.',
    logLevel: 'warn',
    server: { host: '127.0.0.1', port: 0 },
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: found?.executable ?? '',
    args: [...chromiumFlags()],
  });
  let taken = 0;
  try {
    const page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => console.error(`page: ${error.message}`));
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}test/screenshots/page.html`);
    await page.waitForFunction(() => 'showPicture' in window);
    const all = await page.evaluate(() => window.stateNames);
    for (const scheme of listed(values.schemes)) {
      await page.emulateMedia({ colorScheme: scheme === 'dark' ? 'dark' : 'light' });
      for (const width of listed(values.widths)) {
        await page.setViewportSize({ width: Number(width), height: 800 });
        for (const view of listed(values.views)) {
          for (const lang of listed(values.langs)) {
            for (const state of values.states === undefined ? all : listed(values.states)) {
              await page.evaluate(
                ([name, language, drawnAs]) => window.showPicture(name, language, drawnAs),
                [state, lang, view] as const,
              );
              const name = [state, view, lang, width, scheme].join('.');
              await page
                .locator('body')
                .screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
              taken += 1;
            }
          }
        }
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
  console.log(`${String(taken)} pictures in ./${folder}`);
}

function listed(text: string): readonly string[] {
  return text.split(',').filter((item) => item !== '');
}
