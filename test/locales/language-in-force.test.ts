import { expect } from '@esm-bundle/chai';
import { en } from '../../src/locales/en.js';
import { loadableLocales } from '../../src/locales/loadable-locales.js';
import { isLocaleComing, registerLocale } from '../../src/locales/registry.js';
import { sharedLocales } from '../../src/locales/shared-locales.js';
import { nearestLang } from '../../src/locales/watch-language.js';
import { inside, macrotask, OwnFake, place } from '../support/element-page.js';
import { until } from '../support/until.js';

/** As if the package had a file for it. */
function makeLoadable(tag: string, load: () => Promise<unknown>): void {
  (loadableLocales as Map<string, () => Promise<unknown>>).set(tag, load);
}

describe('nearestLang', () => {
  it('goes up through shadow hosts', () => {
    const host = document.createElement('div');
    host.lang = 'fr';
    const inner = document.createElement('p');
    host.attachShadow({ mode: 'open' }).append(inner);
    expect(nearestLang(inner)).to.equal('fr');
  });
});

describe('the language of the element', () => {
  let element: OwnFake;
  const buttonText = (): string => inside(element, '[data-action="choose-files"]').textContent?.trim() ?? '';

  before(() => {
    registerLocale('qba', { ...en, chooseFile: 'Qba' });
    registerLocale('qbb', { ...en, chooseFile: 'Qbb' });
  });

  beforeEach(() => {
    element = new OwnFake();
  });

  afterEach(() => {
    element.remove();
    document.body.replaceChildren();
    document.documentElement.lang = 'en';
  });

  it('is there with the first drawing where it was brought before', async () => {
    element.lang = 'qba';
    document.body.append(element);
    await element.updateComplete;
    expect(buttonText()).to.equal('Qba');
  });

  it('follows the nearest lang at once: its own, one above, one above a shadow host', async () => {
    const host = document.createElement('div');
    document.body.append(host);
    const box = document.createElement('div');
    host.attachShadow({ mode: 'open' }).append(box);
    await place(element, box);
    expect(buttonText()).to.equal('Choose a file');
    const seen: string[] = [];
    for (const change of [
      () => (document.documentElement.lang = 'qba'),
      () => (host.lang = 'qbb'),
      () => (box.lang = 'qba'),
      () => (element.lang = 'qbb'),
      () => element.removeAttribute('lang'),
    ]) {
      change();
      await macrotask();
      seen.push(buttonText());
    }
    expect(seen).to.deep.equal(['Qba', 'Qbb', 'Qba', 'Qbb', 'Qba']);
  });

  it('follows the place that it was moved to', async () => {
    const box = document.createElement('div');
    box.lang = 'qba';
    document.body.append(box);
    await place(element);
    box.append(element);
    await element.updateComplete;
    expect(buttonText()).to.equal('Qba');
    box.lang = 'qbb';
    await macrotask();
    expect(buttonText()).to.equal('Qbb');
  });

  it('stops watching when it leaves the page', async () => {
    await place(element);
    const listeners = sharedLocales.listeners.size;
    element.remove();
    expect(sharedLocales.listeners.size).to.equal(listeners - 1);
  });

  it('is changed by a language that comes later', async () => {
    element.lang = 'qbc';
    await place(element);
    registerLocale('qbc', { ...en, chooseFile: 'Qbc' });
    await element.updateComplete;
    expect(buttonText()).to.equal('Qbc');
  });

  it('stays until the file of the next one is there, which is asked for once', async () => {
    let asked = 0;
    let bring: () => void = () => undefined;
    makeLoadable('qbd', async () => {
      asked += 1;
      await new Promise<void>((resolve) => (bring = resolve));
      registerLocale('qbd', { ...en, chooseFile: 'Qbd' });
    });
    element.lang = 'qba';
    await place(element);
    expect(asked).to.equal(0);
    element.lang = 'qbd';
    await macrotask();
    element.requestUpdate();
    await element.updateComplete;
    expect([buttonText(), asked]).to.deep.equal(['Qba', 1]);
    bring();
    await until(async () => buttonText() === 'Qbd', 'the language that came');
  });

  it('is English where the file does not come, and nothing is thrown', async () => {
    const rejections: unknown[] = [];
    const note = (event: PromiseRejectionEvent): void => void rejections.push(event.reason);
    window.addEventListener('unhandledrejection', note);
    makeLoadable('qbe', () => Promise.reject(new TypeError('offline')));
    element.lang = 'qba';
    await place(element);
    element.lang = 'qbe';
    await until(async () => buttonText() === 'Choose a file', 'English');
    await macrotask();
    window.removeEventListener('unhandledrejection', note);
    expect(rejections).to.deep.equal([]);
  });

  it('is loaded by the real files', async () => {
    element.lang = 'de-AT';
    await place(element);
    await until(async () => buttonText() === 'Datei auswählen', 'German');
  });
});

describe('isLocaleComing', () => {
  it('asks again for a file that did not come, but not at once', async () => {
    const now = performance.now;
    let asked = 0;
    makeLoadable('qbf', () => {
      asked += 1;
      return Promise.reject(new TypeError('offline'));
    });
    try {
      expect(isLocaleComing('qbf')).to.equal(true);
      await macrotask();
      expect([isLocaleComing('qbf'), asked]).to.deep.equal([false, 1]);
      performance.now = () => now.call(performance) + 60_000;
      expect([isLocaleComing('qbf'), asked]).to.deep.equal([true, 2]);
    } finally {
      performance.now = now;
    }
  });
});
