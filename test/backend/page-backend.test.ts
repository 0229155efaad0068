import { expect } from '@esm-bundle/chai';
import { type BackendSource, createBackendPort } from '../../src/backend/page-backend.js';
import type { RequestReport } from '../../src/engine/options.js';
import type { BackendPort } from '../../src/engine/ports.js';
import { isAbort, UploadError } from '../../src/errors.js';
import type { UploadBackend, UploadTokenRequest } from '../../src/protocol/types.js';
import { ManualClock } from '../support/manual-clock.js';
import { rejectionOf } from '../support/thrown-by.js';

const { signal } = new AbortController();
const confirmKey = '5be2a790';

const TOKEN = {
  domain: 'demo.cos.example.com',
  path: '/smhabc123/91aa/tour.mp4',
  uploadId: 'u-1',
  headers: { Authorization: 'q-sign-algorithm=sha1' },
  confirmKey,
  expiration: '2026-11-22T09:15:00.000Z',
};
const STORED = { path: ['trips', 'tour.mp4'], size: '5', crc64: '7' };
const START: UploadTokenRequest = {
  path: ['trips', 'tour.mp4'],
  name: 'tour.mp4',
  size: 5,
  type: 'video/mp4',
  multipart: true,
  conflictResolutionStrategy: 'rename',
};
const CONFIRM = {
  confirmKey,
  path: ['a'],
  name: 'a',
  size: 5,
  conflictResolutionStrategy: 'rename',
} as const;

let clock: ManualClock;
let reports: RequestReport[];

beforeEach(() => {
  clock = new ManualClock();
  reports = [];
});

type Methods = Partial<Record<keyof UploadBackend, unknown>>;

function port(
  callbacks: Methods | undefined,
  builtIn: Methods | null = null,
  more: Partial<BackendSource> = {},
): BackendPort {
  return createBackendPort({
    callbacks: () => callbacks as Partial<UploadBackend> | undefined,
    builtIn: () => builtIn as UploadBackend | null,
    callbackTimeoutMs: () => 30_000,
    objectUrlRules: () => ({ pageOrigin: 'https://cms.example.com', endpoint: null, uploadHosts: undefined }),
    onRequest: (report) => reports.push(report),
    clock,
    ...more,
  });
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });

/** What `getUploadToken` gives, as the engine sees it. */
const open = (answer: () => unknown) => port({ getUploadToken: answer }).getUploadToken(START, { signal });

