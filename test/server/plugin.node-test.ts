import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createServer, mergeConfig, type InlineConfig, type ViteDevServer } from 'vite';
import { createDevServer } from '../../demo/server/create-dev-server.js';
import { smhDevServer } from '../../demo/server/plugin.js';
import { withServer } from './with-server.js';

async function startVite(
  dir: string,
  more: InlineConfig = {},
): Promise<{ vite: ViteDevServer; origin: string }> {
  const root = mkdtempSync(join(tmpdir(), 'smh-vite-'));
  const config: InlineConfig = {
    configFile: false,
    root,
    logLevel: 'silent',
    server: { host: '127.0.0.1', port: 0 },
    plugins: [smhDevServer({ dir, port: 0, objectPort: 0 })],
  };
  const vite = await createServer(mergeConfig(config, more));
  await vite.listen();
  vite.httpServer?.once('close', () => rmSync(root, { recursive: true, force: true }));
  const address = vite.httpServer?.address();
  assert.ok(typeof address === 'object' && address !== null);
  return { vite, origin: `http://127.0.0.1:${address.port}` };
}

/** Longest wait for a server's end, in ms. */
const PATIENCE_MS = 60_000;

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isSo()) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 50));
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
    await until(() => !existsSync(join(dir, 'lock')));
    const again = await createDevServer({ dir });
    await again.close();
    rmSync(dir, { recursive: true });
  });

  for (const [what, name] of [
    ['its usual folder', '.smh-dev-server'],
    ['a folder of another name', 'kept (a)[b]'],
  ] as const) {
    it(`gives nothing away of ${what}`, async () => {
      const root = mkdtempSync(join(tmpdir(), 'smh-root-'));
      const dir = join(root, name);
      writeFileSync(join(root, '.env'), 'A=1');
      writeFileSync(join(root, 'mine.key'), 'x');
      writeFileSync(join(root, 'open.txt'), 'x');
      for (const deny of [undefined, ['*.key']]) {
        const server = { fs: { allow: [root], ...(deny === undefined ? {} : { deny }) } };
        const { vite, origin } = await startVite(dir, { root, server });
        const ask = async (path: string): Promise<number> =>
          (await fetch(`${origin}${path}`, { headers: { accept: '*/*' } })).status;
        try {
          const folder = encodeURIComponent(name);
          for (const file of ['keys.json', 'journal.ndjson', 'lock']) {
            assert.ok(existsSync(join(dir, file)));
            assert.equal(await ask(`/${folder}/${file}`), 403, file);
            assert.equal(await ask(`/@fs${root}/${folder}/${file}`), 403, file);
            assert.equal(await ask(`/${folder}/${file}?raw`), 403, file);
          }
          assert.equal(await ask('/open.txt'), 200);
          assert.equal(await ask(deny === undefined ? '/.env' : '/mine.key'), 403);
        } finally {
          await vite.close();
        }
        await until(() => !existsSync(join(dir, 'lock')));
      }
      rmSync(root, { recursive: true });
    });
  }

  it('puts the ids that are served into the page', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'smh-dev-'));
    const real = { SMH_ENDPOINT: 'https://api.example.com', SMH_LIBRARY_SECRET: 's' };
    const variables = { ...real, SMH_LIBRARY_ID: 'a"$&<b', SMH_SPACE_ID: 'space1' };
    const page = '<smh-uploader endpoint="/smh" library-id="smhdev" multiple></smh-uploader>';
    Object.assign(process.env, variables);
    try {
      const { vite } = await startVite(dir);
      const html = await vite.transformIndexHtml('/', `<!doctype html>${page}<p library-id="smhdev"></p>`);
      assert.match(
        html,
        /<smh-uploader endpoint="\/smh" library-id="a&quot;\$&amp;&lt;b" space-id="space1" multiple>/,
      );
      assert.match(html, /<p library-id="smhdev">/);
      await vite.close();
    } finally {
      for (const name of Object.keys(variables)) delete process.env[name];
      rmSync(dir, { recursive: true });
    }
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
