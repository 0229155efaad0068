import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createDevServer } from '../../demo/server/create-dev-server.js';
import type { DevServer } from '../../demo/server/create-dev-server.js';
import { MIB } from '../e2e/support/make-files.js';
import { callAsText } from '../e2e/support/page-driver.js';
import { servePages } from '../e2e/support/serve-pages.js';
import type { PageServer } from '../e2e/support/serve-pages.js';
import { findBrowsers } from '../run/find-browsers.js';
import { BareChromium } from './bare-chromium.js';
import type { BarePage } from './bare-chromium.js';
import { traceTasks } from './task-trace.js';
import type { TracedTask } from './task-trace.js';
import { drawNaiveList, watchLongList } from './watch-long-list.js';
import type { LongListFacts } from './watch-long-list.js';

/*
 * Prints how smooth a page stays while 10,000 real files are dropped on the built element in Chromium and
 * six of them are sent, beside a list that draws every row. It judges nothing: the figures hold for one
 * machine in one hour. The server runs in this process.
 */

const fileCount = 10_000;
const filesFrom = 'file';
const fileBytes = 64 * MIB;
/** So slow, in bytes a second, that the same six rows move all the time. */
const bandwidth = 6 * MIB;
/** Rows that may move at once. */
const concurrency = 6;

/** For the page to come to rest before it is measured, in ms. */
const restMs = 1500;
/** From one click of the probe to the next, and how many there are. */
const clickEveryMs = 60;
const clickCount = 60;
/** How long frames are watched while rows move, and while it is scrolled too. */
const watchMs = 5000;
const patienceMs = 120_000;
/** From when on a task is a long one, in ms, by the standard of that name. */
const longMs = 50;

type Kind = 'element' | 'naive';

/** What the page measured, and what Chromium wrote down of its main thread. */
type Run = { readonly facts: LongListFacts; readonly tasks: readonly TracedTask[] };

/** What all runs share. */
type Setting = { readonly pages: PageServer; readonly paths: readonly string[] };

/** With the tasks after the first rows. */
type Figures = LongListFacts & { readonly tasks: readonly TracedTask[] };

const pagesOf = {
  element: {
    title: 'built element',
    html: '',
    attributes: '',
    listPage: `{
      root: () => document.querySelector('smh-uploader').shadowRoot,
      rows: '[part~="item"]',
      scroller: () => document.querySelector('smh-uploader').shadowRoot.querySelector('[part~="list"]'),
    }`,
  },
  naive: {
    title: 'every row drawn',
    html: `<ul id="naive"></ul><style>
      #naive { max-height: 480px; overflow-y: auto; margin: 0; padding: 0 }
      .row { display: grid; grid-template-columns: 40px 1fr auto; gap: 12px; min-height: 56px; border-bottom: 1px solid }
      svg { width: 16px; height: 16px }
    </style>`,
    attributes: 'view="none"',
    listPage: `{
      root: () => document.querySelector('#naive'),
      rows: '.row',
      scroller: () => document.querySelector('#naive'),
    }`,
  },
} as const;

const folder = await mkdtemp(join(tmpdir(), 'smh-bench-'));
try {
  console.log(`Preparing ${String(fileCount)} files ...`);
  const paths = await writeFiles(join(folder, 'files'));
  const pages = await servePages();
  const figures: [string, Figures][] = [];
  for (const kind of ['element', 'naive'] as const) {
    const { facts } = await run(kind, false, { pages, paths });
    // In a run of its own: to write tasks down takes time that the first rows would wait for.
    const { facts: traced, tasks } = await run(kind, true, { pages, paths });
    const rowsAt = traced.firstRows ?? 0;
    figures.push([pagesOf[kind].title, { ...facts, tasks: tasks.filter(({ at }) => at > rowsAt) }]);
  }
  await pages.close();
  print(figures);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Drops the files on a page of that kind, with a server of its own. */
async function run(kind: Kind, isTraced: boolean, { pages, paths }: Setting): Promise<Run> {
  const server = await createDevServer({
    dir: join(folder, `server-${kind}-${String(isTraced)}`),
    port: 0,
    objectPort: 0,
    hostPort: 0,
    bandwidth,
  });
  try {
    return await measure(kind, isTraced, { pages, paths, server });
  } finally {
    await server.close();
  }
}

/** Sparse ones: they take no room. */
async function writeFiles(into: string): Promise<readonly string[]> {
  await mkdir(into, { recursive: true });
  const paths: string[] = [];
  for (let index = 0; index < fileCount; index += 1) {
    const path = join(into, `${filesFrom} ${String(index).padStart(5, '0')}.bin`);
    const file = await open(path, 'w');
    await file.truncate(fileBytes + index);
    await file.close();
    paths.push(path);
  }
  return paths;
}

async function measure(
  kind: Kind,
  isTraced: boolean,
  { pages, paths, server }: Setting & { readonly server: DevServer },
): Promise<Run> {
  const executable = findBrowsers(['chromium']).found.chromium?.executable;
  if (executable === undefined) throw new Error('Chromium is missing: apt-get install chromium');
  const browser = await BareChromium.start(executable, ['--window-size=900,900']);
  try {
    const { apiOrigin, libraryId, spaceId } = server;
    const { accessToken } = server.issueToken();
    const { attributes, html, listPage } = pagesOf[kind];
    const page = await browser.openPage(
      pages.show(
        `<button id="probe">probe</button>
        <smh-uploader endpoint="${apiOrigin}" library-id="${libraryId}" space-id="${spaceId}" drop-target="page"
          access-token="${accessToken}" multiple no-instant-upload concurrency="${String(concurrency)}"
          ${attributes}></smh-uploader>${html}
        <script type="module" src="/smh-uploader.min.js"></script>`,
      ),
    );
    await page.evaluate(`customElements.whenDefined('smh-uploader').then(() => undefined)`);
    await page.evaluate(`window.listPage = ${listPage}`);
    await page.evaluate(callAsText(watchLongList, [fileCount]));
    if (kind === 'naive') await page.evaluate(callAsText(drawNaiveList, []));
    await wait(restMs);
    const endTrace = isTraced ? await traceTasks(browser, 'dropped') : null;
    await drop(page, paths);
    await clickOn(page);
    await until(page, `longList().allThere !== null`);
    await until(page, `document.querySelector('smh-uploader').tasks.some(({ bytesSent }) => bytesSent > 0)`);
    for (const phase of ['rows move', 'scroll']) {
      await page.evaluate(`watchFrames(${JSON.stringify(phase)})`);
      await wait(watchMs);
      await page.evaluate('watchFrames(null)');
    }
    const facts = (await page.evaluate('longList()')) as LongListFacts;
    return { facts, tasks: (await endTrace?.()) ?? [] };
  } finally {
    await browser.close();
  }
}

async function drop(page: BarePage, files: readonly string[]): Promise<void> {
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await page.send('Input.dispatchDragEvent', {
      type,
      x: 400,
      y: 300,
      // 1 is "copy".
      data: { items: [], files, dragOperationsMask: 1 },
    });
  }
}

