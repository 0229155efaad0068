import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  answerOf,
  bytesOf,
  openedOf,
  partUrl,
  referenceBytes,
  send,
  withServer,
  type Client,
  type Opened,
} from './with-server.js';

const MIB = 1024 ** 2;

type Vector = { bytes: number; beginningHash: string; fullHash: string; crc64: string };
const { vectors } = JSON.parse(readFileSync(new URL('../vectors.json', import.meta.url), 'utf8')) as {
  vectors: Vector[];
};

function vectorOf(bytes: number): Vector {
  const vector = vectors.find((item) => item.bytes === bytes);
  assert.ok(vector);
  return vector;
}

async function sendParts(
  opened: Opened,
  content: Uint8Array,
  partBytes: number,
  order: readonly number[],
): Promise<void> {
  for (const number of order) {
    const part = content.subarray((number - 1) * partBytes, number * partBytes);
    assert.equal((await send(partUrl(opened, number), opened.headers, part)).status, 200);
  }
}

async function putMultipart(
  client: Client,
  path: string,
  content: Uint8Array,
  body: unknown = {},
): Promise<void> {
  const opened = await client.open('POST', path, `multipart&filesize=${content.length}`, body);
  await sendParts(
    opened,
    content,
    MIB,
    Array.from({ length: Math.ceil(content.length / MIB) }, (_, index) => index + 1),
  );
  assert.equal((await client.confirm(opened.confirmKey)).status, 200);
}

describe('simple upload', () => {
  it('stores each reference size with the reference sums', async () => {
    await withServer({}, async (server, client) => {
      for (const { bytes, crc64 } of vectors) {
        const content = referenceBytes(bytes);
        const { status, json } = await client.putFile(`file-${bytes}`, content);
        assert.deepEqual(
          [status, json['size'], json['crc64'], json['path']],
          [200, String(bytes), crc64, [`file-${bytes}`]],
        );
      }
      await server.indexed();
      for (const { bytes, fullHash, beginningHash } of vectors.filter((vector) => vector.bytes >= MIB)) {
        const file = server.files().find((stored) => stored.size === bytes);
        assert.ok(file);
        assert.deepEqual([file.beginningHash, file.fullHash], [beginningHash, fullHash]);
        assert.ok((await bytesOf(server.read(file))).equals(referenceBytes(bytes)));
      }
    });
  });

  it('answers MD5 and CRC64, and checks Content-MD5', async () => {
    await withServer({}, async (_, client) => {
      const opened = await client.open('PUT', 'a.txt');
      const put = await send(
        opened.url,
        { ...opened.headers, 'Content-MD5': 'ixqZU8RhEpaoJ6v4xHgE1w==' },
        'Hello',
      );
      assert.equal(put.headers.get('etag'), '"8b1a9953c4611296a827abf8c47804d7"');
      assert.equal(put.headers.get('x-cos-hash-crc64ecma'), '5895031849087642824');
      const bad = await send(
        opened.url,
        { ...opened.headers, 'Content-MD5': 'ixqZU8RhEpaoJ6v4xHgE1w==' },
        'Hellu',
      );
      assert.equal(bad.status, 400);
      assert.match(await bad.text(), /<Code>BadDigest</);
    });
  });

  it('has no object to confirm before the bytes', async () => {
    await withServer({}, async (_, client) => {
      const { confirmKey } = await client.open('PUT', 'a.txt');
      const { status, json } = await client.confirm(confirmKey);
      assert.deepEqual([status, json['code']], [404, 'UploadIncomplete']);
      const renewed = await client.api('POST', confirmKey, 'renew');
      assert.deepEqual([renewed.status, renewed.json['code']], [404, 'NotMultipartUpload']);
    });
  });
});

