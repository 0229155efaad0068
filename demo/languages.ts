import 'smh-uploader';
import { showStoredFiles } from './stored-files.js';

const TAGS = 'en ar de es fr he hi id it ja ko nl pl pt-BR ru th tr uk vi zh-CN zh-TW'.split(' ');
const RIGHT_TO_LEFT = new Set(['ar', 'he']);

const place = document.querySelector<HTMLElement>('#place');
const choice = document.querySelector<HTMLSelectElement>('#language');

/** An option in its own language, and marked as such. */
function optionFor(tag: string): HTMLOptionElement {
  const name = new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
  const option = new Option(name, tag, tag === 'zh-CN', tag === place?.lang);
  option.lang = tag;
  return option;
}

choice?.append(...TAGS.map(optionFor));
choice?.addEventListener('change', () => {
  if (place === null) return;
  place.lang = choice.value;
  // The element's texts follow `lang`; the direction, as in all HTML, only `dir`.
  place.dir = RIGHT_TO_LEFT.has(choice.value) ? 'rtl' : 'ltr';
});

await showStoredFiles(document);
