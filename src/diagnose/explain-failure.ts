import type { UploadError, UploadErrorCode } from '../errors.js';
import { found, type Finding } from './report.js';
import type { Run } from './services.js';

/** Methods and headers that uploads need of the object store's CORS rule (`protocol.md` 6). */
const METHODS = ['PUT', 'POST', 'GET', 'HEAD', 'DELETE'];
export const EXPOSED_HEADERS = ['ETag', 'x-cos-hash-crc64ecma', 'x-cos-request-id', 'Date'];

/** How long a browser may keep a preflight's answer, in seconds: Chromium takes two hours at most. */
const MAX_AGE_SECONDS = 7200;

/** What a request meets of which nothing came back. */
const SILENT: ReadonlySet<UploadErrorCode> = new Set<UploadErrorCode>(['network', 'timeout', 'offline']);

const REFUSED = 'Hand the headers of the answer on as they are, each of them, for this method and address.';

/** What helps against a failure that says itself what it is. */
const FIXES: ReadonlyMap<UploadErrorCode, string> = new Map<UploadErrorCode, string>([
  ['token-invalid', 'getAccessToken: give an unexpired token that was made for this library and space.'],
  ['access-denied', 'Issue the access token with grant=upload_file (or begin_upload and confirm_upload).'],
  ['quota-exceeded', 'Raise the quota of the space or the library, or delete files there.'],
  ['not-found', 'Set library-id and space-id to those of the console, and endpoint to their host.'],
  ['type-not-allowed', 'Let accept name what the library allows, such as accept=".jpg".'],
  ['invalid-name', 'Set directory to a folder that the service takes files in.'],
  ['invalid-answer', 'Give the answer of the service as it is; the message names the field.'],
  ['backend-failed', 'See the log of the server behind endpoint or backend.'],
  ['rate-limited', 'Try again later.'],
  ['server-busy', 'Try again later.'],
  ['service-unavailable', 'Try again later.'],
  ['part-refused', REFUSED],
  [
    'upload-expired',
    'Hand fresh headers on as they are; see that the clock of the server that makes them is right.',
  ],
]);

/** The rule that a bucket needs for this page, in the fields of the console and of S3's and COS's tools. */
export function corsRule(): string {
  return JSON.stringify({
    AllowedOrigins: [globalThis.location?.origin ?? '*'],
    AllowedMethods: METHODS,
    AllowedHeaders: ['*'],
    ExposeHeaders: EXPOSED_HEADERS,
    MaxAgeSeconds: MAX_AGE_SECONDS,
  });
}

/** Where a request went. */
export type Target = {
  /** Null where the page's own callback sent it. */
  readonly origin: string | null;
  readonly isStore: boolean;
  /** The host let the browser see an answer before, or let it send: its CORS rules know the page. */
  readonly knowsPage: boolean;
};

/** What a failed request means, and what to change. */
export async function explainFailure(error: UploadError, target: Target, run: Run): Promise<Finding> {
  const { code, message, requestId, status } = error;
  if (target.origin !== null && status === undefined && SILENT.has(code)) {
    const blocked = await explainUnreachable(target.origin, run);
    if (blocked !== null) return blocked;
    if (code === 'network') return explainHidden(target.origin, target, run);
  }
  const support = requestId === undefined ? '' : ` (request ${requestId})`;
  return found('failed', `${code}: ${message}${support}`, FIXES.get(code));
}

/** Something is there, but nothing comes back that the browser lets us see. */
function explainHidden(origin: string, { isStore, knowsPage }: Target, { probe }: Run): Finding {
  const seen = `${isStore ? 'The object store' : 'The service'} at ${origin} answers, but the browser shows nothing of it to this page:`;
  if (probe.isOwnOrigin(origin)) {
    return found('failed', `${seen} the connection broke, or it redirects.`, 'See the log of the server.');
  }
  if (isStore) {
    return knowsPage
      ? found('failed', `${seen} the connection broke, or it refused the part without CORS headers.`, REFUSED)
      : found(
          'failed',
          `${seen} its CORS rules lack the page (cors-blocked), or, if they have it, it refused the part without CORS headers.`,
          corsRule(),
        );
  }
  return knowsPage
    ? found(
        'failed',
        `${seen} the connection broke, or its CORS headers lack this method.`,
        'Access-Control-Allow-Methods: GET, PUT, POST, DELETE',
      )
    : found(
        'failed',
        `${seen} it sends no CORS headers for it, or redirects (cors-blocked).`,
        `Access-Control-Allow-Origin: ${globalThis.location?.origin ?? '*'}`,
      );
}

/** Null where something at `origin` answers. */
export async function explainUnreachable(origin: string, run: Run): Promise<Finding | null> {
  const { connectivity, policy, probe } = run;
  if (await probe.isReachable(origin)) return null;
  if (await probe.isForbidden(origin)) {
    return found(
      'failed',
      `The page's Content-Security-Policy forbids requests to ${origin} (policy-blocked).`,
      policy.lineFor('connect-src', origin),
    );
  }
  if (!connectivity.isOnline) return found('failed', 'The browser is offline.', 'Connect the computer.');
  const isMixed = globalThis.location?.protocol === 'https:' && origin.startsWith('http:');
  return found(
    'failed',
    isMixed
      ? `The page is encrypted and ${origin} is not: browsers refuse such requests.`
      : `Nothing answers at ${origin}: its name, port or certificate is wrong, it is down, or an extension or a firewall is in between.`,
    isMixed
      ? `endpoint="${origin.replace('http:', 'https:')}"`
      : `Check that ${origin} opens in a tab of this browser.`,
  );
}
