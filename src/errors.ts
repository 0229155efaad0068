/** What an upload can fail with. Closed: pages switch over it, locales translate it. */
export type UploadErrorCode =
  | 'network'
  | 'offline'
  | 'timeout'
  | 'server-busy'
  | 'rate-limited'
  | 'service-unavailable'
  | 'access-denied'
  | 'token-invalid'
  | 'backend-failed'
  | 'upload-expired'
  | 'upload-gone'
  | 'quota-exceeded'
  | 'name-conflict'
  | 'invalid-name'
  | 'directory-not-found'
  | 'directory-name-taken'
  | 'type-not-allowed'
  | 'file-too-large'
  | 'sensitive-content'
  | 'file-changed'
  | 'file-unreadable'
  | 'integrity-mismatch'
  | 'too-many-parts'
  | 'part-refused'
  | 'cors-blocked'
  | 'policy-blocked'
  | 'not-found'
  | 'outcome-unknown'
  | 'invalid-answer'
  | 'invalid-option'
  | 'unsupported-browser'
  | 'worker-failed'
  | 'canceled'
  | 'unknown';

/** Why a rule said no before a file became a task. A reject is not an error. */
export type RejectCode =
  | 'too-many-files'
  | 'file-too-large'
  | 'file-too-small'
  | 'total-too-large'
  | 'type-not-allowed'
  | 'invalid-name'
  | 'duplicate'
  | 'junk'
  | 'unreadable'
  | 'invalid-option'
  | 'custom';

/** Failures that may pass by themselves, so that the engine tries again. */
const RETRYABLE: ReadonlySet<UploadErrorCode> = new Set<UploadErrorCode>([
  'network',
  'offline',
  'timeout',
  'server-busy',
  'rate-limited',
  'service-unavailable',
]);

/** What else is known of a failure; nothing in it may be secret. */
export type UploadErrorDetails = {
  /** HTTP status of the answer; absent where there was none. */
  readonly status?: number | undefined;
  /** The service's own code, such as `QuotaLimitReached`. */
  readonly serviceCode?: string | undefined;
  /** The service's id for the request, to be quoted to its support. */
  readonly requestId?: string | undefined;
  /** Least delay that the service asked for, in ms. */
  readonly retryAfterMs?: number | undefined;
  /** Overrides the rule that follows from the code. */
  readonly retryable?: boolean | undefined;
  /** The failure below this one; only its name and redacted message are kept. */
  readonly cause?: unknown;
};

/**
 * The one error of this package. `message` is for developers; people read the
 * locale's text for `code`. It never holds a token, a signed header or a body.
 */
export class UploadError extends Error {
  readonly code: UploadErrorCode;
  /** True where the same try may succeed later. */
  readonly retryable: boolean;
  readonly status: number | undefined;
  readonly serviceCode: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: UploadErrorCode, message: string, details: UploadErrorDetails = {}) {
    super(redact(message), details.cause === undefined ? undefined : { cause: redactedCause(details.cause) });
    this.name = 'UploadError';
    this.code = code;
    this.retryable = details.retryable ?? RETRYABLE.has(code);
    this.status = details.status;
    this.serviceCode = details.serviceCode;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** A request of ours that got no answer which the browser lets us see; what it was lost to is to be found out. */
export class LostRequest extends UploadError {
  constructor(message: string, cause?: unknown) {
    super('network', message, { cause });
  }
}

/**
 * A request without any sign of life: it may only have waited for one of the six sockets that all tabs share
 * with a host, and so tells nothing of the upload (`protocol.md` 14.6).
 */
export class UnbegunRequest extends UploadError {
  constructor(message: string) {
    super('timeout', message);
  }
}

/** An unknown thrown value as an `UploadError`; one that already is one stays as it is. */
export function toUploadError(thrown: unknown, code: UploadErrorCode, message: string): UploadError {
  return thrown instanceof UploadError ? thrown : new UploadError(code, message, { cause: thrown });
}

/** True for the rejection that an aborted signal causes. */
export function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError';
}

/** Longest text that a message keeps, in characters; own figure: what an answer names can be megabytes. */
const LONGEST_TEXT = 1000;

/** Longest text of a foreign error that is kept; an own figure. */
const LONGEST_FOREIGN_TEXT = 300;

/** Headers whose whole line opens something, whatever their scheme. */
const SECRET_LINES = /((?:authorization|cookie)["'\\]{0,4}\s{0,4}(?:[=:]|%3[ad])).+/gi;

/** Query parameters, header values and fields (also escaped ones) that open something. */
const SECRET_VALUES =
  /((?:token|signature|secret|credential|password|passwd|policy|q-ak|confirm_?key|x-amz-[a-z-]{1,40})[\w-]{0,20}(?:["'\\]{1,4}|%22)?\s{0,4}(?:[=:]|%3[ad])\s{0,4}(?:["'\\]{1,4}|%22)?)(?:(?:AWS4-HMAC-SHA256|Bearer|Basic|Digest|Token)\s{1,4})?[^\s"'\\&,;]+/gi;

/** A credential after its scheme, and an SMH access token, wherever they stand. */
const BARE_SECRETS = /((?:AWS4-HMAC-SHA256|Bearer|Basic|Digest)\s{1,4}|acctk)[^\s"'\\&,;]+/gi;

/** What looks like a token, a signature or a path that may hold one; own figure. */
const LONG_RUNS = /[A-Za-z0-9_+/=.%~-]{24,}/g;

/** `text` without the values of anything that opens something, and not too long. */
export function redact(text: string): string {
  return shorten(text, LONGEST_TEXT)
    .replace(SECRET_LINES, '$1…')
    .replace(SECRET_VALUES, '$1…')
    .replace(BARE_SECRETS, '$1…');
}

/** A text that somebody else wrote: anything in it that could be a token goes too. */
export function redactForeign(text: string): string {
  return shorten(redact(text).replace(LONG_RUNS, '…'), LONGEST_FOREIGN_TEXT);
}

/** The last word goes with the cut, or half a token would no longer look like one. */
function shorten(text: string, longest: number): string {
  return text.length <= longest ? text : text.slice(0, longest).replace(/\S*$/, '…');
}

function redactedCause(cause: unknown): { readonly name: string; readonly message: string } {
  try {
    if (!(cause instanceof Error)) return { name: typeof cause, message: '' };
    // Their types are a promise that a page's own error need not keep.
    const name: unknown = cause.name;
    const message: unknown = cause.message;
    return {
      name: typeof name === 'string' && /^[A-Za-z]{1,40}$/.test(name) ? name : 'Error',
      message: typeof message === 'string' ? redactForeign(message) : '',
    };
  } catch {
    return { name: 'Error', message: '' };
  }
}
