import type { TaskSnapshot } from '../../../src/engine/task-snapshot.js';
import type { UploadBackend } from '../../../src/protocol/types.js';
import type { Uploader } from '../../../src/uploader.js';

/** How a page is connected; see the public contract's three ways. */
export type Connection = {
  readonly way: 'A' | 'B' | 'C';
  readonly hostOrigin: string;
  readonly objectOrigin: string;
};

/** `bytesSent` as one progress event told it. */
export type ProgressNote = {
  /** ms since epoch, by the page's clock. */
  readonly at: number;
  readonly id: string;
  /** Of the event's own task. */
  readonly bytesSent: number;
  /** Of all tasks together, at that moment. */
  readonly allBytesSent: number;
};

/** What one end event told. */
export type EndNote = {
  readonly id: string;
  readonly status: string;
  readonly name: string;
  readonly relativePath: string;
  readonly size: number;
  readonly bytesSent: number;
  readonly bytesSaved: number;
  readonly progress: number;
  readonly instant: boolean;
  readonly verified: boolean | null;
  readonly error: string | null;
  readonly storedPath: string | null;
  readonly storedSize: number | null;
  readonly storedCrc64: string | null;
};

/** A request to the object store as the page's own timing tells it, in ms since epoch. */
export type RequestNote = { readonly start: number; readonly end: number };

/** All that the page noted. */
export type PageNotes = {
  readonly progress: ProgressNote[];
  readonly succeeded: EndNote[];
  readonly failed: EndNote[];
  readonly canceled: EndNote[];
  readonly rejected: string[];
  readonly restarted: string[];
  readonly requests: RequestNote[];
  settled: number;
};

declare global {
  interface Window {
    readonly notes: PageNotes;
    /** The notes with all that the browser has timed so far. */
    readonly readNotes: () => PageNotes;
    readonly uploader: Uploader & HTMLElement & { disabled: boolean; value: readonly string[] };
  }
}

/**
 * Runs in the page, before the element is defined: connects it by properties, and notes its events.
 * It is sent as text and sees nothing else of this file.
 */
export function connectAndNote({ way, hostOrigin, objectOrigin }: Connection): void {
  const uploader = document.querySelector<HTMLElement & Uploader>('smh-uploader');
  if (uploader === null) throw new Error('The page has no <smh-uploader>.');
  const notes: PageNotes = {
    progress: [],
    succeeded: [],
    failed: [],
    canceled: [],
    rejected: [],
    restarted: [],
    requests: [],
    settled: 0,
  };
  Object.assign(window, { uploader, notes });

  const json = { 'content-type': 'application/json' };
  const post = (path: string, body: object, signal: AbortSignal): Promise<Response> =>
    fetch(`${hostOrigin}${path}`, { method: 'POST', headers: json, body: JSON.stringify(body), signal });
  const keyed = (confirmKey: string): string => `/uploads/${encodeURIComponent(confirmKey)}`;
  const backend: UploadBackend = {
    getUploadToken: (request, { signal }) => post('/uploads', request, signal),
    confirmUpload: (request, { signal }) => post(`${keyed(request.confirmKey)}/confirm`, request, signal),
    createDirectory: (request, { signal }) => post('/directories', request, signal),
  };
  if (way === 'B') {
    Object.assign(uploader, {
      getAccessToken: async ({ signal }: { signal: AbortSignal }): Promise<unknown> =>
        (await fetch(`${hostOrigin}/api/smh-token`, { signal })).json(),
    });
  }
  if (way === 'C') Object.assign(uploader, { backend });

  const ended = (task: TaskSnapshot | null): EndNote => ({
    id: task?.id ?? '',
    status: task?.status ?? '',
    name: task?.name ?? '',
    relativePath: task?.relativePath ?? '',
    size: task?.size ?? 0,
    bytesSent: task?.bytesSent ?? 0,
    bytesSaved: task?.bytesSaved ?? 0,
    progress: task?.progress ?? 0,
    instant: task?.instant ?? false,
    verified: task?.verified ?? null,
    error: task?.error ? `${task.error.code}: ${task.error.message}` : null,
    storedPath: task?.result?.path?.join('/') ?? null,
    storedSize: task?.result?.size ?? null,
    storedCrc64: task?.result?.crc64 ?? null,
  });
  const source: Uploader = uploader;
  source.addEventListener('smh-upload-progress', ({ detail: { task } }) => {
    notes.progress.push({
      at: performance.timeOrigin + performance.now(),
      id: task.id,
      bytesSent: task.bytesSent,
      allBytesSent: uploader.tasks.reduce((sum, { bytesSent }) => sum + bytesSent, 0),
    });
  });
  source.addEventListener('smh-upload-state-change', ({ detail: { task, restarted } }) => {
    if (restarted === true) notes.restarted.push(task.id);
  });
  source.addEventListener('smh-upload-success', ({ detail: { task } }) => {
    notes.succeeded.push(ended(task));
  });
  source.addEventListener('smh-upload-cancel', ({ detail: { task } }) => {
    notes.canceled.push(ended(task));
  });
  source.addEventListener('smh-upload-error', ({ detail: { task, error } }) => {
    notes.failed.push({ ...ended(task), error: `${error.code}: ${error.message}` });
  });
  source.addEventListener('smh-file-reject', ({ detail: { relativePath, code } }) => {
    notes.rejected.push(`${code}: ${relativePath}`);
  });
  source.addEventListener('smh-queue-settle', () => {
    notes.settled += 1;
  });

  const noteRequests = (entries: PerformanceEntryList): void => {
    for (const { name, startTime, duration } of entries) {
      if (!name.startsWith(objectOrigin)) continue;
      const start = performance.timeOrigin + startTime;
      notes.requests.push({ start, end: start + duration });
    }
  };
  const observer = new PerformanceObserver((list) => noteRequests(list.getEntries()));
  observer.observe({ type: 'resource', buffered: true });
  // The observer is told late: what it has not been told yet is fetched.
  const readNotes = (): PageNotes => {
    noteRequests(observer.takeRecords());
    return notes;
  };
  Object.assign(window, { readNotes });
}
