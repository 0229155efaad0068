import type { UploaderOptions } from '../engine/options.js';
import type { BackendPort, Clock, Connectivity, HostProbe, PartTransport } from '../engine/ports.js';
import type { HashingFacts } from '../hashing/probe-hashing.js';
import type { RemotePath } from '../protocol/types.js';
import type { PolicyWatch } from './policy-watch.js';

/** What a diagnosis looks at, and by what. */
export type DiagnosisServices = {
  /** Nothing holds its calls back: what fails again and again is what has to be seen. */
  readonly backend: BackendPort;
  /** The same goes for its requests. */
  readonly transport: PartTransport;
  readonly probe: HostProbe;
  readonly connectivity: Connectivity;
  readonly clock: Clock;
  readonly probeHashing: () => Promise<HashingFacts>;
  readonly options: UploaderOptions;
  /** What stands against the options; null: nothing. */
  readonly problem: string | null;
  /** Remote folder of the uploader. */
  readonly directory: RemotePath;
  /** ms */
  readonly stallTimeoutMs: number;
};

/** What one run of the checks shares. */
export type Run = DiagnosisServices & {
  readonly policy: PolicyWatch;
  readonly signal: AbortSignal;
};
