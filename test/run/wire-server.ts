import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevServer } from '../../demo/server/create-dev-server.js';
import type { DevServerInfo } from '../support/dev-server-info.js';

/** The development server that the pages of one test run talk to. */
export type WireServer = {
  readonly info: DevServerInfo;
  /** Ends it and removes what it has stored. */
  close(): Promise<void>;
};

/** Starts a development server with an empty folder of its own, on free ports. */
export async function startWireServer(): Promise<WireServer> {
  const dir = await mkdtemp(join(tmpdir(), 'smh-wire-tests-'));
  const server = await createDevServer({ dir, port: 0, objectPort: 0, hostPort: 0 });
  const { apiOrigin, objectOrigin, hostOrigin, libraryId, librarySecret, spaceId } = server;
  return {
    info: { apiOrigin, objectOrigin, hostOrigin, libraryId, librarySecret, spaceId },
    async close() {
      await server.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
