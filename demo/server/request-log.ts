/** What a request was for. */
export type RequestKind =
  | 'start'
  | 'full-start'
  | 'renew'
  | 'state'
  | 'confirm'
  | 'cancel'
  | 'access-token'
  | 'directory'
  | 'directory-list'
  | 'directory-delete'
  | 'info'
  | 'head'
  | 'delete'
  | 'quota'
  | 'part'
  | 'simple-put'
  | 'form-post'
  | 'download'
  | 'preflight'
  | 'unknown';

/** One request. Secrets are not in it: an upload is known by its number. */
export type LogEntry = {
  /** From 1, in the order of arrival. */
  readonly id: number;
  kind: RequestKind;
  readonly method: string;
  readonly host: 'api' | 'object';
  /** Number of the upload, from 1; null where there is none (yet). */
  upload: number | null;
  /** Name that the upload was opened for. */
  name: string | null;
  partNumber: number | null;
  /** `Content-Length` as announced. */
  readonly bytesAnnounced: number | null;
  /** Bytes of the body that have arrived. */
  bytesReceived: number;
  /** Null: not answered (yet). */
  status: number | null;
  /** Code of an error answer. */
  code: string | null;
  /** ms since epoch. */
  readonly startedAt: number;
  endedAt: number | null;
  readonly isPreflight: boolean;
  /** True where the client went away before the answer. */
  aborted: boolean;
  /** True where a fault had a hand in it. */
  faulty: boolean;
};

/** Entries kept; the oldest go first. Own figure. */
const ENTRIES_MAX = 100_000;

/** What was asked, for tests and the demo's panel. */
export class RequestLog {
  #entries: LogEntry[] = [];
  #lastId = 0;

  /** The entries in the order of arrival, from after `since`. */
  entries(since = 0): readonly LogEntry[] {
    return since === 0 ? [...this.#entries] : this.#entries.filter((entry) => entry.id > since);
  }

  begin(start: Pick<LogEntry, 'kind' | 'method' | 'host' | 'bytesAnnounced'>): LogEntry {
    this.#lastId += 1;
    const entry: LogEntry = {
      ...start,
      id: this.#lastId,
      upload: null,
      name: null,
      partNumber: null,
      bytesReceived: 0,
      status: null,
      code: null,
      startedAt: Date.now(),
      endedAt: null,
      isPreflight: start.kind === 'preflight',
      aborted: false,
      faulty: false,
    };
    this.#entries.push(entry);
    if (this.#entries.length > ENTRIES_MAX) this.#entries = this.#entries.slice(ENTRIES_MAX / 10);
    return entry;
  }

  clear(): void {
    this.#entries = [];
  }
}

/** Points of time kept; every second one is dropped when there are more. Own figure. */
const POINTS_MAX = 500_000;

/** How many bytes of bodies the object store has received, and when. */
export class ReceivedBytes {
  #total = 0;
  #timeline: (readonly [at: number, total: number])[] = [];

  get total(): number {
    return this.#total;
  }

  add(bytes: number): void {
    this.#total += bytes;
    const now = Date.now();
    if (this.#timeline.at(-1)?.[0] === now) this.#timeline.pop();
    this.#timeline.push([now, this.#total]);
    if (this.#timeline.length > POINTS_MAX)
      this.#timeline = this.#timeline.filter((_, index) => index % 2 === 1);
  }

  /** `[ms since epoch, bytes by then]`, from `since` on, one point a millisecond at most. */
  timeline(since = 0): readonly (readonly [at: number, total: number])[] {
    return this.#timeline.filter(([at]) => at >= since);
  }

  clear(): void {
    this.#total = 0;
    this.#timeline = [];
  }
}
