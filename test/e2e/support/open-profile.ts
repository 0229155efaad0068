import { launch } from 'puppeteer-core';
import { chromiumFlags } from '../../run/browser-flags.js';
import { findBrowsers } from '../../run/find-browsers.js';
import type { BrowserName } from '../../run/browser-names.js';
import { openBrowser } from './drivers.js';
import { callAsText } from './page-driver.js';
import type { PageDriver } from './page-driver.js';

/** In place of Puppeteer's 30 s: what takes longer hangs, on the slowest machine too. */
const timeoutMs = 600_000;

/** What a visit needs of its browser. */
export type Visit = Pick<PageDriver, 'open' | 'evaluate' | 'setFiles'> & {
  /** Ends it as a crash would: nothing is told to anybody. */
  kill(): Promise<void>;
};

/**
 * A browser whose storage outlives it. WebKit's driver has no profile to come back to: there a visit
 * ends by leaving the page at once, and `close` ends the browser.
 */
export class Profile {
  readonly #name: BrowserName;
  readonly #dir: string;
  #driver: PageDriver | null = null;

  constructor(name: BrowserName, dir: string) {
    this.#name = name;
    this.#dir = dir;
  }

  async visit(): Promise<Visit> {
    return this.#name === 'webkit' ? this.#reopen() : launchIn(this.#name, this.#dir);
  }

  async close(): Promise<void> {
    await this.#driver?.close();
  }

  async #reopen(): Promise<Visit> {
    const driver = (this.#driver ??= await openBrowser(this.#name));
    return {
      open: (url) => driver.open(url),
      evaluate: (pageFunction, ...parameters) => driver.evaluate(pageFunction, ...parameters),
      setFiles: (selector, paths) => driver.setFiles(selector, paths),
      kill: () => driver.open('about:blank'),
    };
  }
}

async function launchIn(name: 'chromium' | 'firefox', userDataDir: string): Promise<Visit> {
  const executablePath = findBrowsers([name]).found[name]?.executable;
  if (executablePath === undefined) throw new Error(`${name} is missing.`);
  const browser = await launch({
    browser: name === 'chromium' ? 'chrome' : 'firefox',
    executablePath,
    userDataDir,
    timeout: timeoutMs,
    args: name === 'chromium' ? chromiumFlags() : [],
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(timeoutMs);
  return {
    async open(url) {
      await page.goto(url);
    },
    evaluate: (pageFunction, ...parameters) =>
      page.evaluate(callAsText(pageFunction, parameters)) as Promise<never>,
    async setFiles(selector, paths) {
      const input = await page.$(selector);
      if (!input) throw new Error(`No element for ${selector}`);
      await (await input.toElement('input')).uploadFile(...paths);
    },
    async kill() {
      const child = browser.process();
      const gone = new Promise((resolve) => child?.once('exit', resolve));
      child?.kill('SIGKILL');
      await gone;
    },
  };
}
