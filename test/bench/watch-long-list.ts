/** What a page measured of a long list, in ms after the drop where it is a moment. */
export type LongListFacts = {
  /** The first rows were painted. */
  readonly firstRows: number | null;
  /** All files are in the list. */
  readonly allThere: number | null;
  /** Clicks of the probe: when they came, and how long they waited to be handled. */
  readonly clicks: readonly { readonly at: number; readonly delay: number }[];
  /** Tasks of 50 ms and more; `looks`: how much of it the browser took to look at files on disk. */
  readonly longTasks: readonly { readonly at: number; readonly duration: number; readonly looks: number }[];
  /** Longest look at one file. */
  readonly longestLook: number;
  /** Times from one frame to the next, by what went on. */
  readonly frames: Readonly<Record<string, readonly number[]>>;
  /** Most elements that there were. */
  readonly elements: number;
  /** Rows that changed while they were watched. */
  readonly movingRows: number;
};

/** How a page tells what it draws. */
export type LongListPage = {
  /** Gives the node that the rows are in: a shadow root, or an element. */
  readonly root: () => ParentNode;
  readonly rows: string;
  readonly scroller: () => Element;
};

declare global {
  interface Window {
    listPage: LongListPage;
    longList: () => LongListFacts;
    /** Names what goes on from now on; scrolls meanwhile where it is called "scroll". */
    watchFrames: (phase: string | null) => void;
  }
}

/**
 * Runs in the page: begins to measure at the next drop. It is sent as text and sees nothing else of this file.
 */
export function watchLongList(files: number): void {
  const scrollPx = 60;
  let droppedAt = Number.NaN;
  let firstRows: number | null = null;
  let allThere: number | null = null;
  let elements = 0;
  let phase: string | null = null;
  let lastFrame = 0;
  const clicks: { at: number; delay: number }[] = [];
  const tasks: { at: number; duration: number }[] = [];
  const looks: { at: number; duration: number }[] = [];
  const frames: Record<string, number[]> = {};
  const moving = new Set<string>();
  const now = (): number => performance.now();
  const uploader = document.querySelector('smh-uploader');

  const onDrop = (): void => {
    droppedAt = now();
    performance.mark('dropped');
  };
  addEventListener('drop', onDrop, { capture: true, once: true });
  document.querySelector('#probe')?.addEventListener('click', ({ timeStamp }) => {
    clicks.push({ at: timeStamp, delay: now() - timeStamp });
  });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ at: startTime, duration });
  }).observe({ type: 'longtask' });
  document.addEventListener('smh-upload-progress', (event) => {
    if (phase !== null) moving.add(event.detail.task.id);
  });

  // The page waits while Chromium asks the disk for the size or the date of a dropped file, however long that takes.
  const timeLooks = (prototype: object, property: string): void => {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, property);
    Object.defineProperty(prototype, property, {
      ...descriptor,
      get(this: Blob) {
        const at = now();
        const value: unknown = descriptor?.get?.call(this);
        const duration = now() - at;
        if (duration > 0) looks.push({ at, duration });
        return value;
      },
    });
  };
  timeLooks(Blob.prototype, 'size');
  timeLooks(File.prototype, 'lastModified');

  const afterPaint = (then: () => void): void => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = then;
      channel.port2.postMessage(null);
    });
  };
  const onFrame = (at: number): void => {
    requestAnimationFrame(onFrame);
    const { root, rows, scroller } = window.listPage;
    if (phase !== null) {
      (frames[phase] ??= []).push(at - lastFrame);
      if (phase === 'scroll') scroller().scrollTop += scrollPx;
    }
    lastFrame = at;
    if (firstRows === null && root().querySelector(rows) !== null) {
      firstRows = Number.POSITIVE_INFINITY;
      // The rows came in the last frame, or in this one.
      afterPaint(() => (firstRows = now()));
    }
    if (firstRows !== null && allThere === null && uploader?.tasks.length === files) allThere = now();
    elements = Math.max(elements, root().querySelectorAll('*').length);
  };
  requestAnimationFrame(onFrame);

  window.watchFrames = (next) => {
    phase = next;
  };
  window.longList = () => {
    const sinceDrop = (moment: number | null): number | null => (moment === null ? null : moment - droppedAt);
    return {
      firstRows: sinceDrop(firstRows),
      allThere: sinceDrop(allThere),
      clicks: clicks.map(({ at, delay }) => ({ at: at - droppedAt, delay })),
      longTasks: tasks.map(({ at, duration }) => ({
        at: at - droppedAt,
        duration,
        looks: looks
          .filter((look) => look.at >= at && look.at < at + duration)
          .reduce((sum, look) => sum + look.duration, 0),
      })),
      longestLook: looks.reduce((most, { duration }) => Math.max(most, duration), 0),
      frames,
      elements,
      movingRows: moving.size,
    };
  };
}

/** Runs in the page: a list that draws every row, each brought up to date once a frame. */
export function drawNaiveList(): void {
  const uploader = document.querySelector('smh-uploader');
  const list = document.querySelector('#naive');
  const picture =
    '<svg viewBox="0 0 16 16"><path d="M9 1.75H4.5a1 1 0 0 0-1 1v10.5a1 1 0 0 0 1 1h7a1 1 0 0 0 1-1V5.25z"/></svg>';
  const known = new Map<string, { shown: unknown; row: HTMLElement }>();
  const draw = (): void => {
    requestAnimationFrame(draw);
    for (const task of uploader?.tasks ?? []) {
      let entry = known.get(task.id);
      if (entry === undefined) {
        const row = document.createElement('li');
        row.className = 'row';
        row.innerHTML = `<div class="thumb">${picture}</div><div><div class="name"></div><div class="line">${picture}<span></span></div></div><div><button>${picture}</button><button>${picture}</button></div><progress max="1"></progress>`;
        list?.append(row);
        entry = { shown: null, row };
        known.set(task.id, entry);
      }
      if (entry.shown === task) continue;
      entry.shown = task;
      const { row } = entry;
      const [name, line, bar] = ['.name', 'span', 'progress'].map((selector) => row.querySelector(selector));
      if (name) name.textContent = task.name;
      if (line) line.textContent = `${String(task.bytesSent)} of ${String(task.size)} · ${task.status}`;
      if (bar instanceof HTMLProgressElement) bar.value = task.progress;
    }
  };
  requestAnimationFrame(draw);
}
