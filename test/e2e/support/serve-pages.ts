import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** Built files, as a page of a user's would load them. */
const SCRIPTS = ['/smh-uploader.min.js', '/hash-worker.js'];
const dist = fileURLToPath(new URL('../../../dist', import.meta.url));

/** A static server with an origin of its own, as the object store refuses that of the page. */
export type PageServer = {
  /** Makes a page of `body`, under `policy` (CSP) where given; its URL. The built files are `/smh-uploader.min.js` and `/hash-worker.js`. */
  show(body: string, policy?: string): string;
  close(): Promise<void>;
};

/** @throws {Error} where the package was not built. */
export async function servePages(): Promise<PageServer> {
  // Read once, so that all pages of a run are of one build.
  const scripts = new Map<string | undefined, Buffer>();
  for (const name of SCRIPTS) {
    const script = await readFile(`${dist}${name}`).catch((cause: unknown) => {
      throw new Error(`dist${name} is missing: run "npm run build".`, { cause });
    });
    scripts.set(name, script);
  }
  const pages: { readonly html: string; readonly policy: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const script = scripts.get(request.url);
    if (script !== undefined) {
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      response.end(script);
      return;
    }
    if (request.url === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const page = pages[Number(request.url?.slice(1))];
    if (page?.policy !== undefined) response.setHeader('content-security-policy', page.policy);
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page?.html);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    show(body, policy) {
      pages.push({ html: `<!doctype html><html lang="en"><title>upload</title><body>${body}`, policy });
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
