import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Faults } from '../../demo/server/faults.js';
import { bytesOf, openedOf, partUrl, send, withServer } from './with-server.js';

/**
 * Lets this process see that the idle connections were closed. Timers that are due run before the sockets are
 * asked, so that after a stall of 20 ms `fetch` would use a closed one again; an immediate runs after that.
 */
const settle = (): Promise<void> =>
  new Promise((done) => {
    setTimeout(() => setImmediate(done), 20);
  });

const isReset = (failure: unknown): boolean => failure instanceof TypeError;

describe('Faults', () => {
  it('refuses rules that make no sense', () => {
    const faults = new Faults(() => undefined);
    assert.throws(() => faults.add({ on: 'start', times: 0 }), /times can't be 0/);
    assert.throws(() => faults.add(JSON.parse('{"on":"nothing"}')), TypeError);
    assert.throws(() => faults.add(JSON.parse('{"on":"start","constructor":1}')), /no "constructor"/);
  });

  it('draws the same requests for the same seed', () => {
    const draw = (seed: number): string => {
      const faults = new Faults(() => undefined);
      faults.add({ on: 'part', probability: 0.2, seed, times: null, status: 500 });
      const request = { kind: 'part', partNumber: 1, name: null } as const;
      return Array.from({ length: 200 }, () => (faults.take(request) === null ? '.' : 'x')).join('');
    };
    assert.equal(draw(1), draw(1));
    assert.notEqual(draw(1), draw(2));
    const hits = draw(3).replaceAll('.', '').length;
    assert.ok(hits > 20 && hits < 60, `${hits} of 200`);
  });
});

describe('a fault', () => {
  it('answers with a status, a code and Retry-After, as often as it says', async () => {
    await withServer({}, async (server, client) => {
      server.faults.add({
        on: 'start',
        status: 429,
        code: 'RateLimitExceeded',
        retryAfter: 2,
        skip: 1,
        times: 2,
      });
      const answers = [];
      for (let count = 0; count < 4; count += 1) answers.push(await client.api('PUT', 'a.txt'));
      assert.deepEqual(
        answers.map((answer) => answer.status),
        [201, 429, 429, 201],
      );
      assert.deepEqual(
        [answers[1]?.json['code'], answers[1]?.headers.get('retry-after')],
        ['RateLimitExceeded', '2'],
      );
      assert.equal(server.log.entries().filter((entry) => entry.faulty).length, 2);
    });
  });

  it('answers as the object store does, with or without CORS', async () => {
    await withServer({}, async (server, client) => {
      const opened = await client.open('POST', 'a.bin', 'multipart');
      const rule = { on: 'part', partNumber: 2, status: 503, code: 'SlowDown' } as const;
      server.faults.add(rule);
      server.faults.add({ ...rule, corsHeaders: false });
      const headers = { ...opened.headers, origin: 'http://localhost:1' };
      assert.equal((await send(partUrl(opened, 1), headers, 'x')).status, 200);
      const first = await send(partUrl(opened, 2), headers, 'x');
      assert.match(await first.text(), /<Code>SlowDown</);
      const second = await send(partUrl(opened, 2), headers, 'x');
      const allowed = [first, second].map((answer) => answer.headers.get('access-control-allow-origin'));
      assert.deepEqual(allowed, ['http://localhost:1', null]);
    });
  });

  it('cuts the connection before, within, and after the work', async () => {
    await withServer({}, async (server, client) => {
      const opened = await client.open('POST', 'a.bin', 'multipart');
      const part = (): Promise<Response> => send(partUrl(opened, 1), opened.headers, 'x'.repeat(200_000));
      const sizes = async (): Promise<number> =>
        ((await client.api('GET', opened.confirmKey, 'upload')).json['parts'] as object[]).length;
      for (const reset of ['before', 'mid-body'] as const) {
        server.faults.add({ on: 'part', reset });
        await settle();
        await assert.rejects(part, isReset);
        assert.equal(await sizes(), 0);
      }
      server.faults.add({ on: 'part', reset: 'after-commit' });
      await settle();
      await assert.rejects(part, isReset);
      assert.equal(await sizes(), 1);
      server.faults.add({ on: 'confirm', reset: 'after-commit' });
      await settle();
      await assert.rejects(() => client.confirm(opened.confirmKey), isReset);
      assert.equal((await client.api('GET', opened.confirmKey, 'upload')).json['confirmed'], true);
      assert.equal(server.files().length, 1);
    });
  });

  it('cuts the connection in the middle of an answer', async () => {
    await withServer({}, async (server, client) => {
      const opened = await client.open('POST', 'a.bin', 'multipart');
      server.faults.add({ on: 'state', reset: 'mid-answer' });
      await settle();
      const { apiOrigin, libraryId, spaceId } = server;
      const file = `${apiOrigin}/api/v1/file/${libraryId}/${spaceId}/${opened.confirmKey}`;
      const answer = await fetch(`${file}?upload&access_token=${client.accessToken}`);
      assert.equal(answer.status, 200);
      await assert.rejects(() => answer.text(), isReset);
    });
  });

  it('lets no connection be used twice while one may be cut', async () => {
    await withServer({}, async (server, client) => {
      const { remove } = server.faults.add({ on: 'confirm', reset: 'after-commit' });
      await settle();
      assert.equal((await client.api('PUT', 'a.txt')).headers.get('connection'), 'close');
      remove();
      assert.equal((await client.api('PUT', 'a.txt')).headers.get('connection'), 'keep-alive');
    });
  });

  it('hangs until the client gives up', async () => {
    await withServer({}, async (server, client) => {
      const opened = await client.open('PUT', 'a.bin');
      for (const hang of [true, 'mid-body', 'after-body', 'after-commit'] as const) {
        server.faults.add({ on: 'simple-put', hang });
        const signal = AbortSignal.timeout(150);
        const put = fetch(opened.url, {
          method: 'PUT',
          headers: opened.headers,
          body: 'x'.repeat(1000),
          signal,
        });
        await assert.rejects(put, { name: 'TimeoutError' });
      }
    });
  });

  it('spoils answers and bytes', async () => {
    await withServer({}, async (server, client) => {
      server.faults.add({ on: 'start', malformed: true });
      await assert.rejects(() => client.api('PUT', 'a.txt'), SyntaxError);
      server.faults.add({ on: 'start', patch: { domain: 'ftp://x' }, omit: ['confirmKey'] });
      const { json } = await client.api('PUT', 'a.txt');
      assert.deepEqual([json['domain'], 'confirmKey' in json], ['ftp://x', false]);
      server.faults.add({ on: 'simple-put', flipByte: true });
      const opened = await client.open('PUT', 'a.txt');
      await send(opened.url, opened.headers, 'Hello');
      assert.equal(
        (await client.confirm(opened.confirmKey, { crc64: '5895031849087642824' })).json['code'],
        'BadCrc64',
      );
      assert.equal((await client.confirm(opened.confirmKey)).status, 200);
      const [file] = server.files();
      assert.ok(file);
      assert.equal((await bytesOf(server.read(file))).toString(), 'Iello');
      server.faults.add({ on: 'simple-put', malformed: true });
      await settle();
      const second = await client.open('PUT', 'b.txt');
      const put = await send(second.url, second.headers, 'Hello');
      assert.deepEqual([put.status, put.headers.get('x-cos-hash-crc64ecma')], [200, 'none']);
      await put.text();
      server.faults.add({ on: 'cancel', malformed: true });
      await settle();
      await assert.rejects(() => client.api('DELETE', second.confirmKey, 'upload'), SyntaxError);
    });
  });

  it('waits, slows down and delays', async () => {
    await withServer({ latencyMs: 50 }, async (server, client) => {
      const time = async (run: () => Promise<unknown>): Promise<number> => {
        const start = performance.now();
        await run();
        return performance.now() - start;
      };
      assert.ok((await time(() => client.api('PUT', 'a.txt'))) >= 95);
      server.faults.add({ on: 'start', delayMs: 200 });
      assert.ok((await time(() => client.api('PUT', 'a.txt'))) >= 290);
      const opened = await client.open('PUT', 'a.txt');
      server.faults.add({ on: 'simple-put', bytesPerSecond: 100_000 });
      assert.ok((await time(() => send(opened.url, opened.headers, 'x'.repeat(50_000)))) >= 500);
    });
  });

  it('can be set over HTTP, and tells the full start from the first', async () => {
    await withServer({}, async ({ apiOrigin }, client) => {
      const add = (rule: object): Promise<Response> =>
        fetch(`${apiOrigin}/_dev/faults`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(rule),
        });
      assert.equal((await add({ on: 'full-start', status: 500, times: null })).status, 201);
      assert.equal((await add({ on: 'full-start', status: 'x' })).status, 400);
      const size = '2000000';
      assert.equal(
        (await client.api('PUT', 'a.txt', '', { beginningHash: '0'.repeat(64), size })).status,
        201,
      );
      const full = { beginningHash: '0'.repeat(64), fullHash: '0'.repeat(64), size };
      assert.equal((await client.api('PUT', 'a.txt', '', full)).status, 500);
      const [listed] = (await (await fetch(`${apiOrigin}/_dev/faults`)).json()) as {
        id: number;
        hits: number;
      }[];
      assert.equal(listed?.hits, 1);
      assert.equal((await fetch(`${apiOrigin}/_dev/faults/${listed?.id}`, { method: 'DELETE' })).status, 200);
      assert.equal((await client.api('PUT', 'a.txt', '', full)).status, 201);
    });
  });
});

