import { chromium } from 'playwright-core';
import { chromiumFlags } from '../../run/browser-flags.js';
import type { PageDriver } from './page-driver.js';
import { callAsText, splitSelector } from './page-driver.js';

/** In place of Playwright's 30 s: what takes longer hangs, on the slowest machine too. */
const timeoutMs = 600_000;

/** Chromium by playwright-core. */
export async function openChromium(executable: string): Promise<PageDriver> {
  const browser = await chromium.launch({ executablePath: executable, args: chromiumFlags() });
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  page.setDefaultTimeout(timeoutMs);
  const debugging = await page.context().newCDPSession(page);
  let messages: string[] = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`error: ${error.message}`));

  const dispatchDrag = (type: 'dragEnter' | 'dragOver' | 'drop', x: number, y: number, files: string[]) =>
    debugging.send('Input.dispatchDragEvent', {
      type,
      x,
      y,
      // 1 is "copy".
      data: { items: [], files, dragOperationsMask: 1 },
    });

  return {
    name: 'chromium',
    async open(url) {
      messages = [];
      await page.goto(url);
    },
    evaluate: (pageFunction, ...parameters) => page.evaluate(callAsText(pageFunction, parameters)),
    async setFiles(selector, paths) {
      // Playwright's own selectors go through open shadow roots.
      await page.locator(splitSelector(selector).join(' ')).setInputFiles([...paths]);
    },
    async dropFiles(x, y, paths) {
      const files = [...paths];
      await dispatchDrag('dragEnter', x, y, files);
      await dispatchDrag('dragOver', x, y, files);
      await dispatchDrag('drop', x, y, files);
    },
    press: (key) => page.keyboard.press(key),
    async screenshot(path) {
      await page.screenshot({ path });
    },
    consoleMessages: () => Promise.resolve([...messages]),
    close: () => browser.close(),
  };
}