describe('form upload', () => {
  const post = async (
    json: Record<string, unknown>,
    content: string,
    change: Record<string, string> = {},
  ): Promise<Response> => {
    const form = new FormData();
    const fields = { ...(json['form'] as Record<string, string>), ...change };
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([content]), 'x.txt');
    return fetch(`http://${String(json['domain'])}/`, { method: 'POST', body: form });
  };

  it('stores the file field', async () => {
    await withServer({}, async (server, client) => {
      const { status, json } = await client.api('POST', 'a.txt');
      assert.equal(status, 201);
      const content = `--x\r\n${'\r\n--'.repeat(40_000)}end`;
      assert.equal((await post(json, content)).status, 204);
      assert.equal((await client.confirm(String(json['confirmKey']))).status, 200);
      const [file] = server.files();
      assert.ok(file);
      assert.equal((await bytesOf(server.read(file))).toString(), content);
    });
  });

  it('refuses a changed field', async () => {
    await withServer({}, async (_, client) => {
      const { json } = await client.api('POST', 'a.txt');
      const answer = await post(json, 'abc', { acl: 'public-read' });
      assert.equal(answer.status, 403);
      assert.match(await answer.text(), /SignatureDoesNotMatch/);
    });
  });
});

describe('multipart upload', () => {
  it('joins parts that came in any order', async () => {
    await withServer({}, async (server, client) => {
      const content = referenceBytes(5_243_003);
      const opened = await client.open('POST', 'tour.mp4', `multipart=1&filesize=${content.length}`);
      await sendParts(opened, content, MIB, [6, 2, 4, 1, 5, 3]);
      const { crc64, fullHash } = vectorOf(content.length);
      const { status, json } = await client.confirm(opened.confirmKey, { crc64 });
      assert.deepEqual([status, json['crc64'], json['size']], [200, crc64, '5243003']);
      assert.match(String(json['eTag']), /^"[0-9a-f]{32}-6"$/);
      await server.indexed();
      assert.equal(server.files()[0]?.fullHash, fullHash);
    });
  });

  it('tells its state with gaps, and gives fresh headers', async () => {
    await withServer({}, async (_, client) => {
      const opened = await client.open('POST', 'a.bin', 'multipart');
      await sendParts(opened, referenceBytes(3 * MIB), MIB, [1, 3]);
      const { json } = await client.api('GET', opened.confirmKey, 'upload');
      const parts = json['parts'] as { PartNumber: number; Size: number; ETag: string }[];
      assert.deepEqual(
        parts.map(({ PartNumber, Size }) => [PartNumber, Size]),
        [
          [1, MIB],
          [3, MIB],
        ],
      );
      assert.deepEqual([json['confirmed'], json['path']], [false, ['a.bin']]);
      const fresh = openedOf({
        ...(json['uploadPartInfo'] as Record<string, unknown>),
        confirmKey: opened.confirmKey,
      });
      assert.notEqual(fresh.headers['Authorization'], opened.headers['Authorization']);
      await sendParts(fresh, referenceBytes(3 * MIB), MIB, [2]);
      assert.equal((await client.confirm(opened.confirmKey, { crc64: vectorOf(3 * MIB).crc64 })).status, 200);
      const after = await client.api('GET', opened.confirmKey, 'upload');
      assert.deepEqual([after.json['confirmed'], after.json['uploadId']], [true, undefined]);
    });
  });

  it('refuses to confirm gaps, small parts and a wrong CRC64, and to confirm twice', async () => {
    await withServer({}, async (_, client) => {
      const opened = await client.open('POST', 'a.bin', 'multipart');
      const code = async (body: unknown = {}): Promise<unknown> => {
        const { status, json } = await client.confirm(opened.confirmKey, body);
        return `${status} ${String(json['code'])}`;
      };
      assert.equal(await code(), '400 MultipartUploadIncomplete');
      await send(partUrl(opened, 2), opened.headers, referenceBytes(10));
      assert.equal(await code(), '400 MultipartUploadIncomplete');
      await send(partUrl(opened, 1), opened.headers, referenceBytes(MIB - 1));
      assert.equal(await code(), '400 MultipartUploadPartTooSmall');
      await send(partUrl(opened, 1), opened.headers, referenceBytes(MIB));
      assert.equal(await code({ crc64: '1' }), '400 BadCrc64');
      assert.equal(await code({ crc64: 12 }), '400 ParamInvalid');
      assert.equal(await code(), '200 undefined');
      assert.equal(await code(), '409 UploadComplete');
    });
  });

  it('is gone once canceled', async () => {
    await withServer({}, async (_, client) => {
      const opened = await client.open('POST', 'a.bin', 'multipart');
      assert.equal((await client.api('DELETE', opened.confirmKey, 'upload')).status, 204);
      assert.equal((await client.api('DELETE', opened.confirmKey, 'upload')).json['code'], 'UploadNotFound');
      const put = await send(partUrl(opened, 1), opened.headers, 'x');
      assert.equal(put.status, 404);
      assert.match(await put.text(), /NoSuchUpload/);
    });
  });

  it('takes headers part by part where the deployment signs so', async () => {
    await withServer({ partHeaders: 'string' }, async (_, client) => {
      assert.equal((await client.api('POST', 'a.bin', 'multipart', {})).json['code'], 'ParamInvalid');
      assert.equal((await client.api('POST', 'a.bin', 'multipart', { partNumberRange: [1, 2] })).status, 400);
      const { json } = await client.api('POST', 'a.bin', 'multipart', { partNumberRange: '1-2,4' });
      const parts = json['parts'] as Record<string, { headers: Record<string, string> }>;
      assert.deepEqual(Object.keys(parts), ['1', '2', '4']);
      const opened = openedOf(json);
      const first = parts['1']?.headers ?? {};
      assert.equal((await send(partUrl(opened, 1), first, 'abc')).status, 200);
      assert.equal((await send(partUrl(opened, 2), first, 'abc')).status, 403);
      assert.equal((await client.api('GET', opened.confirmKey, 'upload')).json['code'], 'ParamInvalid');
      assert.equal((await client.api('GET', opened.confirmKey, 'upload&no_upload_part_info=1')).status, 200);
      assert.equal(
        (await client.api('POST', opened.confirmKey, 'renew', { partNumberRange: '3' })).status,
        200,
      );
    });
  });
});

