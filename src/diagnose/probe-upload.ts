import type { ObjectAnswer } from '../engine/ports.js';
import { isAbort, toUploadError, type UploadError, type UploadErrorCode } from '../errors.js';
import type { OpenAnswer, RemotePath, UploadToken } from '../protocol/types.js';
import { checkClock } from './check-clock.js';
import { corsRule, explainFailure } from './explain-failure.js';
import { found, named, type DiagnosisCheck, type DiagnosisCheckId, type Finding } from './report.js';
import type { Run } from './services.js';

/** All of it: a service that finds it somewhere knows whose it was. */
const CONTENT = 'smh-uploader diagnose';

/** Tries to give an opened upload back, and the wait between them, in ms. Own figures. */
const CANCEL_TRIES = 3;
const CANCEL_WAIT_MS = 1000;

/** Which question a refused start answers; other refusals are the start's own. */
const ASKED_BY_START: ReadonlyMap<UploadErrorCode, DiagnosisCheckId> = new Map<
  UploadErrorCode,
  DiagnosisCheckId
>([
  ['token-invalid', 'access-token'],
  ['access-denied', 'permission'],
  ['quota-exceeded', 'quota'],
]);

/** The checks of a probe, in the order of the report. */
const ORDER: readonly DiagnosisCheckId[] = [
  'start',
  'access-token',
  'permission',
  'quota',
  'directory',
  'store',
  'exposed-headers',
  'state',
  'renewal',
  'cancel',
  'clock',
];

/**
 * Starts a real upload of one part, sends the part, asks what an upload may ask, and cancels it.
 * What was opened is given back in any case, also after an abort.
 * @throws AbortError
 */
export async function probeUpload(run: Run): Promise<readonly DiagnosisCheck[]> {
  const findings = new Map<DiagnosisCheckId, Finding>();
  const opened: Opened = { keys: new Set(), isOver: false };
  try {
    if (run.backend.offers('cancelUpload')) await walk(run, findings, opened);
    else findings.set('start', found('skipped', CANNOT_CANCEL, 'backend.cancelUpload'));
  } finally {
    opened.isOver = true;
    for (const confirmKey of opened.keys) {
      const finding = await giveBack(confirmKey, run);
      if (findings.get('cancel')?.status !== 'failed') findings.set('cancel', finding);
    }
  }
  run.signal.throwIfAborted();
  return ORDER.map((id) =>
    named(id, findings.get(id) ?? found('skipped', 'What comes before it did not succeed.')),
  );
}

/** Confirm keys of what has to be canceled. */
type Opened = {
  readonly keys: Set<string>;
  /** The probe has ended: what comes now nobody else cancels. */
  isOver: boolean;
};

const CANNOT_CANCEL = 'Nothing can cancel an upload, so none was started: it would stay.';

async function walk(run: Run, findings: Map<DiagnosisCheckId, Finding>, opened: Opened): Promise<void> {
  const body = new Blob([CONTENT], { type: 'text/plain' });
  const token = await start(run, body, findings, opened);
  run.signal.throwIfAborted();
  if (token === null) return;
  const answer = await send(run, token, body, findings);
  findings.set('clock', checkClock(answer?.servedAt ?? null, token.expiresAt, run.clock.now()));
  await askState(run, token, answer === null ? null : body.size, findings);
  await renew(run, token, findings);
}

/** The opened upload; null where none could be opened. */
async function start(
  run: Run,
  body: Blob,
  findings: Map<DiagnosisCheckId, Finding>,
  opened: Opened,
): Promise<UploadToken | null> {
  const { backend, clock } = run;
  const name = `smh-diagnose-${clock.random().toString(36).slice(2)}.${extensionOf(run)}`;
  // Uploads make a folder that is missing; a probe leaves nothing, and takes the next one that is there.
  for (let directory = run.directory; ; directory = directory.slice(0, -1)) {
    try {
      const answer = await open(run, body, [...directory, name], opened);
      if (answer.kind !== 'opened') {
        findings.set('start', found('warning', 'The start was answered as if the file were stored already.'));
        return null;
      }
      opened.keys.add(answer.token.confirmKey);
      noteStarted(run, directory, findings);
      return answer.token;
    } catch (thrown) {
      const error = toUploadError(thrown, 'unknown', 'The start failed in an unforeseen way.');
      if (error.code === 'directory-not-found' && directory.length > 0) continue;
      await noteRefused(run, error, backend.originOf('getUploadToken'), findings);
      return null;
    }
  }
}

