import { devServerInfo } from './dev-server-info.js';

/** A file that the development server has stored. */
export type ServerFile = {
  readonly id: string;
  readonly path: readonly string[];
  readonly name: string;
  readonly size: number;
  readonly crc64: string;
  readonly creationTime: string;
};

/** One request that it has served. */
export type LogEntry = {
  readonly kind: string;
  readonly host: 'api' | 'object';
  readonly method: string;
  readonly partNumber: number | null;
  readonly bytesReceived: number;
  readonly status: number;
  readonly isPreflight: boolean;
  /** ms since epoch. */
  readonly startedAt: number;
  /** True where a fault had a hand in it. */
  readonly faulty: boolean;
  /** Number of the upload, from 1; null where there is none. */
  readonly upload: number | null;
};

async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${devServerInfo().apiOrigin}/_dev/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  if (!answer.ok) throw new Error(`${method} /_dev/${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Forgets files, uploads, faults, log and changed settings. */
export function resetServer(): Promise<object> {
  return ask('POST', 'reset', {});
}

export function storedFiles(): Promise<readonly ServerFile[]> {
  return ask('GET', 'files');
}

export async function storedBytes(id: string): Promise<Uint8Array> {
  const answer = await fetch(`${devServerInfo().apiOrigin}/_dev/files/${id}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Resolves when all that is stored can be found by its hashes. */
export function indexed(): Promise<object> {
  return ask('GET', 'indexed');
}

export function openUploads(): Promise<
  readonly { readonly number: number; readonly path: readonly string[] }[]
> {
  return ask('GET', 'uploads');
}

export function addFault(rule: object): Promise<{ readonly id: number }> {
  return ask('POST', 'faults', rule);
}

export function changeSettings(settings: object): Promise<object> {
  return ask('POST', 'settings', settings);
}

/** Ends the life of what was issued. */
export function expire(what: {
  readonly headers?: boolean;
  readonly accessTokens?: boolean;
}): Promise<object> {
  return ask('POST', 'expire', what);
}

/** Requests that arrived, preflights too. */
function arrived(): Promise<readonly LogEntry[]> {
  return ask('GET', 'log');
}

/** Requests served, preflights left out. */
export async function served(): Promise<readonly LogEntry[]> {
  return (await arrived()).filter(({ isPreflight }) => !isPreflight);
}

/** Stores `bytes` bytes of the test pattern without an upload. */
export function storePattern(path: string, bytes: number): Promise<ServerFile> {
  return ask('PUT', `files?path=${encodeURIComponent(path)}&bytes=${bytes}`);
}
