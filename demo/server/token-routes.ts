import type { ServerResponse } from 'node:http';
import { sendJson } from './relay.js';
import type { SmhClient } from './smh-client.js';

/** `GET /api/smh-token`: a short-lived, narrow access token for `getAccessToken` (way B). */
export async function serveToken(client: SmhClient, response: ServerResponse): Promise<void> {
  sendJson(response, 200, await client.issueToken());
}

/** `GET /api/smh-config`: where the pages find the service. No secret is in it. */
export function serveConfig(client: SmhClient, response: ServerResponse): void {
  const { endpoint, libraryId, spaceId } = client.options;
  sendJson(response, 200, { endpoint, libraryId, spaceId });
}
