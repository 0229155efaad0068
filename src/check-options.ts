import type { UploaderOptions } from './engine/options.js';
import { describeKind, isObject } from './intake/file-kinds.js';
import { quote } from './intake/quote.js';

/** True where a value can be meant; undefined and null are never asked about. */
type Check = { readonly isRight: (value: unknown) => boolean; readonly wanted: string };

const text: Check = { isRight: (value) => typeof value === 'string', wanted: 'a text' };
const callback: Check = { isRight: (value) => typeof value === 'function', wanted: 'a function' };
const object: Check = { isRight: isObject, wanted: 'an object' };
/** Any value is on or off. */
const flag: Check = { isRight: () => true, wanted: '' };
const timeout: Check = {
  isRight: (value) => typeof value === 'number' && value > 0,
  wanted: 'a number of milliseconds above 0',
};

/** What `resolveRules` looks at itself: it refuses files, as a broken limit must not mean none. */
const rule: Check = { isRight: () => true, wanted: '' };

/** An object of all options, so that the compiler finds one that is missing here. */
const CHECKS: Readonly<Record<keyof UploaderOptions, Check>> = {
  endpoint: text,
  libraryId: text,
  spaceId: text,
  userId: text,
  accessToken: text,
  getAccessToken: callback,
  backend: object,
  requestHeaders: object,
  withCredentials: flag,
  directory: text,
  accept: rule,
  multiple: flag,
  directories: flag,
  disabled: flag,
  maxFiles: rule,
  maxFileSize: rule,
  minFileSize: rule,
  maxTotalSize: rule,
  manualStart: flag,
  conflictStrategy: rule,
  concurrency: {
    isRight: (value) => isWhole(value) && Number(value) >= 1,
    wanted: 'a whole number from 1 on',
  },
  partSize: rule,
  trafficLimit: rule,
  preferSameOrigin: flag,
  noInstantUpload: flag,
  noIntegrityCheck: flag,
  noResume: flag,
  resumeScope: text,
  resumeDays: {
    isRight: (value) => value !== '' && Number(value) >= 0,
    wanted: 'a number of days from 0 on',
  },
  name: text,
  noLeaveGuard: flag,
  noWakeLock: flag,
  partNumberRange: rule,
  hashEngine: {
    isRight: (value) => value === 'auto' || value === 'wasm' || value === 'native',
    wanted: '"auto", "wasm" or "native"',
  },
  workerUrl: { isRight: (value) => typeof value === 'string' || isObject(value), wanted: 'a URL' },
  metadata: callback,
  beforeAdd: callback,
  callbackTimeout: timeout,
  stallTimeout: timeout,
  onRequest: callback,
  uploadHosts: {
    isRight: (value) => Array.isArray(value) && value.every((host) => typeof host === 'string'),
    wanted: 'a list of texts such as ["*.myqcloud.com"]',
  },
};

/**
 * Refuses options whose value is of the wrong kind.
 *
 * @throws TypeError that names option, value and range
 */
export function checkOptions(options: UploaderOptions): void {
  for (const [name, value] of Object.entries(options)) {
    // A later version may have more.
    if (!isOption(name)) continue;
    const { isRight, wanted } = CHECKS[name];
    if (value !== undefined && value !== null && !isRight(value)) {
      throw new TypeError(`The option ${name} is ${describe(name, value)}; it must be ${wanted}.`);
    }
  }
}

function isOption(name: string): name is keyof UploaderOptions {
  return Object.hasOwn(CHECKS, name);
}

function isWhole(value: unknown): boolean {
  return Number.isInteger(value) || (typeof value === 'string' && /^\s*\d+\s*$/.test(value));
}

/** Of a token, or of headers, only what they are. */
function describe(name: keyof UploaderOptions, value: unknown): string {
  if (name === 'accessToken' || name === 'requestHeaders' || name === 'getAccessToken')
    return describeKind(value);
  if (typeof value === 'string') return quote(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : describeKind(value);
}
