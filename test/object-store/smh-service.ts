import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCrc64 } from '../../demo/server/crc64.js';
import { StoreRefusal } from './bucket.js';
import type { Bucket, ListedPart } from './bucket.js';
import { readPartNumbers } from './part-number-range.js';

/** An upload as the service remembers it; which parts there are the store alone knows. */
export type Upload = {
  readonly confirmKey: string;
  /** From the space's root, `/`-joined. */
  readonly path: string;
  /** Of the object. */
  readonly key: string;
  /** Null: one simple PUT. */
  readonly uploadId: string | null;
};

/** One call as it was answered. */
export type Call = {
  readonly kind: 'start' | 'renew' | 'state' | 'confirm' | 'cancel' | 'other';
  readonly status: number;
  readonly body: unknown;
};

/** What the tests may set; `reset` sets it back. */
export type Settings = {
  /** How a start and a renew must say for which parts they want headers. */
  rangeForm: 'string' | 'list';
  /** Headers that one answer holds at most. */
  headersAtOnce: number;
  /** How long an answer says that its headers live, in ms. */
  toldLifeMs: number;
  /** How a part's headers are made; `nth` is 1 for the first ones made for that part. */
  spoil(partNumber: number, nth: number): Spoiling;
};

/** What may be wrong with headers. */
export type Spoiling = {
  /** True: the store finds the signature wrong. */
  readonly isForged?: boolean;
  /** How long ago they were signed by the store's clock, in ms. */
  readonly ageMs?: number;
};

/** Life of a SigV4 signature in a header, in ms, by S3's own rule. */
const headerLifeMs = 15 * 60_000;

const defaults: Settings = {
  rangeForm: 'string',
  headersAtOnce: 100,
  toldLifeMs: headerLifeMs,
  spoil: () => ({}),
};

const libraryId = 'lib1';
const spaceId = 'space1';

/** The error codes of SMH that this service answers with. */
class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

type Answer = { readonly status: number; readonly json?: object };

/**
 * A second SMH service, written from the protocol and not from the development server: a private deployment
 * that signs part by part and leaves the bytes to a real S3 store. It holds nothing of an upload that the store
 * can tell.
 */
export class SmhService {
  readonly origin: string;
  readonly libraryId = libraryId;
  readonly spaceId = spaceId;
  readonly calls: Call[] = [];
  /** What it was asked and has not answered yet: the store takes its time. */
  readonly #underWay: Call['kind'][] = [];
  readonly settings: Settings = { ...defaults };
  readonly #server: Server;
  readonly #bucket: Bucket;
  readonly #accessToken = `acctk${randomBytes(16).toString('hex')}`;
  readonly #uploads = new Map<string, Upload>();
  readonly #canceled = new Set<string>();
  readonly #files = new Map<string, { readonly key: string; readonly info: object }>();
  readonly #signings = new Map<string, number>();

