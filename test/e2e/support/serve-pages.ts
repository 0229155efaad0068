import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** Where the packages that the entries for bundlers import are served. */
const PACKAGES = '/node_modules';

/** What a page needs before it loads the entries for bundlers without one. */
export const importMap = `<script type="importmap">${JSON.stringify({
  imports: Object.fromEntries([
    ...['lit', 'lit-html', 'lit-element', '@lit/reactive-element'].map((name) => [
      `${name}/`,
      `${PACKAGES}/${name}/`,
    ]),
    ['lit', `${PACKAGES}/lit/index.js`],
    ['lit-html', `${PACKAGES}/lit-html/lit-html.js`],
    ['@lit/reactive-element', `${PACKAGES}/@lit/reactive-element/reactive-element.js`],
    ['hash-wasm', `${PACKAGES}/hash-wasm/dist/index.esm.js`],
    ['idb', `${PACKAGES}/idb/build/index.js`],
  ]),
})}</script>`;

/** A static server with an origin of its own, as the object store refuses that of the page. */
export type PageServer = {
  /**
   * Makes a page of `body`, under `policy` (CSP) where given, with further headers; its URL. What was built
   * is beside it, such as `/smh-uploader.min.js` and `/hash-worker.js`.
   */
  show(body: string, policy?: string, headers?: Readonly<Record<string, string>>): string;
  close(): Promise<void>;
};

/** @throws {Error} where the package was not built. */
export async function servePages(): Promise<PageServer> {
  if (!existsSync(`${dist}/smh-uploader.min.js`)) throw new Error('Nothing is built: run "npm run build".');
  const pages: { readonly html: string; readonly headers: Readonly<Record<string, string>> }[] = [];
  const server = createServer((request, response) => {
    const { url = '' } = request;
    // The path of a URL has no `..` left.
    const script = url.startsWith(PACKAGES) ? `${packages}${url.slice(PACKAGES.length)}` : `${dist}${url}`;
    if (url.endsWith('.js') && existsSync(script)) {
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      createReadStream(script).pipe(response);
      return;
    }
    if (url === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const page = pages[Number(url.slice(1).split('?', 1)[0])];
    response.writeHead(page === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      ...page?.headers,
    });
    response.end(page?.html);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    show(body, policy, headers = {}) {
      pages.push({
        html: `<!doctype html><html lang="en"><title>upload</title><body>${body}`,
        headers: { ...headers, ...(policy === undefined ? {} : { 'content-security-policy': policy }) },
      });
      return `http://127.0.0.1:${String(port)}/${String(pages.length - 1)}`;
    },
    close() {
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}
