import { createSmhBackend } from '../../src/backend/smh-backend.js';
import type { UploaderOptions } from '../../src/engine/options.js';
import type { UploadBackend } from '../../src/protocol/types.js';
import { devServerInfo } from '../support/dev-server-info.js';

/** The ways to connect of the public contract, each against the development server. */
export const WAYS: Readonly<Record<'A' | 'B' | 'C', () => UploaderOptions>> = {
  A: () => ({ endpoint: `${host()}/smh`, ...place() }),
  B: () => ({
    endpoint: devServerInfo().apiOrigin,
    ...place(),
    getAccessToken: async ({ signal }) =>
      (await fetch(`${host()}/api/smh-token`, { signal })).json() as Promise<string>,
  }),
  C: () => ({ backend: callbacks() }),
};

/** Way B with a token callback that faults for `access-token` meet: its call goes to the service itself. */
export function byFaultyTokens(): UploaderOptions {
  const { apiOrigin, libraryId, librarySecret } = devServerInfo();
  const query = new URLSearchParams({
    library_id: libraryId,
    library_secret: librarySecret,
    grant: 'upload_file,create_directory',
  });
  return {
    ...WAYS.B(),
    getAccessToken: ({ signal }) => fetch(`${apiOrigin}/api/v1/token?${query}`, { signal }),
  };
}

function place() {
  const { libraryId, spaceId } = devServerInfo();
  return { libraryId, spaceId };
}

function host(): string {
  const { hostOrigin } = devServerInfo();
  if (hostOrigin === null) throw new Error('The test run gives no host routes.');
  return hostOrigin;
}

function callbacks(): UploadBackend {
  const headers = { 'content-type': 'application/json' };
  const post = (path: string, body: object, signal: AbortSignal) =>
    fetch(`${host()}${path}`, { method: 'POST', headers, body: JSON.stringify(body), signal });
  const upload = (confirmKey: string) => `/uploads/${encodeURIComponent(confirmKey)}`;
  return {
    getUploadToken: (request, { signal }) => post('/uploads', request, signal),
    confirmUpload: (request, { signal }) => post(`${upload(request.confirmKey)}/confirm`, request, signal),
    renewUploadToken: (request, { signal }) => post(`${upload(request.confirmKey)}/renew`, request, signal),
    getUploadState: ({ confirmKey }, { signal }) => fetch(`${host()}${upload(confirmKey)}`, { signal }),
    cancelUpload: ({ confirmKey }, { signal }) =>
      fetch(`${host()}${upload(confirmKey)}`, { method: 'DELETE', signal }),
    createDirectory: (request, { signal }) => post('/directories', request, signal),
    getFileInfo: ({ path }, { signal }) =>
      fetch(`${host()}/info?path=${encodeURIComponent(path.join('/'))}`, { signal }),
  };
}

/** Way B, with a form for each file. */
export function formWay(): UploaderOptions {
  const { endpoint, libraryId, ...rest } = WAYS.B();
  const client = createSmhBackend({ ...rest, endpoint, libraryId });
  return {
    ...WAYS.B(),
    backend: {
      getUploadToken: (request, options) => client.getUploadToken({ ...request, formUpload: true }, options),
    },
  };
}
