import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { cutOff, hangs } from './connection.js';
import type { FaultRule } from './faults.js';
import type { LogEntry } from './request-log.js';
import type { ServerContext } from './server-context.js';
import { ObjectStoreError } from './service-error.js';

/** Headers of every answer of the object store. */
export function identity(context: ServerContext): Record<'x-cos-request-id' | 'Server' | 'Date', string> {
  const requestId = `dev${randomBytes(12).toString('hex')}`;
  return {
    'x-cos-request-id': requestId,
    Server: 'tencent-cos',
    Date: new Date(context.now()).toUTCString(),
  };
}

/** Puts the bucket's CORS headers on an answer to a page. */
export function setObjectCors(
  context: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Vary', 'Origin');
  const { exposeHeaders } = context.settings;
  if (exposeHeaders !== '') response.setHeader('Access-Control-Expose-Headers', exposeHeaders);
}

/** Answers a preflight by the bucket's rule. @throws ObjectStoreError 403 `AccessForbidden` */
export function answerPreflight(
  context: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
  entry: LogEntry,
  rule: FaultRule | null,
): void {
  const method = String(request.headers['access-control-request-method']);
  const isAllowed =
    context.settings.objectCors &&
    request.headers.origin !== undefined &&
    ['PUT', 'POST', 'GET', 'HEAD', 'DELETE'].includes(method);
  if (rule?.reset !== undefined) return cutOff(request);
  if (hangs(rule, 'mid-body', 'after-body', 'after-commit')) return;
  if (!isAllowed)
    throw new ObjectStoreError(403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
  if (rule?.status !== undefined)
    throw new ObjectStoreError(rule.status, rule.code ?? '', 'a fault was asked for');
  const headers = request.headers['access-control-request-headers'];
  entry.status = 200;
  response.writeHead(200, {
    ...identity(context),
    'Access-Control-Allow-Methods': 'PUT, POST, GET, HEAD, DELETE',
    ...(headers === undefined ? {} : { 'Access-Control-Allow-Headers': headers }),
    'Access-Control-Max-Age': '600',
    'Content-Length': '0',
  });
  response.end();
}
