import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { partUrl, send, withServer } from './with-server.js';

async function refusal(response: Response): Promise<string> {
  const text = await response.text();
  return `${response.status} ${/<Code>(\w+)</.exec(text)?.[1] ?? text}`;
}

describe('object store', () => {
  it('wants every header back unchanged', async () => {
    await withServer({}, async (server, client) => {
      const opened = await client.open('PUT', 'a.png', 'traffic_limit=204800');
      assert.equal(opened.headers['x-cos-traffic-limit'], '204800');
      assert.equal((await send(opened.url, opened.headers, 'x')).status, 200);
      for (const name of Object.keys(opened.headers)) {
        const changed = { ...opened.headers, [name]: `${opened.headers[name] ?? ''}0` };
        assert.equal(await refusal(await send(opened.url, changed, 'x')), '403 SignatureDoesNotMatch', name);
        const { [name]: _, ...fewer } = opened.headers;
        const expected = name === 'Authorization' ? '403 AccessDenied' : '403 SignatureDoesNotMatch';
        assert.equal(await refusal(await send(opened.url, fewer, 'x')), expected, `without ${name}`);
      }
      assert.equal(server.log.entries().filter((entry) => entry.kind === 'simple-put').length, 13);
    });
  });

  it('wants the method, path, part number and upload id that were meant', async () => {
    await withServer({ partMaxBytes: 100 }, async (_, client) => {
      const opened = await client.open('POST', 'a.bin', 'multipart');
      const other = await client.open('POST', 'b.bin', 'multipart');
      const put = async (
        url: string,
        body = 'x',
        method: 'PUT' | 'POST' | 'DELETE' = 'PUT',
      ): Promise<string> => refusal(await send(url, opened.headers, body, method));
      assert.equal(await put(partUrl(other, 1)), '403 SignatureDoesNotMatch');
      assert.equal(await put(partUrl(opened, 0)), '400 InvalidArgument');
      assert.equal(await put(partUrl(opened, 10_001)), '400 InvalidArgument');
      assert.equal(await put(`${opened.url}?uploadId=${other.uploadId}&partNumber=1`), '404 NoSuchUpload');
      assert.equal(await put(`${opened.url}?partNumber=1`), '404 NoSuchUpload');
      assert.equal(await put(opened.url), '404 NoSuchUpload');
      assert.equal(await put(opened.url.replaceAll('%20', '%2520')), '403 SignatureDoesNotMatch');
      assert.equal(await put(partUrl(opened, 1), 'x', 'POST'), '405 MethodNotAllowed');
      assert.equal(await put(partUrl(opened, 1), 'x'.repeat(101)), '400 EntityTooLarge');
      assert.equal(await put(partUrl(opened, 10_000), 'x'.repeat(100)), '200 ');
    });
  });

  it('refuses headers whose life is over, and takes renewed ones', async () => {
    await withServer({ headerLifeSeconds: 0.3 }, async (server, client) => {
      const opened = await client.open('POST', 'a.bin', 'multipart');
      await new Promise((done) => setTimeout(done, 400));
      const late = await send(partUrl(opened, 1), opened.headers, 'x');
      assert.match(await late.text(), /<Code>AccessDenied<\/Code>\s*<Message>Request has expired</);
      server.settings.headerLifeSeconds = 60;
      const { json } = await client.api('POST', opened.confirmKey, 'renew');
      const headers = json['headers'] as Record<string, string>;
      assert.deepEqual([json['uploadId'], json['confirmKey']], [opened.uploadId, opened.confirmKey]);
      assert.equal((await send(partUrl(opened, 1), headers, 'x')).status, 200);
      server.expireHeaders();
      assert.equal(await refusal(await send(partUrl(opened, 1), headers, 'x')), '403 AccessDenied');
    });
  });

  it('tells clients another time where it is told to', async () => {
    await withServer({ clockOffsetMs: 86_400_000 }, async (_, client) => {
      const { json } = await client.api('PUT', 'a.txt');
      assert.ok(Date.parse(String(json['expiration'])) > Date.now() + 86_400_000);
      assert.equal((await client.putFile('b.txt', 'x')).status, 200);
    });
  });

  it('answers preflights, and exposes what it is told to', async () => {
    await withServer({ exposeHeaders: 'ETag' }, async (server, client) => {
      const opened = await client.open('PUT', 'a.txt');
      const origin = 'http://localhost:8000';
      const ask = (): Promise<Response> =>
        fetch(opened.url, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'PUT',
            'access-control-request-headers': 'authorization',
          },
        });
      const preflight = await ask();
      assert.equal(preflight.status, 200);
      assert.equal(preflight.headers.get('access-control-allow-origin'), origin);
      assert.equal(preflight.headers.get('access-control-allow-headers'), 'authorization');
      const put = await send(opened.url, { ...opened.headers, origin }, 'x');
      assert.equal(put.headers.get('access-control-expose-headers'), 'ETag');
      server.settings.corsOnErrors = false;
      const bad = await send(opened.url, { origin }, 'x');
      assert.deepEqual([bad.status, bad.headers.get('access-control-allow-origin')], [403, null]);
      server.settings.objectCors = false;
      assert.equal(await refusal(await ask()), '403 AccessForbidden');
      assert.equal(server.log.entries().filter((entry) => entry.isPreflight).length, 2);
    });
  });

  it('counts what it receives, by the time it came', async () => {
    await withServer({}, async (server, client) => {
      await client.putFile('a.txt', 'x'.repeat(300_000));
      assert.equal(server.received.total, 300_000);
      const answer = await fetch(`${server.apiOrigin}/_dev/received?since=0`);
      const { timeline } = (await answer.json()) as { timeline: [number, number][] };
      assert.equal(timeline.at(-1)?.[1], 300_000);
      assert.ok(timeline.every(([at, total], index) => at > (timeline[index - 1]?.[0] ?? 0) && total > 0));
    });
  });

  it('takes no more bytes a second than it is told to', async () => {
    await withServer({ bandwidth: 1_000_000 }, async (_, client) => {
      const times: number[] = [];
      for (const name of ['a.bin', 'b.bin', 'c.bin']) {
        const start = performance.now();
        await client.putFile(name, new Uint8Array(500_000));
        times.push(performance.now() - start);
      }
      assert.ok(Math.min(...times) > 400, `${times.join(', ')} ms`);
      // Any one may be held up by what else the machine does.
      assert.ok(Math.min(...times) < 3000, `${times.join(', ')} ms`);
    });
  });

  it('keeps nothing of a body that was cut short', async () => {
    await withServer({}, async (server, client) => {
      const opened = await client.open('PUT', 'a.bin');
      const { hostname, port, pathname } = new URL(opened.url);
      await new Promise<void>((done) => {
        const put = request({
          hostname,
          port,
          path: pathname,
          method: 'PUT',
          headers: { ...opened.headers, 'content-length': 1000 },
        });
        put.on('error', () => done());
        put.on('close', () => done());
        put.write('x'.repeat(500), () => put.destroy());
      });
      assert.equal((await client.confirm(opened.confirmKey)).json['code'], 'UploadIncomplete');
      const entry = server.log.entries().find(({ kind }) => kind === 'simple-put');
      assert.deepEqual([entry?.aborted, entry?.status], [true, null]);
    });
  });
});