describe('instant upload', () => {
  it('asks for the full hash, then answers with the file', async () => {
    await withServer({}, async (server, client) => {
      const size = 2_621_440;
      const { beginningHash, fullHash, crc64 } = vectorOf(size);
      await putMultipart(client, 'first.bin', referenceBytes(size));
      await server.indexed();
      const start = (body: object, method = 'POST', name = 'first.bin'): ReturnType<Client['api']> =>
        client.api(method, name, `${method === 'POST' ? 'multipart&' : ''}filesize=${size}`, body);
      assert.equal((await start({ beginningHash, size: String(size) })).status, 202);
      const { status, json } = await start({ beginningHash, fullHash, size: String(size) });
      assert.deepEqual(
        [status, json['name'], json['crc64'], json['size']],
        [200, 'first (1).bin', crc64, String(size)],
      );
      assert.equal(
        (await start({ beginningHash, fullHash: '0'.repeat(64), size: String(size) })).status,
        201,
      );
      assert.equal((await start({ beginningHash, fullHash, size }, 'PUT', 'other.bin')).status, 200);
      assert.equal(
        (await start({ beginningHash: beginningHash.toUpperCase(), size: String(size) })).status,
        400,
      );
      assert.equal(server.received.total, size);
    });
  });

  it('does not know a beginning of another length', async () => {
    await withServer({}, async (server, client) => {
      await putMultipart(client, 'a.bin', referenceBytes(2 * MIB));
      await server.indexed();
      const { beginningHash } = vectorOf(MIB);
      assert.equal(
        (await client.api('POST', 'b.bin', 'multipart', { beginningHash, size: '3145728' })).status,
        201,
      );
    });
  });

  it('keeps the bytes while one of the files lives', async () => {
    await withServer({}, async (server, client) => {
      client.accessToken = server.issueToken(['space_admin']).accessToken;
      const { beginningHash, fullHash } = vectorOf(MIB);
      await putMultipart(client, 'a.bin', referenceBytes(MIB));
      await server.indexed();
      await client.api('PUT', 'b.bin', '', { beginningHash, fullHash, size: String(MIB) });
      assert.equal((await client.api('DELETE', 'a.bin')).status, 204);
      const [left] = server.files();
      assert.ok(left);
      assert.ok((await bytesOf(server.read(left))).equals(referenceBytes(MIB)));
    });
  });
});