describe('settings', () => {
  it('give refusals with HTTP 200, and numbers as texts', async () => {
    await withServer({ errorsAsOk: true, stateAsStrings: true }, async (_, client) => {
      const refused = await client.api('PUT', 'none/a.txt');
      assert.deepEqual(
        [refused.status, refused.json['status'], refused.json['code']],
        [200, 404, 'DirectoryNotFound'],
      );
      const { json } = await client.api('POST', 'a.bin', 'multipart');
      const opened = openedOf(json);
      await send(partUrl(opened, 1), opened.headers, 'x');
      const [part] = (await client.api('GET', opened.confirmKey, 'upload')).json['parts'] as object[];
      assert.deepEqual(part, { ...part, PartNumber: '1', Size: '1' });
    });
  });

  it('can be changed over HTTP and go back at a reset', async () => {
    await withServer({ quota: 5 }, async ({ apiOrigin, settings, files }, client) => {
      const post = (path: string, body: object): Promise<Response> =>
        fetch(`${apiOrigin}/_dev/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      assert.equal((await post('settings', { quota: 3, headerLifeSeconds: 0 })).status, 400);
      assert.equal(settings.quota, 5);
      assert.equal((await post('settings', { quota: null })).status, 200);
      await client.putFile('a.txt', '123456');
      assert.equal((await post('reset', {})).status, 200);
      assert.deepEqual([settings.quota, files().length], [5, 0]);
      assert.equal((await client.putFile('a.txt', '12345')).status, 200);
    });
  });
});
