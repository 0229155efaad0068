import { invalidAnswer, readText } from './answer-fields.js';
import { isLoopbackHost, isPrivateHost } from './host-kind.js';

/** What decides where bytes may be sent (`component.md` section 1, Object URLs). */
export type ObjectUrlRules = {
  /** `location.origin`; null outside a page. */
  readonly pageOrigin: string | null;
  /** The SMH endpoint, which may be relative to the page; null where the page's callbacks answer. */
  readonly endpoint: string | null;
  /**
   * Allow-list: `store.example.com`, `*.myqcloud.com` (its subdomains), each with
   * `:port` where only that port is meant. Undefined: any host; empty: none.
   */
  readonly uploadHosts: readonly string[] | undefined;
};

/** Longest domain and path that are taken, in characters; own figures. */
const DOMAIN_MAX = 300;
const PATH_MAX = 8192;

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;

/** What a host with an optional port can't hold; `%` because a `URL` would decode it. */
const NOT_IN_HOST = /[\s\u0000-\u001f\u007f/\\?#@%]|:$/;

/** Segments that a `URL` would resolve, so that another object would be written. */
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

/** What would end the path, or be rewritten by a `URL`. */
const NOT_IN_PATH = /[\u0000-\u0020\u007f\\?#]/;

/**
 * The origin that a `domain` names.
 * @param field - how the answer calls it, for the error
 * @throws UploadError `invalid-answer`
 */
export function resolveObjectOrigin(domain: unknown, rules: ObjectUrlRules, field = 'domain'): string {
  const text = readText(domain, field, DOMAIN_MAX);
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'https' && scheme !== 'http') {
    throw invalidAnswer(field, 'has a scheme other than https or http');
  }
  const host = scheme === undefined ? text : text.slice(scheme.length + '://'.length);
  if (host === '' || NOT_IN_HOST.test(host))
    throw invalidAnswer(field, 'is not a host with an optional port');
  const reference = referenceUrl(rules);
  const url = parseUrl(`${scheme ?? 'https'}://${host}`);
  if (url === null) throw invalidAnswer(field, 'is not a host with an optional port');
  if (scheme === undefined && reference?.protocol === 'http:' && isLoopbackHost(url.hostname)) {
    return checkedOrigin(parseUrl(`http://${host}`) ?? url, reference, rules, field);
  }
  return checkedOrigin(url, reference, rules, field);
}

/**
 * A `path` as received: it begins with exactly one `/` and is already encoded.
 * @throws UploadError `invalid-answer`
 */
export function checkObjectPath(path: unknown, field = 'path'): string {
  const text = readText(path, field, PATH_MAX);
  if (!text.startsWith('/') || text.startsWith('//')) {
    throw invalidAnswer(field, 'does not begin with exactly one slash');
  }
  if (NOT_IN_PATH.test(text)) throw invalidAnswer(field, 'has characters that no encoded path has');
  if (DOT_SEGMENT.test(text)) throw invalidAnswer(field, 'has a dot segment');
  return text;
}

function checkedOrigin(url: URL, reference: URL | null, rules: ObjectUrlRules, field: string): string {
  const page = rules.pageOrigin === null ? null : parseUrl(rules.pageOrigin);
  if (page !== null && plainOrigin(url) === plainOrigin(page))
    throw invalidAnswer(field, "is the page's own origin");
  if (url.protocol === 'http:' && page?.protocol === 'https:' && !isLoopbackHost(url.hostname)) {
    throw invalidAnswer(field, 'is not encrypted, but the page is');
  }
  const isReferencePrivate = reference !== null && isPrivateHost(reference.hostname);
  if (isPrivateHost(url.hostname) && !isReferencePrivate) {
    throw invalidAnswer(field, 'is a host of a private network');
  }
  const { uploadHosts } = rules;
  if (uploadHosts !== undefined && !(Array.isArray(uploadHosts) && isListed(url, uploadHosts))) {
    throw invalidAnswer(field, 'is a host that uploadHosts does not list');
  }
  return url.origin;
}

/** An origin without the root's dot: `app.example.com.` leads to the same place. */
function plainOrigin(url: URL): string {
  return `${url.protocol}//${url.hostname.replace(/\.+$/, '')}:${url.port}`;
}

/** The address whose scheme and network the store is measured by. */
function referenceUrl(rules: ObjectUrlRules): URL | null {
  const page = rules.pageOrigin ?? undefined;
  return rules.endpoint === null ? parseUrl(rules.pageOrigin ?? '') : parseUrl(rules.endpoint, page);
}

function isListed(url: URL, patterns: readonly unknown[]): boolean {
  return patterns.some((pattern) => typeof pattern === 'string' && matches(url, pattern.trim()));
}

function matches(url: URL, pattern: string): boolean {
  const [, wildcard = '', rest = ''] = /^(\*\.)?(.*)$/s.exec(pattern) ?? [];
  if (rest === '' || NOT_IN_HOST.test(rest)) return false;
  // Read with the store's own scheme, so that the default port means the same on both sides.
  const wanted = parseUrl(`${url.protocol}//${rest}`);
  if (wanted === null) return false;
  if (/:\d+$/.test(rest) && wanted.port !== url.port) return false;
  return wildcard === '' ? url.hostname === wanted.hostname : url.hostname.endsWith(`.${wanted.hostname}`);
}

function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
