import type { BareChromium, BarePage } from './bare-chromium.js';
import { processorTicks } from './process-facts.js';

/** For the page's own renderer to stand out by the time it uses, in ms. */
const busyMs = 400;

/** What it uses of that at least, in ticks of 10 ms, on a machine with other things to do; others start up meanwhile. */
const leastTicks = 24;

/** Others may be busy starting; then it is looked again. */
const mostLooks = 20;

/** Process id of the page's own renderer: the one that works when the page does, and no other, twice in a row. */
export async function findRenderer(browser: BareChromium, page: BarePage): Promise<number> {
  let last: number | undefined;
  for (let look = 0; look < mostLooks; look += 1) {
    const busiest = await findBusiest(browser, page);
    if (busiest !== undefined && busiest === last) return busiest;
    last = busiest;
  }
  throw new Error('No renderer of Chromium stands out as that of the page.');
}

async function findBusiest(browser: BareChromium, page: BarePage): Promise<number | undefined> {
  const renderers = await browser.renderers();
  const ticksBefore = await Promise.all(renderers.map(ticksOf));
  await page.evaluate(
    `{ const end = performance.now() + ${String(busyMs)}; while (performance.now() < end); }`,
  );
  const ticks = await Promise.all(renderers.map(ticksOf));
  const used = ticks.map((count, index) => count - (ticksBefore[index] ?? 0));
  const [most = 0, next = 0] = used.toSorted((left, right) => right - left);
  return most < leastTicks || next > most / 2 ? undefined : renderers[used.indexOf(most)];
}

/** Spare renderers come and go. */
function ticksOf(pid: number): Promise<number> {
  return processorTicks(pid).catch(() => 0);
}
