/** What the analyzer reads; `npm run manifest` writes `custom-elements.json` anew. */
export default {
  globs: ['src/index.ts', 'src/element/**/*.ts', 'src/engine/engine-events.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
};
