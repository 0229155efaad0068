import { encodePath, encodeText } from '../protocol/file-path.js';
import type {
  ConfirmRequest,
  FileMetadata,
  RemotePath,
  RenewRequest,
  UploadTokenRequest,
} from '../protocol/types.js';
import type { SmhRequest } from './smh-request.js';

/** One call of `protocol.md` section 2, without host, library, space and token. */
export type SmhCall = Omit<SmhRequest, 'url'> & {
  readonly resource: 'file' | 'directory';
  /** Encoded, without a slash in front. */
  readonly path: string;
};

/** Opens an upload (2.1 to 2.3); the body is `{}` where there is nothing to say. */
export function startCall(request: UploadTokenRequest): SmhCall & { readonly body: string } {
  return {
    kind: 'start',
    what: 'Starting the upload',
    method: request.multipart || request.formUpload === true ? 'POST' : 'PUT',
    resource: 'file',
    path: encodePath(request.path),
    query: startQuery(request),
    body: startBody(request),
  };
}

/** Finishes an upload (2.6). */
export function confirmCall(request: ConfirmRequest): SmhCall {
  const facts = {
    ...(request.crc64 === undefined ? {} : { crc64: request.crc64 }),
    ...metadataOf(request),
  };
  return {
    kind: 'confirm',
    what: 'Confirming the upload',
    method: 'POST',
    resource: 'file',
    path: encodePath([request.confirmKey]),
    query: ['confirm', strategyQuery(request.conflictResolutionStrategy)],
    body: Object.keys(facts).length === 0 ? null : JSON.stringify(facts),
  };
}

/** Asks for fresh headers (2.4). */
export function renewCall({ confirmKey, partNumberRange }: RenewRequest): SmhCall {
  return {
    kind: 'renew',
    what: 'Renewing the upload',
    method: 'POST',
    resource: 'file',
    path: encodePath([confirmKey]),
    query: ['renew'],
    body: partNumberRange === undefined ? null : JSON.stringify({ partNumberRange }),
  };
}

/**
 * Asks what is uploaded already (2.5).
 * @param isPartSigned - a deployment that signs part by part refuses to give headers here (4.1)
 */
export function stateCall(confirmKey: string, isPartSigned: boolean): SmhCall {
  return {
    kind: 'state',
    what: "Asking the upload's state",
    method: 'GET',
    resource: 'file',
    path: encodePath([confirmKey]),
    query: isPartSigned ? ['upload', 'no_upload_part_info=1'] : ['upload'],
    body: null,
  };
}

/** Gives an upload up (2.7). */
export function cancelCall(confirmKey: string): SmhCall {
  return {
    kind: 'cancel',
    what: 'Canceling the upload',
    method: 'DELETE',
    resource: 'file',
    path: encodePath([confirmKey]),
    query: ['upload'],
    body: null,
  };
}

/** Makes a folder and its parents (2.8). */
export function directoryCall(path: RemotePath): SmhCall {
  return {
    kind: 'directory',
    what: 'Creating the folder',
    method: 'PUT',
    resource: 'directory',
    path: encodePath(path),
    query: [strategyQuery('ask')],
    body: null,
  };
}

/** Asks for a stored file (2.8). */
export function infoCall(path: RemotePath): SmhCall {
  return {
    kind: 'info',
    what: 'Asking for the stored file',
    method: 'GET',
    resource: 'file',
    path: encodePath(path),
    query: ['info'],
    body: null,
  };
}

function startQuery(request: UploadTokenRequest): readonly string[] {
  return [
    ...(request.multipart ? ['multipart'] : []),
    strategyQuery(request.conflictResolutionStrategy),
    `filesize=${request.size}`,
    ...(request.trafficLimit === undefined ? [] : [`traffic_limit=${request.trafficLimit}`]),
    ...(request.preferSameOrigin === true ? ['prefer_same_origin=true'] : []),
  ];
}

function strategyQuery(strategy: string): string {
  return `conflict_resolution_strategy=${encodeText(strategy)}`;
}

/** JSON text; `{}` where there is nothing to say. */
function startBody(request: UploadTokenRequest): string {
  const { beginningHash, fullHash, partNumberRange } = request;
  const hasHash = beginningHash !== undefined || fullHash !== undefined;
  return JSON.stringify({
    ...(beginningHash === undefined ? {} : { beginningHash: beginningHash.toLowerCase() }),
    ...(fullHash === undefined ? {} : { fullHash: fullHash.toLowerCase() }),
    ...(hasHash ? { size: String(request.size) } : {}),
    ...metadataOf(request),
    ...(partNumberRange === undefined ? {} : { partNumberRange }),
  });
}

function metadataOf(request: FileMetadata): FileMetadata {
  const { labels, category, localCreationTime, localModificationTime } = request;
  return {
    ...(labels === undefined ? {} : { labels }),
    ...(category === undefined ? {} : { category }),
    ...(localCreationTime === undefined ? {} : { localCreationTime }),
    ...(localModificationTime === undefined ? {} : { localModificationTime }),
  };
}
