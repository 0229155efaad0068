import { HostGuard } from './engine/host-guard.js';
import type { Connectivity, HostProbe, TabLocks } from './engine/ports.js';
import type { ResumeStore } from './engine/resume-record.js';
import { CONNECTIONS_MAX, TrafficController } from './engine/traffic-controller.js';
import { systemClock } from './platform/clock.js';
import { createTabLocks } from './platform/tab-locks.js';
import { createIdbLeases } from './storage/idb-leases.js';
import { createIdbResumeStore } from './storage/idb-resume-store.js';
import { createConnectivity } from './transport/connectivity.js';
import { createHostProbe } from './transport/host-probe.js';

/** What all uploaders of a page share. Importing this touches nothing. */
export type PageServices = {
  readonly connectivity: Connectivity;
  /** One budget: they share the page's connections. */
  readonly traffic: TrafficController;
  /** What fails for one upload of the page fails for all: they share what is known of a host. */
  readonly hosts: HostGuard;
  /** Whether a host can be reached at all. */
  readonly hostProbe: HostProbe;
  readonly store: ResumeStore;
  readonly locks: TabLocks;
};

const clock = systemClock;
const connectivity = createConnectivity();
const hostProbe = createHostProbe({ clock });
const traffic = new TrafficController(CONNECTIONS_MAX);

export const pageServices: PageServices = {
  connectivity,
  traffic,
  hosts: new HostGuard({ clock, connectivity, probe: hostProbe, traffic }),
  hostProbe,
  store: createIdbResumeStore({ clock }),
  locks: createTabLocks({ clock, leases: createIdbLeases({ clock }) }),
};
