import type { Clock } from '../engine/ports.js';
import { explainUnreachable } from './explain-failure.js';
import { found, named, type DiagnosisCheck, type Finding } from './report.js';
import type { Run } from './services.js';

/** Longest wait for the browser's own storage, in ms; own figure: WebKit's has hung for good in some releases. */
const STORAGE_TIMEOUT_MS = 3000;

/** A database that is made and removed. */
const TRIAL_DATABASE = 'smh-uploader-diagnose';

/** An empty WebAssembly module: its magic number and version. */
const EMPTY_MODULE = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);

/** Looks at the page, the browser and the settings, without a request but one that asks for nothing. */
export async function checkPage(run: Run): Promise<readonly DiagnosisCheck[]> {
  const { connectivity } = run;
  // Side by side, since each may wait for something that does not come.
  const [endpoint, hashing, database, persistence] = await Promise.all([
    checkEndpoint(run),
    checkHashing(run),
    checkDatabase(run.clock),
    checkPersistence(),
  ]);
  return [
    named('options', checkOptions(run)),
    named(
      'online',
      connectivity.isOnline
        ? found('ok', 'The browser believes to have a network.')
        : found('failed', 'The browser is offline.', 'Connect the computer.'),
    ),
    named(
      'secure-context',
      globalThis.isSecureContext
        ? found('ok', 'The page is a secure context.')
        : found(
            'warning',
            'The page is no secure context: no SubtleCrypto, Web Locks, file handles and wake lock.',
            'Serve the page by https.',
          ),
    ),
    named('endpoint', endpoint),
    ...hashing,
    named('indexed-db', database),
    named('web-locks', checkLocks()),
    named(
      'file-handles',
      'showOpenFilePicker' in globalThis
        ? found('ok', 'With keep-handles a later visit goes on without picking again.')
        : found(
            'skipped',
            'This browser has no file handles for pages: files of an earlier visit are picked again.',
          ),
    ),
    named('storage-persistence', persistence),
  ];
}

function checkOptions({ backend, options, problem }: Run): Finding {
  if (problem !== null) return found('failed', `An option is malformed: ${problem}`, problem);
  if ((options.backend?.getUploadToken ?? null) !== null)
    return found('ok', 'The page’s own backend.getUploadToken starts uploads.');
  const missing = (['endpoint', 'libraryId'] as const).filter((name) => (options[name] ?? '').trim() === '');
  if (missing.length > 0) {
    return found(
      'failed',
      `Nothing says where to upload to: ${missing.join(' and ')} not set, and no backend.getUploadToken.`,
      '<smh-uploader endpoint="…" library-id="…">',
    );
  }
  return backend.originOf('getUploadToken') === null
    ? found('failed', 'endpoint is no http(s) address.', 'endpoint="https://…"')
    : found('ok', 'endpoint and library are set.');
}

async function checkEndpoint(run: Run): Promise<Finding> {
  const origin = run.backend.originOf('getUploadToken');
  if (origin === null)
    return found('skipped', 'No endpoint to look at: none is set, or the page’s backend starts uploads.');
  return (await explainUnreachable(origin, run)) ?? found('ok', `Something answers at ${origin}.`);
}

async function checkHashing(run: Run): Promise<readonly DiagnosisCheck[]> {
  const { clock, options, policy } = run;
  const { bundledAs, hasWasm, way } = await run.probeHashing();
  const isPageRefused = !hasWasm && !compiles();
  if (way === 'page' || !hasWasm) await policy.arrived(clock);
  const isUrlSet = options.workerUrl !== undefined && String(options.workerUrl) !== '';
  const worker =
    way === 'page'
      ? found(
          'warning',
          "No worker starts: files are hashed on the page's own thread. (A policy that must not allow this goes with a same-origin copy of hash-worker.js as worker-url.)",
          policy.lineFor('worker-src', bundledAs === 'blob' && !isUrlSet ? 'blob:' : "'self'"),
        )
      : isUrlSet && way !== 'worker-url'
        ? found(
            'warning',
            `worker-url does not start; the package's own worker (${way}) does.`,
            'worker-url: a same-origin copy of smh-uploader/hash-worker.js of this release',
          )
        : found('ok', `The hash worker starts (${way}).`);
  const webassembly = hasWasm
    ? found('ok', 'WebAssembly compiles where files are hashed.')
    : found(
        'warning',
        'WebAssembly is refused where files are hashed, which then takes slower means.',
        // A worker's file has the policy of its own answer.
        `${policy.lineFor('script-src', "'wasm-unsafe-eval'")}${isPageRefused ? '' : ' (with hash-worker.js)'}`,
      );
  return [named('worker', worker), named('webassembly', webassembly)];
}

/** On the page, so that its policy, if that is the reason, tells how it reads. */
function compiles(): boolean {
  try {
    return new WebAssembly.Module(EMPTY_MODULE) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}

function checkDatabase(clock: Pick<Clock, 'delay'>): Promise<Finding> {
  const without = (why: string): Finding =>
    found(
      'warning',
      `IndexedDB ${why}: unfinished uploads do not outlive the page.`,
      'Leave private browsing, or allow site data.',
    );
  return new Promise((resolve) => {
    const stopTimer = clock.delay(STORAGE_TIMEOUT_MS, () => resolve(without('does not answer')));
    const end = (finding: Finding): void => {
      stopTimer();
      resolve(finding);
    };
    try {
      const opening = indexedDB.open(TRIAL_DATABASE);
      opening.onerror = () => end(without('can not be opened'));
      opening.onsuccess = () => {
        opening.result.close();
        indexedDB.deleteDatabase(TRIAL_DATABASE);
        end(found('ok', 'IndexedDB can be opened.'));
      };
    } catch {
      end(without('is not there'));
    }
  });
}

function checkLocks(): Finding {
  return globalThis.navigator?.locks === undefined
    ? found('warning', 'No Web Locks: tabs agree by way of IndexedDB.', 'Serve the page by https.')
    : found('ok', 'Web Locks are there.');
}

async function checkPersistence(): Promise<Finding> {
  try {
    const isKept = await globalThis.navigator?.storage?.persisted();
    if (isKept === undefined) return found('skipped', 'The browser does not tell.');
    return isKept
      ? found('ok', 'The browser keeps what is stored.')
      : found(
          'ok',
          'The browser may drop what is stored when the disk is full; navigator.storage.persist() asks it not to.',
        );
  } catch {
    return found('skipped', 'The browser does not tell.');
  }
}
