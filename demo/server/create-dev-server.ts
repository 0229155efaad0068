import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AccessTokens, type AccessTokenAnswer } from './access-tokens.js';
import { addFile } from './add-file.js';
import type { ByteSource } from './blob-store.js';
import { serveDevRoutes } from './dev-routes.js';
import { Faults } from './faults.js';
import { HashIndex } from './hash-index.js';
import { createHostRoutes } from './host-routes.js';
import { keysOf } from './keys.js';
import { isOwnHost } from './loopback.js';
import { serveObjectStore } from './object-routes.js';
import { Pacer } from './pacer.js';
import { ReceivedBytes, RequestLog } from './request-log.js';
import { selfSignedCertificate } from './self-signed-certificate.js';
import type { ServerContext } from './server-context.js';
import { assignSettings, settingsFrom, type DevServerOptions, type DevServerSettings } from './settings.js';
import { Signer } from './signatures.js';
import { serveSmhApi } from './smh-routes.js';
import { Store } from './store.js';
import type { StoredFile } from './stored.js';

/** Grants of a token that is asked for without any: what an uploader needs. */
const UPLOADER_GRANTS = ['upload_file', 'upload_file_force', 'create_directory'] as const;

/** Longest wait for requests that were cut off, in ms; own figure. */
const CLOSE_MAX_MS = 1000;

/** A running development server. */
export type DevServer = {
  /** Origin of the SMH API, such as `http://127.0.0.1:4001`. */
  readonly apiOrigin: string;
  /** Origin of the object store. */
  readonly objectOrigin: string;
  /** Origin of the host routes; null unless `hostPort` was given. */
  readonly hostOrigin: string | null;
  readonly libraryId: string;
  readonly librarySecret: string;
  /** The first of the spaces. */
  readonly spaceId: string;
  /** Folder of what is kept, absolute. */
  readonly dir: string;
  /** PEM of the certificate; null without `https`. */
  readonly certificate: string | null;
  /** Can be changed at any time. */
  readonly settings: DevServerSettings;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly received: ReceivedBytes;
  /** An access token for the first space (or `spaceId`). @default grants for uploading, overwriting and directories */
  issueToken(
    grants?: readonly string[],
    options?: { readonly spaceId?: string; readonly userId?: string; readonly period?: number },
  ): AccessTokenAnswer;
  /** Ends the life of all access tokens issued so far. */
  expireAccessTokens(): void;
  /** Ends the life of all signed headers issued so far. */
  expireHeaders(): void;
  /** Stored files. */
  files(): readonly StoredFile[];
  /** The bytes of a stored file. */
  read(file: StoredFile): AsyncIterable<Uint8Array>;
  /** Puts a file in a space without an upload, directories included. */
  addFile(path: readonly string[], content: ByteSource, spaceId?: string): Promise<StoredFile>;
  /** Resolves when all that has landed can be found by its hashes. */
  indexed(): Promise<void>;
  /** Forgets files, uploads, faults, log and changed settings; access tokens stay. */
  reset(): void;
  /** Cuts all connections, and lets the folder go. */
  close(): Promise<void>;
};

/**
 * Starts the SMH-compatible development server: the SMH API and the object store on two
 * ports of 127.0.0.1, in this process.
 * @throws TypeError for a wrong option; Error with code `EADDRINUSE` for a port in use, and when the folder is in use
 */
export async function createDevServer(options: DevServerOptions = {}): Promise<DevServer> {
  const settings = settingsFrom(options);
  const spaces = options.spaces ?? ['-'];
  const [spaceId] = spaces;
  if (spaceId === undefined || spaces.some((space) => !/^[\w-]+$/.test(space))) {
    throw new TypeError('spaces: a list of ids made of letters, digits, - and _');
  }
  if (options.library !== undefined && !isLibrary(options.library)) {
    throw new TypeError('library: { id, secret }, two texts that are not empty');
  }
  const dir = resolve(options.dir ?? '.smh-dev-server');
  const store = new Store(dir);
  try {
    return await serveStore(store, dir, spaces, spaceId, settings, options);
  } catch (failure) {
    store.close();
    throw failure;
  }
}

function isLibrary(library: { readonly id: unknown; readonly secret: unknown }): boolean {
  return [library.id, library.secret].every((text) => typeof text === 'string' && text.trim() !== '');
}

