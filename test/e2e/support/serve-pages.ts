import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The built element, as a page of a user's would load it. */
const bundle = fileURLToPath(new URL('../../../dist/smh-uploader.min.js', import.meta.url));

/** A static server with an origin of its own, as the object store refuses that of the page. */
export type PageServer = {
  /** Makes a page of `body`, under `policy` (CSP) where given; its URL. The built element is `/smh-uploader.min.js`. */
  show(body: string, policy?: string): string;
  close(): Promise<void>;
};

/** @throws {Error} where the package was not built. */
export async function servePages(): Promise<PageServer> {
  // Read once, so that all pages of a run are of one build.
  const script = await readFile(bundle).catch((cause: unknown) => {
    throw new Error('The built element is missing: run "npm run build".', { cause });
  });
  const pages: { readonly html: string; readonly policy: string | undefined }[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/smh-uploader.min.js') {
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
