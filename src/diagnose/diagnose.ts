import { checkPage } from './check-page.js';
import { PolicyWatch } from './policy-watch.js';
import { probeUpload } from './probe-upload.js';
import { found, named, reportOf, type DiagnoseOptions, type DiagnosisReport } from './report.js';
import type { DiagnosisServices } from './services.js';

/**
 * Looks at page, browser and settings, and with `probe` at the service by a real upload
 * that is canceled. A failing environment is a finding, never a rejection.
 * @throws AbortError (or the signal's reason) when `signal` aborts; nothing stays open
 */
export async function diagnose(
  services: DiagnosisServices,
  { probe, signal = new AbortController().signal }: DiagnoseOptions,
): Promise<DiagnosisReport> {
  signal.throwIfAborted();
  const policy = new PolicyWatch();
  const run = { ...services, policy, signal };
  try {
    run.probe.watch();
    const page = await checkPage(run);
    signal.throwIfAborted();
    const isConnected = page.some(({ id, status }) => id === 'options' && status === 'ok');
    const service =
      probe !== true
        ? []
        : isConnected
          ? await probeUpload(run)
          : [named('start', found('skipped', 'Nothing to start with: see options.'))];
    await policy.arrived(run.clock);
    return reportOf([...page, ...service, named('policy', policy.finding())], probe === true);
  } finally {
    policy.stop();
  }
}
