import { situations, ways } from './gallery-pages.js';
import type { GalleryPage } from './gallery-pages.js';

/** The way to all pages of the gallery. */
export function makeNav(currentFile: string): HTMLElement {
  const nav = document.createElement('nav');
  nav.setAttribute('aria-label', 'Demo pages');
  nav.append(
    makeGroup('Situations', situations, currentFile),
    makeGroup('Ways to connect', ways, currentFile),
  );
  return nav;
}

function makeGroup(title: string, pages: readonly GalleryPage[], currentFile: string): HTMLElement {
  const label = document.createElement('span');
  label.id = title.toLowerCase().replaceAll(' ', '-');
  label.textContent = title;
  const list = document.createElement('ul');
  list.setAttribute('aria-labelledby', label.id);
  // Without its marks a list is none to VoiceOver, unless it says so.
  list.setAttribute('role', 'list');
  list.append(...pages.map((page) => makeItem(page, currentFile)));
  const group = document.createElement('div');
  group.append(label, list);
  return group;
}

function makeItem({ file, title }: GalleryPage, currentFile: string): HTMLLIElement {
  const link = document.createElement('a');
  link.href = `./${file}`;
  link.textContent = title;
  if (file === currentFile) link.setAttribute('aria-current', 'page');
  const item = document.createElement('li');
  item.append(link);
  return item;
}
