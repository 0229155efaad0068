/** The requests of an upload: the rows of the fault matrix, by the names of the development server. */
export const TARGETS = {
  start: 'start',
  'full-start': 'full-digest start',
  part: 'part',
  'simple-put': 'simple PUT',
  renew: 'renew',
  state: 'state',
  confirm: 'confirm',
  cancel: 'cancel',
  'access-token': 'access token',
  directory: 'directory',
} as const;

export type Target = keyof typeof TARGETS;

/** The rows that every browser walks; Chromium walks all. */
export const CORE_TARGETS: readonly Target[] = ['start', 'part', 'confirm'];

/** What may happen to a request: the columns. */
export const FAULTS = {
  before: 'reset before',
  'mid-body': 'reset in mid-body',
  after: 'reset after commit',
  hang: 'hang',
  'status-408': '408',
  'status-429': '429 with Retry-After',
  'status-500': '500',
  'status-503': '503',
  expired: '403 expired',
  'expired-hidden': '403 expired without CORS',
  malformed: 'malformed answer',
  slow: 'slow',
} as const;

export type FaultName = keyof typeof FAULTS;

/** How often a row's upload asks the object store for a part where nothing goes wrong, and how often it may. */
type Requests = readonly [least: number, most: number];

/** How the upload of a cell ends. */
export type CellEnd = {
  /** Told as an error with this code, after which `retry()` brings the file home; null: it lands by itself. */
  readonly told: string | null;
  /** Uploads left open at the service: only those whose start went through without its answer arriving. */
  readonly orphans: number;
  /** Requests with bytes to the object store. */
  readonly puts: Requests;
};

export type Cell =
  | { readonly target: Target; readonly fault: FaultName; readonly end: CellEnd }
  | { readonly target: Target; readonly fault: FaultName; readonly notApplicable: string };

/** Parts of the file that is sent in parts, and how many are in flight at a time. */
export const PARTS = 6;
export const IN_FLIGHT = 2;

/** Requests with bytes that a row takes where nothing goes wrong. */
const PUTS: Readonly<Record<Target, Requests>> = {
  start: [PARTS, PARTS],
  'full-start': [0, 0],
  part: [PARTS + 1, PARTS + 1],
  'simple-put': [2, 2],
  // The first headers are dead before they are used: as many are refused as were in flight.
  renew: [PARTS, PARTS + IN_FLIGHT],
  state: [1, 1],
  confirm: [PARTS, PARTS],
  cancel: [1, PARTS],
  'access-token': [1, 1],
  directory: [1, 1],
};

const NO_BODY = 'neither the request nor its answer has a body';

/** Cells that make no sense, and why. */
const NOT_APPLICABLE: Readonly<Partial<Record<Target, Readonly<Partial<Record<FaultName, string>>>>>> = {
  cancel: { 'mid-body': NO_BODY },
  directory: { 'mid-body': NO_BODY },
};

type Ends = Readonly<Partial<Record<FaultName, Partial<CellEnd>>>>;

/** Where a cell does not end with the file landing by itself, one copy, nothing left behind. */
const OTHER_ENDS: Readonly<Partial<Record<Target, Ends>>> = {
  start: {
    // Its key never reached the client, so nobody but the service can free it.
    after: { orphans: 1 },
    malformed: { told: 'invalid-answer', orphans: 1 },
  },
  'full-start': { malformed: { told: 'invalid-answer' } },
  part: { slow: { puts: [PARTS, PARTS] }, malformed: { puts: [PARTS, PARTS] } },
  'simple-put': { slow: { puts: [1, 1] }, malformed: { puts: [1, 1] } },
  // The retry tries the headers that it has: as many more are refused.
  renew: { malformed: { told: 'invalid-answer', puts: [PARTS, PARTS + IN_FLIGHT * 2] } },
  state: { malformed: { told: 'invalid-answer' } },
  confirm: { malformed: { told: 'invalid-answer' } },
  'access-token': { malformed: { told: 'invalid-answer' }, expired: { told: 'token-invalid' } },
};

const targets = Object.keys(TARGETS) as Target[];
const faults = Object.keys(FAULTS) as FaultName[];

/** Every pair of the two lists. */
export const CELLS: readonly Cell[] = targets.flatMap((target) =>
  faults.map((fault) => {
    const notApplicable = NOT_APPLICABLE[target]?.[fault];
    if (notApplicable !== undefined) return { target, fault, notApplicable };
    const end = { told: null, orphans: 0, puts: PUTS[target], ...OTHER_ENDS[target]?.[fault] };
    return { target, fault, end };
  }),
);
