import { remote } from 'webdriverio';
import { startWebKit } from '../../run/webkit-session.js';
import type { Key, PageDriver } from './page-driver.js';
import { callAsText, refuseDrop, refuseFolders, splitSelector } from './page-driver.js';

/** WebDriver's name for a reference to an element. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/** WebDriver's characters for keys. */
const keyCodes: Readonly<Record<Key, string>> = { Tab: '\uE004', Enter: '\uE007', ' ': ' ' };

const scriptTimeoutMs = 600_000;

/** WebKitGTK's MiniBrowser by webdriverio, on a virtual screen of its own. */
export async function openWebKit(programs: Parameters<typeof startWebKit>[0]): Promise<PageDriver> {
  const session = await startWebKit(programs);
  const browser = await remote({
    hostname: '127.0.0.1',
    port: session.port,
    logLevel: 'error',
    capabilities: session.capabilities,
  }).catch(async (error: unknown) => {
    await session.close();
    throw error;
  });
  await browser.setTimeouts(undefined, undefined, scriptTimeoutMs);
  return {
    name: 'webkit',
    async open(url) {
      await browser.navigateTo(url);
      await browser.executeScript(`(${recordConsole})()`, []);
    },
    async evaluate(pageFunction, ...parameters) {
      const answer: unknown = await browser.executeAsyncScript(
        `const done = arguments[arguments.length - 1];
        ${callAsText(pageFunction, parameters)}.then((value) => done({ value }), (error) => done({ thrown: String(error) }));`,
        [],
      );
      if (hasField(answer, 'thrown')) throw new Error(String(answer.thrown));
      return (hasField(answer, 'value') ? answer.value : undefined) as never;
    },
    async setFiles(selector, paths) {
      await refuseFolders('webkit', paths);
      const element: unknown = await browser.executeScript(
        `let scope = document;
        let element = null;
        for (const step of arguments[0]) {
          element = scope?.querySelector(step) ?? null;
          scope = element?.shadowRoot;
        }
        return element;`,
        [splitSelector(selector)],
      );
      if (!hasField(element, elementKey)) throw new Error(`No element for ${selector}`);
      await browser.elementSendKeys(String(element[elementKey]), paths.join('\n'));
    },
    dropFiles: () => refuseDrop('webkit'),
    async press(key) {
      const value = keyCodes[key];
      const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value }));
      await browser.performActions([{ type: 'key', id: 'keyboard', actions }]);
    },
    async screenshot(path) {
      await browser.saveScreenshot(path);
    },
    async consoleMessages() {
      const messages: unknown = await browser.executeScript('return window.__consoleMessages ?? []', []);
      return Array.isArray(messages) ? messages.map(String) : [];
    },
    async close() {
      await browser.deleteSession().catch(() => undefined);
      await session.close();
    },
  };
}

function hasField<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return typeof value === 'object' && value !== null && name in value;
}

/** Sent into the page as text; the driver has no log of its own. */
const recordConsole = `function () {
  const messages = (window.__consoleMessages = []);
  for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
    const write = console[level];
    console[level] = (...values) => {
      messages.push(level + ': ' + values.map(String).join(' '));
      write.apply(console, values);
    };
  }
  addEventListener('error', (event) => messages.push('error: ' + event.message));
  addEventListener('unhandledrejection', (event) => messages.push('error: ' + String(event.reason)));
}`;
