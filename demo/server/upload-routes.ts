import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJsonObject, parseJsonBody, readBody, type JsonObject } from './read-json-body.js';
import { relay, sendJson } from './relay.js';
import { readTarget } from './request-target.js';
import { ServiceError } from './service-error.js';
import type { SmhCall, SmhClient } from './smh-client.js';

/**
 * The backend behind the uploader's callbacks (way C): `POST /uploads`,
 * `POST /uploads/:key/confirm`, `POST /uploads/:key/renew`, `GET` and `DELETE /uploads/:key`,
 * `POST /directories`, `GET /info?path=a%2Fb`. No access token reaches the browser.
 * @throws ServiceError 400 for a request of the wrong shape, 404 for another path
 */
export async function serveUploads(
  client: SmhClient,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = readTarget(request);
  const [, resource = '', key = '', action = ''] = target.path.split('/');
  const { libraryId, spaceId } = client.options;
  const files = `/api/v1/file/${libraryId}/${spaceId}`;
  // A dot segment would be resolved on its way, and lead elsewhere.
  if (key !== '' && (!/^[\w.~-]+$/.test(key) || /^\.{1,2}$/.test(key))) throw notFound();
  const body = await readJson(request);
  switch (`${request.method} /${resource}${key === '' ? '' : '/:key'}${action === '' ? '' : `/${action}`}`) {
    case 'POST /uploads':
      return relay(client, startCall(files, body), response);
    case 'POST /uploads/:key/confirm': {
      const query = `confirm=1&${new URLSearchParams(strategyOf(body))}`;
      const fields = pick(body, ['crc64', ...METADATA]);
      return relay(
        client,
        { method: 'POST', path: `${files}/${key}`, query, body: JSON.stringify(fields) },
        response,
      );
    }
    case 'POST /uploads/:key/renew': {
      const fields = pick(body, ['partNumberRange']);
      const text = Object.keys(fields).length === 0 ? null : JSON.stringify(fields);
      return relay(
        client,
        { method: 'POST', path: `${files}/${key}`, query: 'renew=1', body: text },
        response,
      );
    }
    case 'GET /uploads/:key': {
      const bare = target.query.has('no_upload_part_info') ? '&no_upload_part_info=1' : '';
      return relay(
        client,
        { method: 'GET', path: `${files}/${key}`, query: `upload=1${bare}`, body: null },
        response,
      );
    }
    case 'DELETE /uploads/:key':
      return relay(
        client,
        { method: 'DELETE', path: `${files}/${key}`, query: 'upload=1', body: null },
        response,
      );
    case 'POST /directories': {
      const path = `/api/v1/directory/${libraryId}/${spaceId}/${encodePath(body['path'])}`;
      return relay(
        client,
        { method: 'PUT', path, query: 'conflict_resolution_strategy=ask', body: null },
        response,
      );
    }
    case 'GET /info':
      return sendInfo(
        client,
        `${files}/${encodePath((target.query.get('path') ?? '').split('/'))}`,
        response,
      );
    default:
      throw notFound();
  }
}

const METADATA = ['labels', 'category', 'localCreationTime', 'localModificationTime'] as const;

function startCall(files: string, body: JsonObject): SmhCall {
  const { size, multipart, formUpload, trafficLimit, preferSameOrigin } = body;
  if (!Number.isSafeInteger(size) || Number(size) < 0) throw invalid('size must be a number of bytes');
  const query = new URLSearchParams({ ...strategyOf(body), filesize: String(size) });
  if (typeof trafficLimit === 'number') query.set('traffic_limit', String(trafficLimit));
  if (preferSameOrigin === true) query.set('prefer_same_origin', 'true');
  const hashes = pick(body, ['beginningHash', 'fullHash']);
  const fields = {
    ...hashes,
    ...(Object.keys(hashes).length === 0 ? {} : { size: String(size) }),
    ...pick(body, [...METADATA, 'partNumberRange']),
  };
  const method = multipart === true || formUpload === true ? 'POST' : 'PUT';
  const text = `${multipart === true ? 'multipart=1&' : ''}${query}`;
  return { method, path: `${files}/${encodePath(body['path'])}`, query: text, body: JSON.stringify(fields) };
}

/** Only what a page may know: `?info` also holds a signed download link. */
async function sendInfo(client: SmhClient, path: string, response: ServerResponse): Promise<void> {
  const { response: answer, body } = await client.call({ method: 'GET', path, query: 'info=1', body: null });
  const text = (body ?? (await readBody(answer))).toString('utf8');
  if (answer.statusCode === 404) return sendJson(response, 200, null);
  const info: unknown = JSON.parse(text);
  if (answer.statusCode !== 200 || !isJsonObject(info))
    return sendJson(response, answer.statusCode ?? 502, info);
  sendJson(response, 200, { size: info['size'], crc64: info['crc64'], creationTime: info['creationTime'] });
}

function strategyOf(body: JsonObject): { conflict_resolution_strategy: string } {
  const strategy = body['conflictResolutionStrategy'] ?? 'rename';
  if (strategy !== 'rename' && strategy !== 'ask' && strategy !== 'overwrite') {
    throw invalid('conflictResolutionStrategy must be rename, ask or overwrite');
  }
  return { conflict_resolution_strategy: strategy };
}

function encodePath(path: unknown): string {
  const isPath =
    Array.isArray(path) &&
    path.length > 0 &&
    path.every(
      (name) => typeof name === 'string' && name !== '' && !name.includes('/') && !/^\.{1,2}$/.test(name),
    );
  if (!isPath) throw invalid('path must be a list of names');
  try {
    return path.map((name) => encodeURIComponent(String(name))).join('/');
  } catch {
    throw invalid('path holds a text that is not valid Unicode');
  }
}

/** The body of a request that may have one; a page of another site could not send it as JSON. */
async function readJson(request: IncomingMessage): Promise<JsonObject> {
  if (request.method !== 'POST') return {};
  const body = await readBody(request);
  const type = request.headers['content-type'];
  if (body.byteLength > 0 && !/^application\/json\b/i.test(type ?? '')) {
    throw new ServiceError(415, 'ParamInvalid', 'a body must be sent with Content-Type application/json');
  }
  return parseJsonBody(body, type);
}

function pick(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])));
}

function invalid(message: string): ServiceError {
  return new ServiceError(400, 'ParamInvalid', message);
}

function notFound(): ServiceError {
  return new ServiceError(404, 'RouteNotFound', 'there is no such route');
}