function open(run: Run, body: Blob, path: RemotePath, opened: Opened): Promise<OpenAnswer> {
  const { backend, options } = run;
  const name = path.at(-1) ?? '';
  return backend.getUploadToken(
    {
      path,
      name,
      size: body.size,
      type: body.type,
      multipart: true,
      conflictResolutionStrategy: 'rename',
      ...rangeOf(options),
      file: new File([body], name, { type: body.type }),
    },
    // Never aborted: an upload that was opened meanwhile would stay.
    {
      signal: new AbortController().signal,
      onLateToken: (confirmKey) => {
        if (opened.isOver) void giveBack(confirmKey, run);
        else opened.keys.add(confirmKey);
      },
    },
  );
}

/** The one part, as a deployment wants it named that signs part by part. */
function rangeOf({ partNumberRange }: Run['options']): {
  readonly partNumberRange?: string | readonly number[];
} {
  if (partNumberRange === 'list') return { partNumberRange: [1] };
  return partNumberRange === 'string' ? { partNumberRange: '1' } : {};
}

/** The library may allow certain extensions alone. */
function extensionOf({ options }: Run): string {
  return /(?:^|,)\s*\.([a-z0-9]{1,10})\s*(?:,|$)/i.exec(options.accept ?? '')?.[1] ?? 'txt';
}

function noteStarted(run: Run, directory: RemotePath, findings: Map<DiagnosisCheckId, Finding>): void {
  const { options } = run;
  const hasToken = options.getAccessToken !== undefined || (options.accessToken ?? '') !== '';
  findings.set('start', found('ok', 'The service opened an upload of one part.'));
  findings.set(
    'access-token',
    hasToken && run.backend.originOf('getUploadToken') !== null
      ? found('ok', 'The service took the access token.')
      : found('skipped', 'No access token is used here: the endpoint or the page’s backend adds it.'),
  );
  findings.set(
    'permission',
    found('ok', 'Uploads may be started; whether they may be confirmed too only a real one shows.'),
  );
  findings.set('quota', found('ok', 'There is room for a small file at least.'));
  findings.set(
    'directory',
    directory.length === run.directory.length
      ? found('ok', 'The folder is there.')
      : run.backend.offers('createDirectory')
        ? found('ok', 'The folder is not there yet: the first upload makes it. The probe went above it.')
        : found('failed', 'The folder is not there, and nothing can make it.', 'backend.createDirectory'),
  );
}

async function noteRefused(
  run: Run,
  error: UploadError,
  origin: string | null,
  findings: Map<DiagnosisCheckId, Finding>,
): Promise<void> {
  const finding = await explainFailure(error, { origin, isStore: false, knowsPage: false }, run);
  const asked = ASKED_BY_START.get(error.code);
  findings.set(asked ?? 'start', finding);
  if (asked !== undefined)
    findings.set('start', found('failed', `The service opened no upload: see ${asked}.`));
}

async function send(
  run: Run,
  token: UploadToken,
  body: Blob,
  findings: Map<DiagnosisCheckId, Finding>,
): Promise<ObjectAnswer | null> {
  let hasMoved = false;
  try {
    const answer = await run.transport.send(
      {
        method: 'PUT',
        url: `${token.origin}${token.path}?uploadId=${encodeURIComponent(token.uploadId ?? '')}&partNumber=1`,
        headers: token.parts?.get(1) ?? token.headers ?? {},
        body,
        attempt: 1,
        stallTimeoutMs: run.stallTimeoutMs,
      },
      {
        signal: run.signal,
        // Bytes move once a preflight has allowed it.
        onProgress: (bytes) => {
          hasMoved ||= bytes > 0;
        },
      },
    );
    findings.set('store', found('ok', `The object store ${token.origin} took the part.`));
    findings.set('exposed-headers', checkExposed(answer));
    return answer;
  } catch (thrown) {
    rethrowAbort(run, thrown);
    const error = toUploadError(thrown, 'unknown', 'Sending the part failed in an unforeseen way.');
    findings.set(
      'store',
      await explainFailure(error, { origin: token.origin, isStore: true, knowsPage: hasMoved }, run),
    );
    return null;
  }
}

