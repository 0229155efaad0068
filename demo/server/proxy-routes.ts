import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './read-json-body.js';
import { relay } from './relay.js';
import { hasFlag, readTarget } from './request-target.js';
import { ServiceError } from './service-error.js';
import type { SmhClient } from './smh-client.js';

/**
 * `/smh/...`: SMH's own paths at the page's origin (way A). It adds the access token,
 * lets through what uploading needs, and changes nothing else.
 * @throws ServiceError 404 `RouteNotFound`, 400 `ParamInvalid`
 */
export async function serveProxy(
  client: SmhClient,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = readTarget(request);
  const path = target.path.replace(/^\/smh/, '');
  const method = request.method ?? 'GET';
  const [, api, version, resource = '', libraryId, spaceId, ...rest] = path.split('/');
  const { options } = client;
  const isOurs =
    api === 'api' && version === 'v1' && libraryId === options.libraryId && spaceId === options.spaceId;
  if (!isOurs || rest.length === 0 || !isForUploading(method, resource, target.query)) {
    throw new ServiceError(404, 'RouteNotFound', 'this proxy serves what uploading needs, for one space');
  }
  // An intermediate server could resolve them and so leave the space.
  if (rest.some((segment) => segment.split(/%2f/i).some((name) => /^(\.|%2e){1,2}$/i.test(name)))) {
    throw new ServiceError(400, 'IllegalFileName', "a name can't be . or ..");
  }
  if (target.query.has('access_token'))
    throw new ServiceError(400, 'ParamInvalid', 'the proxy adds the access token itself');
  const body = await readBody(request);
  if (body.byteLength > 0 && !/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new ServiceError(415, 'ParamInvalid', 'a body must be sent with Content-Type application/json');
  }
  const query = (request.url ?? '').split('?').slice(1).join('?');
  await relay(client, { method, path, query, body: body.byteLength === 0 ? null : body }, response);
}

function isForUploading(method: string, resource: string, query: URLSearchParams): boolean {
  if (resource === 'directory') return method === 'PUT';
  if (resource !== 'file') return false;
  if (method === 'PUT' || method === 'POST' || method === 'HEAD') return true;
  if (method === 'GET') return hasFlag(query, 'upload') || hasFlag(query, 'info');
  return method === 'DELETE' && hasFlag(query, 'upload');
}
