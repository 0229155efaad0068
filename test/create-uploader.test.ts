import { expect } from '@esm-bundle/chai';
import { createUploader } from '../src/create-uploader.js';
import type { UploaderOptions } from '../src/engine/options.js';
import { GIB, MIB } from '../src/protocol/limits.js';
import type { UploadBackend, UploadTokenRequest } from '../src/protocol/types.js';
import type { Uploader } from '../src/uploader.js';
import { fakeDrop } from './support/fake-file-tree.js';
import { ListenerCensus } from './support/listener-census.js';

let uploader: Uploader;

function create(options: UploaderOptions = {}): Uploader {
  uploader = createUploader({ multiple: true, manualStart: true, ...options });
  return uploader;
}

function text(name: string, content = 'x'): File {
  return new File([content], name, { type: 'text/plain', lastModified: 1 });
}

/** A file that claims a size without having the bytes: rules look at `size` alone. */
function sized(name: string, size: number): File {
  return Object.defineProperty(text(name), 'size', { value: size });
}

async function codes(...files: File[]): Promise<string[]> {
  return (await uploader.addFiles(files)).rejected.map(({ code }) => code);
}

/** A backend that notes what it is asked and never opens anything. */
function noting(requests: UploadTokenRequest[]): UploadBackend {
  return {
    getUploadToken: (request) => {
      requests.push(request);
      return new Promise(() => undefined);
    },
  };
}