  private constructor(server: Server, bucket: Bucket) {
    this.#server = server;
    this.#bucket = bucket;
    this.origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    });
  }

  static async start(bucket: Bucket): Promise<SmhService> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new SmhService(server, bucket);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  /** Forgets uploads, files, calls and changed settings. */
  reset(): void {
    this.#uploads.clear();
    this.#canceled.clear();
    this.#files.clear();
    this.#signings.clear();
    this.calls.length = 0;
    Object.assign(this.settings, defaults);
  }

  /** For people who look for what went wrong. */
  describe(): string {
    const calls = this.calls.map(({ kind, status }) => `${kind} ${String(status)}`).join(', ');
    return `The service answered: ${calls}; it works on: ${this.#underWay.join(', ')}.`;
  }

  /** All that were opened, also those that ended. */
  opened(): readonly Upload[] {
    return [...this.#uploads.values()];
  }

  /** The bytes of a file, as the store gives them. */
  async read(path: string): Promise<Uint8Array> {
    const file = this.#files.get(path);
    if (file === undefined)
      throw new Error(`${path} is not stored; there is ${[...this.#files.keys()].join()}`);
    return new Uint8Array(await (await this.#bucket.read(file.key)).arrayBuffer());
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? '', this.origin);
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (request.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Methods', 'GET, PUT, POST, DELETE');
      response.setHeader('Access-Control-Allow-Headers', 'content-type');
      response.writeHead(204).end();
      return;
    }
    const text = Buffer.concat(await request.toArray()).toString();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    const kind = kindOf(request.method ?? '', pathname, query);
    this.#underWay.push(kind);
    const { status, json } = await this.#answer(kind, request.method ?? '', pathname, query, body)
      .catch(refuse)
      .finally(() => this.#underWay.splice(this.#underWay.indexOf(kind), 1));
    this.calls.push({ kind, status, body });
    response.setHeader('Content-Type', 'application/json');
    response.writeHead(status).end(json === undefined ? '' : JSON.stringify(json));
  }

  async #answer(
    kind: Call['kind'],
    method: string,
    pathname: string,
    query: URLSearchParams,
    body: Record<string, unknown>,
  ): Promise<Answer> {
    // What a page's backend would serve.
    if (pathname === '/api/smh-token') return { status: 200, json: { accessToken: this.#accessToken } };
    if (query.get('access_token') !== this.#accessToken) {
      throw new Refusal(403, 'InvalidAccessToken', 'the access token is wrong');
    }
    if (method === 'PUT' && pathname.startsWith(`/api/v1/directory/${libraryId}/${spaceId}/`)) {
      return { status: 201 };
    }
    const prefix = `/api/v1/file/${libraryId}/${spaceId}/`;
    if (!pathname.startsWith(prefix)) throw new Refusal(404, 'RouteNotFound', 'there is no such call');
    const rest = decodeURIComponent(pathname.slice(prefix.length));
    switch (kind) {
      case 'start':
        return { status: 201, json: await this.#open(rest, query.has('multipart'), body) };
      case 'renew': {
        const upload = this.#upload(rest);
        if (upload.uploadId === null) throw new Refusal(404, 'NotMultipartUpload', 'renew a simple upload');
        return { status: 200, json: this.#parameters(upload, body) };
      }
      case 'state':
        return { status: 200, json: await this.#state(this.#upload(rest), query) };
      case 'confirm':
        return { status: 200, json: await this.#confirm(this.#upload(rest), body) };
      case 'cancel': {
        const { key, uploadId } = this.#upload(rest);
        if (uploadId !== null) await this.#bucket.abortUpload(key, uploadId);
        this.#canceled.add(rest);
        return { status: 204 };
      }
      case 'other':
        throw new Refusal(404, 'FileNotFound', 'there is no such file');
    }
  }

  #upload(confirmKey: string): Upload {
    const upload = this.#uploads.get(confirmKey);
    if (upload === undefined || this.#canceled.has(confirmKey))
      throw new Refusal(404, 'UploadNotFound', 'there is no such upload');
    return upload;
  }

  async #open(path: string, isMultipart: boolean, body: Record<string, unknown>): Promise<object> {
    const key = randomBytes(16).toString('hex');
    const uploadId = isMultipart ? await this.#bucket.createUpload(key) : null;
    const upload = { confirmKey: randomBytes(16).toString('hex'), path, key, uploadId };
    this.#uploads.set(upload.confirmKey, upload);
    return this.#parameters(upload, body);
  }

  #parameters({ confirmKey, key, uploadId }: Upload, body: Record<string, unknown>): object {
    const path = this.#bucket.path(key);
    const common = {
      domain: this.#bucket.domain,
      path,
      confirmKey,
      expiration: new Date(Date.now() + this.settings.toldLifeMs).toISOString(),
    };
    if (uploadId === null) {
      return { ...common, headers: this.#bucket.signedHeaders({ method: 'PUT', target: path }) };
    }
    const numbers = readPartNumbers(body['partNumberRange'], this.settings.rangeForm);
    if (numbers === null) throw new Refusal(400, 'ParamInvalid', 'partNumberRange is not as it should be');
    const parts = numbers.slice(0, this.settings.headersAtOnce).map((partNumber) => {
      const target = `${path}?uploadId=${uploadId}&partNumber=${String(partNumber)}`;
      return [String(partNumber), { headers: this.#signPart(confirmKey, partNumber, target) }];
    });
    return { ...common, uploadId, parts: Object.fromEntries(parts) };
  }

  #signPart(confirmKey: string, partNumber: number, target: string): Record<string, string> {
    const signing = `${confirmKey} ${String(partNumber)}`;
    const nth = (this.#signings.get(signing) ?? 0) + 1;
    this.#signings.set(signing, nth);
    const { isForged = false, ageMs = 0 } = this.settings.spoil(partNumber, nth);
    const headers = this.#bucket.signedHeaders({ method: 'PUT', target, signedAt: Date.now() - ageMs });
    const authorization = headers['authorization'] ?? '';
    return isForged
      ? { ...headers, authorization: authorization.replace(/Signature=\w+/, `Signature=${'0'.repeat(64)}`) }
      : headers;
  }

  async #state({ confirmKey, path, key, uploadId }: Upload, query: URLSearchParams): Promise<object> {
    if (query.get('no_upload_part_info') !== '1') {
      throw new Refusal(400, 'ParamInvalid', 'no_upload_part_info=1 is needed here');
    }
    const common = { path: path.split('/'), type: 'file', confirmKey };
    if (this.#files.has(path)) return { ...common, confirmed: true };
    if (uploadId === null) return { ...common, confirmed: false };
    const parts = await this.#bucket.listParts(key, uploadId);
    const listed = parts.map(({ partNumber, size, eTag }) => ({
      PartNumber: partNumber,
      Size: String(size),
      ETag: eTag,
    }));
    return { ...common, confirmed: false, uploadId, parts: listed };
  }

  async #confirm({ path, key, uploadId }: Upload, body: Record<string, unknown>): Promise<object> {
    if (this.#files.has(path)) throw new Refusal(409, 'UploadComplete', 'the upload is complete');
    if (uploadId !== null) await this.#join(key, uploadId);
    const sum = await createCrc64();
    let size = 0;
    const object = await this.#bucket.read(key);
    for await (const chunk of object.body ?? []) {
      sum.update(chunk);
      size += chunk.byteLength;
    }
    const crc64 = sum.digest().toString();
    if (body['crc64'] !== undefined && body['crc64'] !== crc64) {
      throw new Refusal(400, 'BadCrc64', 'the file has another CRC64');
    }
    const names = path.split('/');
    const info = {
      path: names,
      name: names.at(-1),
      type: 'file',
      size: String(size),
      crc64,
      eTag: object.headers.get('etag'),
    };
    this.#files.set(path, { key, info });
    return info;
  }

  async #join(key: string, uploadId: string): Promise<void> {
    const parts: readonly ListedPart[] = await this.#bucket.listParts(key, uploadId);
    if (parts.length === 0 || parts.some(({ partNumber }, index) => partNumber !== index + 1)) {
      throw new Refusal(400, 'MultipartUploadIncomplete', 'parts are missing');
    }
    await this.#bucket.completeUpload(key, uploadId, parts);
  }
}

function kindOf(method: string, pathname: string, query: URLSearchParams): Call['kind'] {
  if (!pathname.startsWith('/api/v1/file/')) return 'other';
  switch (method) {
    case 'PUT':
      return 'start';
    case 'POST':
      return query.has('renew') ? 'renew' : query.has('confirm') ? 'confirm' : 'start';
    case 'GET':
      return query.has('upload') ? 'state' : 'other';
    case 'DELETE':
      return query.has('upload') ? 'cancel' : 'other';
    default:
      return 'other';
  }
}

/** What the store refuses as SMH would put it. */
function refuse(error: unknown): Answer {
  if (error instanceof Refusal) {
    return { status: error.status, json: { code: error.code, message: error.message } };
  }
  if (!(error instanceof StoreRefusal)) throw error;
  const code = storeCodes[error.code] ?? { status: 500, code: 'InternalServerError' };
  return { status: code.status, json: { code: code.code, message: error.message } };
}

const storeCodes: Readonly<Record<string, { readonly status: number; readonly code: string }>> = {
  NoSuchUpload: { status: 404, code: 'UploadNotFound' },
  NoSuchKey: { status: 404, code: 'CosObjectNonexistent' },
  EntityTooSmall: { status: 400, code: 'MultipartUploadPartTooSmall' },
};
