/** What can be changed while the server runs (`POST /_dev/settings`). */
export type DevServerSettings = {
  /** Life of signed headers, in seconds; fractions allowed. @default 7200 */
  headerLifeSeconds: number;
  /** Life of access tokens in seconds, whatever `period` asked for; null: `period`. @default null */
  accessTokenLifeSeconds: number | null;
  /** Bytes that a space may hold; null: no limit. @default null */
  quota: number | null;
  /** Bytes per second that the object store takes, over all connections; null: as fast as it can. @default null */
  bandwidth: number | null;
  /** Delay before a request is handled and again before it is answered, in ms. @default 0 */
  latencyMs: number;
  /** Response headers that the object store lets a page read; empty: none. */
  exposeHeaders: string;
  /** Response headers that the SMH API lets a page read. @default '' */
  apiExposeHeaders: string;
  /** False: the bucket has no CORS rule, so that a preflight fails. @default true */
  objectCors: boolean;
  /** False: error answers of the object store carry no CORS headers. @default true */
  corsOnErrors: boolean;
  /** How far the clock that clients are told by is ahead (`expiration`, signing times, `Date`), in ms. @default 0 */
  clockOffsetMs: number;
  /** False: hashes are ignored and every start gives 201. @default true */
  instantUpload: boolean;
  /** True: `PartNumber` and `Size` in a state answer are strings. @default false */
  stateAsStrings: boolean;
  /** True: refusals of the SMH API come as HTTP 200 with `status` in the body. @default false */
  errorsAsOk: boolean;
  /** True: the library keeps file history, so that `overwrite` is refused. @default false */
  fileHistory: boolean;
  /** Smallest part other than the last, in bytes. @default 1048576 */
  partMinBytes: number;
  /** Largest part or object, in bytes. @default 5368709120 */
  partMaxBytes: number;
  /** Extensions without dot that the library allows; null: all. @default null */
  allowedExtensions: readonly string[] | null;
  /** Words that are refused in names. @default [] */
  sensitiveWords: readonly string[];
  /** Deployments that sign part by part: how `partNumberRange` is written; null: the public cloud. @default null */
  partHeaders: 'string' | 'list' | null;
};

/** How `createDevServer` is called. Every setting can be given from the start. */
export type DevServerOptions = Partial<DevServerSettings> & {
  /** Port of the SMH API; 0: any free one. @default 0 */
  readonly port?: number;
  /** Port of the object store; 0: any free one. @default 0 */
  readonly objectPort?: number;
  /** Port of the host routes (token, proxy, callbacks); 0: any free one; absent: not served. */
  readonly hostPort?: number;
  /** Folder for all that is kept. @default '.smh-dev-server' in the working directory */
  readonly dir?: string;
  /** Domain named in the answers in place of the object store's address. */
  readonly objectDomain?: string;
  /** Further name under which the SMH API may be called. */
  readonly apiDomain?: string;
  /** True: both origins speak HTTPS with a certificate made at the start. @default false */
  readonly https?: boolean;
  /** @default id `smhdev`, and a secret that is made once per folder */
  readonly library?: { readonly id: string; readonly secret: string };
  /** Spaces of the library. @default ['-'] */
  readonly spaces?: readonly string[];
};

/** What COS's documentation asks a bucket's rule to expose (`protocol.md` 6). */
const EXPOSED = 'ETag, x-cos-hash-crc64ecma, x-cos-request-id, Date';

/** The settings of `options`, completed. */
export function settingsFrom(options: Partial<DevServerSettings>): DevServerSettings {
  const settings: DevServerSettings = {
    headerLifeSeconds: 7200,
    accessTokenLifeSeconds: null,
    quota: null,
    bandwidth: null,
    latencyMs: 0,
    exposeHeaders: EXPOSED,
    apiExposeHeaders: '',
    objectCors: true,
    corsOnErrors: true,
    clockOffsetMs: 0,
    instantUpload: true,
    stateAsStrings: false,
    errorsAsOk: false,
    fileHistory: false,
    partMinBytes: 1024 ** 2,
    partMaxBytes: 5 * 1024 ** 3,
    allowedExtensions: null,
    sensitiveWords: [],
    partHeaders: null,
  };
  assignSettings(settings, options);
  return settings;
}

/**
 * Takes over the settings that `changes` names; other keys are left alone.
 * @throws TypeError for a value that a setting can't have
 */
export function assignSettings(settings: DevServerSettings, changes: object): void {
  const checked: [string, unknown][] = [];
  for (const [name, value] of Object.entries(changes)) {
    if (!(name in settings) || value === undefined) continue;
    if (!isFitting(name, value)) throw new TypeError(`${name}: ${JSON.stringify(value)} is not possible`);
    checked.push([name, value]);
  }
  Object.assign(settings, Object.fromEntries(checked));
}

const POSITIVE = new Set(['headerLifeSeconds', 'partMinBytes', 'partMaxBytes']);
const POSITIVE_OR_NULL = new Set(['accessTokenLifeSeconds', 'bandwidth']);
const TEXTS = new Set(['exposeHeaders', 'apiExposeHeaders']);

function isFitting(name: string, value: unknown): boolean {
  const isNumber = typeof value === 'number' && Number.isFinite(value);
  if (POSITIVE.has(name)) return isNumber && value > 0;
  if (POSITIVE_OR_NULL.has(name)) return value === null || (isNumber && value > 0);
  if (name === 'quota') return value === null || (isNumber && value >= 0);
  if (name === 'latencyMs') return isNumber && value >= 0;
  if (name === 'clockOffsetMs') return isNumber;
  if (TEXTS.has(name)) return typeof value === 'string';
  if (name === 'partHeaders') return value === null || value === 'string' || value === 'list';
  if (name === 'allowedExtensions') return value === null || isTextList(value);
  if (name === 'sensitiveWords') return isTextList(value);
  return typeof value === 'boolean';
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