async function untilTrue(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

afterEach(() => uploader.destroy());

describe('createUploader', () => {
  beforeEach(() => create());

  for (const [option, value] of Object.entries({
    conflictStrategy: 'merge',
    partSize: '512 KiB',
    maxFileSize: 'huge',
    maxTotalSize: '12 apples',
    minFileSize: -1,
    maxFiles: 'many',
    partNumberRange: 'sometimes',
    trafficLimit: 'fast',
  })) {
    it(`throws a TypeError that names ${option} and its value`, () => {
      expect(() => createUploader({ [option]: value })).to.throw(
        TypeError,
        new RegExp(`${option}.*${String(value)}`, 's'),
      );
    });

    it(`refuses files while ${option} is wrong, and takes them once it is right`, async () => {
      uploader.setOptions({ [option]: value });
      expect(await codes(text('a.txt'))).to.deep.equal(['invalid-option']);
      expect(uploader.tasks).to.deep.equal([]);
      uploader.setOptions({ [option]: undefined });
      expect(await codes(text('a.txt'))).to.deep.equal([]);
    });
  }

  for (const [option, value] of Object.entries({
    hashEngine: 'fast',
    concurrency: 'lots',
    callbackTimeout: 'soon',
    stallTimeout: -1,
    beforeAdd: 5,
    metadata: 5,
    onRequest: 7,
    backend: 'x',
    endpoint: 9,
    workerUrl: 10,
    uploadHosts: '*.myqcloud.com',
  })) {
    it(`throws a TypeError that names ${option} and its value, and what it must be`, () => {
      const naming = new RegExp(`${option} is .*${String(value).replace('*', '\\*')}.*must be`, 's');
      expect(() => createUploader({ [option]: value })).to.throw(TypeError, naming);
    });
  }

  it('takes null for "not set", as frameworks write it', async () => {
    const names = ['metadata', 'beforeAdd', 'trafficLimit', 'partSize', 'concurrency'];
    uploader.setOptions(Object.fromEntries(names.map((name) => [name, null])));
    expect(await codes(text('a.txt'))).to.deep.equal([]);
  });

  it('throws a TypeError for a folder name that can’t be', () => {
    expect(() => createUploader({ directory: 'press/20:26' })).to.throw(TypeError, 'directory');
  });

  it('quotes no secret that was given in the wrong place', () => {
    const options = { getAccessToken: 'acctk-secret', requestHeaders: 'x-csrf: secret', accessToken: 4242 };
    for (const [name, value] of Object.entries(options)) {
      expect(() => createUploader({ [name]: value })).to.throw(TypeError, name);
      try {
        createUploader({ [name]: value });
      } catch (thrown) {
        expect(String(thrown)).not.to.match(/secret|4242/);
      }
    }
  });

  it('rejects by each rule with its own code and leaves the queue untouched', async () => {
    await uploader.addFiles(text('there.txt'));
    uploader.setOptions({
      accept: '.txt',
      maxFiles: 3,
      maxFileSize: '2 KiB',
      minFileSize: 1,
      maxTotalSize: 2100,
    });
    const verdicts = await codes(
      text('image.png'),
      sized('large.txt', 3000),
      sized('small.txt', 0),
      text('a:b.txt'),
      sized('fits.txt', 2000),
      sized('too much.txt', 200),
      text('third.txt'),
      text('fourth.txt'),
    );
    expect(verdicts).to.deep.equal([
      'type-not-allowed',
      'file-too-large',
      'file-too-small',
      'invalid-name',
      'total-too-large',
      'too-many-files',
    ]);
    expect(uploader.tasks.map(({ name }) => name)).to.deep.equal(['there.txt', 'fits.txt', 'third.txt']);
  });

  it('fails a file that needs too many parts before anything is read', async () => {
    uploader.setOptions({ partSize: MIB });
    const { accepted } = await uploader.addFiles(sized('endless.bin', 10_001 * MIB));
    expect([accepted[0]?.status, accepted[0]?.error?.code]).to.deep.equal(['failed', 'too-many-parts']);
    expect(accepted[0]?.error?.message).to.include('larger part size');
  });

  it('takes another file in place of one that was refused, by the same rules', async () => {
    uploader.setOptions({ partSize: MIB });
    const { accepted } = await uploader.addFiles(sized('endless.bin', 10_001 * MIB));
    const id = accepted[0]?.id ?? '';
    uploader.replaceFile(id, sized('endless too.bin', 10_002 * MIB));
    await untilTrue(() => uploader.tasks[0]?.status === 'failed');
    expect(uploader.tasks[0]?.error?.code).to.equal('too-many-parts');
    uploader.pause();
    uploader.replaceFile(id, text('short.txt'));
    expect([uploader.tasks[0]?.size, uploader.tasks[0]?.error]).to.deep.equal([1, null]);
  });

  it('takes the largest file that the service can hold', async () => {
    const { accepted } = await uploader.addFiles(sized('largest.bin', 10_000 * 5 * GIB));
    expect(accepted[0]?.status).to.equal('queued');
  });

  it('refuses what is no file, and says what is', async () => {
    let message = '';
    await uploader.addFiles('C:\\file.txt' as unknown as File).catch((thrown: Error) => {
      message = `${thrown.name}: ${thrown.message}`;
    });
    expect(message).to.match(/TypeError: addFiles takes a File/);
    expect(uploader.tasks).to.deep.equal([]);
  });

  it('replaces the old choice without multiple, and rejects all but the first of several', async () => {
    uploader.setOptions({ multiple: false });
    await uploader.addFiles(text('one.txt'));
    const { accepted, rejected } = await uploader.addFiles([text('two.txt'), text('three.txt')]);
    expect(accepted.map(({ name }) => name)).to.deep.equal(['two.txt']);
    expect(rejected.map(({ code }) => code)).to.deep.equal(['too-many-files']);
    expect(uploader.tasks.map(({ name }) => name)).to.deep.equal(['two.txt']);
  });

  it('keeps the old choice when the new one is refused', async () => {
    uploader.setOptions({ multiple: false, accept: '.txt' });
    await uploader.addFiles(text('one.txt'));
    await uploader.addFiles(text('two.png'));
    expect(uploader.tasks.map(({ name }) => name)).to.deep.equal(['one.txt']);
  });

  it('knows a duplicate by path, size, date and content', async () => {
    const file = text('same.txt');
    await uploader.addFiles(file);
    expect(await codes(file)).to.deep.equal(['duplicate']);
    expect(await codes(text('same.txt'))).to.deep.equal(['duplicate']);
    expect(await codes(text('same.txt', 'y'))).to.deep.equal([]);
  });

  it('lets the same file in once although it is added twice at the same time', async () => {
    const file = text('same.txt');
    const both = await Promise.all([
      uploader.addFiles(file),
      uploader.addFiles(file),
      uploader.addFiles(text('same.txt')),
    ]);
    expect(both.map(({ accepted }) => accepted.length)).to.deep.equal([1, 0, 0]);
    expect(uploader.tasks).to.have.length(1);
  });

  it('takes the same file again in single-file mode: a new choice replaces the old one', async () => {
    uploader.setOptions({ multiple: false });
    const file = text('same.txt');
    await uploader.addFiles(file);
    expect(await codes(file)).to.deep.equal([]);
    expect(uploader.tasks).to.have.length(1);
  });

  for (const [what, metadata, named] of [
    ['a field of the wrong kind', () => ({ labels: 'press' }), 'metadata.labels'],
    ['a field that there is none of', () => ({ label: ['press'] }), 'metadata.label '],
    ['a part of the request', () => ({ path: ['etc', 'passwd'] }), 'metadata.path'],
    ['a promise', () => Promise.resolve({ labels: ['press'] }), 'promise'],
    [
      'a throw',
      () => {
        throw new Error('boom');
      },
      'threw',
    ],
  ] as const) {
    it(`refuses a file for which metadata gives ${what}, and takes it once that is right`, async () => {
      uploader.setOptions({ metadata: metadata as NonNullable<UploaderOptions['metadata']> });
      const { rejected } = await uploader.addFiles(text('a.txt'));
      expect(rejected.map(({ code }) => code)).to.deep.equal(['invalid-option']);
      expect(rejected[0]?.message).to.include(named);
      expect(uploader.tasks).to.deep.equal([]);
      uploader.setOptions({ metadata: () => ({ labels: ['press'] }) });
      expect(await codes(text('a.txt'))).to.deep.equal([]);
    });
  }

  it('sends no token that was given for one endpoint to another one', async () => {
    const urls: string[] = [];
    const fetchBefore = window.fetch;
    window.fetch = (input) => {
      urls.push(String(input instanceof Request ? input.url : input));
      return Promise.resolve(Response.json({ code: 'BadRequest', message: '' }, { status: 400 }));
    };
    try {
      create({
        endpoint: 'https://one.example',
        libraryId: 'lib',
        accessToken: 'SECRET',
        manualStart: false,
      });
      await uploader.addFiles(text('a.txt'));
      await untilTrue(() => urls.length === 1);
      uploader.setOptions({ endpoint: undefined });
      uploader.setOptions({ endpoint: 'https://two.example' });
      await uploader.addFiles(text('b.txt'));
      await untilTrue(() => urls.length === 2);
    } finally {
      window.fetch = fetchBefore;
    }
    expect(urls.map((url) => [new URL(url).host, url.includes('SECRET')])).to.deep.equal([
      ['one.example', true],
      ['two.example', false],
    ]);
  });

  it('makes no empty folder of a drop that was refused', async () => {
    const paths: string[] = [];
    const backend = {
      ...noting([]),
      createDirectory: ({ path }: { path: readonly string[] }) => void paths.push(path.join('/')),
    };
    uploader.setOptions({ backend, directory: 'a:b', manualStart: false });
    await uploader.addFiles(fakeDrop({ tree: { empty: {} } }));
    expect(paths).to.deep.equal([]);
    uploader.setOptions({ directory: 'ab' });
    await uploader.addFiles(fakeDrop({ tree: { empty: {} } }));
    await untilTrue(() => paths.length > 0);
    expect(paths).to.deep.equal(['ab/tree/empty']);
  });

  it('leaves files out when smh-files-add is prevented', async () => {
    uploader.addEventListener('smh-files-add', (event) => {
      expect(event.detail.files.map(({ relativePath }) => relativePath)).to.deep.equal(['a.txt']);
      event.preventDefault();
    });
    const { accepted } = await uploader.addFiles(text('a.txt'));
    expect(accepted).to.deep.equal([]);
    expect(uploader.tasks).to.deep.equal([]);
  });

  it('uploads what beforeAdd made of the file', async () => {
    uploader.setOptions({
      beforeAdd: ({ file }) => ({ file: new File([file, '!'], 'new.txt'), relativePath: 'x/new.txt' }),
    });
    const { accepted } = await uploader.addFiles(text('old.txt'));
    expect([accepted[0]?.name, accepted[0]?.size, accepted[0]?.relativePath]).to.deep.equal([
      'new.txt',
      2,
      'x/new.txt',
    ]);
  });

  it('fails a task that has neither endpoint nor backend, and retries once one is set', async () => {
    uploader.setOptions({ manualStart: false });
    await uploader.addFiles(text('a.txt'));
    await untilTrue(() => uploader.tasks[0]?.status === 'failed');
    expect(uploader.tasks[0]?.error?.code).to.equal('invalid-option');
    expect(uploader.tasks[0]?.error?.message).to.match(/endpoint|backend/);
    const requests: UploadTokenRequest[] = [];
    uploader.setOptions({ backend: noting(requests) });
    uploader.retry();
    await untilTrue(() => requests.length === 1);
  });

  it('fixes directory, strategy and metadata for a file when it is added', async () => {
    const requests: UploadTokenRequest[] = [];
    uploader.setOptions({
      backend: noting(requests),
      directory: 'old',
      conflictStrategy: 'overwrite',
      metadata: () => ({ labels: ['old'] }),
    });
    await uploader.addFiles(text('a.txt'));
    uploader.setOptions({ directory: 'new', conflictStrategy: 'ask', metadata: () => ({ labels: ['new'] }) });
    uploader.start();
    await untilTrue(() => requests.length === 1);
    expect(requests[0]?.path).to.deep.equal(['old', 'a.txt']);
    expect(requests[0]?.conflictResolutionStrategy).to.equal('overwrite');
    expect(requests[0]?.labels).to.deep.equal(['old']);
    expect(JSON.parse(JSON.stringify(requests[0]))).not.to.have.property('file');
    expect(requests[0]?.file).to.be.instanceOf(File);
  });

  it('takes a new backend for the next call without starting anything again', async () => {
    const first: UploadTokenRequest[] = [];
    const second: UploadTokenRequest[] = [];
    uploader.setOptions({ backend: noting(first), manualStart: false });
    // Under a name of its own: its start is never answered, and the file is locked until then.
    await uploader.addFiles(text('first.txt'));
    await untilTrue(() => first.length === 1);
    for (let render = 0; render < 5; render++) uploader.setOptions({ backend: noting(second) });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([first.length, second.length]).to.deep.equal([1, 0]);
    await uploader.addFiles(text('second.txt'));
    await untilTrue(() => second.length === 1);
  });

  it('refuses files with a folder name that can’t be', async () => {
    uploader.setOptions({ directory: 'press/20:26' });
    expect(await codes(text('a.txt'))).to.deep.equal(['invalid-option']);
  });

  it('renames a waiting task, and says why where the name can’t be', async () => {
    const { accepted } = await uploader.addFiles({ file: text('a.txt'), relativePath: 'x/a.txt' });
    const id = accepted[0]?.id ?? '';
    uploader.renameTask(id, 'b.txt');
    expect([uploader.tasks[0]?.name, uploader.tasks[0]?.relativePath]).to.deep.equal(['b.txt', 'x/b.txt']);
    expect(() => uploader.renameTask(id, 'a?b')).to.throw(TypeError, 'forbidden-character');
  });

  it('asks for nothing before the first file', () => {
    const requests = performance.getEntriesByType('resource').length;
    create({ endpoint: 'http://127.0.0.1:9', libraryId: 'lib' });
    expect(performance.getEntriesByType('resource').length).to.equal(requests);
  });
});

describe('a callback that misbehaves', () => {
  let files = 0;

  const token = {
    domain: 'http://127.0.0.1:9',
    path: '/object',
    headers: { authorization: 'signed' },
    confirmKey: 'key',
    expiration: '2099-01-01T00:00:00.000Z',
  };

  async function errorOf(
    getUploadToken: UploadBackend['getUploadToken'],
    options: UploaderOptions = {},
  ): Promise<{ code: string; message: string }> {
    create({
      ...options,
      manualStart: false,
      backend: { getUploadToken, cancelUpload: () => undefined },
    });
    // A start that is never answered keeps its file locked: each test has its own.
    files += 1;
    await uploader.addFiles(text(`${files}.txt`));
    await untilTrue(() => ['failed', 'waiting'].includes(uploader.tasks[0]?.status ?? ''));
    const [task] = uploader.tasks;
    return { code: task?.error?.code ?? `waiting: ${task?.waitReason}`, message: task?.error?.message ?? '' };
  }

  it('that throws is backend-failed', async () => {
    expect(
      (
        await errorOf(() => {
          throw new Error('boom');
        })
      ).code,
    ).to.equal('backend-failed');
  });

  it('that rejects with a TypeError is taken for the network, and tried again', async () => {
    expect((await errorOf(() => Promise.reject(new TypeError('Failed to fetch')))).code).to.equal(
      'waiting: network',
    );
  });

  it('that never answers is timed out, told so, and tried again', async () => {
    let aborted = false;
    // Here alone: the body of an answer is read within this time too, and a browser may be slow at it.
    const { code } = await errorOf(
      (_, { signal }) => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        return new Promise(() => undefined);
      },
      { callbackTimeout: 50 },
    );
    expect([code, aborted]).to.deep.equal(['waiting: network', true]);
  });

  it('that answers 403 is access-denied', async () => {
    expect((await errorOf(() => new Response('', { status: 403 }))).code).to.equal('access-denied');
  });

  it('that answers 200 with an error body fails by its code', async () => {
    const body = { status: 400, code: 'QuotaLimitReached', message: 'full' };
    expect((await errorOf(() => Response.json(body))).code).to.equal('quota-exceeded');
  });

  const nonsense: readonly (readonly [what: string, answer: unknown, field: string])[] = [
    ['a number', 7, 'body'],
    ['a text', 'key', 'body'],
    ['an empty object', {}, 'confirmKey'],
    ['the request itself', { path: ['a.txt'], name: 'a.txt', size: 1, multipart: false }, 'multipart'],
    ['a stored file, though nothing was hashed', { path: ['a.txt'], size: 1 }, 'upload token'],
    ['a stored file without a place, though nothing was hashed', { path: null }, 'upload token'],
    ['no domain', { ...token, domain: undefined }, 'domain'],
    ['a domain that is a script', { ...token, domain: 'javascript:alert(1)' }, 'domain'],
    ['a domain with a path', { ...token, domain: 'https://store.example/x' }, 'domain'],
    ['the page’s own origin', { ...token, domain: location.origin }, 'domain'],
    ['a path without slash', { ...token, path: 'object' }, 'path'],
    ['a path with two slashes', { ...token, path: '//evil.example/x' }, 'path'],
    ['headers that are a list', { ...token, headers: ['authorization'] }, 'headers'],
    ['a header with a line break', { ...token, headers: { authorization: 'a\r\nb: c' } }, 'headers'],
    ['no headers at all', { ...token, headers: undefined }, 'headers'],
    ['no confirm key', { ...token, confirmKey: undefined }, 'confirmKey'],
    ['a confirm key that is an object', { ...token, confirmKey: {} }, 'confirmKey'],
    ['an upload id for a simple upload', { ...token, uploadId: 'u' }, 'uploadId'],
  ];
  for (const [what, answer, field] of nonsense) {
    it(`that answers with ${what} is invalid-answer, and the field is named`, async () => {
      const { code, message } = await errorOf(() => answer);
      expect(code).to.equal('invalid-answer');
      expect(message).not.to.include('signed');
      expect(message).to.include(field);
    });
  }

  it('stops no other file', async () => {
    const requests: UploadTokenRequest[] = [];
    create({
      manualStart: false,
      backend: {
        getUploadToken(request) {
          requests.push(request);
          if (request.name === 'other one.txt') throw new Error('boom');
          return request.name === 'other two.txt' ? 7 : new Promise(() => undefined);
        },
      },
    });
    await uploader.addFiles(['one', 'two', 'three'].map((name) => text(`other ${name}.txt`)));
    await untilTrue(() => requests.length === 3 && uploader.tasks[1]?.status === 'failed');
    expect(uploader.tasks.map(({ status, error }) => error?.code ?? status)).to.deep.equal([
      'backend-failed',
      'invalid-answer',
      'authorizing',
    ]);
  });
});

