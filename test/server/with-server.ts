import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevServer, type DevServer } from '../../demo/server/create-dev-server.js';
import type { DevServerOptions } from '../../demo/server/settings.js';

/** Runs `use` with a server in a fresh folder, and removes both. */
export async function withServer(
  options: DevServerOptions,
  use: (server: DevServer, client: Client) => Promise<void>,
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'smh-dev-'));
  const server = await createDevServer({ dir, ...options });
  try {
    await use(server, new Client(server));
  } finally {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A parsed answer; the tests look at single fields of it. */
export type Answer = {
  readonly status: number;
  readonly json: Record<string, unknown>;
  readonly headers: Headers;
};

/** An upload as a start answer tells it. */
export type Opened = {
  readonly confirmKey: string;
  readonly url: string;
  readonly uploadId: string;
  readonly headers: Record<string, string>;
};

/** A bare client of the protocol, written from `protocol.md` and nothing of ours. */
export class Client {
  readonly server: DevServer;
  accessToken: string;

  constructor(server: DevServer, grants?: readonly string[]) {
    this.server = server;
    this.accessToken = server.issueToken(grants).accessToken;
  }

  async api(method: string, rest: string, query = '', body?: unknown, resource = 'file'): Promise<Answer> {
    const { apiOrigin, libraryId, spaceId } = this.server;
    const url = `${apiOrigin}/api/v1/${resource}/${libraryId}/${spaceId}/${rest}?${query}&access_token=${this.accessToken}`;
    const response = await fetch(url, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return answerOf(response);
  }

  /** Opens an upload and expects 201. */
  async open(method: 'PUT' | 'POST', path: string, query = '', body?: unknown): Promise<Opened> {
    const { status, json } = await this.api(method, path, query, body);
    if (status !== 201) throw new Error(`start: ${status} ${JSON.stringify(json)}`);
    return openedOf(json);
  }

  confirm(confirmKey: string, body: unknown = {}, query = ''): Promise<Answer> {
    return this.api('POST', confirmKey, `confirm&${query}`, body);
  }

  /** Uploads by one PUT; the answer to confirm. */
  async putFile(path: string, content: string | Uint8Array, query = ''): Promise<Answer> {
    const opened = await this.open('PUT', path, `filesize=${content.length}&${query}`);
    const put = await send(opened.url, opened.headers, content);
    if (put.status !== 200) throw new Error(`put: ${put.status} ${await put.text()}`);
    return this.confirm(opened.confirmKey);
  }
}

/** Sends bytes to the object store. */
export function send(
  url: string,
  headers: Record<string, string>,
  body: string | Uint8Array,
  method: 'PUT' | 'POST' | 'DELETE' = 'PUT',
): Promise<Response> {
  return fetch(url, {
    method,
    headers,
    body: typeof body === 'string' ? body : new Blob([Uint8Array.from(body)]),
  });
}

/** Where a part goes. */
export function partUrl(opened: Opened, partNumber: number): string {
  return `${opened.url}?uploadId=${opened.uploadId}&partNumber=${partNumber}`;
}

export function openedOf(json: Record<string, unknown>): Opened {
  const headers = Object.entries(json['headers'] ?? {}).map(([name, value]) => [name, String(value)]);
  return {
    confirmKey: String(json['confirmKey']),
    url: `http://${String(json['domain'])}${String(json['path'])}`,
    uploadId: String(json['uploadId']),
    headers: Object.fromEntries(headers) as Record<string, string>,
  };
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const json: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, json: json as Record<string, unknown>, headers: response.headers };
}

/** The reference data: byte i is (i * 31) mod 251. */
export function referenceBytes(bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, index) => (index * 31) % 251);
}

/** All bytes of a stored file. */
export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
