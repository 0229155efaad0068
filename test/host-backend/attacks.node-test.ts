import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openedOf } from '../server/with-server.js';
import { assertNoSecret, OF_PAGE, PAGE_ORIGIN, withBackend, type RawAnswer } from './run-backend.js';

const FILE = '/smh/api/v1/file/demo/-';

/** What an answer was, in one text. */
function told({ status, json }: RawAnswer): string {
  return `${status} ${String(json['code'])}`;
}

describe('demo/host-backend, attacked', () => {
  it('forwards no route and no query name but those of an upload', async () => {
    await withBackend({ ISSUE_TOKENS: 'yes' }, async (backend, server) => {
      const session = await backend.signIn();
      await server.addFile(['secret.txt'], [new Uint8Array(1)]);
      const before = server.log.entries().length;
      const refused: readonly [method: string, path: string][] = [
        ['GET', `${FILE}/secret.txt`],
        ['GET', `${FILE}/secret.txt?info`],
        ['HEAD', `${FILE}/secret.txt`],
        ['DELETE', `${FILE}/secret.txt`],
        ['PATCH', `${FILE}/secret.txt`],
        ['PUT', `${FILE}/secret.txt?info`],
        ['PUT', `${FILE}/secret.txt?copy`],
        ['PUT', `${FILE}/a.txt?content_cas=1`],
        ['PUT', `${FILE}/a.txt?constructor=1`],
        ['PUT', `${FILE}/a.txt?filesize=-1`],
        ['PUT', `${FILE}/a.txt?conflict_resolution_strategy=force`],
        ['POST', `${FILE}/a.txt?confirm&renew`],
        ['POST', `${FILE}/a.txt?multipart=info`],
        ['PUT', `${FILE}/a.txt?filesize=1&filesize=2`],
        ['GET', '/smh/api/v1/directory/demo/-/'],
        ['GET', '/smh/api/v1/directory/demo/-/d'],
        ['DELETE', '/smh/api/v1/directory/demo/-/d'],
        ['POST', '/smh/api/v1/batch/demo/-?delete'],
        ['GET', '/smh/api/v1/quota/demo/-'],
        ['POST', '/smh/api/v1/token'],
        ['GET', '/smh/api/v1/token?library_id=demo'],
        ['POST', '/smh/api/v1/token/demo/acctk01'],
        ['POST', '/smh/api/v1/file%20confirm/demo/-/x'],
      ];
      for (const [method, path] of refused) {
        const answer = await session.send(method, path);
        assert.equal(answer.status, 403, `${method} ${path}`);
        if (method !== 'HEAD') assert.equal(answer.json['code'], 'NotForwarded', `${method} ${path}`);
      }
      for (const path of ['file/other/-/a.txt', 'file/demo/other/a.txt', 'file/demo/a.txt']) {
        assert.equal(told(await session.send('PUT', `/smh/api/v1/${path}`)), '404 RouteNotFound', path);
      }
      for (const path of ['/api/v1/file/demo/-/a.txt', '/_dev/files', '/smh/_dev/files', '/smh/api/v2/x']) {
        assert.equal(told(await session.send('PUT', path)), '404 RouteNotFound', path);
      }
      assert.equal(server.log.entries().length, before, 'nothing reached the service');
    });
  });

  it('strips what the browser has no say in', async () => {
    await withBackend({}, async (backend, server) => {
      const [one, other] = [await backend.signIn(), await backend.signIn()];
      const { accessToken } = server.issueToken(['admin']);
      const query = `access_token=${accessToken}&user_id=admin&force=1&internal_domain=1&multipart`;
      const opened = await one.file('POST', `a.bin?${query}`);
      assert.equal(opened.status, 201, opened.text);
      const { confirmKey } = openedOf(opened.json);
      // With the admin's token it would be anybody's, and with another user's id not the opener's.
      assert.equal(
        told(await other.file('GET', `${confirmKey}?upload&${query.replace('&multipart', '')}`)),
        '404 UploadNotFound',
      );
      const state = await one.file('GET', `${confirmKey}?upload`);
      assert.deepEqual([state.status, state.json['conflictResolutionStrategy']], [200, 'rename']);
      assert.equal((await one.file('PUT', `b.txt?access_token=wrong`)).status, 201);
    });
  });

  it("keeps every path in the session's folder", async () => {
    await withBackend({}, async (backend, server) => {
      const session = await backend.signIn();
      const before = server.log.entries().length;
      const bad = [
        '..',
        '.',
        '../a',
        'a/..',
        'a/../../b',
        '%2e%2e/a',
        '%2E%2e',
        '.%2e/a',
        '..%2fa',
        'a%2f..%2fb',
        'a%2Fb',
        'a%5cb',
        '..%5ca',
        'a\\b',
        'a%00b',
        'a%0ab',
        'a%0d%0aX:1',
        'a%7f',
        'a%c2%80',
        '',
        'a//b',
        '/a',
        'a/',
        '%',
        '%zz',
        '%c0%ae%c0%ae/a',
      ];
      for (const path of bad) {
        for (const resource of ['file', 'directory']) {
          const answer = await session.send('PUT', `/smh/api/v1/${resource}/demo/-/${path}`);
          assert.equal(answer.status, 400, `${resource} ${path}`);
        }
      }
      assert.equal((await session.send('PUT', FILE)).status, 400);
      assert.equal(server.log.entries().length, before, 'nothing reached the service');
      // Encoded twice it is a name like others, since it is decoded once.
      const folder = await session.send('PUT', '/smh/api/v1/directory/demo/-/%252e%252e%252fup');
      assert.equal(folder.status, 201);
      const inFolder = await session.file('PUT', '%252e%252e%252fup/a.txt?filesize=1');
      assert.equal(inFolder.status, 201);
      const { confirmKey } = openedOf(inFolder.json);
      const { json } = await session.file('GET', `${confirmKey}?upload`);
      assert.deepEqual(json['path'], ['%2e%2e%2fup', 'a.txt']);
    });
  });

  it("lets nobody touch another's upload", async () => {
    await withBackend({}, async (backend) => {
      const [owner, thief] = [await backend.signIn(), await backend.signIn()];
      const { confirmKey } = openedOf((await owner.file('POST', 'a.bin?multipart')).json);
      const calls: readonly [method: string, query: string][] = [
        ['POST', 'confirm'],
        ['POST', 'renew'],
        ['GET', 'upload'],
        ['DELETE', 'upload'],
      ];
      for (const [method, query] of calls) {
        assert.equal(told(await thief.file(method, `${confirmKey}?${query}`)), '404 UploadNotFound', query);
        assert.equal(told(await owner.file(method, `x/${confirmKey}?${query}`)), '404 UploadNotFound', query);
        assert.equal(told(await owner.file(method, `made-up?${query}`)), '404 UploadNotFound', query);
        const stranger = await backend.send(method, `${FILE}/${confirmKey}?${query}`, { headers: OF_PAGE });
        assert.equal(told(stranger), '401 NotSignedIn', query);
      }
      assert.equal((await owner.file('DELETE', `${confirmKey}?upload`)).status, 204, 'it is still there');
    });
  });

  it('knows no session but those that it opened', async () => {
    await withBackend({}, async (backend) => {
      for (const cookie of [
        '',
        'upload_session=',
        `upload_session=${'A'.repeat(43)}`,
        'upload_session=__proto__',
      ]) {
        const answer = await backend.send('PUT', `${FILE}/a.txt`, { headers: { ...OF_PAGE, cookie } });
        assert.equal(told(answer), '401 NotSignedIn', cookie);
      }
      const { headers } = await backend.send('POST', '/sign-in', { headers: OF_PAGE });
      assert.match(String(headers['set-cookie']), /; HttpOnly; SameSite=Lax; Secure$/);
    });
  });

  it('takes writes from its own page alone', async () => {
    await withBackend({ ISSUE_TOKENS: 'yes' }, async (backend, server) => {
      const session = await backend.signIn();
      const foreign: readonly Record<string, string>[] = [
        {},
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: `${PAGE_ORIGIN}.evil.example` },
        { origin: 'http://www.example.com' },
        // What a rebound name gives: same-origin, but with the other page's origin.
        { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'none' },
      ];
      const before = server.log.entries().length;
      for (const headers of foreign) {
        const about = JSON.stringify(headers);
        for (const [method, path] of [
          ['PUT', `${FILE}/a.txt`],
          ['POST', `${FILE}/a.txt?multipart`],
          ['DELETE', `${FILE}/a?upload`],
          ['POST', '/api/smh-token'],
          ['GET', '/api/smh-token'],
          ['POST', '/sign-in'],
        ] as const) {
          assert.equal(
            told(await session.send(method, path, { headers })),
            '403 CrossSiteRequest',
            `${path} ${about}`,
          );
        }
      }
      assert.equal(
        told(await session.file('GET', 'a?upload', { headers: { 'sec-fetch-site': 'cross-site' } })),
        '403 CrossSiteRequest',
      );
      assert.equal((await session.send('OPTIONS', `${FILE}/a.txt`)).status, 403);
      assert.equal(server.log.entries().length, before, 'nothing reached the service');
      const own = await session.file('PUT', 'a.txt', { headers: { 'sec-fetch-site': 'same-origin' } });
      assert.equal(own.status, 201);
      assert.ok(!Object.keys(own.headers).some((name) => name.startsWith('access-control-')));
    });
  });

  it('takes JSON alone, of which it forwards what it knows', async () => {
    await withBackend({ ISSUE_TOKENS: 'yes' }, async (backend) => {
      const session = await backend.signIn();
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/jsonp',
        '',
      ]) {
        const headers = { ...OF_PAGE, 'content-type': type };
        for (const path of [`${FILE}/a.txt`, '/api/smh-token']) {
          const answer = await session.send('POST', path, { headers, body: '{}' });
          assert.equal(answer.status, 415, `${type} ${path}`);
        }
      }
      const body = '{"labels":["a"],"__proto__":{"x":1},"constructor":1,"accessToken":"x"}';
      assert.equal((await session.file('PUT', 'a.txt', { body })).status, 201);
      for (const broken of ['{', 'nonsense', '{"a":']) {
        assert.equal(told(await session.file('PUT', 'a.txt', { body: broken })), '400 BadRequest', broken);
      }
      const charset = { ...OF_PAGE, 'content-type': 'application/json; charset=utf-8' };
      assert.equal((await session.file('PUT', 'b.txt', { headers: charset, body: '{}' })).status, 201);
    });
  });

  it('overwrites only when asked and allowed', async () => {
    const query = 'conflict_resolution_strategy=overwrite';
    const environment = { ISSUE_TOKENS: 'yes' };
    await withBackend(environment, async (backend) => {
      const session = await backend.signIn();
      assert.equal(told(await session.file('PUT', `a.txt?${query}`)), '403 WriteForbidden');
      const { confirmKey } = openedOf((await session.file('PUT', 'a.txt')).json);
      assert.equal(told(await session.file('POST', `${confirmKey}?confirm&${query}`)), '403 WriteForbidden');
      assert.equal(told(await session.send('POST', '/api/smh-token?overwrite=1')), '403 WriteForbidden');
    });
    await withBackend({ ...environment, ALLOW_OVERWRITE: 'yes' }, async (backend) => {
      const session = await backend.signIn();
      assert.equal((await session.file('PUT', `a.txt?${query}`)).status, 201);
      const { confirmKey } = openedOf((await session.file('PUT', 'a.txt')).json);
      // Past the rule: the service itself finds that no bytes are there.
      assert.equal(
        told(await session.file('POST', `${confirmKey}?confirm&${query}`)),
        '404 UploadIncomplete',
      );
    });
  });
});

