import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createAccessToken, deleteAccessToken, renewAccessToken } from './access-token-routes.js';
import type { ApiAnswer, ApiRequest } from './api-request.js';
import type { FaultRule } from './faults.js';
import * as files from './file-routes.js';
import { decodePath } from './names.js';
import { isJsonObject, parseJsonBody, readBody, type JsonObject } from './read-json-body.js';
import type { LogEntry, RequestKind } from './request-log.js';
import { hasFlag, readTarget, type RequestTarget } from './request-target.js';
import type { ServerContext } from './server-context.js';
import { ServiceError } from './service-error.js';
import { isFullStart, postCall, startUpload } from './start-routes.js';
import * as tasks from './task-routes.js';
import { cutOff, followToEnd, hangs } from './connection.js';

const OK = 200;
const NO_CONTENT = 204;

/** Time that the first half of an answer has to reach the client before its connection is cut, in ms. */
const FLUSH_MS = 20;

/** A call that was recognised. */
type Route = {
  readonly kind: RequestKind;
  /** Key of the upload that it is about. */
  readonly confirmKey?: string;
  /** Encoded path that it would open. */
  readonly opens?: string;
  readonly answer: (body: JsonObject) => ApiAnswer;
};

/** Serves one request to the SMH API (`protocol.md` 2). */
export async function serveSmhApi(
  context: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  setCors(context, response);
  const target = readTarget(request);
  if (request.method === 'OPTIONS') return servePreflight(context, request, response, target);

  const route = findRoute(context, request.method ?? 'GET', target, bearerOf(request));
  const entry = context.log.begin({
    kind: route?.kind ?? 'unknown',
    method: request.method ?? '',
    host: 'api',
    bytesAnnounced: announced(request),
  });
  followToEnd(entry, response);
  const upload = route?.confirmKey === undefined ? undefined : context.store.upload(route.confirmKey);
  entry.upload = upload?.number ?? null;
  entry.name = upload?.path.at(-1) ?? nameOf(route?.opens);

  let rule: FaultRule | null = null;
  let answer: ApiAnswer;
  try {
    const bytes = await readBody(request);
    entry.bytesReceived = bytes.byteLength;
    const body = parseJsonBody(bytes, request.headers['content-type']);
    if (entry.kind === 'start' && isFullStart(body)) entry.kind = 'full-start';
    rule = context.faults.take(entry);
    entry.faulty = rule !== null;
    await wait(context.settings.latencyMs + (rule?.delayMs ?? 0));
    if (rule?.reset === 'before' || rule?.reset === 'mid-body') return cutOff(request);
    if (hangs(rule, 'before', 'mid-body', 'after-body')) return;
    if (route === null) throw new ServiceError(404, 'RouteNotFound', 'there is no such call');
    answer = rule?.status === undefined ? route.answer(body) : faultAnswer(rule, rule.status);
  } catch (failure) {
    if (request.destroyed && !request.complete) return;
    answer = refusal(context, failure);
  }
  entry.upload = answer.upload?.number ?? entry.upload;
  if (rule?.reset === 'after-commit') return cutOff(request);
  if (hangs(rule, 'after-commit')) return;
  await wait(context.settings.latencyMs);
  send(context, request, response, disfigure(answer, rule), entry, rule);
}

function findRoute(
  context: ServerContext,
  method: string,
  target: RequestTarget,
  bearer: string | null,
): Route | null {
  const { query } = target;
  const [, api, version, resource = '', libraryId = '', spaceId = '', ...tail] = target.path.split('/');
  if (api !== 'api' || version !== 'v1') return null;
  if (resource === 'token') return findTokenRoute(context, method, target);
  const rest = tail.join('/');
  const act = (handler: (request: ApiRequest) => ApiAnswer): ((body: JsonObject) => ApiAnswer) => {
    return (body) => {
      if (decodeURIComponent(libraryId) !== context.library.id) {
        throw new ServiceError(404, 'LibraryNotFound', 'there is no such library');
      }
      const accessToken = query.get('access_token') ?? bearer;
      return handler({ context, query, body, accessToken, spaceId: decodeURIComponent(spaceId), rest });
    };
  };
  if (resource === 'directory') {
    if (method === 'PUT') return { kind: 'directory', answer: act(files.createDirectory) };
    if (method === 'GET') return { kind: 'directory-list', answer: act(files.listDirectory) };
    return method === 'DELETE' ? { kind: 'directory-delete', answer: act(files.deleteDirectory) } : null;
  }
  if (resource === 'space-quota' && method === 'GET') return { kind: 'quota', answer: act(files.getQuota) };
  if (resource !== 'file') return null;
  const start = (kind: 'simple' | 'form' | 'multipart'): Route => {
    return { kind: 'start', opens: rest, answer: act((request) => startUpload(kind, request)) };
  };
  switch (method) {
    case 'PUT':
      return start('simple');
    case 'POST': {
      const call = postCall(query);
      if (call === 'renew') return { kind: 'renew', confirmKey: rest, answer: act(tasks.renewUpload) };
      if (call === 'confirm') return { kind: 'confirm', confirmKey: rest, answer: act(tasks.confirmUpload) };
      return start(call);
    }
    case 'GET':
      if (hasFlag(query, 'upload'))
        return { kind: 'state', confirmKey: rest, answer: act(tasks.uploadState) };
      if (hasFlag(query, 'info')) return { kind: 'info', answer: act(files.getInfo) };
      return { kind: 'download', answer: act(files.getFile) };
    case 'HEAD':
      return { kind: 'head', answer: act(files.headFile) };
    case 'DELETE':
      if (hasFlag(query, 'upload'))
        return { kind: 'cancel', confirmKey: rest, answer: act(tasks.cancelUpload) };
      return { kind: 'delete', answer: act(files.deleteFile) };
    default:
      return null;
  }
}