describe('createUploader in its page', () => {
  /** A start that is never answered. */
  const hanging: UploadBackend = { getUploadToken: () => new Promise(() => undefined) };
  const WHILE_BUSY = ['beforeunload', 'pagehide', 'pageshow', 'visibilitychange'];
  let listeners: ListenerCensus;

  beforeEach(() => {
    listeners = new ListenerCensus();
  });
  afterEach(() => listeners.stop());

  /** The page's own events; those of the network are the engine's. */
  const heard = (): string[] => listeners.types.filter((type) => type !== 'online' && type !== 'offline');
  async function next(type: string): Promise<void> {
    await new Promise((resolve) => uploader.addEventListener(type, resolve, { once: true }));
  }

  it('listens to the page only while files are on their way', async () => {
    create({ manualStart: false, backend: hanging });
    expect(listeners.types).to.deep.equal([]);
    await uploader.addFiles(text('a.txt'));
    await untilTrue(() => heard().length > 0);
    expect(heard()).to.deep.equal(WHILE_BUSY);
    uploader.setOptions({ noLeaveGuard: true });
    expect(heard()).to.deep.equal(WHILE_BUSY.slice(1));
    uploader.setOptions({ noWakeLock: true });
    expect(heard()).to.deep.equal(['pagehide', 'pageshow']);
    uploader.setOptions({ noLeaveGuard: false, noWakeLock: false });
    expect(heard()).to.deep.equal(WHILE_BUSY);
    uploader.destroy();
    expect(heard()).to.deep.equal([]);
  });

  it('does not ask the person once all is at rest, be it refused, held or paused', async () => {
    const confirm = { path: ['rested.txt'], size: 1 };
    create({ manualStart: false, backend: { getUploadToken: () => Promise.resolve(confirm) } });
    const settled = next('smh-queue-settle');
    await uploader.addFiles(text('rested.txt'));
    await settled;
    // What is unfinished is looked after, but the person is not asked.
    const quiet = ['pagehide', 'pageshow'];
    expect(heard()).to.deep.equal(quiet);
    uploader.setOptions({ backend: hanging, manualStart: true });
    await uploader.addFiles(text('b.txt'));
    expect(heard()).to.deep.equal(quiet);
    uploader.pause();
    expect(heard()).to.deep.equal(quiet);
  });
});
