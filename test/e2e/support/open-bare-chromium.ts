import { setTimeout as wait } from 'node:timers/promises';
import { BareChromium } from '../../bench/bare-chromium.js';
import { findBrowsers } from '../../run/find-browsers.js';
import type { PageDriver } from './page-driver.js';
import { callAsText, refuseDrop, splitSelector } from './page-driver.js';

/** Chromium as people have it: drivers keep pages awake and focused, and out of the back-forward cache. */
export type BareDriver = PageDriver & {
  /** Opens another tab in front, so that the page is hidden. */
  hide(url: string): Promise<void>;
  /** Clicks at a point of the page, as browsers ask before a page is left only where somebody used it. */
  click(x: number, y: number): Promise<void>;
  /**
   * Goes to another page; where the browser asks, it is told to go or to stay.
   *
   * @returns true where it asked
   */
  leave(url: string, answer: 'go' | 'stay'): Promise<boolean>;
  /** One page back in the history, to `url`. */
  goBack(url: string): Promise<void>;
};

const pollMs = 50;

/** @param flags such as those that shorten a time the browser waits */
export async function openBareChromium(flags: readonly string[] = []): Promise<BareDriver> {
  const { chromium } = findBrowsers(['chromium']).found;
  if (!chromium) throw new Error('chromium is missing');
  const browser = await BareChromium.start(chromium.executable, flags);
  const page = await browser.openPage('about:blank');
  // Else it shows no questions.
  await page.send('Page.enable');

  const isAt = (url: string): Promise<boolean> =>
    page
      .evaluate(`document.readyState === 'complete' && location.href === ${JSON.stringify(url)}`)
      // A question asked while one page gives way to the next is not answered.
      .then(
        (isThere) => isThere === true,
        () => false,
      );

  return {
    name: 'chromium',
    async open(url) {
      await page.send('Page.navigate', { url });
      while (!(await isAt(url))) await wait(pollMs);
    },
    evaluate: (pageFunction, ...parameters) =>
      page.evaluate(callAsText(pageFunction, parameters)) as Promise<never>,
    setFiles(selector, paths) {
      const steps = splitSelector(selector).map((step) => `querySelector(${JSON.stringify(step)})`);
      return page.setFiles(`document.${steps.join('.shadowRoot.')}`, paths);
    },
    dropFiles: () => refuseDrop('chromium'),
    async press(key) {
      const text = key === 'Enter' ? '\r' : key === ' ' ? ' ' : undefined;
      for (const type of ['keyDown', 'keyUp']) {
        await page.send('Input.dispatchKeyEvent', { type, key, code: key === ' ' ? 'Space' : key, text });
      }
    },
    async screenshot() {
      await page.send('Page.captureScreenshot');
    },
    consoleMessages: () => Promise.resolve([]),
    close: () => browser.close(),
    async hide(url) {
      await browser.openPage(url);
      while ((await page.evaluate('document.hidden')) !== true) await wait(pollMs);
    },
    async click(x, y) {
      for (const type of ['mousePressed', 'mouseReleased']) {
        await page.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
      }
    },
    async leave(url, answer) {
      let isAsked = false;
      const end = page.send('Page.navigate', { url }).then(() => true);
      const isOver = () => Promise.race([end, wait(pollMs).then(() => false)]);
      while (!(await isOver())) {
        // Refused while there is no question.
        await page.send('Page.handleJavaScriptDialog', { accept: answer === 'go' }).then(
          () => {
            isAsked = true;
          },
          () => undefined,
        );
      }
      return isAsked;
    },
    async goBack(url) {
      await page.evaluate('history.back()');
      while (!(await isAt(url))) await wait(pollMs);
    },
  };
}
