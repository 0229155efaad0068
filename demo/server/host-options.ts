import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLoopbackHost } from './loopback.js';

/** What the routes of a page's own backend must know of SMH. */
export type HostOptions = {
  /** Origin of the SMH API, maybe with a path in front of `/api`. */
  readonly endpoint: string;
  readonly libraryId: string;
  /** Never leaves the server. */
  readonly librarySecret: string;
  readonly spaceId: string;
  /** User that the access tokens are for. @default none */
  readonly userId?: string;
  /** What the access tokens allow. @default upload_file, upload_file_force, create_directory */
  readonly grants?: readonly string[];
  /** PEM of a certificate to trust beside the known ones. */
  readonly certificate?: string;
} & HostAccess;

/** Who may use the routes besides the pages of this machine. */
export type HostAccess = {
  /** Further names under which the routes may be called; loopback ones always may. @default [] */
  readonly hostNames?: readonly string[];
  /** True: other machines too, each of which then gets access tokens. @default false */
  readonly allowRemotePeers?: boolean;
};

/** Connect-style middleware: serves its own paths and calls `next` for all others. */
export type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (failure?: unknown) => void,
) => void;

/**
 * The options from `SMH_ENDPOINT`, `SMH_LIBRARY_ID`, `SMH_SPACE_ID` and `SMH_LIBRARY_SECRET`;
 * null when none of them is set.
 * @throws Error that names what is missing when only some are set
 */
export function hostOptionsFrom(
  environment: Readonly<Record<string, string | undefined>>,
): HostOptions | null {
  const names = ['SMH_ENDPOINT', 'SMH_LIBRARY_ID', 'SMH_SPACE_ID', 'SMH_LIBRARY_SECRET'] as const;
  const missing = names.filter((name) => (environment[name] ?? '') === '');
  if (missing.length === names.length) return null;
  if (missing.length > 0) throw new Error(`to use the real service, set ${missing.join(' and ')} too`);
  const [endpoint = '', libraryId = '', spaceId = '', librarySecret = ''] = names.map(
    (name) => environment[name],
  );
  if (!URL.canParse(endpoint) || !/^https?:\/\/[^/?#]/.test(endpoint))
    throw new Error('SMH_ENDPOINT must be a URL such as https://api.example.com');
  const { protocol, host } = new URL(endpoint);
  if (protocol === 'http:' && !isLoopbackHost(host))
    throw new Error('SMH_ENDPOINT must begin with https://, since the secret is sent there');
  return { endpoint, libraryId, spaceId, librarySecret };
}
