import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { request as sendRequest } from 'node:http';
import { join } from 'node:path';
import type { DevServer } from '../../demo/server/create-dev-server.js';
import { withServer } from '../server/with-server.js';

export const PAGE_ORIGIN = 'https://www.example.com';

/** What a page of the site sends with each call. */
export const OF_PAGE = { origin: PAGE_ORIGIN } as const;

const LIBRARY = { id: 'demo', secret: 'not-a-real-secret-0123456789' } as const;
const SCRIPT = join(import.meta.dirname, '../../demo/host-backend/server.mjs');

/** An answer as it came; `json` is {} where it is none. */
export type RawAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
};

/** A request as it is sent: nothing in the path is resolved or encoded. */
export type RawRequest = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** A running host backend, and all that it wrote. */
export class Backend {
  readonly port: number;
  readonly output: () => string;

  constructor(port: number, output: () => string) {
    this.port = port;
    this.output = output;
  }

  send(method: string, path: string, { headers = {}, body }: RawRequest = {}): Promise<RawAnswer> {
    return new Promise((done, fail) => {
      const sent = sendRequest(
        { host: '127.0.0.1', port: this.port, method, path, headers, agent: false },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('error', fail);
          response.on('end', () =>
            done({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) }),
          );
        },
      );
      sent.on('error', fail);
      sent.end(body);
    });
  }

  /** Signs a new user in. */
  async signIn(): Promise<Session> {
    const { status, headers } = await this.send('POST', '/sign-in', { headers: OF_PAGE });
    assert.equal(status, 204);
    return new Session(this, String(headers['set-cookie']).split(';')[0] ?? '');
  }
}

/** A signed-in page. */
export class Session {
  readonly backend: Backend;
  readonly cookie: string;

  constructor(backend: Backend, cookie: string) {
    this.backend = backend;
    this.cookie = cookie;
  }

  send(method: string, path: string, { headers = OF_PAGE, body }: RawRequest = {}): Promise<RawAnswer> {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const all = { cookie: this.cookie, ...type, ...headers };
    return this.backend.send(method, path, body === undefined ? { headers: all } : { headers: all, body });
  }

  /** A call on a file of the library, by its encoded path or its confirm key. */
  file(method: string, rest: string, request: RawRequest = {}): Promise<RawAnswer> {
    return this.send(method, `/smh/api/v1/file/demo/-/${rest}`, request);
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** How a process that could not start ended. */
export type Ended = { readonly code: number | null; readonly output: string };

/** Starts the host backend; resolves when it listens or has ended. The caller stops it. */
export function startBackend(
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly backend: Backend; stop(): Promise<void> } | Ended> {
  const { PATH = '' } = process.env;
  // Nothing of this process's own environment may stand in for a missing variable.
  const child = spawn(process.execPath, [SCRIPT], { env: { PATH, ...environment } });
  let output = '';
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, output })));
  const listening = new Promise<number>((done) => {
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
      const port = /^port (\d+)$/m.exec(output)?.[1];
      if (port !== undefined) done(Number(port));
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
  });
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  return Promise.race([
    ended,
    listening.then((port) => ({ backend: new Backend(port, () => output), stop })),
  ]);
}

/** The environment for a service at `endpoint`. */
export function environmentFor(endpoint: string): Record<string, string> {
  return {
    SMH_ENDPOINT: endpoint,
    SMH_LIBRARY_ID: LIBRARY.id,
    SMH_LIBRARY_SECRET: LIBRARY.secret,
    PAGE_ORIGIN,
    PORT: '0',
  };
}

/** Runs `use` with a host backend in front of the service at `endpoint`. */
export async function withBackendAt(
  endpoint: string,
  environment: Readonly<Record<string, string>>,
  use: (backend: Backend) => Promise<void>,
): Promise<void> {
  const started = await startBackend({ ...environmentFor(endpoint), ...environment });
  if (!('backend' in started)) throw new Error(`the host backend ended: ${started.output}`);
  try {
    await use(started.backend);
  } finally {
    await started.stop();
  }
}

/** Runs `use` with a host backend in front of a development server, and looks at what it wrote. */
export async function withBackend(
  environment: Readonly<Record<string, string>>,
  use: (backend: Backend, server: DevServer) => Promise<void>,
): Promise<void> {
  await withServer({ library: LIBRARY }, async (server) => {
    await withBackendAt(server.apiOrigin, environment, async (backend) => {
      await use(backend, server);
      assertNoSecret(backend.output());
      // Names of files and queries are nobody's business.
      for (const line of backend.output().trim().split('\n')) assert.match(line, /^[A-Za-z -]+ \d+$/);
    });
  });
}

/** Fails for a text with the library's secret or an access token of the development server in it. */
export function assertNoSecret(text: string): void {
  assert.ok(!text.includes(LIBRARY.secret), 'the library secret is told');
  assert.ok(!/acctk01|access_token|library_secret/.test(text), 'an access token is told');
}
