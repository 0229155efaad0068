import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LogEntry } from './request-log.js';
import type { RequestTarget } from './request-target.js';
import type { ServerContext } from './server-context.js';
import { ObjectStoreError } from './service-error.js';
import type { StoredFile } from './stored.js';

/** Serves a stored file for a signed link. @throws ObjectStoreError 403 or 404 */
export async function serveDownload(
  context: ServerContext,
  target: RequestTarget,
  request: IncomingMessage,
  response: ServerResponse,
  entry: LogEntry,
): Promise<void> {
  const verdict = context.signer.verifyDownload(target.path, target.query, Date.now());
  if (verdict === 'expired') throw new ObjectStoreError(403, 'AccessDenied', 'Request has expired');
  if (verdict !== 'good') throw new ObjectStoreError(403, 'AccessDenied', 'Access Denied.');
  const file = context.store.file(/^\/files\/([^/]+)$/.exec(target.path)?.[1] ?? '');
  if (file === undefined) throw new ObjectStoreError(404, 'NoSuchKey', 'The specified key does not exist.');
  entry.status = 200;
  await sendFile(context, file, request, response);
}

/** Sends a stored file as something to save, never to show: its content is anyone's. */
export async function sendFile(
  context: ServerContext,
  file: StoredFile,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': file.size,
    'Content-Disposition': `attachment; filename="download"; filename*=UTF-8''${encodeName(file.name)}`,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'no-store',
    ETag: file.eTag,
    'x-cos-hash-crc64ecma': file.crc64,
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const chunks = Readable.from(context.store.blobs.read(file.pieces, { ownChunks: true }), {
    objectMode: false,
  });
  await pipeline(chunks, response).catch(() => response.destroy());
}

/** `encodeURIComponent` and the characters that RFC 8187 wants encoded too. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
