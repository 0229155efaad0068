/**
 * The languages whose files are loaded when a `lang` asks for them, by tag. Stays alone here, so that
 * the build in one file, which has nothing to fetch, can put `loadable-locales-none` in its place.
 */
export const loadableLocales: ReadonlyMap<string, () => Promise<unknown>> = new Map([
  ['ar', () => import('./ar.js')],
  ['de', () => import('./de.js')],
  ['es', () => import('./es.js')],
  ['fr', () => import('./fr.js')],
  ['he', () => import('./he.js')],
  ['hi', () => import('./hi.js')],
  ['id', () => import('./id.js')],
  ['it', () => import('./it.js')],
  ['ja', () => import('./ja.js')],
  ['ko', () => import('./ko.js')],
  ['nl', () => import('./nl.js')],
  ['pl', () => import('./pl.js')],
  ['pt-BR', () => import('./pt-br.js')],
  ['ru', () => import('./ru.js')],
  ['th', () => import('./th.js')],
  ['tr', () => import('./tr.js')],
  ['uk', () => import('./uk.js')],
  ['vi', () => import('./vi.js')],
  ['zh-CN', () => import('./zh-cn.js')],
  ['zh-TW', () => import('./zh-tw.js')],
]);