describe('createBackendPort', () => {
  describe('getUploadToken', () => {
    for (const [what, answer, kind] of [
      ['a token', () => TOKEN, 'opened'],
      ['the promise of a token', () => Promise.resolve(TOKEN), 'opened'],
      ['a 201 with a token', () => json(TOKEN, 201), 'opened'],
      ['a 200 with a stored file', () => json(STORED), 'stored'],
      ['a stored file', () => STORED, 'stored'],
      ['null', () => null, 'full-hash-required'],
      ['a 202', () => new Response(null, { status: 202 }), 'full-hash-required'],
      [
        'a 202 with a body that is not JSON',
        () => new Response('Accepted', { status: 202 }),
        'full-hash-required',
      ],
    ] as const) {
      it(`takes ${what} for "${kind}"`, async () => {
        expect((await open(answer)).kind).to.equal(kind);
      });
    }

    it('gives the page the wire form, with the file beside it', async () => {
      const file = new File(['hello'], 'tour.mp4');
      let seen: UploadTokenRequest | undefined;
      const getUploadToken = (request: UploadTokenRequest): unknown => {
        seen = request;
        return TOKEN;
      };
      await port({ getUploadToken }).getUploadToken({ ...START, file }, { signal });
      expect(seen?.file).to.equal(file);
      expect(JSON.parse(JSON.stringify(seen))).to.deep.equal(START);
      expect(Object.isFrozen(seen)).to.equal(true);
    });

    it('calls the method on its own object', async () => {
      class Page {
        readonly token = TOKEN;
        getUploadToken(): unknown {
          return this.token;
        }
      }
      const page = new Page();
      expect((await port(page).getUploadToken(START, { signal })).kind).to.equal('opened');
    });
  });

  describe('a failure', () => {
    for (const [what, answer, code, retryable] of [
      ['a 401', () => new Response('', { status: 401 }), 'access-denied', false],
      ['a 403', () => new Response('<html>', { status: 403 }), 'access-denied', false],
      ['a 404', () => new Response('', { status: 404 }), 'backend-failed', false],
      ['a 408', () => new Response('', { status: 408 }), 'timeout', true],
      ['a 429', () => new Response('', { status: 429 }), 'rate-limited', true],
      ['a 500', () => new Response('', { status: 500 }), 'service-unavailable', true],
      ['a 503', () => new Response('', { status: 503 }), 'server-busy', true],
      ['an error body', () => json({ code: 'QuotaLimitReached', message: '' }, 400), 'quota-exceeded', false],
      [
        'an error body in a 200',
        () => json({ code: 'NoPermission', message: '', status: 403 }),
        'access-denied',
        false,
      ],
      [
        'an error body as a plain value',
        () => ({ code: 'NoPermission', message: '' }),
        'access-denied',
        false,
      ],
      ['a TypeError', () => Promise.reject(new TypeError('Failed to fetch')), 'network', true],
      [
        'a TypeError thrown at once',
        () => {
          throw new TypeError('x');
        },
        'network',
        true,
      ],
      ['an Error', () => Promise.reject(new Error('x')), 'backend-failed', false],
      [
        'an Error thrown at once',
        () => {
          throw new Error('x');
        },
        'backend-failed',
        false,
      ],
      ['a text thrown', () => Promise.reject('x'), 'backend-failed', false],
      [
        'an abort that nobody asked for',
        () => Promise.reject(new DOMException('x', 'AbortError')),
        'backend-failed',
        false,
      ],
      [
        'an UploadError',
        () => Promise.reject(new UploadError('file-too-large', 'x')),
        'file-too-large',
        false,
      ],
      ['an opaque response', () => Response.error(), 'backend-failed', false],
      [
        'half a Response',
        () => ({ status: 200, headers: {}, text: () => undefined }),
        'invalid-answer',
        false,
      ],
      ['half a pair in the key', () => ({ ...TOKEN, confirmKey: 'a\ud800' }), 'invalid-answer', false],
      ['half a pair in the upload id', () => ({ ...TOKEN, uploadId: 'a\ud800' }), 'invalid-answer', false],
      ['undefined', () => undefined, 'invalid-answer', false],
      ['a text', () => 'ok', 'invalid-answer', false],
      ['a 200 without a body', () => new Response(''), 'invalid-answer', false],
      ['a 201 that is not JSON', () => new Response('<html>', { status: 201 }), 'invalid-answer', false],
      ['a 201 with a stored file', () => json(STORED, 201), 'invalid-answer', false],
    ] as const) {
      it(`is ${code} for ${what}`, async () => {
        const error = await rejectionOf(open(answer));
        expect([error.code, error.retryable]).to.deep.equal([code, retryable]);
      });
    }

    for (const [field, value] of [
      ['domain', undefined],
      ['domain', 'https://cms.example.com'],
      ['domain', 'javascript:alert(1)'],
      ['path', 'no-slash'],
      ['uploadId', undefined],
      ['headers', 'x'],
      ['parts', 5],
      ['form', []],
      ['confirmKey', 5],
      ['expiration', 'soon'],
    ] as const) {
      it(`names the field ${field} for ${JSON.stringify(value)}, in a value and in a Response`, async () => {
        const answer = { ...TOKEN, [field]: value };
        for (const given of [() => answer, () => json(answer, 201)]) {
          const error = await rejectionOf(open(given));
          expect(error.code).to.equal('invalid-answer');
          expect(error.message).to.contain(`field ${field}`);
        }
      });
    }

    it('hands on status, service code, request id and delay', async () => {
      const headers = { 'Retry-After': '7', 'X-Request-Id': 'r-1' };
      const error = await rejectionOf(
        open(() => json({ code: 'RateLimitExceeded', message: '' }, 429, headers)),
      );
      expect(error).to.deep.include({
        status: 429,
        serviceCode: 'RateLimitExceeded',
        requestId: 'r-1',
        retryAfterMs: 7000,
      });
    });

    it('holds nothing of what the page answered', async () => {
      const error = await rejectionOf(
        open(() => ({ ...TOKEN, domain: 'sesame open', headers: { a: 'sesame\n' } })),
      );
      expect(error.message + JSON.stringify(error)).not.to.contain('sesame');
    });

    it('says so when the body was read already', async () => {
      const used = json(TOKEN, 201);
      await used.text();
      expect((await rejectionOf(open(() => used))).message).to.contain('read already');
    });

    it('is no crash for an object whose getter throws', async () => {
      const hostile = {
        confirmKey,
        get domain(): string {
          throw new RangeError('x');
        },
      };
      expect((await rejectionOf(open(() => hostile))).code).to.equal('invalid-answer');
    });

    it('is invalid-option with nobody to ask, saying what to set', async () => {
      const error = await rejectionOf(port(undefined).getUploadToken(START, { signal }));
      expect(error.code).to.equal('invalid-option');
      expect(error.message).to.contain('endpoint').and.contain('backend.getUploadToken');
      const other = await rejectionOf(
        port({ getUploadToken: () => TOKEN }).renewUploadToken({ confirmKey }, { signal }),
      );
      expect(other.code).to.equal('invalid-option');
      expect(other.message).to.contain('backend.renewUploadToken');
    });

    it('is invalid-option for a method that is none, though the built-in client has one', async () => {
      const backend = port({ getUploadToken: 'https://x' }, { getUploadToken: () => TOKEN });
      const error = await rejectionOf(backend.getUploadToken(START, { signal }));
      expect(error.code).to.equal('invalid-option');
      expect(error.message).to.contain('is not a function');
    });
  });

  describe('a missing answer', () => {
    it('is a time-out, with the page told to stop', async () => {
      let told: AbortSignal | undefined;
      const never = (_: unknown, options: { signal: AbortSignal }): Promise<never> => {
        told = options.signal;
        return new Promise(() => undefined);
      };
      const rejection = rejectionOf(port({ getUploadToken: never }).getUploadToken(START, { signal }));
      await clock.advanceAsync(29_999);
      expect(told?.aborted).to.equal(false);
      await clock.advanceAsync(1);
      const error = await rejection;
      expect([error.code, error.retryable, told?.aborted]).to.deep.equal(['timeout', true, true]);
      expect(error.message).to.contain('backend.getUploadToken');
      expect(clock.pendingTimers).to.equal(0);
    });

    it('is a time-out too when the body never ends', async () => {
      const endless = new Response(new ReadableStream(), { status: 201 });
      const rejection = rejectionOf(open(() => endless));
      await clock.advanceAsync(30_000);
      expect((await rejection).code).to.equal('timeout');
    });

    for (const [what, late] of [
      ['a token', () => TOKEN],
      ['a 201', () => json(TOKEN, 201)],
    ] as const) {
      it(`gives the key of ${what} that comes too late, so that it can be freed`, async () => {
        const keys: string[] = [];
        let answer: (value: unknown) => void = () => undefined;
        const getUploadToken = (): Promise<unknown> => new Promise((resolve) => (answer = resolve));
        const rejection = rejectionOf(
          port({ getUploadToken }).getUploadToken(START, { signal, onLateToken: (key) => keys.push(key) }),
        );
        await clock.advanceAsync(30_000);
        await rejection;
        expect(keys).to.deep.equal([]);
        answer(late());
        // A browser may take its time to read the body of an answer.
        do await new Promise((resolve) => setTimeout(resolve, 20));
        while (keys.length === 0);
        expect(keys).to.deep.equal([confirmKey]);
      });
    }

    it('gives the key of a token that is refused, since an upload was opened', async () => {
      const keys: string[] = [];
      const backend = port({ getUploadToken: () => ({ ...TOKEN, domain: 5 }) });
      await rejectionOf(backend.getUploadToken(START, { signal, onLateToken: (key) => keys.push(key) }));
      expect(keys).to.deep.equal([confirmKey]);
    });

    it('takes no key of a token that came in time', async () => {
      const keys: string[] = [];
      await port({ getUploadToken: () => TOKEN }).getUploadToken(START, {
        signal,
        onLateToken: (key) => keys.push(key),
      });
      await clock.advanceAsync(60_000);
      expect(keys).to.deep.equal([]);
    });

    it('lets a start by the built-in client go on for as long again', async () => {
      const keys: string[] = [];
      let told: AbortSignal | undefined;
      let answer: (value: unknown) => void = () => undefined;
      const getUploadToken = (_: unknown, options: { signal: AbortSignal }): Promise<unknown> => {
        told = options.signal;
        return new Promise((resolve) => (answer = resolve));
      };
      const rejection = rejectionOf(
        port(undefined, { getUploadToken }).getUploadToken(START, {
          signal,
          onLateToken: (key) => keys.push(key),
        }),
      );
      await clock.advanceAsync(30_000);
      const error = await rejection;
      expect(error.code).to.equal('timeout');
      // Its time also covers the page's own callback for the access token.
      expect(error.message).to.match(/service.*getAccessToken.*getUploadToken/);
      expect(told?.aborted).to.equal(false);
      answer(TOKEN);
      await clock.settle();
      expect(keys).to.deep.equal([confirmKey]);
      await clock.advanceAsync(30_000);
      expect(told?.aborted).to.equal(true);
    });
  });

  describe('a signal that aborts', () => {
    it('rejects with AbortError and tells the page', async () => {
      const controller = new AbortController();
      let told: AbortSignal | undefined;
      const backend = port({
        getUploadState: (_: unknown, options: { signal: AbortSignal }) => {
          told = options.signal;
          return new Promise(() => undefined);
        },
      });
      const call = backend.getUploadState({ confirmKey }, controller).catch((thrown: unknown) => thrown);
      await clock.settle();
      controller.abort();
      expect(isAbort(await call)).to.equal(true);
      expect(told?.aborted).to.equal(true);
      expect(clock.pendingTimers).to.equal(0);
      expect(reports.map(({ code }) => code)).to.deep.equal(['canceled']);
    });

    it('asks nobody where it had aborted before', async () => {
      let calls = 0;
      const backend = port({ getUploadToken: () => calls++ });
      const thrown: unknown = await backend
        .getUploadToken(START, { signal: AbortSignal.abort() })
        .catch((error: unknown) => error);
      expect(isAbort(thrown)).to.equal(true);
      expect(calls).to.equal(0);
    });
  });

  describe('the other calls', () => {
    it('confirm gives the stored file, and refuses what proves nothing', async () => {
      const confirm = (answer: unknown) =>
        port({ confirmUpload: () => answer }).confirmUpload(CONFIRM, { signal });
      expect(await confirm(STORED)).to.deep.equal({ path: ['trips', 'tour.mp4'], size: 5, crc64: '7' });
      expect((await confirm(json(STORED))).size).to.equal(5);
      for (const answer of [undefined, null, {}, 'ok', new Response(null, { status: 204 }), { path: 'a' }]) {
        expect((await rejectionOf(confirm(answer))).code).to.equal('invalid-answer');
      }
      expect((await rejectionOf(confirm({ ...STORED, size: 'x' }))).message).to.contain('field size');
      expect((await rejectionOf(confirm({ ...STORED, crc64: 'x' }))).message).to.contain('field crc64');
    });

    it('renew gives fresh headers of the same upload only', async () => {
      const renew = (answer: unknown) =>
        port({ renewUploadToken: () => answer }).renewUploadToken({ confirmKey }, { signal });
      expect((await renew({ ...TOKEN, confirmKey: undefined })).confirmKey).to.equal(confirmKey);
      expect((await rejectionOf(renew({ ...TOKEN, confirmKey: 'other' }))).message).to.contain('confirmKey');
      expect((await rejectionOf(renew(null))).code).to.equal('invalid-answer');
    });

    it('state gives what is stored, and refuses nonsense', async () => {
      const state = (answer: unknown) =>
        port({ getUploadState: () => answer }).getUploadState({ confirmKey }, { signal });
      expect((await state(json({ confirmed: true }))).confirmed).to.equal(true);
      expect((await rejectionOf(state({ confirmed: 'no' }))).message).to.contain('field confirmed');
      expect((await rejectionOf(state(json({ code: 'UploadNotFound', message: '' }, 404)))).code).to.equal(
        'upload-gone',
      );
    });

    it('cancel takes any success, and an upload that is gone, for done', async () => {
      const cancel = (answer: () => unknown) =>
        port({ cancelUpload: answer }).cancelUpload({ confirmKey }, { signal });
      for (const answer of [
        () => undefined,
        () => 'whatever',
        () => new Response(null, { status: 204 }),
        () => new Response('OK'),
        () => new Response('', { status: 404 }),
        () => json({ code: 'UploadNotFound', message: '' }, 404),
        () => Promise.reject(new UploadError('upload-gone', 'x')),
      ]) {
        expect(await cancel(answer)).to.equal(undefined);
      }
      expect((await rejectionOf(cancel(() => new Response('', { status: 503 })))).code).to.equal(
        'server-busy',
      );
    });

    it('createDirectory takes a folder that is there for made', async () => {
      const create = (answer: () => unknown) =>
        port({ createDirectory: answer }).createDirectory({ path: ['a'] }, { signal });
      for (const answer of [
        () => undefined,
        () => new Response('', { status: 201 }),
        () => json({ code: 'SameNameDirectoryOrFileExists', message: '' }, 409),
      ]) {
        expect(await create(answer)).to.equal(undefined);
      }
      expect(
        (await rejectionOf(create(() => json({ code: 'NoPermission', message: '' }, 403)))).code,
      ).to.equal('access-denied');
    });

    it('getFileInfo gives null where there is no file', async () => {
      const info = (answer: () => unknown) =>
        port({ getFileInfo: answer }).getFileInfo({ path: ['a'] }, { signal });
      for (const answer of [() => null, () => undefined, () => new Response('', { status: 404 })]) {
        expect(await info(answer)).to.equal(null);
      }
      expect(await info(() => ({ size: '5' }))).to.deep.equal({ size: 5, crc64: null, creationTime: null });
      expect(
        (await rejectionOf(info(() => json({ code: 'SpaceNotFound', message: '' }, 404)))).code,
      ).to.equal('not-found');
      expect((await rejectionOf(info(() => 'x'))).code).to.equal('invalid-answer');
    });
  });

  describe('a page with some methods only', () => {
    it('is helped out by the built-in client', async () => {
      const backend = port(
        { getUploadToken: () => TOKEN },
        { getUploadToken: () => null, confirmUpload: () => STORED },
      );
      expect((await backend.getUploadToken(START, { signal })).kind).to.equal('opened');
      expect((await backend.confirmUpload(CONFIRM, { signal })).size).to.equal(5);
      expect(backend.offers('confirmUpload')).to.equal(true);
      expect(backend.offers('getUploadState')).to.equal(false);
    });

    it('is looked at anew at each call', () => {
      const page: Methods = {};
      const backend = port(page);
      expect(backend.offers('confirmUpload')).to.equal(false);
      page.confirmUpload = () => STORED;
      expect(backend.offers('confirmUpload')).to.equal(true);
      delete page.confirmUpload;
      expect(backend.offers('confirmUpload')).to.equal(false);
    });

    it('is measured by the page, the built-in client by the endpoint', async () => {
      const local = { ...TOKEN, domain: 'localhost:9000' };
      const objectUrlRules = () => ({
        pageOrigin: 'https://cms.example.com',
        endpoint: 'http://localhost:8080',
        uploadHosts: undefined,
      });
      const byPage = port({ getUploadToken: () => local }, null, { objectUrlRules });
      expect((await rejectionOf(byPage.getUploadToken(START, { signal }))).message).to.contain('domain');
      const byClient = port(undefined, { getUploadToken: () => local }, { objectUrlRules });
      const answer = await byClient.getUploadToken(START, { signal });
      expect(answer.kind === 'opened' && answer.token.origin).to.equal('http://localhost:9000');
    });
  });

  describe('onRequest', () => {
    it("hears of the page's callbacks, and not of the built-in client's, which reports by itself", async () => {
      const backend = port(
        { getUploadToken: () => json(TOKEN, 201, { 'x-request-id': 'r-1' }) },
        { getUploadState: () => ({ confirmed: true }) },
      );
      await backend.getUploadToken(START, { signal });
      await backend.getUploadState({ confirmKey }, { signal });
      expect(reports).to.deep.equal([
        { kind: 'start', host: '', status: 201, code: null, requestId: 'r-1', ms: 0, bytes: 0, attempt: 1 },
      ]);
    });

    it('hears of failures, and may throw', async () => {
      const { error } = console;
      console.error = () => undefined;
      const onRequest = (report: RequestReport): void => {
        reports.push(report);
        throw new Error('x');
      };
      try {
        const backend = port({ getUploadToken: () => new Response('', { status: 503 }) }, null, {
          onRequest,
        });
        expect((await rejectionOf(backend.getUploadToken(START, { signal }))).code).to.equal('server-busy');
      } finally {
        console.error = error;
      }
      expect(reports.map(({ status, code }) => [status, code])).to.deep.equal([[503, 'server-busy']]);
    });
  });
});
