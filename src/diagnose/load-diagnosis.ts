import type { HashingFacts } from '../hashing/probe-hashing.js';
import { named, found, reportOf, type DiagnoseOptions, type DiagnosisReport } from './report.js';
import type { DiagnosisServices } from './services.js';

/**
 * Loads the checks, which few pages ever need, and runs them. That they can't be loaded is a finding too.
 * @param loadProbe gives what looks at hashing
 * @throws AbortError (or the signal's reason) when the signal aborts
 */
export async function loadAndDiagnose(
  services: Omit<DiagnosisServices, 'probeHashing'>,
  loadProbe: () => Promise<() => Promise<HashingFacts>>,
  options: DiagnoseOptions,
): Promise<DiagnosisReport> {
  const loaded = await Promise.all([import('./diagnose.js'), loadProbe()]).catch(() => null);
  if (loaded !== null) {
    const [{ diagnose }, probeHashing] = loaded;
    return diagnose({ ...services, probeHashing }, options);
  }
  const fix = 'Serve the chunks of smh-uploader beside its entry.';
  return reportOf(
    [named('code', found('failed', 'The code of the checks could not be loaded.', fix))],
    false,
  );
}
