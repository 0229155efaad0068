/** What Vite makes of an import with `?worker&inline`: a worker from its own text. */
declare module '*?worker&inline' {
  const InlineWorker: new (options?: { readonly name?: string }) => Worker;
  export default InlineWorker;
}
