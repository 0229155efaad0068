import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createServer, type ViteDevServer } from 'vite';
import { createDevServer } from '../../demo/server/create-dev-server.js';
import { smhDevServer } from '../../demo/server/plugin.js';
import { withServer } from './with-server.js';

async function startVite(dir: string): Promise<{ vite: ViteDevServer; origin: string }> {
  const root = mkdtempSync(join(tmpdir(), 'smh-vite-'));
  const vite = await createServer({
    configFile: false,
    root,
    logLevel: 'silent',
    server: { host: '127.0.0.1', port: 0 },
    plugins: [smhDevServer({ dir, port: 0, objectPort: 0 })],
  });
  await vite.listen();
  vite.httpServer?.once('close', () => rmSync(root, { recursive: true, force: true }));
  const address = vite.httpServer?.address();
  assert.ok(typeof address === 'object' && address !== null);
  return { vite, origin: `http://127.0.0.1:${address.port}` };
}

const getJson = async (url: string): Promise<unknown> => (await fetch(url)).json();

describe('smhDevServer', () => {
  it('serves the routes of a backend, and outlives a restart of Vite', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'smh-dev-'));
    const first = await startVite(dir);
    const where = await getJson(`${first.origin}/api/smh-dev`);
    const config = (await getJson(`${first.origin}/api/smh-config`)) as { endpoint: string };
    const token = (await getJson(`${first.origin}/api/smh-token`)) as { accessToken: string };
    assert.match(token.accessToken, /^acctk/);
    const second = await startVite(dir);
    await first.vite.close();
    assert.deepEqual(await getJson(`${second.origin}/api/smh-dev`), where);
    assert.deepEqual(await getJson(`${config.endpoint}/_dev/files`), []);
    await second.vite.close();
    // Vite does not wait for the server's end, which the folder being free tells.
    let again = await createDevServer({ dir }).catch(() => null);
    for (let tries = 0; again === null && tries < 40; tries += 1) {
      await new Promise((done) => setTimeout(done, 50));
      again = await createDevServer({ dir }).catch(() => null);
    }
    assert.ok(again);
    await again.close();
    rmSync(dir, { recursive: true });
  });

  it('talks to the service that the environment names, and starts none of its own', async () => {
    await withServer({}, async (server) => {
      const variables = {
        SMH_ENDPOINT: server.apiOrigin,
        SMH_LIBRARY_ID: server.libraryId,
        SMH_SPACE_ID: server.spaceId,
        SMH_LIBRARY_SECRET: server.librarySecret,
      };
      Object.assign(process.env, variables);
      try {
        // The folder is taken: a server of its own could not start.
        const { vite, origin } = await startVite(server.dir);
        assert.equal(await getJson(`${origin}/api/smh-dev`), null);
        assert.equal((await fetch(`${origin}/api/smh-token`)).status, 200);
        assert.equal(server.log.entries().at(-1)?.kind, 'access-token');
        await vite.close();
      } finally {
        for (const name of Object.keys(variables)) delete process.env[name];
      }
    });
  });
});
