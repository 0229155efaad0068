import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createDevServer, type DevServer } from '../../demo/server/create-dev-server.js';
import { Client, bytesOf, partUrl, referenceBytes, send, withServer } from './with-server.js';

const MIB = 1024 ** 2;

describe('a restart', () => {
  it('keeps files, half uploads, directories, hashes, tokens and signed headers', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'smh-dev-'));
    let server: DevServer = await createDevServer({ dir });
    try {
      const client = new Client(server);
      await client.api('PUT', 'd/e', '', undefined, 'directory');
      await client.putFile('d/e/a.bin', referenceBytes(MIB + 1));
      await client.putFile('d/e/a.bin', 'other', 'conflict_resolution_strategy=overwrite');
      await client.putFile('d/e/b.bin', referenceBytes(MIB + 1));
      const half = await client.open('POST', 'd/half.bin', 'multipart');
      await send(partUrl(half, 2), half.headers, referenceBytes(5));
      await server.indexed();
      const before = server.files();
      await server.close();
      appendFileSync(join(dir, 'journal.ndjson'), '{"op":"file","fi');

      const { port } = new URL(server.objectOrigin);
      server = await createDevServer({ dir, objectPort: Number(port) });
      const again = new Client(server);
      again.accessToken = client.accessToken;
      assert.deepEqual(server.files(), before);
      assert.equal((await again.api('PUT', 'd/e', '', undefined, 'directory')).status, 409);
      await send(partUrl(half, 1), half.headers, referenceBytes(MIB));
      const { status, json } = await again.confirm(half.confirmKey);
      assert.deepEqual([status, json['size']], [200, String(MIB + 5)]);
      const file = server.files().find((stored) => stored.name === 'b.bin');
      assert.ok(file?.fullHash);
      assert.ok((await bytesOf(server.read(file))).equals(referenceBytes(MIB + 1)));
      const known = { beginningHash: file.beginningHash, fullHash: file.fullHash, size: String(file.size) };
      assert.equal((await again.api('PUT', 'd/c.bin', '', known)).status, 200);
    } finally {
      await server.close();
    }
    assert.equal(readdirSync(join(dir, 'blobs')).length, 4);
    rmSync(dir, { recursive: true });
  });

  it('keeps it in mind that an upload was confirmed though its file was replaced or removed', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'smh-dev-'));
    let server = await createDevServer({ dir });
    try {
      const client = new Client(server, ['upload_file', 'upload_file_force', 'delete_file']);
      const keys: string[] = [];
      for (const name of ['replaced.txt', 'removed.txt']) {
        const opened = await client.open('PUT', name, 'filesize=1');
        await send(opened.url, opened.headers, 'x');
        assert.equal((await client.confirm(opened.confirmKey)).status, 200);
        keys.push(opened.confirmKey);
      }
      await client.putFile('replaced.txt', 'other', 'conflict_resolution_strategy=overwrite');
      await client.api('DELETE', 'removed.txt');
      for (let restart = 0; restart < 3; restart += 1) {
        for (const key of keys) {
          const { status, json } = await client.confirm(key);
          assert.deepEqual([status, json['code']], [409, 'UploadComplete'], `after ${restart} restarts`);
        }
        await server.close();
        server = await createDevServer({ dir });
        const { accessToken } = client;
        Object.assign(client, { server, accessToken });
      }
    } finally {
      await server.close();
      rmSync(dir, { recursive: true });
    }
  });

  it('is kept in a folder that git ignores, whosever project it lies in', async () => {
    await withServer({}, async (server) => {
      assert.equal(readFileSync(join(server.dir, '.gitignore'), 'utf8'), '*\n');
    });
  });

  it('lets the folder go when it can not start', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'smh-dev-'));
    writeFileSync(join(dir, 'keys.json'), '{');
    await assert.rejects(createDevServer({ dir }));
    assert.equal(existsSync(join(dir, 'lock')), false);
    rmSync(join(dir, 'keys.json'));
    rmSync(join(dir, 'blobs'), { recursive: true });
    writeFileSync(join(dir, 'blobs'), 'no folder');
    await assert.rejects(createDevServer({ dir }));
    assert.equal(existsSync(join(dir, 'lock')), false);
    rmSync(join(dir, 'blobs'));
    await assert.rejects(createDevServer({ dir, library: { id: '', secret: 'x' } }), /library/);
    await assert.rejects(createDevServer({ dir, library: { id: 'x', secret: ' ' } }), /library/);
    await (await createDevServer({ dir })).close();
    rmSync(dir, { recursive: true });
  });

  it('sweeps what a killed process left, and is refused while a live one has the folder', async () => {
    await withServer({}, async ({ dir }) => {
      await assert.rejects(createDevServer({ dir }), /in use/);
    });
    const dir = mkdtempSync(join(tmpdir(), 'smh-dev-'));
    await (await createDevServer({ dir })).close();
    appendFileSync(join(dir, 'blobs', 'orphan'), 'x');
    await (await createDevServer({ dir })).close();
    assert.deepEqual(readdirSync(join(dir, 'blobs')), []);
    rmSync(dir, { recursive: true });
  });

  it('after SIGKILL keeps each part that was answered', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'smh-dev-'));
    const child = fork(new URL('./run-server.ts', import.meta.url), [dir], { execArgv: ['--import', 'tsx'] });
    const remote = await new Promise<DevServer & { accessToken: string }>((done) =>
      child.once('message', (message) => done(message as DevServer & { accessToken: string })),
    );
    const api = `${remote.apiOrigin}/api/v1/file/${remote.libraryId}/${remote.spaceId}`;
    const query = `access_token=${remote.accessToken}`;
    const answer = await fetch(`${api}/a.bin?multipart&${query}`, { method: 'POST' });
    const opened = (await answer.json()) as {
      domain: string;
      path: string;
      uploadId: string;
      confirmKey: string;
      headers: Record<string, string>;
    };
    const put = await send(
      `http://${opened.domain}${opened.path}?uploadId=${opened.uploadId}&partNumber=1`,
      opened.headers,
      'abc',
    );
    assert.equal(put.status, 200);
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;
    const server = await createDevServer({ dir });
    try {
      const client = new Client(server);
      client.accessToken = remote.accessToken;
      const { json } = await client.api('GET', opened.confirmKey, 'upload');
      assert.equal((json['parts'] as object[]).length, 1);
      assert.equal((await client.confirm(opened.confirmKey)).json['size'], '3');
    } finally {
      await server.close();
      rmSync(dir, { recursive: true });
    }
  });
});