describe('the access tokens of demo/host-backend', () => {
  it('are issued only where that is set', async () => {
    await withBackend({}, async (backend) => {
      const session = await backend.signIn();
      for (const method of ['GET', 'POST']) {
        assert.equal(told(await session.send(method, '/api/smh-token')), '404 RouteNotFound');
      }
    });
  });

  it('are narrow, short-lived, and for signed-in sessions', async () => {
    await withBackend({ ISSUE_TOKENS: 'yes', ALLOW_OVERWRITE: 'yes' }, async (backend, server) => {
      const stranger = await backend.send('POST', '/api/smh-token', { headers: OF_PAGE });
      assert.equal(told(stranger), '401 NotSignedIn');
      const session = await backend.signIn();
      const use = async (token: string, method: string, rest: string): Promise<number> =>
        (await fetch(`${server.apiOrigin}/api/v1/${rest}&access_token=${token}`, { method })).status;
      const tokenOf = async (query: string): Promise<string> => {
        const { json } = await session.send('POST', `/api/smh-token${query}`);
        assert.deepEqual([Object.keys(json).sort(), json['expiresIn']], [['accessToken', 'expiresIn'], 1200]);
        return String(json['accessToken']);
      };
      await server.addFile(['a.txt'], [new Uint8Array(1)]);
      const overwriting = 'file/demo/-/a.txt?conflict_resolution_strategy=overwrite';
      const narrow = await tokenOf('');
      assert.equal(await use(narrow, 'PUT', 'file/demo/-/b.txt?filesize=1'), 201);
      assert.equal(await use(narrow, 'PUT', 'directory/demo/-/d?conflict_resolution_strategy=ask'), 201);
      assert.equal(await use(narrow, 'PUT', overwriting), 403);
      assert.equal(await use(narrow, 'DELETE', 'file/demo/-/a.txt?permanent=0'), 403);
      const wide = await tokenOf('?overwrite=1');
      assert.equal(await use(wide, 'PUT', overwriting), 201);
      assert.equal(await use(wide, 'DELETE', 'file/demo/-/a.txt?permanent=0'), 403);
      // As `fetch('/api/smh-token')` sends it.
      const got = await session.send('GET', '/api/smh-token', {
        headers: { 'sec-fetch-site': 'same-origin' },
      });
      assert.equal(got.status, 200);
    });
  });
});