function findTokenRoute(context: ServerContext, method: string, target: RequestTarget): Route | null {
  const kind = 'access-token';
  const [, , , , libraryId, accessToken, ...more] = target.path.split('/');
  if (libraryId === undefined) {
    if (method !== 'GET' && method !== 'POST') return null;
    return { kind, answer: () => createAccessToken(context, target.query) };
  }
  if (accessToken === undefined || more.length > 0) return null;
  const checked = (handler: (context: ServerContext, accessToken: string) => ApiAnswer) => (): ApiAnswer => {
    if (libraryId !== context.library.id)
      throw new ServiceError(404, 'LibraryNotFound', 'there is no such library');
    return handler(context, accessToken);
  };
  if (method === 'POST') return { kind, answer: checked(renewAccessToken) };
  return method === 'DELETE' ? { kind, answer: checked(deleteAccessToken) } : null;
}

/** Status without a body by itself, or an error body where the rule names a code. */
function faultAnswer(rule: FaultRule, status: number): ApiAnswer {
  const headers = rule.retryAfter === undefined ? {} : { 'Retry-After': String(rule.retryAfter) };
  if (rule.code === undefined) return { status, headers };
  return { status, headers, json: { code: rule.code, message: rule.message ?? 'a fault was asked for' } };
}

function disfigure(answer: ApiAnswer, rule: FaultRule | null): ApiAnswer {
  if (rule === null || (rule.patch === undefined && rule.omit === undefined)) return answer;
  const fields = { ...(isJsonObject(answer.json) ? answer.json : {}), ...rule.patch };
  const kept = Object.entries(fields).filter(([name]) => rule.omit?.includes(name) !== true);
  return { ...answer, json: Object.fromEntries(kept) };
}

function refusal(context: ServerContext, failure: unknown): ApiAnswer {
  if (!(failure instanceof ServiceError)) {
    const isBadText = failure instanceof URIError;
    if (!isBadText) console.error('smh-dev-server:', failure);
    const error = isBadText
      ? new ServiceError(400, 'ParamInvalid', 'the path is not valid percent-encoded UTF-8')
      : new ServiceError(500, 'InternalServerError', 'the development server failed; its console says more');
    return refusal(context, error);
  }
  const { status, code, message } = failure;
  const json = { code, message, requestId: randomBytes(8).toString('hex') };
  return context.settings.errorsAsOk ? { status: 200, json: { status, ...json } } : { status, json };
}

function send(
  context: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
  answer: ApiAnswer,
  entry: LogEntry,
  rule: FaultRule | null,
): void {
  // A 204 can't carry anything.
  const status = rule?.malformed === true && answer.status === NO_CONTENT ? OK : answer.status;
  entry.status = status;
  entry.code =
    isJsonObject(answer.json) && typeof answer.json['code'] === 'string' ? answer.json['code'] : null;
  if (rule?.corsHeaders === false) for (const name of response.getHeaderNames()) response.removeHeader(name);
  if (context.faults.cutsConnections) response.setHeader('Connection', 'close');
  response.setHeader('x-smh-request-id', randomBytes(8).toString('hex'));
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  const text =
    rule?.malformed === true
      ? '{"domain": "demo'
      : answer.json === undefined
        ? ''
        : JSON.stringify(answer.json);
  if (text !== '') response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    'Content-Length': Buffer.byteLength(text),
  });
  if (rule?.reset === 'mid-answer') {
    // Once the first half is on its way, else the reset would overtake it.
    response.write(text.slice(0, text.length / 2), () => setTimeout(() => cutOff(request), FLUSH_MS));
    return;
  }
  response.end(request.method === 'HEAD' ? undefined : text);
}

function setCors(context: ServerContext, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  const { apiExposeHeaders } = context.settings;
  if (apiExposeHeaders !== '') response.setHeader('Access-Control-Expose-Headers', apiExposeHeaders);
}

async function servePreflight(
  context: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
  target: RequestTarget,
): Promise<void> {
  const entry = context.log.begin({
    kind: 'preflight',
    method: 'OPTIONS',
    host: 'api',
    bytesAnnounced: null,
  });
  followToEnd(entry, response);
  const asked = findRoute(context, String(request.headers['access-control-request-method']), target, null);
  entry.name = nameOf(asked?.opens);
  const rule = context.faults.take(entry);
  entry.faulty = rule !== null;
  await wait(context.settings.latencyMs * 2 + (rule?.delayMs ?? 0));
  if (rule?.reset !== undefined) return cutOff(request);
  if (hangs(rule, 'before', 'mid-body', 'after-body', 'after-commit')) return;
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, PUT, POST, DELETE, OPTIONS');
  // What the official browser SDK needs; whether the service allows more is not known.
  response.setHeader('Access-Control-Allow-Headers', 'Content-Type, Client-Version');
  response.setHeader('Access-Control-Max-Age', '600');
  send(context, request, response, { status: rule?.status ?? 204 }, entry, rule);
}

function bearerOf(request: IncomingMessage): string | null {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

function announced(request: IncomingMessage): number | null {
  const length = request.headers['content-length'];
  return length === undefined ? null : Number(length);
}

function nameOf(encoded: string | undefined): string | null {
  if (encoded === undefined) return null;
  try {
    return decodePath(encoded).at(-1) ?? null;
  } catch {
    return null;
  }
}
