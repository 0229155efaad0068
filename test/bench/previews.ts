import { mkdtemp, rm, stat } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createDevServer } from '../../demo/server/create-dev-server.js';
import { GIB, demandRoom } from '../e2e/support/make-files.js';
import { callAsText } from '../e2e/support/page-driver.js';
import { servePages } from '../e2e/support/serve-pages.js';
import type { PageServer } from '../e2e/support/serve-pages.js';
import { findBrowsers } from '../run/find-browsers.js';
import { BareChromium } from './bare-chromium.js';
import { findRenderer } from './find-renderer.js';
import { forgetPeak, processorTicks, readMemory } from './process-facts.js';
import { watchMainThread } from './watch-main-thread.js';
import type { MainThreadFacts } from './watch-main-thread.js';
import { writePhotos } from './write-photos.js';

/*
 * Prints what previews cost while 1,000 images of 12 megapixels are uploaded by the built element in Chromium: memory of
 * the renderer, and the rate beside that with `no-previews`. The list is looked through from top to bottom meanwhile.
 * It judges nothing: the figures hold for one machine in one hour. The server runs in this process.
 *
 *   npm run bench:previews -- [pairs of runs, 3] [images, 1000] [seconds for each screenful, 10]
 */

const pairs = Number(process.argv[2] ?? 3);
const count = Number(process.argv[3] ?? 1000);
const MB = 1e6;
/** Of Linux's clock, on all machines that run browsers. */
const ticksASecond = 100;

/** For the page to come to rest before it is measured, in ms. */
const restMs = 2000;
/** A person looks at each screenful of the list for so long, in ms. */
const lookMs = Number(process.argv[4] ?? 10) * 1000;

type Run = {
  readonly seconds: number;
  readonly memory: number;
  readonly memoryBefore: number;
  /** Processor time of the renderer, in s. */
  readonly worked: number;
  readonly mainThread: MainThreadFacts;
  readonly looks: { readonly rows: number; readonly pictures: number };
  readonly outcome: string;
};

const executable = findBrowsers(['chromium']).found.chromium?.executable;
if (executable === undefined) throw new Error('Chromium is missing: apt-get install chromium');
const folder = await mkdtemp(join(tmpdir(), 'smh-bench-'));
const pages = await servePages();
try {
  await demandRoom(folder, 12 * GIB);
  console.log(`Preparing ${String(count)} images of 12 megapixels ...`);
  const painter = await BareChromium.start(executable);
  const paths = await writePhotos(await painter.openPage(pages.show('')), folder, count);
  const version = await painter.version();
  await painter.close();
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`
${String(count)} images of 12 megapixels, ${(bytes / MB).toFixed(0)} MB, by the built element in ${version},
${String(availableParallelism())} cores, the server on the same ones`);
  const runs: { readonly plain: Run; readonly pictured: Run }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    // In turns, and each first every other time: the machine is not the same from minute to minute.
    const attributes = pair % 2 === 0 ? ['no-previews', ''] : ['', 'no-previews'];
    const results = new Map<string, Run>();
    for (const attribute of attributes) {
      const run = await measure(attribute, paths);
      tell(attribute, run, bytes);
      results.set(attribute, run);
    }
    const [plain, pictured] = [results.get('no-previews'), results.get('')];
    if (plain && pictured) runs.push({ plain, pictured });
  }
  conclude(runs);
} finally {
  await pages.close();
  await rm(folder, { recursive: true, force: true });
}

