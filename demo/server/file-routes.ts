import { authorize, readStrategy, readWholeNumber, type ApiAnswer, type ApiRequest } from './api-request.js';
import { fileInfo } from './land-file.js';
import { checkDirectoryPath, checkFilePath, decodePath, freeName } from './names.js';
import type { ServerContext } from './server-context.js';
import { ServiceError } from './service-error.js';
import { expirationOf } from './signatures.js';
import type { StoredFile } from './stored.js';

/** Makes a directory and those above it. */
export function createDirectory(request: ApiRequest): ApiAnswer {
  const { context, query, spaceId } = request;
  authorize(request, 'create_directory');
  const strategy = readStrategy(query, 'ask');
  const path = decodePath(request.rest);
  if (path.length === 0) throw new ServiceError(400, 'EmptyPath', 'the path is empty');
  checkDirectoryPath(path, context.settings);
  const isTaken = context.store.isTaken(spaceId, path);
  if (isTaken && strategy !== 'rename') throw taken();
  const parent = path.slice(0, -1);
  for (let depth = 1; depth <= parent.length; depth += 1) {
    const above = parent.slice(0, depth);
    if (context.store.fileAt(spaceId, above) !== undefined) throw taken();
    if (!context.store.hasDirectory(spaceId, above)) context.store.addDirectory(spaceId, above);
  }
  const name = freeName(path.at(-1) ?? '', (candidate) =>
    context.store.isTaken(spaceId, [...parent, candidate]),
  );
  const made = [...parent, name];
  context.store.addDirectory(spaceId, made);
  return strategy === 'rename' ? { status: 201, json: { path: made } } : { status: 201 };
}

/** Lists what is right below a directory. */
export function listDirectory(request: ApiRequest): ApiAnswer {
  const { context, spaceId, query } = request;
  authorize(request);
  const path = request.rest === '' ? [] : decodePath(request.rest);
  if (!context.store.hasDirectory(spaceId, path))
    throw new ServiceError(404, 'DirectoryNotFound', 'there is no such directory');
  const directories = context.store.directoriesIn(spaceId, path).map((name) => ({ type: 'dir', name }));
  const files = context.store.filesIn(spaceId, path).map((file) => fileInfo(file, query));
  const contents = [...directories, ...files].slice(0, readWholeNumber(query, 'limit') ?? 1000);
  const totalNum = directories.length + files.length;
  return {
    status: 200,
    json: { path, subDirCount: directories.length, fileCount: files.length, totalNum, contents },
  };
}

/** Removes a directory with all in it. */
export function deleteDirectory(request: ApiRequest): ApiAnswer {
  authorize(request, 'delete_directory');
  const path = decodePath(request.rest);
  if (path.length === 0 || !request.context.store.hasDirectory(request.spaceId, path)) {
    throw new ServiceError(404, 'DirectoryNotFound', 'there is no such directory');
  }
  request.context.store.removeDirectory(request.spaceId, path);
  return { status: 204 };
}

/** Tells about a file; any token of the space opens it, as with the service (`protocol.md` 14.8). */
export function getInfo(request: ApiRequest): ApiAnswer {
  const file = findFile(request);
  const link = downloadLink(request.context, file);
  const json = { ...fileInfo(file, request.query), cosUrl: link.url, cosUrlExpiration: link.expiration };
  return { status: 200, json };
}

/** Leads to the bytes of a file. */
export function getFile(request: ApiRequest): ApiAnswer {
  return { status: 302, headers: { Location: downloadLink(request.context, findFile(request)).url } };
}

/** Tells whether a file or directory is there. */
export function headFile(request: ApiRequest): ApiAnswer {
  authorize(request);
  const path = decodePath(request.rest);
  const file = request.context.store.fileAt(request.spaceId, path);
  if (file === undefined) {
    return request.context.store.hasDirectory(request.spaceId, path)
      ? { status: 200, headers: { 'x-smh-type': 'dir' } }
      : { status: 404 };
  }
  const headers = { 'x-smh-type': 'file', 'x-smh-size': String(file.size), 'x-smh-crc64': file.crc64 };
  return {
    status: 200,
    headers: { ...headers, 'x-smh-creation-time': new Date(file.createdAt).toISOString() },
  };
}

/** Removes a file. */
export function deleteFile(request: ApiRequest): ApiAnswer {
  authorize(request, 'delete_file');
  const file = request.context.store.fileAt(request.spaceId, decodePath(request.rest));
  if (file === undefined) throw new ServiceError(404, 'FileNotFound', 'there is no such file');
  request.context.store.removeFile(file);
  return { status: 204 };
}

/** The capacity of a space, for administrators. */
export function getQuota(request: ApiRequest): ApiAnswer {
  authorize(request, 'admin');
  const { settings, store } = request.context;
  if (settings.quota === null) throw new ServiceError(404, 'QuotaNotFound', 'no quota is set');
  const used = store.usedBytes(request.spaceId);
  const availableSpace = String(Math.max(0, settings.quota - used));
  return { status: 200, json: { capacity: String(settings.quota), size: String(used), availableSpace } };
}

function findFile(request: ApiRequest): StoredFile {
  authorize(request);
  const path = decodePath(request.rest);
  checkFilePath(path, { ...request.context.settings, allowedExtensions: null });
  const file = request.context.store.fileAt(request.spaceId, path);
  if (file === undefined) throw new ServiceError(404, 'FileNotFound', 'there is no such file');
  return file;
}

function downloadLink(context: ServerContext, file: StoredFile): { url: string; expiration: string } {
  const life = context.headerLife();
  const path = `/files/${file.id}`;
  const url = `${context.objectOrigin()}${path}?${context.signer.signDownload(path, life)}`;
  return { url, expiration: expirationOf(life) };
}

function taken(): ServiceError {
  return new ServiceError(409, 'SameNameDirectoryOrFileExists', 'a file or directory of this name exists');
}
