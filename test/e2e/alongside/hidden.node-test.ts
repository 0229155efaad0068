import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../../run/browser-names.js';
import { MIB, writeSparse } from '../support/make-files.js';
import { openBareChromium } from '../support/open-bare-chromium.js';
import type { BareDriver } from '../support/open-bare-chromium.js';
import { UploadPage } from '../support/upload-page.js';

/**
 * In place of minutes: how long Chromium waits until the timers of a hidden page run once a minute. It
 * counts only where the page has drawn nothing yet; else it is a fixed minute.
 */
const graceSeconds = 2;

/** So slow that the pace is the server's, on the busiest machine too. */
const bandwidth = MIB;
const fileBytes = 704 * MIB;
/** How long bytes and events are counted, in s. */
const visibleSeconds = 20;
const hiddenSeconds = 600;
/** Parts from one fault to the next. */
const faultStep = 100;
/** Timers of a page that was hidden for long run once in so many s. */
const throttledSeconds = 60;

declare global {
  interface Window {
    /** When a timer of a chain ran, in ms. */
    chain: number[];
  }
}

/** Timers as anybody would write them: a chain, one a second, which shows how the browser runs them. */
function startChain(): void {
  window.chain = [];
  const tick = (): void => {
    window.chain.push(performance.now());
    setTimeout(tick, 1000);
  };
  tick();
}

describe('a tab that is hidden for ten minutes', { skip: !requestedBrowsers().includes('chromium') }, () => {
  let driver: BareDriver;
  let page: UploadPage;
  before(async () => {
    const flag = `--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/${String(graceSeconds)}`;
    page = await UploadPage.start('chromium', async () => {
      driver = await openBareChromium([flag]);
      return driver;
    });
  });
  after(() => page.close());

  it('sends at the same pace, and tells of it', async () => {
    const path = await writeSparse(join(page.folder, 'long.bin'), fileBytes, 50);
    const attributes = 'hidden no-instant-upload part-size="1MiB" concurrency="2"';
    await page.open({ attributes, beforeDefinition: startChain });
    page.server.settings.bandwidth = bandwidth;
    await page.choose([path]);
    await page.until(() => window.notes.progress.length > 0, 'bytes are sent');

    const measure = async (seconds: number) => {
      const ticks = await driver.evaluate(() => window.chain.length);
      const events = (await page.notes()).progress.length;
      const bytes = page.server.received.total;
      const start = performance.now();
      await wait(seconds * 1000);
      const rate = (page.server.received.total - bytes) / (performance.now() - start);
      return {
        rate,
        events: (await page.notes()).progress.slice(events),
        ticks: (await driver.evaluate(() => window.chain.length)) - ticks,
      };
    };
    const seen = await measure(visibleSeconds);
    await driver.hide(page.emptyPage());
    // A chain that stands still shows that the browser throttles as it would after five minutes.
    let last = -1;
    for (let now = 0; now !== last; now = await driver.evaluate(() => window.chain.length)) {
      last = now;
      await wait(4000);
    }
    // What mends these has its timers too.
    for (let skip = 5; skip < hiddenSeconds; skip += faultStep)
      page.server.faults.add({ on: 'part', skip, status: 503 });
    const hidden = await measure(hiddenSeconds);

    const mostTicks = hiddenSeconds / throttledSeconds + 1;
    assert.ok(
      hidden.ticks <= mostTicks,
      `a chain of timers ran ${String(hidden.ticks)} times: not throttled`,
    );
    const ratio = hidden.rate / seen.rate;
    assert.ok(ratio >= 0.9, `hidden at ${ratio.toFixed(2)} of the pace`);
    const told = hidden.events.length;
    assert.ok(told >= hiddenSeconds / 4, `${String(told)} progress events in ${String(hiddenSeconds)} s`);
    assert.ok((hidden.events.at(-1)?.bytesSent ?? 0) > (hidden.events[0]?.bytesSent ?? 0));

    page.server.settings.bandwidth = null;
    const { succeeded } = await page.settle();
    assert.deepEqual(
      succeeded.map(({ bytesSent, verified }) => [bytesSent, verified]),
      [[fileBytes, true]],
    );
    assert.equal(await driver.evaluate(() => document.visibilityState), 'hidden');
    console.log(`throughput hidden / visible: ${ratio.toFixed(3)}; ${String(told)} progress events`);
  });
});