describe('an access token of demo/host-backend', () => {
  it("is its user's: with another's the service refuses the upload", async () => {
    await withBackend({ ISSUE_TOKENS: 'yes' }, async (backend, server) => {
      const use = async (token: unknown, method: string, rest: string): Promise<RawAnswer['json']> => {
        const url = `${server.apiOrigin}/api/v1/file/demo/-/${rest}&access_token=${String(token)}`;
        return (await (await fetch(url, { method })).json()) as RawAnswer['json'];
      };
      const tokenOf = async (): Promise<unknown> =>
        (await (await backend.signIn()).send('POST', '/api/smh-token')).json['accessToken'];
      const [own, others] = [await tokenOf(), await tokenOf()];
      const { confirmKey } = openedOf(await use(own, 'POST', 'a.bin?multipart'));
      assert.equal((await use(others, 'GET', `${confirmKey}?upload`))['code'], 'UploadNotBelongYou');
      assert.equal((await use(own, 'GET', `${confirmKey}?upload`))['confirmed'], false);
    });
  });
});

describe('the limits of demo/host-backend', () => {
  it('end with 429 and Retry-After, for each user apart', async () => {
    await withBackend({ REQUESTS_PER_MINUTE: '5' }, async (backend) => {
      const [one, other] = [await backend.signIn(), await backend.signIn()];
      const tries: string[] = [];
      for (let count = 0; count < 5; count += 1) tries.push(told(await one.file('GET', 'x?upload')));
      assert.deepEqual(new Set(tries), new Set(['404 UploadNotFound']));
      const last = await one.file('GET', 'x?upload');
      assert.deepEqual([told(last), last.headers['retry-after']], ['429 RateLimitExceeded', '60']);
      assert.equal((await other.file('GET', 'x?upload')).status, 404);
      for (let count = 0; count < 5; count += 1) await backend.send('POST', '/sign-in', { headers: OF_PAGE });
      assert.equal((await backend.send('POST', '/sign-in', { headers: OF_PAGE })).status, 429, 'by address');
    });
  });

  it('refuse a large body with 413, announced or not', async () => {
    await withBackend({ ISSUE_TOKENS: 'yes' }, async (backend, server) => {
      const session = await backend.signIn();
      const before = server.log.entries().length;
      const body = JSON.stringify({ labels: ['x'.repeat(66_000)] });
      for (const path of [`${FILE}/a.txt`, '/api/smh-token']) {
        assert.equal(told(await session.send('POST', path, { body })), '413 RequestEntityTooLarge', path);
        const headers = { ...OF_PAGE, 'transfer-encoding': 'chunked' };
        assert.equal((await session.send('POST', path, { headers, body })).status, 413, path);
      }
      assert.equal(server.log.entries().length, before, 'nothing reached the service');
      assertNoSecret(backend.output());
    });
  });
});
