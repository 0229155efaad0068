import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSmhBackend } from '../../src/backend/smh-backend.js';
import { bytesOf, openedOf, partUrl, send } from '../server/with-server.js';
import { OF_PAGE, withBackend } from './run-backend.js';

describe('the proxy of demo/host-backend', () => {
  it("carries a simple upload to the session's own folder", async () => {
    await withBackend({}, async (backend, server) => {
      const session = await backend.signIn();
      const query = 'conflict_resolution_strategy=rename&filesize=5';
      const opened = await session.file('PUT', `a%20b%23.txt?${query}`, { body: '{}' });
      assert.equal(opened.status, 201, opened.text);
      const { url, headers, confirmKey } = openedOf(opened.json);
      assert.equal((await send(url, headers, 'Hello')).status, 200);
      const body = JSON.stringify({ crc64: '5895031849087642824' });
      const confirmed = await session.file('POST', `${confirmKey}?confirm`, { body });
      assert.deepEqual([confirmed.status, confirmed.json['path']], [200, ['a b#.txt']]);
      const [file] = server.files();
      assert.ok(file?.path);
      assert.deepEqual([file.path[0], file.path[1]?.length, file.path[2]], ['uploads', 16, 'a b#.txt']);
      assert.equal((await bytesOf(server.read(file))).toString(), 'Hello');
    });
  });

  it('carries a multipart upload with a renewal and a look at its state', async () => {
    await withBackend({}, async (backend, server) => {
      const session = await backend.signIn();
      const opened = openedOf((await session.file('POST', 'a.bin?multipart&filesize=1')).json);
      server.expireHeaders();
      assert.equal((await send(partUrl(opened, 1), opened.headers, 'x')).status, 403);
      const renewed = openedOf((await session.file('POST', `${opened.confirmKey}?renew`)).json);
      assert.equal((await send(partUrl(renewed, 1), renewed.headers, 'x')).status, 200);
      const state = await session.file('GET', `${opened.confirmKey}?upload`, { headers: {} });
      assert.deepEqual([state.json['confirmed'], state.json['path']], [false, ['a.bin']]);
      assert.deepEqual((state.json['parts'] as { Size: number }[])[0]?.Size, 1);
      assert.equal((await session.file('POST', `${opened.confirmKey}?confirm`)).status, 200);
    });
  });

  it('cancels an upload and creates folders', async () => {
    await withBackend({}, async (backend, server) => {
      const session = await backend.signIn();
      const { confirmKey } = openedOf((await session.file('POST', 'a.bin?multipart')).json);
      assert.equal((await session.file('DELETE', `${confirmKey}?upload`)).status, 204);
      assert.equal((await session.file('DELETE', `${confirmKey}?upload`)).status, 404);
      const missing = await session.file('PUT', 'd/e/a.txt');
      assert.deepEqual([missing.status, missing.json['code']], [404, 'DirectoryNotFound']);
      const folder = '/smh/api/v1/directory/demo/-/d/e?conflict_resolution_strategy=ask';
      assert.equal((await session.send('PUT', folder)).status, 201);
      const taken = await session.send('PUT', folder);
      assert.deepEqual([taken.status, taken.json['code']], [409, 'SameNameDirectoryOrFileExists']);
      assert.equal((await session.file('PUT', 'd/e/a.txt')).status, 201);
      assert.equal(server.files().length, 0);
    });
  });

  it('goes on with a new access token when the service refuses the old one', async () => {
    await withBackend({}, async (backend, server) => {
      const session = await backend.signIn();
      assert.equal((await session.file('PUT', 'a.txt')).status, 201);
      server.expireAccessTokens();
      assert.equal((await session.file('PUT', 'b.txt')).status, 201);
    });
  });

  it('passes instant uploads, and errors by their code', async () => {
    await withBackend({}, async (backend, server) => {
      await server.addFile(['known.bin'], [new Uint8Array(2_000_000)]);
      await server.indexed();
      const { beginningHash, fullHash } = server.files()[0] ?? {};
      const session = await backend.signIn();
      const start = (hashes: object): ReturnType<typeof session.file> =>
        session.file('POST', 'a.bin?multipart&conflict_resolution_strategy=ask', {
          body: JSON.stringify({ ...hashes, size: '2000000' }),
        });
      assert.equal((await start({ beginningHash })).status, 202);
      const stored = await start({ beginningHash, fullHash });
      assert.deepEqual([stored.status, stored.json['path']], [200, ['a.bin']]);
      const taken = await start({ beginningHash, fullHash });
      assert.deepEqual([taken.status, taken.json['code']], [409, 'SameNameDirectoryOrFileExists']);
    });
  });

  it("serves the element's own client, method by method", async () => {
    await withBackend({}, async (backend) => {
      const { cookie } = await backend.signIn();
      const wait = { signal: new AbortController().signal };
      const client = createSmhBackend({
        endpoint: `http://127.0.0.1:${backend.port}/smh`,
        libraryId: 'demo',
        userId: 'somebody-else',
        requestHeaders: {},
        // A browser sends these by itself.
        fetch: (url, init) => {
          const headers = new Headers(init?.headers);
          headers.set('cookie', cookie);
          headers.set('origin', OF_PAGE.origin);
          return fetch(url, { ...init, headers });
        },
      });
      const file = new File(['x'], 'a.bin');
      const common = {
        path: ['d', 'a.bin'],
        name: 'a.bin',
        size: 1,
        conflictResolutionStrategy: 'rename',
      } as const;
      const request = { ...common, type: '', multipart: true, labels: ['trip'], file };
      await client.createDirectory({ path: ['d'] }, wait);
      const openedBy = async (more: object): Promise<ReturnType<typeof openedOf>> => {
        const answer = (await client.getUploadToken({ ...request, ...more }, wait)) as Response;
        return openedOf((await answer.json()) as Record<string, unknown>);
      };
      const upload = await openedBy({ trafficLimit: 1_000_000, preferSameOrigin: true });
      const { confirmKey } = upload;
      const renewed = (await client.renewUploadToken({ confirmKey }, wait)) as Response;
      assert.equal(renewed.status, 200);
      assert.equal((await send(partUrl(upload, 1), upload.headers, 'x')).status, 200);
      assert.equal(((await client.getUploadState({ confirmKey }, wait)) as Response).status, 200);
      const stored = (await client.confirmUpload({ ...common, confirmKey }, wait)) as Response;
      assert.deepEqual(((await stored.json()) as { path: string[] }).path, ['d', 'a.bin']);
      const form = await openedBy({ multipart: false, formUpload: true });
      assert.equal(
        ((await client.cancelUpload({ confirmKey: form.confirmKey }, wait)) as Response).status,
        204,
      );
      // Not forwarded: the element then says what it can't know, and never stores a second copy.
      await assert.rejects(async () => client.getFileInfo({ path: ['d', 'a.bin'] }, wait), {
        code: 'access-denied',
      });
    });
  });
});
