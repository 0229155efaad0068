import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HostOptions, Middleware } from './host-options.js';
import { isLoopbackOrigin } from './loopback.js';
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
 * Pages of other origins are refused, but for those of this machine.
 */
export function createHostRoutes(options: HostOptions): Middleware {
  const client = new SmhClient(options);
  return (request, response, next) => {
    const serve = findRoute(readTarget(request).path, request.method ?? 'GET');
    if (serve === null) return next();
    if (!isOwnPage(request)) {
      request.resume();
      return sendJson(response, 403, { code: 'Forbidden', message: 'this page may not use these routes' });
    }
    setCors(request, response);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    Promise.resolve()
      .then(() => serve(client, request, response))
      .catch((failure: unknown) => fail(response, failure));
  };
}

function findRoute(path: string, method: string): Serve | null {
  const isRead = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  if (path === '/api/smh-token' && (isRead || method === 'POST'))
    return (client, _, response) => serveToken(client, response);
  if (path === '/api/smh-config' && isRead) return (client, _, response) => serveConfig(client, response);
  if (path.startsWith('/smh/')) return serveProxy;
  return /^\/(uploads(\/.*)?|directories|info)$/.test(path) ? serveUploads : null;
}

/** True for a page of the same origin or of this machine, and for what is no page at all. */
function isOwnPage(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
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
