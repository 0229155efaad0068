import type { BrowserName } from '../../run/browser-names.js';
import { findBrowsers } from '../../run/find-browsers.js';
import type { PageDriver } from './page-driver.js';

/**
 * Starts an engine with one empty page.
 *
 * @throws {Error} when the engine is not installed or does not start.
 */
export async function openBrowser(name: BrowserName): Promise<PageDriver> {
  const { found, missing } = findBrowsers([name]);
  const explain = (): Error => new Error(`${name} is missing: ${missing.map(({ what }) => what).join(', ')}`);
  switch (name) {
    case 'chromium': {
      if (!found.chromium) throw explain();
      const { openChromium } = await import('./open-chromium.js');
      return openChromium(found.chromium.executable);
    }
    case 'firefox': {
      if (!found.firefox) throw explain();
      const { openFirefox } = await import('./open-firefox.js');
      return openFirefox(found.firefox.executable);
    }
    case 'webkit': {
      if (!found.webkit) throw explain();
      const { openWebKit } = await import('./open-webkit.js');
      return openWebKit(found.webkit);
    }
  }
}