async function serveStore(
  store: Store,
  dir: string,
  spaces: readonly string[],
  spaceId: string,
  settings: DevServerSettings,
  options: DevServerOptions,
): Promise<DevServer> {
  const keys = keysOf(dir);
  const library = options.library ?? { id: 'smhdev', secret: keys.librarySecret };
  const names = [options.objectDomain, options.apiDomain].flatMap((name) =>
    name === undefined ? [] : [name],
  );
  const tls = options.https === true ? selfSignedCertificate(names) : null;
  const servers: Server[] = [];
  const open = async (listener: RequestListener, port: number): Promise<string> => {
    const server = tls === null ? createHttpServer(listener) : createHttpsServer(tls, listener);
    // A part over a slow line may take as long as it likes.
    server.requestTimeout = 0;
    server.keepAliveTimeout = 60_000;
    servers.push(server);
    return `${tls === null ? 'http' : 'https'}://127.0.0.1:${await listen(server, port)}`;
  };

  let objectOrigin = '';
  let issuedAt = 0;
  let revokedBefore = 0;
  const index = new HashIndex(store);
  const context: ServerContext = {
    library,
    spaces,
    settings,
    store,
    index,
    tokens: new AccessTokens(store, settings),
    signer: new Signer(Buffer.from(keys.signingKey, 'hex')),
    // Browsers silently repeat a request whose used connection dies without an answer;
    // on fresh connections a cut is seen for what it is.
    faults: new Faults(() => servers.forEach((server) => server.closeIdleConnections())),
    log: new RequestLog(),
    received: new ReceivedBytes(),
    pacer: new Pacer(() => settings.bandwidth),
    apiDomain: options.apiDomain,
    objectDomain: options.objectDomain,
    answerDomain: () => options.objectDomain ?? objectOrigin.replace(/^\w+:\/\//, ''),
    objectOrigin: () => objectOrigin,
    now: () => Date.now() + settings.clockOffsetMs,
    headerLife: () => {
      // Never the same twice, so that what is issued after `expireHeaders` is told from what was before.
      issuedAt = Math.max(issuedAt + 1, Date.now());
      const expiresAt = issuedAt + settings.headerLifeSeconds * 1000;
      return { issuedAt, expiresAt, aheadMs: settings.clockOffsetMs };
    },
    revokedBefore: () => revokedBefore,
    expireHeaders: () => void (revokedBefore = issuedAt),
    reset: () => {
      store.reset();
      context.faults.clear();
      context.log.clear();
      context.received.clear();
      assignSettings(settings, settingsFrom(options));
    },
  };
  const running = new Set<Promise<void>>();
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(closeServer));
    // What was cut off takes its leave of the disk first.
    await Promise.race([Promise.allSettled(running), wait(CLOSE_MAX_MS, undefined, { ref: false })]);
    await index.close();
    store.close();
  };
  try {
    objectOrigin = await open(
      guard(context, running, [options.objectDomain], serveObjectStore),
      options.objectPort ?? 0,
    );
    const apiOrigin = await open(guard(context, running, [options.apiDomain], serveApi), options.port ?? 0);
    const routes = createHostRoutes({
      endpoint: apiOrigin,
      libraryId: library.id,
      librarySecret: library.secret,
      spaceId,
      ...(tls === null ? {} : { certificate: tls.cert }),
    });
    const hostOrigin =
      options.hostPort === undefined
        ? null
        : await open(
            guard(context, running, [], async (_, request, response) => {
              routes(request, response, () => void response.writeHead(404).end());
            }),
            options.hostPort,
          );
    return {
      apiOrigin,
      objectOrigin,
      hostOrigin,
      libraryId: library.id,
      librarySecret: library.secret,
      spaceId,
      dir,
      certificate: tls?.cert ?? null,
      settings,
      faults: context.faults,
      log: context.log,
      received: context.received,
      issueToken: (grants = UPLOADER_GRANTS, { spaceId: space = spaceId, userId = '', period } = {}) =>
        context.tokens.issue({
          spaceIds: [space],
          userId,
          grants,
          ...(period === undefined ? {} : { period }),
        }),
      expireAccessTokens: () => context.tokens.expireAll(),
      expireHeaders: context.expireHeaders,
      files: () => store.files(),
      read: (file) => store.blobs.read(file.pieces, { ownChunks: true }),
      addFile: (path, content, space = spaceId) => addFile(context, space, path, content),
      indexed: () => index.settled(),
      reset: context.reset,
      close,
    };
  } catch (failure) {
    await close();
    throw failure;
  }
}

type Serve = (context: ServerContext, request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function serveApi(
  context: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isDev = request.url?.startsWith('/_dev/') === true;
  await (isDev ? serveDevRoutes : serveSmhApi)(context, request, response);
}

/** Refuses names that are not this server's, and keeps a failure from ending the process. */
function guard(
  context: ServerContext,
  running: Set<Promise<void>>,
  names: readonly (string | undefined)[],
  serve: Serve,
): RequestListener {
  return (request, response) => {
    if (!isOwnHost(request.headers.host, names)) {
      request.resume();
      response.writeHead(421, { 'Content-Type': 'text/plain' }).end('This name is not served here.\n');
      return;
    }
    const serving = serve(context, request, response)
      .catch((failure: unknown) => {
        const hasClientLeft = request.destroyed && !request.complete;
        if (!hasClientLeft) console.error('smh-dev-server:', failure);
        response.destroy();
      })
      .finally(() => running.delete(serving));
    running.add(serving);
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', fail);
      const address = server.address();
      done(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
