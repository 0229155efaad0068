import { createHash, randomBytes } from 'node:crypto';
import type { HostOptions } from '../../demo/server/host-options.js';
import { isLoopbackHost } from '../../demo/server/loopback.js';
import { isJsonObject } from '../../demo/server/read-json-body.js';
import type { JsonObject } from '../../demo/server/read-json-body.js';
import { redactForeign } from '../../src/errors.js';
import { parseObjectErrorBody } from '../../src/protocol/object-errors.js';

/** What a call was answered. */
export type Answered = {
  readonly status: number;
  /** SMH's code, or the one in the object store's XML; null: none. */
  readonly code: string | null;
  /** Empty where the body was no JSON object. */
  readonly json: JsonObject;
  /** As it came. */
  readonly text: string;
  readonly headers: Headers;
};

/** How an upload is started. */
export type Start = {
  /** The file's name in the walker's own folder. */
  readonly name: string;
  readonly kind: 'simple' | 'multipart';
  /** In bytes. */
  readonly size: number;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
};

/** An upload that is open. */
export type Opened = {
  readonly confirmKey: string;
  /** Where its bytes go. */
  readonly url: string;
  /** Null: one simple PUT. */
  readonly uploadId: string | null;
  /** The answer of its start. */
  readonly answer: Answered;
};

/** A service that answered otherwise than what comes next can do with. */
export class UnexpectedAnswer extends Error {
  constructor(what: string, { status, code, text }: Answered) {
    super(
      `${what} was answered with ${said({ status, code })}${code === null ? ` ${redactForeign(text)}` : ''}`,
    );
    this.name = 'UnexpectedAnswer';
  }
}

/** Status and code, as a person reads them. */
export function said({ status, code }: Pick<Answered, 'status' | 'code'>): string {
  return code === null ? String(status) : `${String(status)} ${code}`;
}

/** Longest wait for one answer, in ms; own figure. */
const answerTimeoutMs = 60_000;

/** Least `period` that all versions of the documentation allow, in seconds. */
const periodSeconds = 1200;

const grants = 'upload_file,upload_file_force,create_directory';

/**
 * A bare client of the service under test, written from the protocol and nothing of ours. It works in a
 * folder of its own, and remembers what it made.
 */
export class LiveService {
  readonly options: HostOptions;
  /** Of all that is made. */
  readonly folder = `smh-live-check-${randomBytes(6).toString('hex')}`;
  /** What no text may hold. */
  readonly #secrets = new Set<string>();
  readonly #open = new Set<string>();
  #accessToken = '';
  #rangeForm: 'none' | 'string' | 'list' = 'none';

  constructor(options: HostOptions) {
    this.options = options;
    this.#secrets.add(options.librarySecret);
  }

  /** An access token as a page would get it. */
  get accessToken(): string {
    return this.#accessToken;
  }

  /** Gets an access token and makes the folder. @throws {UnexpectedAnswer} where the service gives none */
  async prepare(): Promise<void> {
    this.#accessToken = await this.#issueToken(grants);
    const made = await this.call('PUT', this.folder, { resource: 'directory' });
    if (made.status !== 201) throw new UnexpectedAnswer('Making a folder', made);
  }

  /** `text` without any of the secrets of this run. */
  hide(text: string): string {
    let hidden = text;
    for (const secret of this.#secrets) {
      for (const form of [secret, encodeURIComponent(secret)]) hidden = hidden.replaceAll(form, '…');
    }
    return hidden;
  }

  /** A call to the API below library and space. */
  call(
    method: string,
    path: string,
    options: {
      readonly query?: Readonly<Record<string, string>>;
      readonly body?: JsonObject;
      readonly resource?: string;
    } = {},
  ): Promise<Answered> {
    return this.#send(method, this.url(path, options.query, options.resource), options.body);
  }

