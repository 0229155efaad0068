import type { IncomingMessage, ServerResponse } from 'node:http';
import { addFile } from './add-file.js';
import { readFaultRule } from './faults.js';
import { isLoopbackOrigin } from './loopback.js';
import { decodePath } from './names.js';
import { parseJsonBody, readBody } from './read-json-body.js';
import { readTarget } from './request-target.js';
import { sendFile } from './serve-download.js';
import type { ServerContext } from './server-context.js';
import { ServiceError } from './service-error.js';
import { assignSettings } from './settings.js';
import type { StoredFile } from './stored.js';
import { vectorBytes } from './vector-bytes.js';

/**
 * Serves `/_dev/...`: what tests and the demo look at and turn. Open to pages of this
 * machine only.
 */
export async function serveDevRoutes(
  context: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { origin } = request.headers;
  response.setHeader('Cross-Origin-Resource-Policy', 'same-site');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (!isOwnPage(request)) {
    request.resume();
    return send(response, 403, { code: 'Forbidden', message: 'only pages of this machine may use this' });
  }
  if (origin !== undefined) {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Vary', 'Origin');
  }
  if (request.method === 'OPTIONS') {
    response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, DELETE');
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
    response.setHeader('Access-Control-Max-Age', '600');
    response.writeHead(204).end();
    return;
  }
  try {
    await route(context, request, response);
  } catch (failure) {
    if (response.headersSent || (request.destroyed && !request.complete)) return void response.destroy();
    if (failure instanceof ServiceError) {
      return send(response, failure.status, { code: failure.code, message: failure.message });
    }
    if (failure instanceof TypeError)
      return send(response, 400, { code: 'ParamInvalid', message: failure.message });
    console.error('smh-dev-server:', failure);
    send(response, 500, {
      code: 'InternalServerError',
      message: 'see the console of the development server',
    });
  }
}

async function route(
  context: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { path, query } = readTarget(request);
  const [, , name, id = ''] = path.split('/');
  const since = Number(query.get('since') ?? 0);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  switch (`${method} ${name}`) {
    case 'GET log':
      return send(response, 200, context.log.entries(since));
    case 'GET received': {
      const { received } = context;
      return send(response, 200, {
        now: Date.now(),
        total: received.total,
        timeline: received.timeline(since),
      });
    }
    case 'GET indexed':
      await context.index.settled();
      return send(response, 200, { indexed: true });
    case 'GET uploads':
      return send(response, 200, openUploads(context));
    case 'GET files': {
      if (id === '') return send(response, 200, context.store.files().map(listed));
      const file = context.store.file(id);
      if (file === undefined) throw new ServiceError(404, 'FileNotFound', 'there is no such file');
      return sendFile(context, file, request, response);
    }
    case 'PUT files': {
      const bytes = query.get('bytes');
      const content = bytes === null ? request : vectorBytes(Number(bytes));
      if (content !== request) request.resume();
      const spaceId = query.get('space') ?? context.spaces[0] ?? '-';
      const file = await addFile(
        context,
        spaceId,
        decodePath(encodeURIComponent(query.get('path') ?? '')),
        content,
      );
      return send(response, 201, listed(file));
    }
    case 'GET faults':
      return send(
        response,
        200,
        context.faults.list().map(({ id: number, rule, hits }) => ({ id: number, rule, hits })),
      );
    case 'POST faults': {
      const fault = context.faults.add(readFaultRule(await readJson(request)));
      return send(response, 201, { id: fault.id });
    }
    case 'DELETE faults':
      if (id === '') context.faults.clear();
      else if (!context.faults.remove(Number(id)))
        throw new ServiceError(404, 'NotFound', 'there is no such fault');
      return send(response, 200, {});
    case 'GET settings':
      return send(response, 200, context.settings);
    case 'POST settings':
      assignSettings(context.settings, await readJson(request));
      return send(response, 200, context.settings);
    case 'POST expire': {
      const wanted = await readJson(request);
      if (wanted['headers'] === true) context.expireHeaders();
      if (wanted['accessTokens'] === true) context.tokens.expireAll();
      return send(response, 200, {});
    }
    case 'POST reset':
      request.resume();
      context.reset();
      return send(response, 200, {});
    default:
      throw new ServiceError(404, 'RouteNotFound', 'there is no such route');
  }
}

/** True for a page of this machine, and for what is no page at all. */
function isOwnPage(request: IncomingMessage): boolean {
  const { origin } = request.headers;
  if (origin !== undefined) return isLoopbackOrigin(origin);
  // A link to a file, followed by a person: localhost and 127.0.0.1 are two sites to a browser.
  if (request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate') return true;
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'same-site' || site === 'none';
}

async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  return parseJsonBody(await readBody(request), request.headers['content-type']);
}

function listed(file: StoredFile): object {
  const { pieces, metadata, createdAt, modifiedAt, ...facts } = file;
  return {
    ...facts,
    ...metadata,
    pieces: pieces.length,
    creationTime: new Date(createdAt).toISOString(),
    modificationTime: new Date(modifiedAt).toISOString(),
  };
}

/** Uploads that are neither confirmed nor canceled; their keys are not told. */
function openUploads(context: ServerContext): object[] {
  return context.store
    .uploads()
    .filter((upload) => upload.fileId === null)
    .map(({ number, kind, spaceId, path, strategy, parts, createdAt }) => ({
      number,
      kind,
      spaceId,
      path,
      strategy,
      creationTime: new Date(createdAt).toISOString(),
      parts: [...parts].map(([partNumber, { size, crc64, md5 }]) => ({ partNumber, size, crc64, md5 })),
    }));
}

function send(response: ServerResponse, status: number, json: unknown): void {
  const text = JSON.stringify(json);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  response.end(text);
}
