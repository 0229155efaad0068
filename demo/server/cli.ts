#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createDevServer } from './create-dev-server.js';
import type { DevServerOptions } from './settings.js';

const USAGE = `smh-dev-server: a development server that speaks Tencent Cloud SMH's upload protocol

  --port N             port of the SMH API (default 4001; 0: any free one)
  --object-port N      port of the object store (default 4002)
  --host-port N        also serve a page's backend: /smh, /api/smh-token, /uploads
  --dir FOLDER         where files and state are kept (default .smh-dev-server)
  --header-life S      life of signed headers in seconds (default 7200)
  --quota SIZE         bytes that a space may hold, such as 500MB or 2GiB (default: no limit)
  --space ID           id of a space; may be given again (default -)
  --object-domain D    domain named in the answers, such as bucket.cos.region.myqcloud.com;
                       the client maps it to the object store's port
  --api-domain D       further name under which the SMH API may be called
  --expose-headers H   headers that pages may read from the object store; '' for none
  --library-id ID      id of the library (default smhdev)
  --library-secret S   its secret (default: made once for the folder)
  --https              speak HTTPS with a certificate made at the start
  --help
`;

const OPTIONS = {
  port: { type: 'string', default: '4001' },
  'object-port': { type: 'string', default: '4002' },
  'host-port': { type: 'string' },
  dir: { type: 'string' },
  'header-life': { type: 'string' },
  quota: { type: 'string' },
  space: { type: 'string', multiple: true },
  'object-domain': { type: 'string' },
  'api-domain': { type: 'string' },
  'expose-headers': { type: 'string' },
  'library-id': { type: 'string' },
  'library-secret': { type: 'string' },
  https: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** A flag that can't be; told to the user without a stack. */
class WrongFlag extends Error {}

/** Reads the command line. Null: help was asked for. @throws WrongFlag */
function readFlags(args: readonly string[]): DevServerOptions | null {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }));
  } catch (failure) {
    throw new WrongFlag(failure instanceof Error ? (failure.message.split('. ')[0] ?? '') : 'wrong flag');
  }
  if (values.help) return null;
  const { dir, quota } = values;
  const hostPort = values['host-port'];
  const life = values['header-life'];
  const objectDomain = readDomain('object-domain', values['object-domain']);
  const apiDomain = readDomain('api-domain', values['api-domain']);
  const exposeHeaders = values['expose-headers'];
  const id = values['library-id'];
  const secret = values['library-secret'];
  if ((id === undefined) !== (secret === undefined)) {
    throw new WrongFlag('--library-id and --library-secret are given together or not at all');
  }
  if (id?.trim() === '') throw new WrongFlag('--library-id: an empty text is no id');
  if (secret?.trim() === '') throw new WrongFlag('--library-secret: an empty text is no secret');
  return {
    port: readPort('port', values.port),
    objectPort: readPort('object-port', values['object-port']),
    https: values.https,
    ...(hostPort === undefined ? {} : { hostPort: readPort('host-port', hostPort) }),
    ...(dir === undefined ? {} : { dir }),
    ...(life === undefined ? {} : { headerLifeSeconds: readSeconds(life) }),
    ...(quota === undefined ? {} : { quota: readSize(quota) }),
    ...(values.space === undefined ? {} : { spaces: values.space }),
    ...(objectDomain === undefined ? {} : { objectDomain }),
    ...(apiDomain === undefined ? {} : { apiDomain }),
    ...(exposeHeaders === undefined ? {} : { exposeHeaders }),
    ...(id === undefined || secret === undefined ? {} : { library: { id, secret } }),
  };
}

function readPort(flag: string, text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new WrongFlag(`--${flag}: "${text}" is no port (0 to 65535)`);
  return Number(text);
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && Number.isFinite(seconds)))
    throw new WrongFlag(`--header-life: "${text}" is no number of seconds`);
  return seconds;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['B', 1],
  ['KB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['KIB', 2 ** 10],
  ['MIB', 2 ** 20],
  ['GIB', 2 ** 30],
  ['TIB', 2 ** 40],
]);

function readSize(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? [];
  const factor = UNITS.get(unit.toUpperCase());
  if (number === '' || factor === undefined)
    throw new WrongFlag(`--quota: "${text}" is no size, such as 500MB or 2GiB`);
  return Math.floor(Number(number) * factor);
}

function readDomain(flag: string, text: string | undefined): string | undefined {
  if (text !== undefined && !/^[a-z0-9.-]+(:\d+)?$/i.test(text)) {
    throw new WrongFlag(`--${flag}: "${text}" is no domain, such as bucket.cos.region.myqcloud.com`);
  }
  return text;
}

/** Starts the server and says where it is. */
async function run(args: readonly string[]): Promise<void> {
  const options = readFlags(args);
  if (options === null) return console.log(USAGE);
  const server = await createDevServer(options);
  const { apiOrigin, objectOrigin, libraryId, spaceId } = server;
  const trust = server.certificate === null ? '' : ' --insecure';
  const token =
    `${apiOrigin}/api/v1/token?library_id=${libraryId}&library_secret=SECRET&space_id=${spaceId}` +
    '&grant=upload_file,upload_file_force,create_directory';
  // The secret is printed: it opens nothing but this folder, and is what one needs to begin.
  console.log(`SMH API        ${apiOrigin}
object store   ${objectOrigin}${options.objectDomain === undefined ? '' : ` (named ${options.objectDomain} in answers)`}
${server.hostOrigin === null ? '' : `host routes    ${server.hostOrigin}/smh  /api/smh-token  /uploads\n`}stored files   ${apiOrigin}/_dev/files
library ${libraryId}   space ${spaceId}   folder ${server.dir}
library secret ${server.librarySecret}

An access token (put the secret in place of SECRET):
  curl${trust} '${token}'
Open an upload with it, in place of TOKEN:
  curl${trust} -X PUT '${apiOrigin}/api/v1/file/${libraryId}/${spaceId}/hello.txt?filesize=5&access_token=TOKEN'

Ctrl+C ends the server; what is stored stays.`);
  const stop = (): void => void server.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

run(process.argv.slice(2)).catch((failure: unknown) => {
  const message = failure instanceof Error ? failure.message : String(failure);
  const isBusy = failure instanceof Error && 'code' in failure && failure.code === 'EADDRINUSE';
  const port = isBusy && 'port' in failure ? ` ${String(failure.port)}` : '';
  console.error(
    `smh-dev-server: ${isBusy ? `port${port} is in use; choose another with --port, --object-port or --host-port` : message}`,
  );
  if (failure instanceof WrongFlag) console.error('Try --help.');
  process.exit(failure instanceof WrongFlag ? 2 : 1);
});
