import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HostAccess, HostOptions, Middleware } from './host-options.js';
import { isLoopbackAddress, isLoopbackOrigin, isOwnHost } from './loopback.js';
import { serveProxy } from './proxy-routes.js';
import { sendJson } from './relay.js';
import { readTarget } from './request-target.js';
import { ServiceError } from './service-error.js';
import { SmhClient } from './smh-client.js';
import { serveConfig, serveToken } from './token-routes.js';
import { serveUploads } from './upload-routes.js';

type Serve = (client: SmhClient, request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/**
 * What a page's own backend would serve, for all three ways to connect: the proxy `/smh`
 * (A), `/api/smh-token` (B), `/uploads`, `/directories` and `/info` (C), and `/api/smh-config`.
 * Other machines are refused, and so are pages of other origins but for those of this machine.
 * What is no call of these, such as a picture below `/uploads`, is left to `next`.
 */
export function createHostRoutes(options: HostOptions): Middleware {
  const client = new SmhClient(options);
  return (request, response, next) => {
    const serve = findRoute(request);
    if (serve === null) return next();
    if (!isOwnPeer(request, options) || !isOwnPage(request, options)) {
      request.resume();
      return sendJson(response, 403, { code: 'Forbidden', message: 'these routes are not served to you' });
    }
    setCors(request, response);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    Promise.resolve()
      .then(() => serve(client, request, response))
      .catch((failure: unknown) => fail(response, failure));
  };
}

type Route = {
  readonly path: RegExp;
  readonly methods: readonly string[];
  readonly serve: Serve;
  /** Name of a query parameter without which it is somebody else's path. */
  readonly parameter?: string;
};

const ROUTES: readonly Route[] = [
  {
    path: /^\/api\/smh-token$/,
    methods: ['GET', 'HEAD', 'POST'],
    serve: (client, _, response) => serveToken(client, response),
  },
  {
    path: /^\/api\/smh-config$/,
    methods: ['GET', 'HEAD'],
    serve: (client, _, response) => serveConfig(client, response),
  },
  { path: /^\/smh\//, methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'], serve: serveProxy },
  { path: /^\/(?:uploads|directories)$/, methods: ['POST'], serve: serveUploads },
  { path: /^\/uploads\/[^/]+$/, methods: ['GET', 'DELETE'], serve: serveUploads },
  { path: /^\/uploads\/[^/]+\/(?:confirm|renew)$/, methods: ['POST'], serve: serveUploads },
  { path: /^\/info$/, methods: ['GET'], serve: serveUploads, parameter: 'path' },
];

/** The route of a call; null for other paths, and for what a browser shows or embeds. */
function findRoute(request: IncomingMessage): Serve | null {
  const { headers } = request;
  if (headers['sec-fetch-mode'] === 'navigate' || (headers['sec-fetch-dest'] ?? 'empty') !== 'empty')
    return null;
  const { path, query } = readTarget(request);
  const asked = request.method === 'OPTIONS' ? headers['access-control-request-method'] : request.method;
  const route = ROUTES.find(
    (candidate) =>
      candidate.path.test(path) &&
      (asked === undefined || candidate.methods.includes(asked)) &&
      (candidate.parameter === undefined || query.has(candidate.parameter)),
  );
  return route?.serve ?? null;
}

/** True for this machine: `vite --host` would give access tokens to the whole network. */
function isOwnPeer(request: IncomingMessage, options: HostAccess): boolean {
  return options.allowRemotePeers === true || isLoopbackAddress(request.socket.remoteAddress);
}

/**
 * True for a page of the same origin or of this machine, and for what is no page at all. A name
 * of another site may have been rebound to this machine, so the name counts too.
 */
function isOwnPage(request: IncomingMessage, options: HostAccess): boolean {
  const { origin, host } = request.headers;
  if (!isOwnHost(host, options.hostNames ?? [])) return false;
  if (origin !== undefined) return isLoopbackOrigin(origin) || origin.replace(/^https?:\/\//, '') === host;
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'same-site' || site === 'none';
}

function setCors(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
  response.setHeader('Vary', 'Origin');
  if (request.method !== 'OPTIONS') return;
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, PUT, POST, DELETE');
  const headers = request.headers['access-control-request-headers'];
  if (headers !== undefined) response.setHeader('Access-Control-Allow-Headers', headers);
  response.setHeader('Access-Control-Max-Age', '600');
}

/** A refusal as it is; anything else is the service that could not be reached. */
function fail(response: ServerResponse, failure: unknown): void {
  if (response.headersSent) return void response.destroy();
  if (failure instanceof ServiceError) {
    return sendJson(response, failure.status, { code: failure.code, message: failure.message });
  }
  const reason = failure instanceof Error ? failure.message : 'unknown';
  sendJson(response, 502, { code: 'BadGateway', message: `the service could not be reached: ${reason}` });
}
