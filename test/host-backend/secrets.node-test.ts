import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  assertNoSecret,
  environmentFor,
  OF_PAGE,
  startBackend,
  withBackendAt,
  type Session,
} from './run-backend.js';

type Answer = {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: (request: IncomingMessage) => string;
};

const TOKEN = 'acctk01-of-this-test';

/** Runs `use` with a session at a service whose calls, but for tokens and folders, are answered as `answer` says. */
async function withService(
  answer: Answer,
  use: (session: Session, seen: string[]) => Promise<void>,
): Promise<void> {
  const seen: string[] = [];
  const service = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = request.url ?? '';
    if (url.includes('/token?'))
      return void response.end(JSON.stringify({ accessToken: TOKEN, expiresIn: 1200 }));
    if (url.includes('/directory/')) return void response.writeHead(201).end();
    seen.push(`${request.method} ${url.replace(/uploads\/[\da-f]{16}\//, 'uploads/USER/')}`);
    request.setEncoding('utf8').on('data', (chunk) => seen.push(String(chunk)));
    response.writeHead(answer.status ?? 201, answer.headers).end(answer.body?.(request) ?? '{}');
  });
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done));
  const address = service.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    await withBackendAt(`http://127.0.0.1:${port}`, {}, async (backend) => {
      await use(await backend.signIn(), seen);
      assertNoSecret(backend.output());
      assert.ok(!backend.output().includes(TOKEN));
    });
  } finally {
    service.closeAllConnections();
    service.close();
  }
}

const task = { domain: 'cos.example', path: '/k', headers: { Authorization: 'q-sign' }, confirmKey: 'k1' };

describe('what demo/host-backend tells the service', () => {
  it('is its own token, what is allowed, and nothing else of the browser', async () => {
    await withService({}, async (session, seen) => {
      const query = 'multipart=1&access_token=x&user_id=y&force=1&filesize=3&internal_domain=1&user_id=z';
      const fields = { size: '3', beginningHash: 'b', labels: ['l'] };
      const body = JSON.stringify({ ...fields, user_id: 'y', force: true, access_token: 'x', secret: 1 });
      const headers = { ...OF_PAGE, 'x-http-method-override': 'DELETE', 'x-smh-meta-a': 'b' };
      assert.equal((await session.file('POST', `a%20b.txt?${query}`, { headers, body })).status, 201);
      const [call, sent] = seen;
      const own = `multipart=1&filesize=3&access_token=${TOKEN}`;
      assert.equal(call, `POST /api/v1/file/demo/-/uploads/USER/a%20b.txt?${own}`);
      assert.deepEqual(JSON.parse(sent ?? ''), fields);
    });
  });
});

