/** What the single-file build makes of an import with `?function`: a function of its own text that gives the module. */
declare module '*?function' {
  const makeModule: () => unknown;
  export default makeModule;
}
