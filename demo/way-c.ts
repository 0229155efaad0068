import 'smh-uploader';
import { showStoredFiles } from './stored-files.js';

const headers = { 'content-type': 'application/json' };

function post(url: string, request: object, signal: AbortSignal): Promise<Response> {
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(request), signal });
}

function uploadUrl(confirmKey: string): string {
  return `/uploads/${encodeURIComponent(confirmKey)}`;
}

const uploader = document.querySelector('smh-uploader');
if (uploader !== null) {
  uploader.backend = {
    getUploadToken: (request, { signal }) => post('/uploads', request, signal),
    confirmUpload: (request, { signal }) => post(`${uploadUrl(request.confirmKey)}/confirm`, request, signal),
    renewUploadToken: (request, { signal }) =>
      post(`${uploadUrl(request.confirmKey)}/renew`, request, signal),
    getUploadState: ({ confirmKey }, { signal }) => fetch(uploadUrl(confirmKey), { signal }),
    cancelUpload: ({ confirmKey }, { signal }) => fetch(uploadUrl(confirmKey), { method: 'DELETE', signal }),
    createDirectory: (request, { signal }) => post('/directories', request, signal),
    getFileInfo: ({ path }, { signal }) =>
      fetch(`/info?${new URLSearchParams({ path: path.join('/') })}`, { signal }),
  };
  await showStoredFiles(uploader);
}