describe('what demo/host-backend tells of the service', () => {
  it('is no header of it, and no field that an upload does not need', async () => {
    const extra = { cosUrl: 'https://cos.example/signed', accessToken: 'x', metaData: { a: 1 }, internal: 1 };
    const ofPart = { headers: { 'x-amz-date': 'd' } };
    const signed = { ...task, parts: { '1': { ...ofPart, ...extra } } };
    const answer = {
      headers: {
        'x-smh-request-id': 'r1',
        'set-cookie': 'smh=1',
        'access-control-allow-origin': '*',
        etag: 'e',
      },
      body: () => JSON.stringify({ ...signed, ...extra, uploadPartInfo: { ...task, ...extra } }),
    };
    await withService(answer, async (session) => {
      const { headers, json } = await session.file('PUT', 'a.txt');
      const known = [
        'cache-control',
        'connection',
        'content-type',
        'date',
        'transfer-encoding',
        'content-length',
        'keep-alive',
      ];
      assert.deepEqual(
        Object.keys(headers).filter((name) => !known.includes(name)),
        [],
      );
      assert.deepEqual(json, { ...task, parts: { '1': ofPart }, uploadPartInfo: task });
    });
  });

  it('is the code of an error and Retry-After, but not its message', async () => {
    const answer = {
      status: 429,
      headers: { 'retry-after': '7' },
      body: ({ url }: IncomingMessage) =>
        JSON.stringify({ code: 'RateLimitExceeded', message: url, requestId: url }),
    };
    await withService(answer, async (session) => {
      const { status, headers, json, text } = await session.file('PUT', 'a.txt');
      assert.deepEqual([status, headers['retry-after'], json['code']], [429, '7', 'RateLimitExceeded']);
      assert.ok(!text.includes(TOKEN) && !text.includes('uploads/'));
    });
  });

  it('is never an access token or the secret, wherever they stand', async () => {
    const secret = environmentFor('')['SMH_LIBRARY_SECRET'] ?? '';
    const fields = [
      { ...task, confirmKey: `x${TOKEN}` },
      { ...task, headers: { 'x-echo': secret } },
      { ...task, form: { deep: { er: TOKEN } } },
      { name: secret },
    ];
    for (const body of fields) {
      await withService({ body: () => JSON.stringify(body) }, async (session) => {
        const { status, text } = await session.file('PUT', 'a.txt');
        assert.equal(status, 502);
        assert.ok(!text.includes(TOKEN) && !text.includes(secret));
      });
    }
    const code = { status: 400, body: () => JSON.stringify({ code: TOKEN }) };
    await withService(code, async (session) => {
      assert.equal((await session.file('PUT', 'a.txt')).text.includes(TOKEN), false);
    });
  });

  it('is a bare 502 for what is no answer: a redirect, no JSON, a cut, tokens refused twice', async () => {
    const answers: readonly Answer[] = [
      { status: 302, headers: { location: 'https://evil.example/' } },
      { body: ({ url }) => `<html>${url}` },
      { status: 403, body: () => JSON.stringify({ code: 'InvalidAccessToken', message: TOKEN }) },
      { status: 200, body: () => JSON.stringify({ status: 400, code: 'ParamInvalid' }) },
    ];
    for (const answer of answers) {
      await withService(answer, async (session, seen) => {
        const { status, json } = await session.file('PUT', 'a.txt');
        assert.deepEqual([status, json['code']], [502, 'BadGateway'], String(answer.status));
        assert.ok(seen.length <= 2, 'a call is made again once at most');
      });
    }
    await withBackendAt('http://127.0.0.1:9', {}, async (backend) => {
      const { status, text } = await (await backend.signIn()).file('PUT', 'a.txt');
      assert.equal(status, 502);
      assertNoSecret(text + backend.output());
    });
  });
});

describe('the start of demo/host-backend', () => {
  it('names every variable that is missing or wrong, and no value', async () => {
    const bare = await startBackend({});
    assert.ok('code' in bare);
    assert.equal(bare.code, 1);
    for (const name of ['SMH_ENDPOINT', 'SMH_LIBRARY_ID', 'SMH_LIBRARY_SECRET', 'PAGE_ORIGIN']) {
      assert.match(bare.output, new RegExp(`^${name} must be .+$`, 'm'));
    }
    assert.ok(!bare.output.includes('SMH_SPACE_ID'), 'it has a default');
    const wrong: readonly [name: string, value: string][] = [
      ['SMH_ENDPOINT', 'http://api.example.com'],
      ['SMH_ENDPOINT', 'http://localhost.evil.example:80'],
      ['SMH_ENDPOINT', 'http://127.0.0.1:80@evil.example'],
      ['SMH_ENDPOINT', 'https://user:pass@api.example.com'],
      ['SMH_LIBRARY_ID', '../x'],
      ['SMH_LIBRARY_SECRET', 'short'],
      ['SMH_SPACE_ID', 'a/b'],
      ['UPLOAD_PREFIX', '../up'],
      ['UPLOAD_PREFIX', '/'],
      ['UPLOAD_PREFIX', 'a//b'],
      ['PAGE_ORIGIN', '*'],
      ['PAGE_ORIGIN', 'https://www.example.com/'],
      ['PORT', 'http'],
      ['REQUESTS_PER_MINUTE', 'many'],
      ['ALLOW_OVERWRITE', '1'],
      ['ISSUE_TOKENS', 'true'],
    ];
    for (const [name, value] of wrong) {
      const ended = await startBackend({ ...environmentFor('https://api.example.com'), [name]: value });
      assert.ok('code' in ended, `${name}=${value} was taken`);
      assert.equal(ended.code, 1);
      assert.match(ended.output, new RegExp(`^${name} must be [^\n]+\n$`), value);
      assert.ok(!ended.output.includes(value) || /^[*/]$|^http$|^1$/.test(value), value);
    }
  });
});
