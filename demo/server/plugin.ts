import { resolve } from 'node:path';
import type { Plugin, PreviewServer, ViteDevServer } from 'vite';
import { createDevServer, type DevServer } from './create-dev-server.js';
import { hostOptionsFrom, type HostAccess, type HostOptions } from './host-options.js';
import { createHostRoutes } from './host-routes.js';
import { sendJson } from './relay.js';
import type { DevServerOptions } from './settings.js';

/** Ports that are tried first: with the same ones, an upload can be resumed after a restart. */
const PORTS = { port: 4001, objectPort: 4002 } as const;

/** How the plugin is called: how the development server runs, and who may use the page's backend. */
export type SmhDevServerOptions = DevServerOptions & HostAccess;

/**
 * Vite plugin: starts the development server beside Vite's own, and mounts the routes of
 * a page's backend on it. With `SMH_ENDPOINT`, `SMH_LIBRARY_ID`, `SMH_SPACE_ID` and
 * `SMH_LIBRARY_SECRET` set, the same routes talk to the real service instead.
 * `GET /api/smh-dev` tells the pages `{ apiOrigin, objectOrigin }` of the development
 * server, or null with the real service. In a page's HTML, `<smh-uploader library-id="smhdev">`
 * gets the ids of the library and space that the routes serve.
 */
export function smhDevServer(options: SmhDevServerOptions = {}): Plugin {
  const { hostNames = [], allowRemotePeers = false } = options;
  const dir = resolve(options.dir ?? DEFAULT_DIR);
  let served: HostOptions | null = null;
  const mount = (vite: ViteDevServer | PreviewServer, host: HostOptions, origins: object | null): void => {
    served = { ...host, hostNames, allowRemotePeers };
    vite.middlewares.use(createHostRoutes(served));
    vite.middlewares.use('/api/smh-dev', (_, response) => sendJson(response, 200, origins));
  };
  const attach = async (vite: ViteDevServer | PreviewServer): Promise<void> => {
    const real = hostOptionsFrom(process.env);
    if (real !== null) {
      mount(vite, real, null);
      vite.config.logger.info(`  SMH service: ${real.endpoint}`);
      return;
    }
    const { server, release } = await share(options);
    vite.httpServer?.once('close', release);
    mount(vite, hostOptionsOf(server), { apiOrigin: server.apiOrigin, objectOrigin: server.objectOrigin });
    vite.config.logger.info(
      `  SMH development server: ${server.apiOrigin}, objects ${server.objectOrigin}, files in ${server.dir}`,
    );
  };
  return {
    name: 'smh-dev-server',
    config: ({ server }) => ({
      server: {
        // Vite adds lists to the user's own, and a list of one's own is in place of its defaults.
        fs: { deny: [...(server?.fs?.deny === undefined ? VITE_DENY : []), ...filesIn(dir)] },
        // Null: nothing is watched, and that must stay so.
        ...(server?.watch === null ? {} : { watch: { ignored: filesIn(dir) } }),
      },
    }),
    configureServer: attach,
    configurePreviewServer: attach,
    transformIndexHtml: (html) => (served === null ? html : withIds(html, served)),
  };
}

const DEFAULT_DIR = '.smh-dev-server';

/**
 * What Vite serves to nobody where nothing is configured.
 * @see https://vite.dev/config/server-options#server-fs-deny
 */
const VITE_DENY = ['.env', '.env.*', '*.{crt,pem}', '**/.git/**'];

/** Patterns of what the folder holds, keys and journal among it: a page has no business with it. */
function filesIn(dir: string): string[] {
  // A character with a meaning in a pattern is matched by any.
  const pattern = dir.replaceAll('\\', '/').replace(/[^\w/.:-]/g, '?');
  return [`**/${DEFAULT_DIR}/**`, `${pattern}/**`];
}

/** The page with the ids of what is served, in place of the development server's own. */
function withIds(html: string, { libraryId, spaceId }: HostOptions): string {
  return html.replace(/<smh-uploader\b[^>]*>/g, (tag) =>
    /\slibrary-id="smhdev"/.test(tag)
      ? tag
          .replace(/\sspace-id="[^"]*"/, '')
          .replace(
            /\slibrary-id="smhdev"/,
            () => ` library-id="${escapeAttribute(libraryId)}" space-id="${escapeAttribute(spaceId)}"`,
          )
      : tag,
  );
}

function escapeAttribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** What the host routes need to talk to a development server. */
export function hostOptionsOf(server: DevServer): HostOptions {
  return {
    endpoint: server.apiOrigin,
    libraryId: server.libraryId,
    librarySecret: server.librarySecret,
    spaceId: server.spaceId,
    ...(server.certificate === null ? {} : { certificate: server.certificate }),
  };
}

type Shared = { readonly starting: Promise<DevServer>; users: number };

const REGISTRY = Symbol.for('smh-uploader.dev-servers');

/**
 * One server per folder: when its configuration changes, Vite starts the next server
 * before it closes the last, and loads this module anew.
 */
async function share(options: DevServerOptions): Promise<{ server: DevServer; release: () => void }> {
  const holder = globalThis as typeof globalThis & { [REGISTRY]?: Map<string, Shared> };
  const registry = (holder[REGISTRY] ??= new Map());
  const key = resolve(options.dir ?? DEFAULT_DIR);
  const shared = registry.get(key) ?? { starting: start(options), users: 0 };
  registry.set(key, shared);
  shared.users += 1;
  const leave = (): boolean => {
    shared.users -= 1;
    return shared.users === 0 && registry.delete(key);
  };
  try {
    const server = await shared.starting;
    return { server, release: () => void (leave() && server.close()) };
  } catch (failure) {
    leave();
    throw failure;
  }
}

async function start(options: DevServerOptions): Promise<DevServer> {
  try {
    return await createDevServer({ ...PORTS, ...options });
  } catch (failure) {
    const isBusy = failure instanceof Error && 'code' in failure && failure.code === 'EADDRINUSE';
    if (!isBusy || options.port !== undefined || options.objectPort !== undefined) throw failure;
    return createDevServer({ ...options, port: 0, objectPort: 0 });
  }
}
