import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createServer, request as sendRequest } from 'node:http';
import { networkInterfaces } from 'node:os';
import { hostOptionsFrom, type HostAccess } from '../../demo/server/host-options.js';
import { createHostRoutes } from '../../demo/server/host-routes.js';
import type { DevServer } from '../../demo/server/create-dev-server.js';
import { answerOf, openedOf, partUrl, send, withServer, type Answer } from './with-server.js';

const origin = 'http://localhost:8000';

async function post(
  server: DevServer,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${server.hostOrigin}${path}`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return answerOf(response);
}

const wanted = {
  path: ['d', 'a b#.txt'],
  name: 'a b#.txt',
  size: 5,
  type: '',
  multipart: false,
  conflictResolutionStrategy: 'rename',
};

describe('/api/smh-token and /api/smh-config', () => {
  it('give a narrow token and no secret', async () => {
    await withServer({ hostPort: 0 }, async (server, client) => {
      const config = await fetch(`${server.hostOrigin}/api/smh-config`);
      const text = await config.text();
      assert.deepEqual(JSON.parse(text), { endpoint: server.apiOrigin, libraryId: 'smhdev', spaceId: '-' });
      const { json } = await answerOf(await fetch(`${server.hostOrigin}/api/smh-token`));
      assert.equal(json['expiresIn'], 1200);
      client.accessToken = String(json['accessToken']);
      assert.equal((await client.putFile('a.txt', 'x')).status, 200);
      assert.equal((await client.api('DELETE', 'a.txt')).json['code'], 'NoPermission');
      assert.ok(!JSON.stringify(json).includes(server.librarySecret) && !text.includes(server.librarySecret));
    });
  });

  it('refuse pages of other sites', async () => {
    await withServer({ hostPort: 0 }, async (server) => {
      const ask = (headers: Record<string, string>): Promise<Response> =>
        fetch(`${server.hostOrigin}/api/smh-token`, { headers });
      assert.equal((await ask({ origin: 'https://evil.example' })).status, 403);
      assert.equal((await ask({ 'sec-fetch-site': 'cross-site' })).status, 403);
      assert.equal((await ask({ origin })).headers.get('access-control-allow-origin'), origin);
    });
  });
});

describe('/smh', () => {
  it('carries an upload without a token of the page', async () => {
    await withServer({ hostPort: 0 }, async (server) => {
      const base = `${server.hostOrigin}/smh/api/v1/file/${server.libraryId}/${server.spaceId}`;
      const opened = openedOf(
        (await answerOf(await fetch(`${base}/a.bin?multipart&filesize=1`, { method: 'POST' }))).json,
      );
      server.expireAccessTokens();
      assert.equal((await send(partUrl(opened, 1), opened.headers, 'x')).status, 200);
      const confirmed = await answerOf(
        await fetch(`${base}/${opened.confirmKey}?confirm`, { method: 'POST' }),
      );
      assert.deepEqual([confirmed.status, confirmed.json['path']], [200, ['a.bin']]);
      assert.equal((await fetch(`${base}/b.bin`, { method: 'HEAD' })).status, 404);
      const missing = await answerOf(await fetch(`${base}/none/a.txt`, { method: 'PUT' }));
      assert.deepEqual([missing.status, missing.json['code']], [404, 'DirectoryNotFound']);
    });
  });

  it('lets through what uploading needs, and nothing else', async () => {
    await withServer({ hostPort: 0, spaces: ['one', 'two'] }, async (server) => {
      const ask = async (method: string, rest: string): Promise<number> =>
        (await fetch(`${server.hostOrigin}/smh/api/v1/${rest}`, { method })).status;
      const one = `file/${server.libraryId}/one`;
      const refused: readonly [method: string, rest: string][] = [
        ['DELETE', `${one}/a.txt`],
        ['GET', `${one}/a.txt`],
        ['POST', 'token'],
        ['PUT', `file/${server.libraryId}/two/a.txt`],
        ['PUT', `file/other/one/a.txt`],
        ['DELETE', `directory/${server.libraryId}/one/d`],
        ['GET', `directory/${server.libraryId}/one/`],
      ];
      for (const [method, rest] of refused) assert.equal(await ask(method, rest), 404, `${method} ${rest}`);
      assert.equal(await ask('PUT', `${one}/x%2F..%2F..%2Ftwo`), 400);
      assert.equal(await ask('PUT', `${one}/a.txt?access_token=x`), 400);
      assert.equal(server.log.entries().length, 0);
      assert.equal(await ask('PUT', `directory/${server.libraryId}/one/d`), 201);
    });
  });

  it('says 502 when the service cuts the connection', async () => {
    await withServer({ hostPort: 0 }, async (server) => {
      server.faults.add({ on: 'start', reset: 'before' });
      const url = `${server.hostOrigin}/smh/api/v1/file/${server.libraryId}/${server.spaceId}/a.txt`;
      const { status, json } = await answerOf(await fetch(url, { method: 'PUT' }));
      assert.deepEqual([status, json['code']], [502, 'BadGateway']);
      assert.ok(!JSON.stringify(json).includes('acctk'));
    });
  });
});

describe('/uploads', () => {
  it('carries an upload by callbacks', async () => {
    await withServer({ hostPort: 0 }, async (server) => {
      assert.equal((await post(server, '/directories', { path: ['d'] })).status, 201);
      assert.equal((await post(server, '/directories', { path: ['d'] })).status, 409);
      const simple = openedOf((await post(server, '/uploads', wanted)).json);
      await send(simple.url, simple.headers, 'Hello');
      const confirm = { ...wanted, confirmKey: simple.confirmKey, crc64: '5895031849087642824' };
      const done = await post(server, `/uploads/${simple.confirmKey}/confirm`, confirm);
      assert.deepEqual([done.status, done.json['path']], [200, ['d', 'a b#.txt']]);

      const info = await fetch(`${server.hostOrigin}/info?path=${encodeURIComponent('d/a b#.txt')}`);
      const known = (await info.json()) as Record<string, unknown>;
      assert.deepEqual(
        [known['size'], known['crc64'], Object.keys(known).length],
        ['5', '5895031849087642824', 3],
      );
      assert.equal(await (await fetch(`${server.hostOrigin}/info?path=d%2Fnone`)).json(), null);

      const opened = openedOf((await post(server, '/uploads', { ...wanted, multipart: true })).json);
      await send(partUrl(opened, 1), opened.headers, 'x');
      assert.equal(
        (await post(server, `/uploads/${opened.confirmKey}/renew`, {})).json['uploadId'],
        opened.uploadId,
      );
      const url = `${server.hostOrigin}/uploads/${opened.confirmKey}`;
      assert.equal(((await answerOf(await fetch(url))).json['parts'] as object[]).length, 1);
      assert.equal((await fetch(url, { method: 'DELETE' })).status, 204);
      assert.equal((await fetch(url, { method: 'DELETE' })).status, 404);
      const form = await post(server, '/uploads', { ...wanted, formUpload: true });
      assert.deepEqual([form.status, form.json['path']], [201, '/']);
    });
  });

  it('passes 202, 200 and refusals on', async () => {
    await withServer({ hostPort: 0 }, async (server) => {
      const file = await server.addFile(['a.bin'], [new Uint8Array(2_000_000)]);
      await server.indexed();
      const { beginningHash, fullHash } = server.files().find(({ id }) => id === file.id) ?? {};
      const request = { ...wanted, path: ['a.bin'], size: 2_000_000, beginningHash };
      assert.equal((await post(server, '/uploads', request)).status, 202);
      const stored = await post(server, '/uploads', { ...request, fullHash });
      assert.deepEqual([stored.status, stored.json['name']], [200, 'a (1).bin']);
      const taken = await post(server, '/uploads', {
        ...wanted,
        path: ['a.bin'],
        conflictResolutionStrategy: 'ask',
      });
      assert.deepEqual([taken.status, taken.json['code']], [409, 'SameNameDirectoryOrFileExists']);
    });
  });

  it('refuses what is not a request of the uploader', async () => {
    await withServer({ hostPort: 0 }, async (server) => {
      for (const path of ['a.txt', [], [''], ['..'], ['a/b'], [1], ['\ud800']]) {
        assert.equal((await post(server, '/uploads', { ...wanted, path })).status, 400, JSON.stringify(path));
      }
      assert.equal((await post(server, '/uploads', { ...wanted, size: -1 })).status, 400);
      assert.equal((await post(server, '/uploads', wanted, { 'content-type': 'text/plain' })).status, 415);
      assert.equal((await post(server, '/uploads', wanted, { origin: 'https://evil.example' })).status, 403);
      assert.equal((await post(server, '/uploads/..%2F..%2Fx/y', {})).status, 404);
      for (const key of ['..', '.', '%2e%2e%2fx', '%2e%2e', 'a%2fb']) {
        const path = `/uploads/${key}/confirm`;
        assert.equal(await rawStatus(`${server.hostOrigin}`, 'POST', path, {}), 404, path);
      }
      assert.equal(server.log.entries().length, 0);
    });
  });
});

/** Sends a request as it is: `fetch` would resolve dot segments and refuse some headers. */
function rawStatus(
  base: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const { hostname, port } = new URL(base);
  return new Promise((done, fail) => {
    const sent = sendRequest({ hostname, port, method, path, headers }, (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    });
    sent.on('error', fail);
    sent.end();
  });
}

/** Runs `use` with the routes in front of an app that answers 299, on all addresses of this machine. */
async function withApp(access: HostAccess, use: (port: number) => Promise<void>): Promise<void> {
  await withServer({}, async (server) => {
    const routes = createHostRoutes({
      endpoint: server.apiOrigin,
      libraryId: server.libraryId,
      librarySecret: server.librarySecret,
      spaceId: server.spaceId,
      ...access,
    });
    const app = createServer((incoming, response) =>
      routes(incoming, response, () => void response.writeHead(299).end()),
    );
    await new Promise<void>((done) => app.listen(0, '0.0.0.0', done));
    const address = app.address();
    assert.ok(typeof address === 'object' && address !== null);
    try {
      await use(address.port);
    } finally {
      app.closeAllConnections();
      await new Promise((done) => app.close(done));
    }
  });
}

describe('createHostRoutes', () => {
  it('serves no page that had its name rebound to this machine', async () => {
    const evil = (port: number): Record<string, string> => ({ host: `evil.example:${port}` });
    const ask = (port: number, headers: Record<string, string>): Promise<number> =>
      rawStatus(`http://127.0.0.1:${port}`, 'GET', '/api/smh-token', headers);
    await withApp({}, async (port) => {
      assert.equal(await ask(port, { ...evil(port), origin: `http://evil.example:${port}` }), 403);
      assert.equal(await ask(port, { ...evil(port), 'sec-fetch-site': 'same-origin' }), 403);
      assert.equal(await ask(port, {}), 200);
    });
    await withApp({ hostNames: ['evil.example'] }, async (port) => {
      assert.equal(await ask(port, { ...evil(port), origin: `http://evil.example:${port}` }), 200);
      assert.equal(await ask(port, { ...evil(port), origin: 'http://other.example' }), 403);
    });
  });

  it('serves other machines only where it is told to', async (test) => {
    const address = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
    if (address === undefined) return test.skip('this machine has no address but loopback');
    // Sent to an address of the network, the request comes from there too.
    const ask = (port: number, host: string): Promise<number> =>
      rawStatus(`http://${address}:${port}`, 'GET', '/api/smh-token', { host });
    await withApp({ hostNames: [address] }, async (port) => {
      assert.equal(await ask(port, 'localhost'), 403);
      assert.equal(await ask(port, address), 403);
    });
    await withApp({ hostNames: [address], allowRemotePeers: true }, async (port) => {
      assert.equal(await ask(port, `${address}:${port}`), 200);
    });
  });

  it("leaves the paths of the page's own app to it", async () => {
    const others: readonly [method: string, path: string, headers?: Record<string, string>][] = [
      ['GET', '/info'],
      ['GET', '/uploads'],
      ['GET', '/directories'],
      ['PUT', '/uploads/a'],
      ['GET', '/uploads/a/b/c'],
      ['GET', '/uploads/a/confirm'],
      ['POST', '/info?path=a'],
      ['PUT', '/api/smh-token'],
      ['POST', '/api/smh-config'],
      ['GET', '/uploads/photo.png', { 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' }],
      ['GET', '/uploads/a', { 'sec-fetch-mode': 'navigate' }],
      ['GET', '/info?path=a', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }],
      ['OPTIONS', '/uploads', { 'access-control-request-method': 'PUT' }],
    ];
    await withApp({}, async (port) => {
      const ask = (method: string, path: string, headers: Record<string, string> = {}): Promise<number> =>
        rawStatus(`http://127.0.0.1:${port}`, method, path, headers);
      for (const [method, path, headers] of others) {
        assert.equal(await ask(method, path, headers), 299, `${method} ${path}`);
      }
      assert.equal(await ask('GET', '/info?path=a', { 'sec-fetch-dest': 'empty' }), 200);
      assert.equal(await ask('OPTIONS', '/uploads', { 'access-control-request-method': 'POST' }), 204);
    });
  });
});