async function clickOn(page: BarePage): Promise<void> {
  const { x, y } = (await page.evaluate(
    `(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(document.querySelector('#probe').getBoundingClientRect())`,
  )) as { readonly x: number; readonly y: number };
  const sent: Promise<unknown>[] = [];
  for (let count = 0; count < clickCount; count += 1) {
    for (const type of ['mousePressed', 'mouseReleased']) {
      // Each is answered once it was handled: the next must not wait for that.
      sent.push(page.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 }));
    }
    await wait(clickEveryMs);
  }
  await Promise.all(sent);
}

async function until(page: BarePage, condition: string): Promise<void> {
  const end = performance.now() + patienceMs;
  while ((await page.evaluate(condition)) !== true) {
    if (performance.now() > end) throw new Error(`It never came to: ${condition}`);
    await wait(restMs / 10);
  }
}

function print(figures: readonly (readonly [string, Figures])[]): void {
  const rows: readonly (readonly [string, string, (facts: Figures) => string])[] = [
    ['first rows painted after', '300 ms', ({ firstRows }) => inMs(firstRows)],
    [
      'longest wait of a click',
      '300 ms',
      ({ clicks }) => inMs(Math.max(...clicks.map(({ delay }) => delay))),
    ],
    ['all rows in the list after', '', ({ allThere }) => inMs(allThere)],
    ['longest task before the first rows', '', (facts) => longest(facts, false)],
    ['longest task after them', '50 ms', (facts) => longest(facts, true)],
    ['tasks over 50 ms after them', 'none', (facts) => String(tasksOf(facts, true).length)],
    [
      'of these without looks at files',
      'none',
      (facts) =>
        String(tasksOf(facts, true).filter(({ duration, looks }) => duration - looks > longMs).length),
    ],
    // Not those that only wait for a core that another process has, or for the disk.
    [
      'tasks with a core for over 50 ms',
      'none',
      ({ tasks }) => String(tasks.filter(({ processor }) => processor > longMs).length),
    ],
    [
      'longest that a task had a core',
      '50 ms',
      ({ tasks }) => inMs(Math.max(...tasks.map(({ processor }) => processor))),
    ],
    ['longest look at one file', '', ({ longestLook }) => inMs(longestLook)],
    ...['rows move', 'scroll'].flatMap((phase) => [
      [
        `frame, median, ${phase}`,
        '17 ms',
        (facts: Figures) => inMs(quantile(facts.frames[phase], 0.5)),
      ] as const,
      [
        `frame, p95, ${phase}`,
        '34 ms',
        (facts: Figures) => inMs(quantile(facts.frames[phase], 0.95)),
      ] as const,
      [`frames watched, ${phase}`, '', (facts: Figures) => String(facts.frames[phase]?.length ?? 0)] as const,
    ]),
    ['most elements', '1,000', ({ elements }) => String(elements)],
    ['rows that moved', '', ({ movingRows }) => String(movingRows)],
  ];
  console.log(
    `\n${String(fileCount)} files dropped, ${String(availableParallelism())} cores, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  );
  const titles = figures.map(([title]) => title.padStart(18)).join('');
  console.log(`${''.padEnd(38)}${titles}   goal`);
  for (const [title, goal, read] of rows) {
    const values = figures.map(([, facts]) => read(facts).padStart(18)).join('');
    console.log(`${title.padEnd(38)}${values}   ${goal}`);
  }
}

function tasksOf({ longTasks, firstRows }: LongListFacts, isAfter: boolean): LongListFacts['longTasks'] {
  const rowsAt = firstRows ?? 0;
  return longTasks.filter(({ at }) => at >= 0 && at >= rowsAt === isAfter);
}

function longest(facts: LongListFacts, isAfter: boolean): string {
  const tasks = tasksOf(facts, isAfter);
  return tasks.length === 0 ? 'none of 50 ms' : inMs(Math.max(...tasks.map(({ duration }) => duration)));
}

function quantile(values: readonly number[] = [], part: number): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null;
}

function inMs(ms: number | null): string {
  return ms === null ? 'never' : `${ms.toFixed(1)} ms`;
}
