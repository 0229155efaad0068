import { expect } from '@esm-bundle/chai';
import { createBackendPort } from '../../src/backend/page-backend.js';
import { createSmhBackend } from '../../src/backend/smh-backend.js';
import type { RequestReport } from '../../src/engine/options.js';
import type { ObjectRequest } from '../../src/engine/ports.js';
import { isAbort } from '../../src/errors.js';
import { systemClock } from '../../src/platform/clock.js';
import { MIB } from '../../src/protocol/limits.js';
import type { UploadToken } from '../../src/protocol/types.js';
import { createXhrTransport } from '../../src/transport/xhr-transport.js';
import { addFault, expire, resetServer, served, storedBytes, storedFiles } from '../support/dev-server.js';
import { devServerInfo } from '../support/dev-server-info.js';
import { patternBytes } from '../support/pattern.js';
import { rejectionOf } from '../support/thrown-by.js';
import vectors from '../vectors.json';

const { signal } = new AbortController();

let reports: RequestReport[];
let progress: number[];

const transport = (isOnline = true) =>
  createXhrTransport({
    clock: systemClock,
    connectivity: { isOnline },
    onRequest: (report) => reports.push(report),
  });

function backend() {
  const { apiOrigin, hostOrigin, libraryId, spaceId } = devServerInfo();
  const client = createSmhBackend({
    endpoint: apiOrigin,
    libraryId,
    spaceId,
    getAccessToken: async () => (await fetch(`${hostOrigin}/api/smh-token`)).json() as Promise<string>,
  });
  return createBackendPort({
    callbacks: () => undefined,
    builtIn: () => client,
    callbackTimeoutMs: () => 20_000,
    objectUrlRules: () => ({ pageOrigin: location.origin, endpoint: apiOrigin, uploadHosts: undefined }),
  });
}

async function opened(multipart: boolean, size: number): Promise<UploadToken> {
  const answer = await backend().getUploadToken(
    {
      path: ['file.bin'],
      name: 'file.bin',
      size,
      type: '',
      multipart,
      conflictResolutionStrategy: 'rename',
    },
    { signal },
  );
  if (answer.kind !== 'opened') throw new Error(answer.kind);
  return answer.token;
}

function put(token: UploadToken, body: Blob, partNumber?: number): ObjectRequest {
  const query = partNumber === undefined ? '' : `?uploadId=${token.uploadId}&partNumber=${partNumber}`;
  return {
    method: 'PUT',
    url: `${token.origin}${token.path}${query}`,
    headers: token.headers ?? {},
    body,
    attempt: 3,
    stallTimeoutMs: 20_000,
  };
}

const send = (request: ObjectRequest, isOnline = true) =>
  transport(isOnline).send(request, { signal, onProgress: (bytes) => progress.push(bytes) });

const bodyOf = (size: number, type = 'text/plain'): Blob => new Blob([patternBytes(size)], { type });

