import '../../src/locales/ar.js';
import '../../src/locales/zh-cn.js';
import { OwnFake, place } from '../support/element-page.js';
import { openList, showcase, showState } from '../support/showcase.js';

declare global {
  interface Window {
    stateNames: readonly string[];
    /** Shows one state in one language; resolves when it is drawn. The view may be `compact-open`. */
    showPicture: (name: string, lang: string, view: string) => Promise<void>;
  }
}

const RIGHT_TO_LEFT = new Set(['ar', 'he']);

window.stateNames = Object.keys(showcase);

window.showPicture = async (name, lang, view) => {
  document.documentElement.lang = lang;
  document.documentElement.dir = RIGHT_TO_LEFT.has(lang) ? 'rtl' : 'ltr';
  document.body.replaceChildren();
  const element = new OwnFake();
  element.multiple = true;
  const [shape = '', isOpen] = view.split('-');
  element.setAttribute('view', shape);
  await place(element);
  await showState(element, name);
  if (isOpen !== undefined) await openList(element);
};