  /** Where a call goes, with the access token in its query. */
  url(path: string, query: Readonly<Record<string, string>> = {}, resource = 'file'): string {
    const token = { access_token: this.#accessToken };
    return `${this.bareUrl(path, resource)}?${queryText({ ...query, ...token })}`;
  }

  /** The same without a query. */
  bareUrl(path: string, resource = 'file'): string {
    const { libraryId, spaceId } = this.options;
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    return `${this.#base()}/api/v1/${resource}/${libraryId}/${spaceId}/${encoded}`;
  }

  /** Starts an upload; whatever it opens is freed by `cleanUp`. */
  async start({ name, kind, size, query = {}, body = {} }: Start): Promise<Answered> {
    const method = kind === 'simple' ? 'PUT' : 'POST';
    const answer = await this.call(method, `${this.folder}/${name}`, {
      query: { ...(kind === 'multipart' ? { multipart: '' } : {}), filesize: String(size), ...query },
      body: { ...this.#range(kind), ...body },
    });
    const { confirmKey } = answer.json;
    if (typeof confirmKey === 'string') {
      this.#secrets.add(confirmKey);
      this.#open.add(confirmKey);
    }
    return answer;
  }

  /** As `start`, and expects an open upload. @throws {UnexpectedAnswer} */
  async open(start: Start): Promise<Opened> {
    let answer = await this.start(start);
    // A deployment that signs part by part refuses a start that names none.
    for (const form of ['string', 'list'] as const) {
      if (answer.status !== 400 || answer.code !== 'ParamInvalid' || this.#rangeForm === 'list') break;
      this.#rangeForm = form;
      answer = await this.start(start);
    }
    const { confirmKey, domain, path, uploadId } = answer.json;
    if (answer.status !== 201 || typeof confirmKey !== 'string') {
      throw new UnexpectedAnswer(`Starting the upload of ${start.name}`, answer);
    }
    const url = `${this.#storeOrigin(String(domain))}${String(path)}`;
    return { confirmKey, url, uploadId: typeof uploadId === 'string' ? uploadId : null, answer };
  }

  /** Where a part (or the whole of a simple upload) goes, and with which headers. */
  target(
    opened: Opened,
    partNumber: number,
  ): { readonly url: string; readonly headers: Record<string, string> } {
    const { json } = opened.answer;
    const parts = isJsonObject(json['parts']) ? json['parts'] : {};
    const own = parts[String(partNumber)];
    const given = isJsonObject(own) ? own['headers'] : json['headers'];
    const headers = Object.entries(isJsonObject(given) ? given : {}).map(([name, value]) => [
      name,
      String(value),
    ]);
    const query =
      opened.uploadId === null
        ? ''
        : `?uploadId=${encodeURIComponent(opened.uploadId)}&partNumber=${String(partNumber)}`;
    return { url: `${opened.url}${query}`, headers: Object.fromEntries(headers) as Record<string, string> };
  }

  /** Sends bytes to the object store. */
  async put(opened: Opened, bytes: Uint8Array, partNumber = 1): Promise<Answered> {
    const { url, headers } = this.target(opened, partNumber);
    const answer = await fetch(url, {
      method: 'PUT',
      headers,
      body: new Blob([Uint8Array.from(bytes)]),
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      code: parseObjectErrorBody(text).code ?? null,
      json: {},
      text,
      headers: answer.headers,
    };
  }

  /** Confirms an upload. */
  async confirm(
    { confirmKey }: Opened,
    query: Readonly<Record<string, string>> = {},
    body?: JsonObject,
  ): Promise<Answered> {
    const options = body === undefined ? {} : { body };
    const answer = await this.call('POST', confirmKey, { query: { confirm: '', ...query }, ...options });
    if (answer.status === 200) this.#open.delete(confirmKey);
    return answer;
  }

  /** Uploads a small file in one piece. @throws {UnexpectedAnswer} */
  async store(name: string, bytes: Uint8Array, body: JsonObject = {}): Promise<void> {
    const opened = await this.open({ name, kind: 'simple', size: bytes.byteLength, body });
    const put = await this.put(opened, bytes);
    if (put.status !== 200) throw new UnexpectedAnswer(`Sending ${name}`, put);
    const confirmed = await this.confirm(opened);
    if (confirmed.status !== 200) throw new UnexpectedAnswer(`Confirming ${name}`, confirmed);
  }

  /** Frees what is open and removes the folder. @returns what could not be removed, one line each */
  async cleanUp(): Promise<readonly string[]> {
    const left: string[] = [];
    const attempt = async (what: string, act: () => Promise<Answered>): Promise<void> => {
      try {
        const answer = await act();
        // What is gone already need not be removed.
        if (answer.status >= 300 && answer.status !== 404) throw new UnexpectedAnswer('Removing it', answer);
      } catch (error) {
        left.push(`${what}. ${error instanceof Error ? error.message : String(error)}`);
      }
    };
    for (const confirmKey of this.#open) {
      await attempt('an open upload', () => this.call('DELETE', confirmKey, { query: { upload: '' } }));
    }
    await this.#dropToken();
    await attempt(`the folder ${this.folder}; delete it by hand`, async () => {
      this.#accessToken = await this.#issueToken('delete_directory');
      return this.call('DELETE', this.folder, { resource: 'directory' });
    });
    await this.#dropToken();
    return left;
  }

  #base(): string {
    return this.options.endpoint.replace(/\/+$/, '');
  }

  #range(kind: Start['kind']): JsonObject {
    if (kind === 'simple' || this.#rangeForm === 'none') return {};
    return { partNumberRange: this.#rangeForm === 'string' ? '1-2' : [1, 2] };
  }

  /** `https:` wherever a developer's own machine is not meant. */
  #storeOrigin(domain: string): string {
    if (/^https?:\/\//.test(domain)) return domain;
    const isDevelopment = this.#base().startsWith('http:') && isLoopbackHost(domain);
    return `${isDevelopment ? 'http' : 'https'}://${domain}`;
  }

  async #issueToken(grant: string): Promise<string> {
    const { libraryId, librarySecret, spaceId } = this.options;
    const query = queryText({
      library_id: libraryId,
      library_secret: librarySecret,
      space_id: spaceId,
      period: String(periodSeconds),
      grant,
    });
    const answer = await this.#send('POST', `${this.#base()}/api/v1/token?${query}`);
    const { accessToken } = answer.json;
    if (typeof accessToken !== 'string') throw new UnexpectedAnswer('Asking for an access token', answer);
    this.#secrets.add(accessToken);
    return accessToken;
  }

  /** Its life is short in any case. */
  async #dropToken(): Promise<void> {
    const { libraryId } = this.options;
    const url = `${this.#base()}/api/v1/token/${libraryId}/${this.#accessToken}`;
    await this.#send('DELETE', url).catch(() => undefined);
  }

  async #send(method: string, url: string, body?: JsonObject): Promise<Answered> {
    const answer = await fetch(url, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(answerTimeoutMs),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    const json = parse(text);
    const code = typeof json['code'] === 'string' ? json['code'] : null;
    // Some deployments refuse with 200 and the status in the body.
    const inBody = code === null ? 0 : Number(json['status'] ?? 0);
    return { status: inBody > 0 ? inBody : answer.status, code, json, text, headers: answer.headers };
  }
}

/** The two hashes of SMH's handshake for a file, in lower-case hex. */
export function hashesOf(bytes: Uint8Array): { readonly beginningHash: string; readonly fullHash: string } {
  const blockBytes = 1024 ** 2;
  let beginning = Buffer.alloc(0);
  let chain = Buffer.alloc(0);
  for (let start = 0; start < bytes.byteLength; start += blockBytes) {
    chain = createHash('sha256')
      .update(chain)
      .update(bytes.subarray(start, start + blockBytes))
      .digest();
    if (start === 0) beginning = chain;
  }
  return { beginningHash: beginning.toString('hex'), fullHash: chain.toString('hex') };
}

/** Flags have no value: `multipart&filesize=5`. */
function queryText(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => (value === '' ? name : `${name}=${encodeURIComponent(value)}`))
    .join('&');
}

function parse(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