async function measure(attribute: string, paths: readonly string[]): Promise<Run> {
  const dir = join(folder, 'server');
  const server = await createDevServer({ dir, port: 0, objectPort: 0, hostPort: 0 });
  const browser = await BareChromium.start(executable ?? '', ['--window-size=800,900']);
  try {
    const page = await browser.openPage(uploadPage(pages, server, attribute));
    await page.evaluate(`customElements.whenDefined('smh-uploader').then(() => undefined)`);
    const renderer = await findRenderer(browser, page);
    await page.collectGarbage();
    await wait(restMs);

    await forgetPeak(renderer);
    const before = await readMemory(renderer);
    const ticksBefore = await processorTicks(renderer);
    await page.evaluate(callAsText(watchMainThread, []));
    await page.evaluate(callAsText(lookThrough, [lookMs]));
    const settled = page.evaluate(`new Promise((resolve) => {
      addEventListener('smh-queue-settle', () => resolve(), { once: true });
    })`);
    // Where the choice fails, that is what is told.
    settled.catch(() => undefined);
    const startedAt = performance.now();
    await page.setFiles(
      `document.querySelector('smh-uploader').shadowRoot.querySelector('input[type=file]')`,
      paths,
    );
    await settled;
    const seconds = (performance.now() - startedAt) / 1000;
    const after = await readMemory(renderer);
    const worked = ((await processorTicks(renderer)) - ticksBefore) / ticksASecond;
    const outcome = await page.evaluate(`(() => {
      const { tasks } = document.querySelector('smh-uploader');
      return tasks.filter(({ status, instant }) => status === 'completed' && !instant).length + ' of ' + tasks.length;
    })()`);
    return {
      seconds,
      worked,
      memory: after.peak,
      memoryBefore: before.now,
      mainThread: (await page.evaluate('mainThread()')) as MainThreadFacts,
      looks: (await page.evaluate('looks()')) as Run['looks'],
      outcome: String(outcome),
    };
  } finally {
    await browser.close();
    await server.close();
    await rm(dir, { recursive: true, force: true });
  }
}

function uploadPage(
  { show }: PageServer,
  server: Awaited<ReturnType<typeof createDevServer>>,
  attribute: string,
): string {
  const { apiOrigin, libraryId, spaceId } = server;
  const { accessToken } = server.issueToken();
  return show(
    `<smh-uploader multiple ${attribute} endpoint="${apiOrigin}" library-id="${libraryId}" space-id="${spaceId}"
      access-token="${accessToken}"></smh-uploader>
    <script type="module" src="/smh-uploader.min.js"></script>`,
  );
}

/** Runs in the page: looks at one screenful of the list after the other, and counts what is seen of pictures. */
function lookThrough(everyMs: number): void {
  let rows = 0;
  let pictures = 0;
  const look = (): void => {
    const root = document.querySelector('smh-uploader')?.shadowRoot;
    const list = root?.querySelector('[part~="list"]');
    if (!root || !list) return;
    const box = list.getBoundingClientRect();
    for (const frame of root.querySelectorAll('[part~="preview"]')) {
      const { top, bottom } = frame.getBoundingClientRect();
      if (top >= box.top && bottom <= box.bottom) {
        rows += 1;
        pictures += frame.querySelector('canvas') ? 1 : 0;
      }
    }
    list.scrollBy({ top: list.clientHeight });
  };
  setInterval(look, everyMs);
  Object.assign(window, { looks: () => ({ rows, pictures }) });
}

function tell(name: string, run: Run, bytes: number): void {
  const { seconds, memory, memoryBefore, worked, mainThread, looks, outcome } = run;
  const longest = Math.max(0, ...mainThread.longTasks.map(({ duration }) => duration));
  console.log(
    `  ${(name === '' ? 'previews' : name).padEnd(11)}` +
      `  ${(bytes / MB / seconds).toFixed(1).padStart(6)} MB/s  ${seconds.toFixed(1).padStart(6)} s` +
      `  ${(memory / MB).toFixed(0).padStart(4)} MB at most (${(memoryBefore / MB).toFixed(0)} before)` +
      `  renderer at work ${worked.toFixed(1)} s  longest task ${longest.toFixed(0)} ms` +
      `  ${String(looks.pictures)} pictures in ${String(looks.rows)} rows looked at  ${outcome} sent`,
  );
}

function conclude(runs: readonly { readonly plain: Run; readonly pictured: Run }[]): void {
  const ratios = runs.map(({ plain, pictured }) => plain.seconds / pictured.seconds).sort((a, b) => a - b);
  const inPercent = (ratio = Number.NaN): string => `${(ratio * 100).toFixed(1)} %`;
  const most = Math.max(...runs.map(({ pictured }) => pictured.memory));
  console.log(`
  rate with previews, of that without:  ${ratios.map(inPercent).join(', ')}; the middle one ${inPercent(ratios[Math.floor(ratios.length / 2)])}   (goal: 95 % or more)
  renderer memory with previews:        ${(most / MB).toFixed(0)} MB at most   (goal: less than 400 MB)`);
}
