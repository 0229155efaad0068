import { createServer, request as requestHttp } from 'node:http';
import type { Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDevServer } from '../../demo/server/create-dev-server.js';
import type { DevServer } from '../../demo/server/create-dev-server.js';
import { checkAgainst } from '../live/check-against.js';
import type { Expectation } from '../live/check-against.js';
import { openLivePage } from '../live/live-page.js';
import type { LivePage } from '../live/live-page.js';
import { requestedBrowsers } from '../run/browser-names.js';

const expectations: readonly (Expectation & { readonly isGenerous?: boolean })[] = [
  { id: 'object-cors', result: 'confirmed', when: 'all is exposed', seen: /hidden: none/ },
  {
    id: 'object-cors',
    result: 'refuted',
    when: 'nothing is exposed',
    seen: /Readable: none; hidden: etag/,
    settings: { exposeHeaders: '' },
  },
  {
    id: 'object-cors',
    result: 'refuted',
    when: 'there is no rule',
    seen: /no answer/,
    settings: { objectCors: false },
  },
  {
    id: 'object-cors',
    result: 'untested',
    when: 'the part is refused',
    seen: /503/,
    faults: [{ on: 'part', status: 503, code: 'SlowDown' }],
  },
  { id: 'bearer', result: 'refuted', when: 'the preflight names two headers', seen: /no answer/ },
  { id: 'bearer', result: 'confirmed', when: 'it names all', seen: /200/, isGenerous: true },
  { id: 'custom-headers', result: 'refuted', when: 'the preflight names two headers', seen: /no answer/ },
  { id: 'custom-headers', result: 'confirmed', when: 'it names all', seen: /200/, isGenerous: true },
];

// What they ask is asked of Chromium alone: it is the service that is looked at.
if (requestedBrowsers().includes('chromium')) {
  describe('walkList in Chromium', () => {
    const dir = mkdtempSync(join(tmpdir(), 'smh-live-'));
    let server: DevServer;
    let generous: Server;
    let page: LivePage;
    before(async () => {
      server = await createDevServer({ dir });
      generous = await serveGenerously(server.apiOrigin);
      page = await openLivePage();
    });
    after(async () => {
      await page?.close();
      generous.closeAllConnections();
      generous.close();
      await server.close();
      rmSync(dir, { recursive: true });
    });

    for (const expectation of expectations) {
      const { id, result, when, isGenerous } = expectation;
      it(`finds ${id} ${result} where ${when}`, () => {
        const port = String((generous.address() as AddressInfo).port);
        // The walker closes what it opened; this page serves all the tests.
        const openPage = (): Promise<LivePage> =>
          Promise.resolve({ send: (request) => page.send(request), close: () => Promise.resolve() });
        const endpoint = isGenerous === true ? { endpoint: `http://127.0.0.1:${port}` } : {};
        return checkAgainst(server, expectation, { openPage, ...endpoint });
      });
    }
  });
}

/** The same API whose preflight allows every header that is asked for. */
async function serveGenerously(origin: string): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET',
        'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
      });
      response.end();
      return;
    }
    const { method = 'GET', headers } = request;
    const passed = requestHttp(`${origin}${request.url ?? ''}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}