describe('names and conflicts', () => {
  it('follows the strategy at start and at confirm', async () => {
    await withServer({}, async (_, client) => {
      await client.putFile('a.txt', 'one');
      assert.equal((await client.api('PUT', 'a.txt', 'conflict_resolution_strategy=ask')).status, 409);
      assert.deepEqual((await client.putFile('a.txt', 'two')).json['path'], ['a (1).txt']);
      const over = await client.putFile('a.txt', 'three', 'conflict_resolution_strategy=overwrite');
      assert.deepEqual([over.json['path'], over.json['isOverwritten']], [['a.txt'], true]);

      const opened = await client.open('PUT', 'b.txt', 'conflict_resolution_strategy=ask');
      await send(opened.url, opened.headers, 'late');
      await client.putFile('b.txt', 'early');
      const late = await client.confirm(opened.confirmKey);
      assert.deepEqual([late.status, late.json['code']], [409, 'SameNameDirectoryOrFileExists']);
      const again = await client.confirm(opened.confirmKey, {}, 'conflict_resolution_strategy=rename');
      assert.deepEqual([again.status, again.json['name']], [200, 'b (1).txt']);
    });
  });

  it('refuses names, parents and values by their code', async () => {
    await withServer({ allowedExtensions: ['txt'], sensitiveWords: ['secret'] }, async (_, client) => {
      const cases: readonly [path: string, query: string, expected: string][] = [
        ['a%3Ab.txt', '', '400 IllegalFileName'],
        ['a%00b.txt', '', '400 IllegalFileName'],
        ['..%2Fa.txt', '', '400 IllegalFileName'],
        [`${'n'.repeat(252)}.txt`, '', '400 FileNameLengthExceed'],
        [`${'d'.repeat(256)}/a.txt`, '', '400 DirectoryNameLengthExceed'],
        ['d/', '', '400 EmptyFileName'],
        ['%FF.txt', '', '400 ParamInvalid'],
        ['a.exe', '', '400 ExtnameNotAllowed'],
        ['secret.txt', '', '451 SensitiveContentRecognized'],
        ['none/a.txt', '', '404 DirectoryNotFound'],
        ['a.txt', 'conflict_resolution_strategy=no', '400 InvalidConflictResolutionStrategy'],
        ['a.txt', 'filesize=-1', '400 ParamInvalid'],
      ];
      for (const [path, query, expected] of cases) {
        const { status, json } = await client.api('PUT', path, query);
        assert.equal(`${status} ${String(json['code'])}`, expected, path);
      }
    });
  });

  it('makes directories with those above them, once', async () => {
    await withServer({}, async (_, client) => {
      const make = (path: string): ReturnType<Client['api']> =>
        client.api('PUT', path, '', undefined, 'directory');
      assert.equal((await make('a/b/c')).status, 201);
      assert.equal((await make('a/b')).json['code'], 'SameNameDirectoryOrFileExists');
      assert.deepEqual((await client.putFile('a/b/%E4%BD%A0%20%23.txt', 'x')).json['path'], [
        'a',
        'b',
        '你 #.txt',
      ]);
      assert.deepEqual((await client.putFile('a%2Fb%2Fz.txt', 'x')).json['path'], ['a', 'b', 'z.txt']);
      assert.equal((await make('a/b/z.txt/below')).status, 409);
      assert.equal((await client.api('HEAD', 'a/b/z.txt')).status, 200);
      assert.equal((await client.api('HEAD', 'a/b/y.txt')).status, 404);
      const info = await client.api('GET', 'a/b/z.txt', 'info');
      assert.deepEqual([info.json['size'], info.json['name']], ['1', 'z.txt']);
      const download = await fetch(String(info.json['cosUrl']));
      assert.equal(await download.text(), 'x');
      assert.equal(
        (await fetch(String(info.json['cosUrl']).replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))))
          .status,
        403,
      );
    });
  });

  it('lands without a path when the directory is gone', async () => {
    await withServer({}, async (server, client) => {
      client.accessToken = server.issueToken(['space_admin']).accessToken;
      await client.api('PUT', 'd', '', undefined, 'directory');
      const opened = await client.open('POST', 'd/a.txt', 'multipart');
      await send(partUrl(opened, 1), opened.headers, 'x');
      assert.equal((await client.api('DELETE', 'd', '', undefined, 'directory')).status, 204);
      assert.equal((await client.api('GET', opened.confirmKey, 'upload')).json['path'], null);
      const { status, json } = await client.confirm(opened.confirmKey);
      assert.deepEqual([status, json['path']], [200, null]);
    });
  });

  it('keeps to the quota', async () => {
    await withServer({ quota: 10 }, async (_, client) => {
      await client.putFile('a.txt', '12345678');
      assert.equal((await client.api('PUT', 'b.txt', 'filesize=3')).json['code'], 'QuotaLimitReached');
      assert.equal(
        (await client.putFile('a.txt', '1234567890', 'conflict_resolution_strategy=overwrite')).status,
        200,
      );
    });
  });
});