describe('names of the servers', () => {
  /** One request with a `Host` of one's own, which `fetch` would not send. */
  const askAs = (origin: string, host: string, path = '/', headers = ''): Promise<string> =>
    new Promise((done, fail) => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => {
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${headers}Connection: close\r\n\r\n`);
      });
      let text = '';
      socket.on('data', (chunk) => (text += String(chunk)));
      socket.on('end', () => done(text.split('\r\n')[0] ?? ''));
      socket.on('error', fail);
    });

  it('are of this machine, or the one that was given', async () => {
    const objectDomain = 'demo-125.cos.ap-shanghai.myqcloud.com';
    await withServer({ objectDomain, hostPort: 0 }, async (server, client) => {
      for (const origin of [server.apiOrigin, server.objectOrigin, server.hostOrigin ?? '']) {
        assert.match(await askAs(origin, 'evil.example'), / 421 /);
        assert.match(await askAs(origin, '127.0.0.1.evil.example'), / 421 /);
        assert.doesNotMatch(await askAs(origin, 'localhost:1'), / 421 /);
      }
      assert.match(await askAs(server.apiOrigin, objectDomain), / 421 /);
      assert.doesNotMatch(await askAs(server.objectOrigin, objectDomain), / 421 /);
      assert.equal((await client.api('PUT', 'a.txt')).json['domain'], objectDomain);
    });
  });

  it('serve /_dev to pages of this machine only', async () => {
    await withServer({}, async ({ apiOrigin, faults }) => {
      const add = (origin: string): Promise<Response> =>
        fetch(`${apiOrigin}/_dev/faults`, {
          method: 'POST',
          headers: { origin, 'content-type': 'application/json' },
          body: JSON.stringify({ on: 'start', status: 500 }),
        });
      assert.equal((await add('https://evil.example')).status, 403);
      assert.equal((await add('http://localhost.evil.example')).status, 403);
      assert.equal((await add('null')).status, 403);
      assert.equal(
        (
          await fetch(`${apiOrigin}/_dev/reset`, {
            method: 'POST',
            headers: { 'sec-fetch-site': 'cross-site' },
          })
        ).status,
        403,
      );
      assert.equal(faults.list().length, 0);
      const own = await add('http://localhost:5173');
      assert.deepEqual(
        [own.status, own.headers.get('access-control-allow-origin')],
        [201, 'http://localhost:5173'],
      );
      assert.match(
        await askAs(apiOrigin, 'localhost', '/_dev/log', 'Origin: https://evil.example\r\n'),
        / 403 /,
      );
    });
  });
});
