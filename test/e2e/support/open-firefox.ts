import { launch } from 'puppeteer-core';
import type { PageDriver } from './page-driver.js';
import { callAsText, refuseDrop, refuseFolders } from './page-driver.js';

/** In place of Puppeteer's 30 s: what takes longer hangs, on the slowest machine too. */
const timeoutMs = 600_000;

/** Firefox by puppeteer-core and WebDriver BiDi. */
export async function openFirefox(executable: string): Promise<PageDriver> {
  const browser = await launch({
    browser: 'firefox',
    executablePath: executable,
    defaultViewport: { width: 1000, height: 800 },
    timeout: timeoutMs,
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(timeoutMs);
  let messages: string[] = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => {
    messages.push(`error: ${error instanceof Error ? error.message : String(error)}`);
  });
  return {
    name: 'firefox',
    async open(url) {
      messages = [];
      await page.goto(url);
    },
    evaluate: (pageFunction, ...parameters) =>
      page.evaluate(callAsText(pageFunction, parameters)) as Promise<never>,
    async setFiles(selector, paths) {
      await refuseFolders('firefox', paths);
      // ` >>> ` is Puppeteer's own way into shadow roots.
      const input = await page.$(selector);
      if (!input) throw new Error(`No element for ${selector}`);
      await (await input.toElement('input')).uploadFile(...paths);
    },
    dropFiles: () => refuseDrop('firefox'),
    press: (key) => page.keyboard.press(key),
    async screenshot(path) {
      await page.screenshot({ path: asPng(path) });
    },
    consoleMessages: () => Promise.resolve([...messages]),
    close: () => browser.close(),
  };
}

function asPng(path: string): `${string}.png` {
  return path.endsWith('.png') ? (path as `${string}.png`) : `${path}.png`;
}