describe('access tokens', () => {
  it('are issued for the secret, renewed and deleted', async () => {
    await withServer({}, async ({ apiOrigin, libraryId, librarySecret }) => {
      const query = `library_id=${libraryId}&space_id=-&grant=upload_file&library_secret=`;
      const wrong = await answerOf(await fetch(`${apiOrigin}/api/v1/token?${query}no`));
      assert.deepEqual([wrong.status, wrong.json['code']], [404, 'WrongLibraryIdOrSecret']);
      assert.equal(
        (await fetch(`${apiOrigin}/api/v1/token?${query}${librarySecret}&period=299`)).status,
        400,
      );
      const { json } = await answerOf(
        await fetch(`${apiOrigin}/api/v1/token?${query}${librarySecret}`, { method: 'POST' }),
      );
      assert.equal(json['expiresIn'], 86_400);
      const url = `${apiOrigin}/api/v1/token/${libraryId}/${String(json['accessToken'])}`;
      assert.equal((await fetch(url, { method: 'POST' })).status, 200);
      assert.equal((await fetch(url, { method: 'DELETE' })).status, 204);
      assert.equal((await fetch(url, { method: 'POST' })).status, 403);
    });
  });

  it('open only what they were granted', async () => {
    await withServer({ spaces: ['one', 'two'] }, async (server, client) => {
      const code = async (query = ''): Promise<unknown> =>
        (await client.api('PUT', 'a.txt', query)).json['code'];
      client.accessToken = server.issueToken(['upload_file']).accessToken;
      assert.equal(await code('conflict_resolution_strategy=overwrite'), 'NoPermission');
      assert.equal((await client.api('PUT', 'd', '', undefined, 'directory')).json['code'], 'NoPermission');
      client.accessToken = server.issueToken(['upload_file'], { spaceId: 'two' }).accessToken;
      assert.equal(await code(), 'AccessTokenNotMatchSpace');
      client.accessToken = server.issueToken(['begin_upload']).accessToken;
      const opened = await client.open('PUT', 'a.txt');
      await send(opened.url, opened.headers, 'x');
      assert.equal((await client.confirm(opened.confirmKey)).json['code'], 'NoPermission');
      client.accessToken = server.issueToken(['upload_file'], { userId: 'eve' }).accessToken;
      assert.equal((await client.confirm(opened.confirmKey)).json['code'], 'UploadNotBelongYou');
      client.accessToken = '';
      assert.equal(await code(), 'EmptyAccessToken');
      client.accessToken = 'x';
      assert.equal(await code(), 'InvalidAccessToken');
    });
  });

  it('end early when told so', async () => {
    await withServer({}, async (server, client) => {
      server.expireAccessTokens();
      const { status, json } = await client.api('PUT', 'a.txt');
      assert.deepEqual([status, json['code']], [403, 'InvalidAccessToken']);
    });
  });
});
