/** What was looked at; those from `start` on only with `probe`. */
export type DiagnosisCheckId =
  | 'options'
  | 'online'
  | 'secure-context'
  | 'endpoint'
  | 'worker'
  | 'webassembly'
  | 'indexed-db'
  | 'web-locks'
  | 'file-handles'
  | 'storage-persistence'
  | 'start'
  | 'access-token'
  | 'permission'
  | 'quota'
  | 'directory'
  | 'store'
  | 'exposed-headers'
  | 'state'
  | 'renewal'
  | 'cancel'
  | 'clock'
  | 'policy'
  | 'code';

/** One fact about the page, the browser or the service. */
export type DiagnosisCheck = {
  readonly id: DiagnosisCheckId;
  /** `warning`: uploads work, with less than there could be; `skipped`: it could not be looked at, or does not apply. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** For developers, in English. */
  readonly message: string;
  /** What to change: a header line, a CORS rule, an option. */
  readonly fix?: string;
};

/** What `diagnose` found: frozen, fit for `JSON.stringify`, without tokens, header values, keys and paths. */
export type DiagnosisReport = {
  /** Nothing failed. */
  readonly ok: boolean;
  /** A real upload was started and canceled. */
  readonly probed: boolean;
  /** Origin of the page; null outside of one. */
  readonly page: string | null;
  readonly checks: readonly DiagnosisCheck[];
};

/** How to look. */
export type DiagnoseOptions = {
  /** Starts a real upload of one part of a few bytes, and cancels it. @default false */
  readonly probe?: boolean;
  /** Ends the checks; what a probe has opened is canceled first. */
  readonly signal?: AbortSignal;
};

/** A check's outcome without its name. */
export type Finding = Omit<DiagnosisCheck, 'id'>;

export function found(status: Finding['status'], message: string, fix?: string): Finding {
  return fix === undefined ? { status, message } : { status, message, fix };
}

export function named(id: DiagnosisCheckId, finding: Finding): DiagnosisCheck {
  return Object.freeze({ id, ...finding });
}

/** The report of `checks`. */
export function reportOf(checks: readonly DiagnosisCheck[], probed: boolean): DiagnosisReport {
  return Object.freeze({
    ok: checks.every(({ status }) => status !== 'failed'),
    probed,
    page: globalThis.location?.origin ?? null,
    checks: Object.freeze([...checks]),
  });
}