describe('createXhrTransport', () => {
  beforeEach(async () => {
    reports = [];
    progress = [];
    await resetServer();
  });

  after(() => resetServer());

  for (const { bytes, crc64 } of vectors.vectors) {
    it(`sends ${bytes} bytes in one PUT, which the service then confirms`, async () => {
      const token = await opened(false, bytes);
      const answer = await send(put(token, bodyOf(bytes)));
      expect([answer.status, answer.crc64]).to.deep.equal([200, crc64]);
      expect(progress.at(-1) ?? 0).to.equal(bytes);
      const stored = await backend().confirmUpload(
        {
          ...token,
          path: ['file.bin'],
          name: 'file.bin',
          size: bytes,
          crc64,
          conflictResolutionStrategy: 'rename',
        },
        { signal },
      );
      expect([stored.size, stored.crc64]).to.deep.equal([bytes, crc64]);
      const [file] = await storedFiles();
      expect(await storedBytes(file?.id ?? '')).to.deep.equal(patternBytes(bytes));
    });
  }

  it('sends a file of another document with the headers that were signed', async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const { Blob: OtherBlob } = frame.contentWindow as unknown as typeof globalThis;
    const token = await opened(false, 5);
    expect((await send(put(token, new OtherBlob(['hello'])))).status).to.equal(200);
    frame.remove();
  });

  it('sends parts, with progress that only grows, and reports without the address', async () => {
    const token = await opened(true, 5 * MIB);
    const answer = await send(put(token, bodyOf(5 * MIB), 1));
    expect(answer.status).to.equal(200);
    expect(answer.eTag).to.match(/^[0-9a-f]{32}$/);
    expect(progress).to.deep.equal([...progress].sort((a, b) => a - b));
    expect(new Set(progress).size).to.equal(progress.length);
    expect(progress.at(-1)).to.equal(5 * MIB);
    const [report] = reports;
    expect(reports).to.have.length(1);
    expect({ ...report, ms: 0, requestId: '' }).to.deep.equal({
      kind: 'part',
      host: new URL(devServerInfo().objectOrigin).host,
      status: 200,
      code: null,
      requestId: '',
      ms: 0,
      bytes: 5 * MIB,
      attempt: 3,
    });
  });

  it('invents no Content-Type where none is signed', async () => {
    const seen: string[] = [];
    const { setRequestHeader } = XMLHttpRequest.prototype;
    const sent: (Document | XMLHttpRequestBodyInit | null | undefined)[] = [];
    const { send: nativeSend } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
      seen.push(name.toLowerCase());
      setRequestHeader.call(this, name, value);
    };
    XMLHttpRequest.prototype.send = function (body) {
      sent.push(body);
      nativeSend.call(this, body);
    };
    try {
      const token = await opened(true, MIB);
      const headers = Object.fromEntries(
        Object.entries(token.headers ?? {}).filter(([name]) => name.toLowerCase() !== 'content-type'),
      );
      await send({ ...put(token, bodyOf(MIB), 1), headers }).catch(() => undefined);
    } finally {
      XMLHttpRequest.prototype.setRequestHeader = setRequestHeader;
      XMLHttpRequest.prototype.send = nativeSend;
    }
    expect(seen).not.to.contain('content-type');
    expect(sent.map((body) => body instanceof Blob && body.type)).to.deep.equal(['']);
  });

  for (const [what, rule, code, retryable] of [
    [
      'expired headers',
      { status: 403, code: 'AccessDenied', message: 'Request has expired' },
      'upload-expired',
      false,
    ],
    ['a 403 that says nothing', { status: 403 }, 'upload-expired', false],
    ['a wrong signature', { status: 403, code: 'SignatureDoesNotMatch' }, 'part-refused', false],
    ['an upload that is gone', { status: 404, code: 'NoSuchUpload' }, 'upload-gone', false],
    ['a store that is busy', { status: 503, code: 'SlowDown' }, 'server-busy', true],
    ['a store that is broken', { status: 500, code: 'InternalError' }, 'service-unavailable', true],
    ['a part damaged on the way', { status: 400, code: 'BadDigest' }, 'integrity-mismatch', true],
    ['a connection cut before', { reset: 'before' }, 'network', true],
    ['a connection cut in the body', { reset: 'mid-body' }, 'network', true],
    ['a lost answer', { reset: 'after-commit' }, 'network', true],
    ['an error that CORS hides', { status: 403, code: 'AccessDenied', corsHeaders: false }, 'network', true],
  ] as const) {
    it(`takes ${what} for ${code}`, async () => {
      const token = await opened(true, MIB);
      await addFault({ on: 'part', times: null, ...rule });
      const error = await rejectionOf(send(put(token, bodyOf(MIB), 1)));
      expect([error.code, error.retryable]).to.deep.equal([code, retryable]);
      expect(reports.map((report) => report.code)).to.deep.equal([code]);
      expect(error.message + String(error.cause)).not.to.contain(
        token.headers?.['Authorization'] ?? 'q-sign',
      );
    });
  }

  it('sees headers that ran out at the store itself', async () => {
    const token = await opened(true, MIB);
    await expire({ headers: true });
    expect((await rejectionOf(send(put(token, bodyOf(MIB), 1)))).code).to.equal('upload-expired');
  });

  it('takes a lost request for offline where the browser says so', async () => {
    const token = await opened(true, MIB);
    await addFault({ on: 'part', reset: 'before', times: null });
    expect((await rejectionOf(send(put(token, bodyOf(MIB), 1), false))).code).to.equal('offline');
  });

  for (const hang of ['mid-body', 'after-body'] as const) {
    it(`gives a store up that falls silent (${hang}), also after the last byte`, async () => {
      const token = await opened(true, MIB);
      await addFault({ on: 'part', hang });
      const error = await rejectionOf(send({ ...put(token, bodyOf(MIB), 1), stallTimeoutMs: 300 }));
      expect([error.code, error.retryable]).to.deep.equal(['timeout', true]);
    });
  }

  it('rejects with AbortError when it is told to stop, and lets the connection go', async () => {
    const token = await opened(true, MIB);
    await addFault({ on: 'part', hang: 'after-body' });
    const controller = new AbortController();
    const sending = transport()
      .send(put(token, bodyOf(MIB), 1), { signal: controller.signal, onProgress: () => controller.abort() })
      .catch((thrown: unknown) => thrown);
    expect(isAbort(await sending)).to.equal(true);
    expect(reports.map(({ code, status }) => [code, status])).to.deep.equal([['canceled', 0]]);
  });

  it('sends nothing where it was told before', async () => {
    const token = await opened(true, MIB);
    const thrown: unknown = await transport()
      .send(put(token, bodyOf(MIB), 1), { signal: AbortSignal.abort(), onProgress: () => undefined })
      .catch((error: unknown) => error);
    expect(isAbort(thrown)).to.equal(true);
    expect((await served()).filter(({ kind }) => kind === 'part')).to.deep.equal([]);
  });

  it('refuses an address or header that no request can have', async () => {
    const token = await opened(true, MIB);
    const request = put(token, bodyOf(MIB), 1);
    expect((await rejectionOf(send({ ...request, url: 'https://' }))).code).to.equal('invalid-answer');
    const error = await rejectionOf(send({ ...request, headers: { a: 'sesame\r\nb: c' } }));
    expect(error.code).to.equal('invalid-answer');
    expect(error.message + JSON.stringify(error.cause)).not.to.contain('sesame');
  });

  // WebKitGTK has no origin-private files; there the probe's own tests stand in.
  if (
    'getDirectory' in (navigator.storage ?? {}) &&
    'createWritable' in (globalThis.FileSystemFileHandle?.prototype ?? {})
  ) {
    it('says so when the file changed on disk since it was chosen', async () => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle('changing.bin', { create: true });
      const write = async (size: number): Promise<void> => {
        const writable = await handle.createWritable();
        await writable.write(patternBytes(size));
        await writable.close();
      };
      await write(MIB);
      const file = await handle.getFile();
      const token = await opened(true, MIB);
      // A file system whose times are coarse gives the first version's time to the second too.
      do await write(MIB / 2);
      while ((await handle.getFile()).lastModified === file.lastModified);
      // Firefox sends what is left and stalls: the silence, too, has to lead to the file.
      const error = await rejectionOf(send({ ...put(token, file, 1), stallTimeoutMs: 500 }));
      expect(error.code).to.equal('file-changed');
      await root.removeEntry('changing.bin');
    });
  }
});
