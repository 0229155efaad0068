import { expect } from '@esm-bundle/chai';
import { createSmhBackend, type SmhBackendOptions } from '../../src/backend/smh-backend.js';
import type { RequestReport } from '../../src/engine/options.js';
import { isAbort } from '../../src/errors.js';
import type { UploadTokenRequest } from '../../src/protocol/types.js';
import { rejectionOf } from '../support/thrown-by.js';

type Sent = { readonly url: URL; readonly init: RequestInit; readonly headers: Headers };

let sent: Sent[];
let reports: RequestReport[];
const { signal } = new AbortController();

beforeEach(() => {
  sent = [];
  reports = [];
});

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });
const refused = (): Response => json({ code: 'InvalidAccessToken', message: 'x', requestId: 'r-1' }, 403);

/** A body that must be a text. */
function textOf(body: RequestInit['body']): string {
  if (typeof body !== 'string') throw new Error('The body is no text.');
  return body;
}

/** A client whose `fetch` answers with each of `answers` in turn; an error is what it rejects with. */
function client(
  answers: readonly (Response | Error | Promise<Response>)[],
  more: Partial<SmhBackendOptions> = {},
) {
  let turn = 0;
  const fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    sent.push({
      url: new URL(input instanceof Request ? input.url : input),
      init,
      headers: new Headers(init.headers),
    });
    const answer = answers[turn++];
    if (answer === undefined) throw new Error('One request too many');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const options: SmhBackendOptions = {
    endpoint: 'https://smh1abc.api.example.com',
    libraryId: 'smh1abc',
    fetch,
    onRequest: (report) => reports.push(report),
  };
  // Getters stay getters.
  return createSmhBackend(Object.defineProperties(options, Object.getOwnPropertyDescriptors(more)));
}

const START: UploadTokenRequest = {
  path: ['press', 'a b#?.txt'],
  name: 'a b#?.txt',
  size: 5_000_000,
  type: 'text/plain',
  multipart: true,
  conflictResolutionStrategy: 'ask',
};

const line = ({ url, init }: Sent): string => `${init.method} ${url.pathname}${url.search}`;
const FILE = '/api/v1/file/smh1abc/-';

