import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { cutOff, followToEnd, hangs } from './connection.js';
import type { FaultRule } from './faults.js';
import { readForm } from './form-data-reader.js';
import { answerPreflight, identity, setObjectCors } from './object-cors.js';
import type { LogEntry, RequestKind } from './request-log.js';
import { readTarget, type RequestTarget } from './request-target.js';
import { receiveBody } from './receive-body.js';
import type { ServerContext } from './server-context.js';
import { ConnectionLost, ObjectStoreError } from './service-error.js';
import { serveDownload } from './serve-download.js';
import type { Verdict } from './signatures.js';
import type { StoredPart, Upload } from './stored.js';
import { PARTS_MAX } from './upload-parameters.js';

/** What the object store answers; an empty body unless it is an error. */
type ObjectAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>> };

/** Serves one request to the object store (`protocol.md` 6). */
export async function serveObjectStore(
  context: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = readTarget(request);
  const kind = kindOf(request.method ?? '', target);
  const entry = context.log.begin({
    kind,
    method: request.method ?? '',
    host: 'object',
    bytesAnnounced:
      request.headers['content-length'] === undefined ? null : Number(request.headers['content-length']),
  });
  followToEnd(entry, response);
  const upload = context.store.uploadAtObject(target.path);
  const partNumber = target.query.get('partNumber');
  entry.upload = upload?.number ?? null;
  entry.name = upload?.path.at(-1) ?? null;
  entry.partNumber = partNumber === null ? null : Number(partNumber);

  const rule = context.faults.take(entry);
  entry.faulty = rule !== null;
  if (context.settings.objectCors && rule?.corsHeaders !== false) setObjectCors(context, request, response);
  if (context.faults.cutsConnections) response.setHeader('Connection', 'close');
  await wait(context.settings.latencyMs + (rule?.delayMs ?? 0));
  if (rule?.reset === 'before') return cutOff(request);
  if (hangs(rule, 'before')) return;
  try {
    if (kind === 'preflight') return answerPreflight(context, request, response, entry, rule);
    if (kind === 'download') return await serveDownload(context, target, request, response, entry);
    const answer = await receive(context, request, target, entry, rule);
    if (rule?.reset === 'after-commit') return cutOff(request);
    if (hangs(rule, 'after-body', 'after-commit')) return;
    await wait(context.settings.latencyMs);
    entry.status = answer.status;
    const headers = { ...identity(context), ...answer.headers };
    if (rule?.malformed === true) {
      const nonsense = { ETag: '"', 'x-cos-hash-crc64ecma': 'none', 'Content-Type': 'text/html' };
      response.writeHead(answer.status, { ...headers, ...nonsense }).end('<html><body>Please log in');
      return;
    }
    response.writeHead(answer.status, { ...headers, 'Content-Length': '0' });
    response.end();
  } catch (failure) {
    if (failure instanceof ConnectionLost) return;
    refuse(context, request, response, entry, rule, failure);
  }
}

function kindOf(method: string, target: RequestTarget): RequestKind {
  if (method === 'OPTIONS') return 'preflight';
  if (method === 'GET' || method === 'HEAD') return 'download';
  if (method === 'POST' && target.path === '/') return 'form-post';
  if (method !== 'PUT') return 'unknown';
  return target.query.has('uploadId') || target.query.has('partNumber') ? 'part' : 'simple-put';
}

