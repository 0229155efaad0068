import { timeoutOrDefault } from './backend/system-clock.js';
import { loadAndDiagnose } from './diagnose/load-diagnosis.js';
import type { DiagnosisServices } from './diagnose/services.js';
import { pageServices } from './page-services.js';
import { systemClock } from './platform/clock.js';
import type { DiagnoseOptions, DiagnosisReport } from './diagnose/report.js';

/** What only the uploader knows. */
type DiagnosedUploader = Pick<
  DiagnosisServices,
  'backend' | 'transport' | 'options' | 'problem' | 'directory'
>;

/** Looks at an uploader, its page and its service by the adapters that they share. */
export function diagnosePage(uploader: DiagnosedUploader, how: DiagnoseOptions): Promise<DiagnosisReport> {
  const { workerUrl, stallTimeout } = uploader.options;
  const { hostProbe: probe, connectivity } = pageServices;
  const services = {
    ...uploader,
    probe,
    connectivity,
    clock: systemClock,
    stallTimeoutMs: timeoutOrDefault(stallTimeout),
  };
  const loadProbe = async () => {
    const { probeHashing } = await import('./hashing/probe-hashing.js');
    return () => probeHashing(workerUrl, systemClock);
  };
  return loadAndDiagnose(services, loadProbe, how);
}