describe('createSmhBackend', () => {
  it('starts an upload by parts as the service documents it', async () => {
    const backend = client([json({}, 201)]);
    await backend.getUploadToken(
      {
        ...START,
        beginningHash: 'AB'.repeat(32),
        fullHash: 'CD'.repeat(32),
        labels: ['x'],
        category: 'video',
        localCreationTime: '2026-10-01T08:00:00Z',
        trafficLimit: 102_400,
        preferSameOrigin: true,
        partNumberRange: [1, 2],
      },
      { signal },
    );
    expect(sent.map(line)).to.deep.equal([
      `POST ${FILE}/press/a%20b%23%3F.txt?multipart&conflict_resolution_strategy=ask&filesize=5000000&traffic_limit=102400&prefer_same_origin=true`,
    ]);
    expect(JSON.parse(textOf(sent[0]?.init.body))).to.deep.equal({
      beginningHash: 'ab'.repeat(32),
      fullHash: 'cd'.repeat(32),
      size: '5000000',
      labels: ['x'],
      category: 'video',
      localCreationTime: '2026-10-01T08:00:00Z',
      partNumberRange: [1, 2],
    });
  });

  it('sends by fetch without redirects, referrer and cache', async () => {
    await client([json({}, 201)]).getUploadToken(START, { signal });
    const { init, headers } = sent[0] ?? {};
    expect(init).to.deep.include({
      mode: 'cors',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      credentials: 'same-origin',
      body: '{}',
      signal,
    });
    expect([...(headers ?? [])]).to.deep.equal([['content-type', 'application/json']]);
  });

  it('starts a single PUT by PUT', async () => {
    await client([json({}, 201)]).getUploadToken({ ...START, multipart: false }, { signal });
    expect(line(sent[0] as Sent)).to.equal(
      `PUT ${FILE}/press/a%20b%23%3F.txt?conflict_resolution_strategy=ask&filesize=5000000`,
    );
  });

  it('starts a form without a body, so that no preflight is due, and with one where that is refused', async () => {
    const form = { ...START, multipart: false, formUpload: true };
    const backend = client([json({ code: 'ParamInvalid', message: '' }, 400), json({}, 201), json({}, 201)]);
    await backend.getUploadToken(form, { signal });
    await backend.getUploadToken(form, { signal });
    expect(sent.map(({ init }) => [init.method, init.body])).to.deep.equal([
      ['POST', null],
      ['POST', '{}'],
      ['POST', '{}'],
    ]);
    expect(sent[0]?.headers.has('content-type')).to.equal(false);
  });

  it('does not repeat a form start that the service refuses for a reason', async () => {
    const backend = client([json({ code: 'QuotaLimitReached', message: '' }, 400)]);
    const answer = await backend.getUploadToken({ ...START, multipart: false, formUpload: true }, { signal });
    expect((answer as Response).status).to.equal(400);
    expect(sent).to.have.length(1);
  });

  it('gives null for a 202 and the response otherwise, its body still to be read', async () => {
    const backend = client([new Response(null, { status: 202 }), json({ confirmKey: 'k' }, 201)]);
    expect(await backend.getUploadToken(START, { signal })).to.equal(null);
    const answer = (await backend.getUploadToken(START, { signal })) as Response;
    expect(answer.status).to.equal(201);
    expect(await answer.json()).to.deep.equal({ confirmKey: 'k' });
  });

  it('asks for confirm, renewal, state, cancel, folder and file as documented', async () => {
    const confirmKey = 'k/..?';
    const backend = client(Array.from({ length: 9 }, () => json({})));
    const confirm = {
      confirmKey,
      path: ['a'],
      name: 'a',
      size: 1,
      conflictResolutionStrategy: 'rename',
    } as const;
    await backend.confirmUpload({ ...confirm, crc64: '12', labels: ['x'] }, { signal });
    await backend.confirmUpload(confirm, { signal });
    await backend.renewUploadToken({ confirmKey }, { signal });
    await backend.renewUploadToken({ confirmKey, partNumberRange: '1-100' }, { signal });
    await backend.getUploadState({ confirmKey }, { signal });
    await backend.cancelUpload({ confirmKey }, { signal });
    await backend.createDirectory({ path: ['a b', 'c'] }, { signal });
    await backend.getFileInfo({ path: ['a', 'b.txt'] }, { signal });
    const key = `${FILE}/k%2F..%3F`;
    expect(sent.map((request) => [line(request), request.init.body])).to.deep.equal([
      [`POST ${key}?confirm&conflict_resolution_strategy=rename`, '{"crc64":"12","labels":["x"]}'],
      [`POST ${key}?confirm&conflict_resolution_strategy=rename`, null],
      [`POST ${key}?renew`, null],
      [`POST ${key}?renew`, '{"partNumberRange":"1-100"}'],
      [`GET ${key}?upload`, null],
      [`DELETE ${key}?upload`, null],
      [`PUT /api/v1/directory/smh1abc/-/a%20b/c?conflict_resolution_strategy=ask`, null],
      [`GET ${FILE}/a/b.txt?info`, null],
    ]);
  });

  it('asks a deployment that signs part by part for the state without headers', async () => {
    await client([json({})], { partNumberRange: 'list' }).getUploadState({ confirmKey: 'k' }, { signal });
    expect(sent[0]?.url.search).to.equal('?upload&no_upload_part_info=1');
  });

  it('reads its options at each call', async () => {
    const options = { spaceId: 'one', userId: 'u 1', accessToken: 'a&b', withCredentials: true };
    const backend = client([json({}), json({})], {
      get spaceId() {
        return options.spaceId;
      },
      get userId() {
        return options.userId;
      },
      get accessToken() {
        return options.accessToken;
      },
      get withCredentials() {
        return options.withCredentials;
      },
    });
    await backend.getUploadState({ confirmKey: 'k' }, { signal });
    Object.assign(options, { spaceId: 'two', userId: '', accessToken: '', withCredentials: false });
    await backend.getUploadState({ confirmKey: 'k' }, { signal });
    expect(sent.map(line)).to.deep.equal([
      'GET /api/v1/file/smh1abc/one/k?upload&user_id=u%201&access_token=a%26b',
      'GET /api/v1/file/smh1abc/two/k?upload',
    ]);
    expect(sent.map(({ init }) => init.credentials)).to.deep.equal(['include', 'same-origin']);
  });

  it('takes a relative endpoint from the page', async () => {
    await client([json({})], { endpoint: '/smh/' }).cancelUpload({ confirmKey: 'k' }, { signal });
    expect(sent[0]?.url.href).to.equal(`${location.origin}/smh${FILE}/k?upload`);
  });

  it("sends the page's headers, checked, below its own", async () => {
    const requestHeaders = async () => ({ 'X-CSRF-Token': 'c', 'Content-Type': 'x/y', Cookie: 'z' });
    await client([json({}, 201)], { requestHeaders }).getUploadToken(START, { signal });
    expect([...(sent[0]?.headers ?? [])]).to.deep.equal([
      ['content-type', 'application/json'],
      ['x-csrf-token', 'c'],
    ]);
  });

  for (const [what, more, named] of [
    ['no endpoint', { endpoint: undefined }, 'endpoint'],
    ['an empty endpoint', { endpoint: ' ' }, 'endpoint'],
    ['an endpoint with a query', { endpoint: 'https://a.example.com/?x' }, 'endpoint'],
    ['an endpoint with a user', { endpoint: 'https://a:b@a.example.com' }, 'endpoint'],
    ['an endpoint of another scheme', { endpoint: 'ftp://a.example.com' }, 'endpoint'],
    ['an endpoint that is no URL', { endpoint: 'https://' }, 'endpoint'],
    ['no library', { libraryId: '' }, 'libraryId'],
    ['a library that is a dot segment', { libraryId: '..' }, 'libraryId'],
    ['a space that is a dot segment', { spaceId: '.' }, 'spaceId'],
    ['headers that are no object', { requestHeaders: (() => 'x') as never }, 'requestHeaders'],
    ['a header with a line end', { requestHeaders: { a: 'b\r\nc: d' } }, 'requestHeaders'],
  ] as const) {
    it(`refuses ${what} as a wrong option, and sends nothing`, async () => {
      const error = await rejectionOf(Promise.resolve(client([], more).getUploadToken(START, { signal })));
      expect(error.code).to.equal('invalid-option');
      expect(error.message).to.contain(named);
      expect(sent).to.have.length(0);
    });
  }

  for (const path of [['..', 'x'], ['a', '', 'b'], ['.']]) {
    it(`sends nothing for the path ${JSON.stringify(path)}`, async () => {
      const error = await rejectionOf(
        Promise.resolve(client([]).getUploadToken({ ...START, path }, { signal })),
      );
      expect(error.code).to.equal('invalid-name');
      expect(sent).to.have.length(0);
    });
  }

  it('takes a folder that is there already for made, and hands other conflicts on', async () => {
    const backend = client([
      json({ code: 'SameNameDirectoryOrFileExists', message: '' }, 409),
      json({ code: 'PathConflict', message: '' }, 409),
    ]);
    expect(await backend.createDirectory({ path: ['a'] }, { signal })).to.equal(null);
    expect(((await backend.createDirectory({ path: ['a'] }, { signal })) as Response).status).to.equal(409);
  });

  it('tells of a stored file what is not secret', async () => {
    const backend = client([
      json({ size: '5', crc64: '7', creationTime: 't', cosUrl: 'https://x/?sign=SECRET' }),
      json({ code: 'FileNotFound', message: '' }, 404),
      new Response('', { status: 404 }),
    ]);
    const path = ['a'];
    expect(await backend.getFileInfo({ path }, { signal })).to.deep.equal({
      size: 5,
      crc64: '7',
      creationTime: 't',
    });
    expect(await backend.getFileInfo({ path }, { signal })).to.equal(null);
    expect(await backend.getFileInfo({ path }, { signal })).to.equal(null);
  });

  it('does not take a missing library for a missing file', async () => {
    const backend = client([json({ code: 'LibraryNotFound', message: '' }, 404)]);
    expect(
      (await rejectionOf(Promise.resolve(backend.getFileInfo({ path: ['a'] }, { signal })))).code,
    ).to.equal('not-found');
  });

  describe('with an access token that is refused', () => {
    const asked: string[] = [];
    const getAccessToken = ({ reason }: { reason: string }): string => {
      asked.push(reason);
      return `token-${asked.length}`;
    };
    beforeEach(() => void asked.splice(0));

    it('asks for another and repeats once', async () => {
      const backend = client([refused(), json({ confirmKey: 'k' }, 201)], { getAccessToken });
      const answer = (await backend.getUploadToken(START, { signal })) as Response;
      expect(answer.status).to.equal(201);
      expect(asked).to.deep.equal(['first', 'refused']);
      expect(sent.map(({ url }) => url.searchParams.get('access_token'))).to.deep.equal([
        'token-1',
        'token-2',
      ]);
      expect(reports.map(({ kind, attempt, code }) => [kind, attempt, code])).to.deep.equal([
        ['access-token', 1, null],
        ['start', 1, 'token-invalid'],
        ['access-token', 1, null],
        ['start', 2, null],
      ]);
    });

    it('gives up when the new one is refused too, and asks anew at the next call', async () => {
      const backend = client([refused(), refused(), json({})], { getAccessToken });
      const error = await rejectionOf(Promise.resolve(backend.getUploadToken(START, { signal })));
      expect([error.code, error.status, error.serviceCode, error.requestId]).to.deep.equal([
        'token-invalid',
        403,
        'InvalidAccessToken',
        'r-1',
      ]);
      expect(error.message).not.to.contain('token-');
      await backend.getUploadState({ confirmKey: 'k' }, { signal });
      expect(asked).to.deep.equal(['first', 'refused', 'refused']);
    });

    it('sees a refusal in a 200', async () => {
      const body = { status: 403, code: 'InvalidAccessToken', message: '' };
      await client([json(body), json({})], { getAccessToken }).getUploadState(
        { confirmKey: 'k' },
        { signal },
      );
      expect(sent).to.have.length(2);
    });

    it('replaces it once for all requests under way', async () => {
      const backend = client([refused(), refused(), json({}), json({})], { getAccessToken });
      await Promise.all([1, 2].map(() => backend.getUploadState({ confirmKey: 'k' }, { signal })));
      expect(asked).to.deep.equal(['first', 'refused']);
    });

    it('gives up at once where there is no way to get another', async () => {
      const backend = client([refused()], { accessToken: 'fixed' });
      expect((await rejectionOf(Promise.resolve(backend.getUploadToken(START, { signal })))).code).to.equal(
        'token-invalid',
      );
    });

    it('hands the refusal on where a proxy adds the token', async () => {
      expect(((await client([refused()]).getUploadToken(START, { signal })) as Response).status).to.equal(
        403,
      );
    });

    it('repeats nothing for a permission that is missing', async () => {
      const backend = client([json({ code: 'NoPermission', message: '' }, 403)], { getAccessToken });
      await backend.getUploadToken(START, { signal });
      expect(sent).to.have.length(1);
    });
  });

  it('never takes the token of one endpoint to another', async () => {
    const options = { endpoint: 'https://one.example.com' };
    let count = 0;
    const backend = client([json({}), json({})], {
      get endpoint() {
        return options.endpoint;
      },
      getAccessToken: () => `token-${++count}`,
    });
    await backend.getUploadState({ confirmKey: 'k' }, { signal });
    options.endpoint = 'https://two.example.com';
    await backend.getUploadState({ confirmKey: 'k' }, { signal });
    expect(sent.map(({ url }) => `${url.host} ${url.searchParams.get('access_token')}`)).to.deep.equal([
      'one.example.com token-1',
      'two.example.com token-2',
    ]);
  });

  it('takes what fetch rejects with for the network, without the address', async () => {
    const thrown = new TypeError('Failed: https://smh1abc.api.example.com/x?access_token=sesame&y');
    const error = await rejectionOf(
      Promise.resolve(client([thrown], { accessToken: 'sesame' }).getUploadToken(START, { signal })),
    );
    expect([error.code, error.retryable]).to.deep.equal(['network', true]);
    expect(error.message + JSON.stringify(error.cause)).not.to.contain('sesame');
    expect(reports.map(({ status, code }) => [status, code])).to.deep.equal([[0, 'network']]);
  });

  it('takes an answer that breaks off for the network', async () => {
    const broken = new Response(
      new ReadableStream({ start: (stream) => stream.error(new DOMException('x', 'NetworkError')) }),
    );
    const error = await rejectionOf(
      Promise.resolve(client([broken]).getUploadState({ confirmKey: 'k' }, { signal })),
    );
    expect(error.code).to.equal('network');
  });

  for (const options of [
    { spaceId: 5 },
    { userId: 5 },
    { accessToken: {} },
    { getAccessToken: {} },
    { requestHeaders: 5 },
  ]) {
    it(`is invalid-option for ${JSON.stringify(options)}`, async () => {
      const backend = client([], options as object);
      const error = await rejectionOf(
        Promise.resolve().then(() => backend.getUploadState({ confirmKey: 'k' }, { signal })),
      );
      expect([error.code, error.retryable]).to.deep.equal(['invalid-option', false]);
      expect(error.message).to.contain(Object.keys(options)[0]);
      expect(sent).to.have.length(0);
    });
  }

  it('rejects with AbortError when the signal aborts', async () => {
    const controller = new AbortController();
    const waiting = new Promise<Response>((_, reject) =>
      controller.signal.addEventListener('abort', () => reject(new DOMException('x', 'AbortError'))),
    );
    const call = Promise.resolve(client([waiting]).getUploadToken(START, controller)).catch(
      (thrown: unknown) => thrown,
    );
    await new Promise((resolve) => setTimeout(resolve));
    controller.abort();
    expect(isAbort(await call)).to.equal(true);
    expect(reports[0]?.code).to.equal('canceled');
  });

  it('reads no more than 4 MiB of an answer', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const error = await rejectionOf(
      Promise.resolve(client([new Response(endless)]).getUploadState({ confirmKey: 'k' }, { signal })),
    );
    expect(error.code).to.equal('invalid-answer');
    expect(pulled).to.be.lessThan(5 * 1024 * 1024);
  });

  it('reports each request without address, header and body', async () => {
    const answer = json({ code: 'QuotaLimitReached', message: '', requestId: 'r-2' }, 400, {
      'x-request-id': 'r-1',
    });
    await client([answer], { accessToken: 'sesame' }).getUploadToken({ ...START, labels: ['ä'] }, { signal });
    expect(reports).to.have.length(1);
    const [report] = reports;
    expect({ ...report, ms: 0 }).to.deep.equal({
      kind: 'start',
      host: 'smh1abc.api.example.com',
      status: 400,
      code: 'quota-exceeded',
      requestId: 'r-2',
      ms: 0,
      bytes: 17,
      attempt: 1,
    });
  });
});