async function receive(
  context: ServerContext,
  request: IncomingMessage,
  target: RequestTarget,
  entry: LogEntry,
  rule: FaultRule | null,
): Promise<ObjectAnswer> {
  if (rule?.status !== undefined && rule.reset !== 'mid-body' && rule.hang !== 'mid-body') {
    throw new ObjectStoreError(rule.status, rule.code ?? '', rule.message ?? 'a fault was asked for');
  }
  if (request.headers['content-length'] === undefined) {
    throw new ObjectStoreError(
      411,
      'MissingContentLength',
      'You must provide the Content-Length HTTP header.',
    );
  }
  if (entry.kind === 'form-post') return receiveForm(context, request, entry, rule);
  if (entry.kind === 'unknown')
    throw new ObjectStoreError(405, 'MethodNotAllowed', 'The method is not allowed here.');
  const partNumber = entry.kind === 'part' ? readPartNumber(target.query) : 0;
  const scope = {
    method: 'PUT',
    path: target.path,
    uploadId: isS3(request) ? target.query.get('uploadId') : null,
    partNumber: isS3(request) ? partNumber : null,
  };
  judge(context.signer.verify(scope, request.headers, Date.now(), context.revokedBefore()));
  const upload = findUpload(context, target, entry.kind);
  if (Number(request.headers['content-length']) > context.settings.partMaxBytes) {
    throw new ObjectStoreError(
      400,
      'EntityTooLarge',
      'Your proposed upload exceeds the maximum allowed object size.',
    );
  }
  const digest = readContentMd5(request);
  const part = await store(context, receiveBody(context, request, entry, rule), upload, digest);
  context.store.addPart(upload, partNumber, part);
  const headers = { ETag: `"${part.md5}"`, 'x-cos-hash-crc64ecma': part.crc64 };
  return { status: 200, headers };
}

async function receiveForm(
  context: ServerContext,
  request: IncomingMessage,
  entry: LogEntry,
  rule: FaultRule | null,
): Promise<ObjectAnswer> {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(
    request.headers['content-type'] ?? '',
  )?.[1];
  if (boundary === undefined) throw new ObjectStoreError(400, 'MalformedPOSTRequest', 'The body is no form.');
  const written: StoredPart[] = [];
  const body = receiveBody(context, request, entry, rule);
  try {
    const { fields, result } = await readForm(body, boundary, async (given, file) => {
      judge(context.signer.verifyForm(given, Date.now(), context.revokedBefore()));
      const key = given.get('key') ?? '';
      const upload = context.store
        .uploads()
        .find(({ objectPath }) => decodeURIComponent(objectPath.slice(1)) === key);
      entry.upload = upload?.number ?? null;
      entry.name = upload?.path.at(-1) ?? null;
      if (upload === undefined || upload.kind !== 'form' || upload.fileId !== null) throw noSuchUpload();
      const part = await store(context, file, upload, null);
      written.push(part);
      if (part.size > context.settings.partMaxBytes) {
        throw new ObjectStoreError(
          400,
          'EntityTooLarge',
          'Your proposed upload exceeds the maximum allowed object size.',
        );
      }
      return { upload, part };
    });
    // The upload may have been ended while the rest of the form was awaited.
    if (!isWanted(context, result.upload)) throw noSuchUpload();
    context.store.addPart(result.upload, 0, result.part);
    return formAnswer(fields, result.part);
  } catch (failure) {
    for (const { blobId } of written) await context.store.blobs.remove(blobId);
    // Else nobody could read the rest away, and the next request on this connection would wait behind it for ever.
    await body.return(undefined);
    throw failure;
  }
}

function formAnswer(fields: ReadonlyMap<string, string>, part: StoredPart): ObjectAnswer {
  const wanted = fields.get('success_action_status');
  const headers = { ETag: `"${part.md5}"`, 'x-cos-hash-crc64ecma': part.crc64 };
  return { status: wanted === '200' || wanted === '201' ? Number(wanted) : 204, headers };
}

/** Writes the bytes, and makes sure that they are still wanted when they are there. */
async function store(
  context: ServerContext,
  source: AsyncIterable<Uint8Array>,
  upload: Upload,
  md5: string | null,
): Promise<StoredPart> {
  const part = { ...(await context.store.blobs.write(source)), storedAt: Date.now() };
  const isStillWanted = isWanted(context, upload);
  if (isStillWanted && (md5 === null || md5 === part.md5)) return part;
  await context.store.blobs.remove(part.blobId);
  if (!isStillWanted) throw noSuchUpload();
  throw new ObjectStoreError(
    400,
    'BadDigest',
    'The Content-MD5 you specified did not match what we received.',
  );
}