describe('memory', () => {
  it('does not grow with the file: 1 GiB in parts and one download', { timeout: 600_000 }, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'smh-dev-'));
    const child = fork(new URL('./run-server.ts', import.meta.url), [dir], { execArgv: ['--import', 'tsx'] });
    try {
      const remote = await new Promise<DevServer & { accessToken: string }>((done) =>
        child.once('message', (message) => done(message as DevServer & { accessToken: string })),
      );
      const rss = (): Promise<number> =>
        new Promise((done) => {
          child.once('message', (message) => done(Number(message)));
          child.send('rss');
        });
      const api = `${remote.apiOrigin}/api/v1/file/${remote.libraryId}/${remote.spaceId}`;
      const query = `access_token=${remote.accessToken}`;
      const answer = await fetch(`${api}/big.bin?multipart&${query}`, { method: 'POST' });
      const opened = (await answer.json()) as {
        domain: string;
        path: string;
        uploadId: string;
        confirmKey: string;
        headers: Record<string, string>;
      };
      const before = await rss();
      const partBytes = 256 * MIB;
      let most = 0;
      const watch = setInterval(() => void rss().then((now) => (most = Math.max(most, now))), 200);
      await Promise.all(
        [1, 2, 3, 4].map((number) =>
          stream(
            `http://${opened.domain}${opened.path}?uploadId=${opened.uploadId}&partNumber=${number}`,
            opened.headers,
            partBytes,
          ),
        ),
      );
      const confirmed = await fetch(`${api}/${opened.confirmKey}?confirm&${query}`, { method: 'POST' });
      assert.equal(((await confirmed.json()) as { size: string }).size, String(4 * partBytes));
      const [file] = (await (await fetch(`${remote.apiOrigin}/_dev/files`)).json()) as { id: string }[];
      const download = await fetch(`${remote.apiOrigin}/_dev/files/${file?.id}`);
      assert.match(download.headers.get('content-disposition') ?? '', /^attachment;/);
      let bytes = 0;
      for await (const chunk of download.body ?? []) bytes += chunk.byteLength;
      assert.equal(bytes, 4 * partBytes);
      clearInterval(watch);
      assert.ok(most - before < 200 * MIB, `grew by ${Math.round((most - before) / MIB)} MiB`);
      assert.ok(most > 0);
    } finally {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill();
      await ended;
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

/** Sends zeros by the same buffer over and over. */
function stream(url: string, headers: Record<string, string>, bytes: number): Promise<void> {
  return new Promise((done, fail) => {
    const put = request(
      url,
      { method: 'PUT', headers: { ...headers, 'content-length': bytes } },
      (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200 ? done() : fail(new Error(String(response.statusCode))),
        );
      },
    );
    put.on('error', fail);
    const buffer = Buffer.alloc(MIB);
    let left = bytes;
    const pump = (): void => {
      while (left > 0) {
        left -= buffer.byteLength;
        if (!put.write(buffer)) return void put.once('drain', pump);
      }
      put.end();
    };
    pump();
  });
}