function checkExposed({ crc64, eTag, requestId, servedAt }: ObjectAnswer): Finding {
  const seen = {
    ETag: eTag,
    'x-cos-hash-crc64ecma': crc64,
    'x-cos-request-id': requestId,
    Date: servedAt ?? null,
  };
  const hidden = Object.entries(seen).flatMap(([name, value]) => (value === null ? [name] : []));
  return hidden.length === 0
    ? found('ok', 'The page can read all headers of the store that uploads use.')
    : found(
        'warning',
        `The page can't read ${hidden.join(', ')} of the store's answers (or the store has none): a part that arrived wrong is found only at the end.`,
        corsRule(),
      );
}

async function askState(
  run: Run,
  { confirmKey }: UploadToken,
  sentBytes: number | null,
  findings: Map<DiagnosisCheckId, Finding>,
): Promise<void> {
  const { backend, signal } = run;
  if (!backend.offers('getUploadState')) {
    const without = 'The state of an upload can not be asked: after a reload files start again.';
    findings.set('state', found('warning', without, 'backend.getUploadState'));
    return;
  }
  const finding = await attempt(run, async () => {
    const { parts } = await backend.getUploadState({ confirmKey }, { signal });
    const isListed = parts?.some(({ partNumber, size }) => partNumber === 1 && size === sentBytes) === true;
    return sentBytes === null || isListed
      ? found('ok', 'The service tells the state of an upload.')
      : found(
          'warning',
          'The service does not list the part that the store took: see whether both mean the same bucket.',
        );
  });
  findings.set('state', finding);
}

async function renew(
  run: Run,
  { confirmKey }: UploadToken,
  findings: Map<DiagnosisCheckId, Finding>,
): Promise<void> {
  const { backend, options, signal } = run;
  if (!backend.offers('renewUploadToken')) {
    const without =
      'Headers can not be renewed by a call of their own: long uploads ask the state for new ones, or start again.';
    findings.set('renewal', found('warning', without, 'backend.renewUploadToken'));
    return;
  }
  const finding = await attempt(run, async () => {
    await backend.renewUploadToken({ confirmKey, ...rangeOf(options) }, { signal });
    return found('ok', 'The service gives fresh headers.');
  });
  findings.set('renewal', finding);
}

/** A call that uploads can do without at first: its failure is told, and the probe goes on. */
async function attempt(run: Run, act: () => Promise<Finding>): Promise<Finding> {
  try {
    return await act();
  } catch (thrown) {
    rethrowAbort(run, thrown);
    const error = toUploadError(thrown, 'unknown', 'The call failed in an unforeseen way.');
    const origin = run.backend.originOf('getUploadState');
    return explainFailure(error, { origin, isStore: false, knowsPage: true }, run);
  }
}

async function giveBack(confirmKey: string, { backend, clock }: Run): Promise<Finding> {
  // Not the caller's signal: what is open must be closed after an abort too.
  const { signal } = new AbortController();
  for (let tries = 1; ; tries += 1) {
    try {
      await backend.cancelUpload({ confirmKey }, { signal });
      return found('ok', 'The upload was canceled: nothing of the probe is left.');
    } catch (thrown) {
      const { code, message } = toUploadError(thrown, 'unknown', 'Canceling failed in an unforeseen way.');
      if (tries === CANCEL_TRIES)
        return found('failed', `${code}: ${message}. The probe's upload stays until the service sweeps it.`);
      await new Promise<void>((resolve) => clock.delay(CANCEL_WAIT_MS, resolve));
    }
  }
}

function rethrowAbort({ signal }: Run, thrown: unknown): void {
  signal.throwIfAborted();
  if (isAbort(thrown)) throw thrown;
}