/** False once the upload was confirmed, canceled or forgotten. */
function isWanted(context: ServerContext, upload: Upload): boolean {
  return context.store.upload(upload.confirmKey) === upload && upload.fileId === null;
}

function findUpload(context: ServerContext, target: RequestTarget, kind: RequestKind): Upload {
  const upload = context.store.uploadAtObject(target.path);
  const uploadId = target.query.get('uploadId');
  const wanted = kind === 'part' ? 'multipart' : 'simple';
  if (
    upload === undefined ||
    upload.kind !== wanted ||
    upload.uploadId !== uploadId ||
    upload.fileId !== null
  ) {
    throw noSuchUpload();
  }
  return upload;
}

function noSuchUpload(): ObjectStoreError {
  return new ObjectStoreError(404, 'NoSuchUpload', 'The specified multipart upload does not exist.');
}

function readPartNumber(query: URLSearchParams): number {
  const text = query.get('partNumber') ?? '';
  const partNumber = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0;
  if (partNumber < 1 || partNumber > PARTS_MAX) {
    throw new ObjectStoreError(
      400,
      'InvalidArgument',
      `Part number must be an integer between 1 and ${PARTS_MAX}.`,
    );
  }
  return partNumber;
}

/** The announced MD5 as hex, or null. */
function readContentMd5(request: IncomingMessage): string | null {
  const text = request.headers['content-md5'];
  if (text === undefined) return null;
  const bytes = Buffer.from(String(text), 'base64');
  if (bytes.byteLength !== createHash('md5').digest().byteLength || bytes.toString('base64') !== text) {
    throw new ObjectStoreError(400, 'InvalidDigest', 'The Content-MD5 you specified is not valid.');
  }
  return bytes.toString('hex');
}

function isS3(request: IncomingMessage): boolean {
  return request.headers.authorization?.startsWith('AWS4-') === true;
}

function judge(verdict: Verdict): void {
  if (verdict === 'missing') throw new ObjectStoreError(403, 'AccessDenied', 'Access Denied.');
  if (verdict === 'expired') throw new ObjectStoreError(403, 'AccessDenied', 'Request has expired');
  if (verdict === 'forged') {
    throw new ObjectStoreError(403, 'SignatureDoesNotMatch', 'The signature does not match what was signed.');
  }
}

function refuse(
  context: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
  entry: LogEntry,
  rule: FaultRule | null,
  failure: unknown,
): void {
  const isOwn = failure instanceof ObjectStoreError;
  if (!isOwn) console.error('smh-dev-server:', failure);
  const error = isOwn
    ? failure
    : new ObjectStoreError(500, 'InternalError', 'The development server failed.');
  entry.status = error.status;
  entry.code = error.code === '' ? null : error.code;
  if (!context.settings.corsOnErrors)
    for (const name of response.getHeaderNames()) response.removeHeader(name);
  const headers = {
    ...identity(context),
    ...(rule?.retryAfter === undefined ? {} : { 'Retry-After': String(rule.retryAfter) }),
  };
  const text =
    error.code === ''
      ? ''
      : rule?.malformed === true
        ? '<Error><Code>'
        : `<?xml version="1.0" encoding="utf-8"?>\n<Error>\n\t<Code>${error.code}</Code>\n\t<Message>${error.message}</Message>\n` +
          `\t<Resource>${readTarget(request).path.replace(/[<&>]/g, '')}</Resource>\n` +
          `\t<RequestId>${headers['x-cos-request-id']}</RequestId>\n\t<TraceId></TraceId>\n</Error>`;
  // The rest of the body is read on and counted, or the client would see a reset instead of this.
  request.on('data', (chunk: Buffer) => {
    entry.bytesReceived += chunk.byteLength;
    context.received.add(chunk.byteLength);
  });
  request.resume();
  void wait(context.settings.latencyMs).then(() => {
    response.writeHead(error.status, {
      ...headers,
      'Content-Type': 'application/xml',
      'Content-Length': Buffer.byteLength(text),
    });
    response.end(request.method === 'HEAD' ? undefined : text);
  });
}