describe('hostOptionsFrom', () => {
  it('wants an encrypted endpoint, but on this machine', () => {
    const rest = { SMH_LIBRARY_ID: 'l', SMH_SPACE_ID: 's', SMH_LIBRARY_SECRET: 'k' };
    for (const SMH_ENDPOINT of ['http://127.0.0.1:4001', 'http://localhost', 'http://[::1]:1', 'https://x']) {
      assert.equal(hostOptionsFrom({ SMH_ENDPOINT, ...rest })?.endpoint, SMH_ENDPOINT);
    }
    for (const SMH_ENDPOINT of [
      'http://api.example.com',
      'http://127.0.0.1.example.com',
      'http://10.0.0.1',
    ]) {
      assert.throws(() => hostOptionsFrom({ SMH_ENDPOINT, ...rest }), /https:\/\//);
    }
    assert.throws(() => hostOptionsFrom({ SMH_ENDPOINT: 'https://x:y', ...rest }), /must be a URL/);
  });

  it('wants all four variables or none', () => {
    assert.equal(hostOptionsFrom({}), null);
    assert.throws(
      () => hostOptionsFrom({ SMH_ENDPOINT: 'https://x' }),
      /SMH_LIBRARY_ID and SMH_SPACE_ID and SMH_LIBRARY_SECRET/,
    );
    const all = {
      SMH_ENDPOINT: 'https://x',
      SMH_LIBRARY_ID: 'l',
      SMH_SPACE_ID: 's',
      SMH_LIBRARY_SECRET: 'k',
    };
    assert.deepEqual(hostOptionsFrom(all), {
      endpoint: 'https://x',
      libraryId: 'l',
      spaceId: 's',
      librarySecret: 'k',
    });
  });
});

describe('https', () => {
  it('serves both origins by a certificate that the host routes trust', async () => {
    await withServer({ https: true, hostPort: 0, objectDomain: 'b.cos.r.myqcloud.com' }, async (server) => {
      assert.match(server.apiOrigin, /^https:/);
      const { get } = await import('node:https');
      const ask = (path: string): Promise<string> =>
        new Promise((done, fail) => {
          get(`${server.hostOrigin}${path}`, { ca: server.certificate ?? '' }, (response) => {
            let text = '';
            response.on('data', (chunk) => (text += String(chunk)));
            response.on('end', () => done(text));
          }).on('error', fail);
        });
      assert.match(await ask('/api/smh-token'), /"accessToken":"acctk/);
    });
  });
});
