/** No language is loaded on demand: for the build in one file, in place of `loadable-locales`. */
export const loadableLocales: ReadonlyMap<string, () => Promise<unknown>> = new Map();
