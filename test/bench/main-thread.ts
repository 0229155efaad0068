import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createDevServer } from '../../demo/server/create-dev-server.js';
import type { DevServer } from '../../demo/server/create-dev-server.js';
import { GIB, demandRoom, noise, writeNoise } from '../e2e/support/make-files.js';
import { callAsText } from '../e2e/support/page-driver.js';
import { servePages } from '../e2e/support/serve-pages.js';
import { findBrowsers } from '../run/find-browsers.js';
import { BareChromium } from './bare-chromium.js';
import { findRenderer } from './find-renderer.js';
import { forgetPeak, readMainThreadTime, readMemory } from './process-facts.js';
import type { ProcessMemory, ThreadTime } from './process-facts.js';
import { watchMainThread } from './watch-main-thread.js';
import type { MainThreadFacts } from './watch-main-thread.js';

/*
 * Prints how long the main thread of a page was blocked at most, and by how much its renderer grew,
 * while a real file of 1 GiB was hashed in full and uploaded by the built element in Chromium. It
 * judges nothing: the figures hold for one machine in one hour. The server runs in this process.
 */

const fileBytes = GIB;
const MB = 1e6;

/** For the page to come to rest before it is measured, in ms. */
const restMs = 2000;

type Run = {
  readonly version: string;
  readonly seconds: number;
  readonly mainThread: MainThreadFacts;
  readonly time: ThreadTime;
  readonly before: ProcessMemory;
  readonly after: ProcessMemory;
  readonly outcome: string;
};

const folder = await mkdtemp(join(tmpdir(), 'smh-bench-'));
try {
  await demandRoom(folder, 4 * GIB);
  const server = await createDevServer({ dir: join(folder, 'server'), port: 0, objectPort: 0, hostPort: 0 });
  try {
    console.log('Preparing a file of 1 GiB, and one at the server that begins alike ...');
    const path = await writeNoise(join(folder, 'large.bin'), fileBytes, 'beginning', 'one');
    await server.addFile(['known.bin'], noise(fileBytes, 'beginning', 'two'));
    await server.indexed();
    print(await measure(server, path), server);
  } finally {
    await server.close();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(server: DevServer, path: string): Promise<Run> {
  const executable = findBrowsers(['chromium']).found.chromium?.executable;
  if (executable === undefined) throw new Error('Chromium is missing: apt-get install chromium');
  const pages = await servePages();
  const browser = await BareChromium.start(executable);
  try {
    const { apiOrigin, libraryId, spaceId } = server;
    const { accessToken } = server.issueToken();
    const url = pages.show(
      `<smh-uploader endpoint="${apiOrigin}" library-id="${libraryId}" space-id="${spaceId}"
        access-token="${accessToken}"></smh-uploader>
      <script type="module" src="/smh-uploader.min.js"></script>`,
    );
    const page = await browser.openPage(url);
    await page.evaluate(`customElements.whenDefined('smh-uploader').then(() => undefined)`);
    await wait(restMs);
    const renderer = await findRenderer(browser, page);
    await page.collectGarbage();
    await wait(restMs);

    await forgetPeak(renderer);
    const before = await readMemory(renderer);
    const timeBefore = await readMainThreadTime(renderer);
    await page.evaluate(callAsText(watchMainThread, []));
    const settled = page.evaluate(`new Promise((resolve) => {
      addEventListener('smh-queue-settle', () => resolve(), { once: true });
    })`);
    // Where the choice fails, that is what is told.
    settled.catch(() => undefined);
    const startedAt = performance.now();
    await page.setFiles(
      `document.querySelector('smh-uploader').shadowRoot.querySelector('input[type=file]')`,
      [path],
    );
    await settled;
    const seconds = (performance.now() - startedAt) / 1000;
    const after = await readMemory(renderer);
    const timeAfter = await readMainThreadTime(renderer);
    const mainThread = (await page.evaluate('mainThread()')) as MainThreadFacts;
    const outcome = await page.evaluate(`(() => {
      const [{ status, instant, verified, error }] = document.querySelector('smh-uploader').tasks;
      return status + (instant ? ', instant' : '') + (verified ? ', CRC64 verified' : '') +
        (error ? ', ' + error.code : '');
    })()`);
    const version = await browser.version();
    const time = { ran: timeAfter.ran - timeBefore.ran, waited: timeAfter.waited - timeBefore.waited };
    return { version, seconds, mainThread, time, before, after, outcome: String(outcome) };
  } finally {
    await browser.close();
    await pages.close();
  }
}

function print({ version, seconds, mainThread, time, before, after, outcome }: Run, server: DevServer): void {
  const { longTasks, timerDelay, frameGap } = mainThread;
  const isHashed = server.log.entries().some(({ kind }) => kind === 'full-start');
  const longest =
    longTasks.length === 0
      ? 'none of 50 ms or more'
      : `${inMs(Math.max(...longTasks.map(({ duration }) => duration)))} ms`;
  const moments = longTasks
    .map(({ at, duration }) => `${inMs(duration)} ms at ${inSeconds(at)} s`)
    .join(', ');
  const rate = (fileBytes / MB / seconds).toFixed(0);
  console.log(
    `
1 GiB by the built element in ${version}, ${String(availableParallelism())} cores, the server on the same ones
  upload:                     ${outcome}; full hash ${isHashed ? 'computed and sent' : 'NOT asked for'}; ${seconds.toFixed(1)} s (${rate} MB/s)
  longest main-thread task:   ${longest}   (goal: no task over 50 ms)
  tasks of 50 ms and more:    ${moments === '' ? 'none' : moments}
  longest delay of a timer:   ${inMs(timerDelay)} ms   (5 ms timer; waiting for a core counts too)
  main thread at work:        ${inMs(time.ran)} ms in all; it waited ${inMs(time.waited)} ms for a core
  longest gap between frames: ${inMs(frameGap)} ms
  renderer memory growth:     ${inMb(after.peak - before.now)} MB at most, ${inMb(after.now - before.now)} MB at the end   (goal: less than 64 MB)
                              ${inMb(before.now)} MB before, ${inMb(after.peak)} MB at most
`.trimEnd(),
  );
}

function inMs(ms: number): string {
  return ms.toFixed(1);
}

function inSeconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

function inMb(bytes: number): string {
  return (bytes / MB).toFixed(1);
}
