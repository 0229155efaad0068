import type { BareChromium } from './bare-chromium.js';

/** One task of the page's main thread, in ms after its mark. */
export type TracedTask = {
  readonly at: number;
  readonly duration: number;
  /** Of it, how long the thread had a core. */
  readonly processor: number;
};

type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** These in microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
};

const MICROSECONDS = 1000;

/** Has Chromium write down its tasks until the answer is called, which gives those since the page's mark `name`. */
export async function traceTasks(
  browser: BareChromium,
  name: string,
): Promise<() => Promise<readonly TracedTask[]>> {
  const events: TraceEvent[] = [];
  browser.hear('Tracing.dataCollected', ({ value }) => events.push(...(value as readonly TraceEvent[])));
  const ended = new Promise((resolve) => browser.hear('Tracing.tracingComplete', resolve));
  await browser.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'blink.user_timing'], excludedCategories: ['*'] },
  });
  return async () => {
    await browser.send('Tracing.end');
    await ended;
    const mark = events.find((event) => event.name === name);
    if (mark === undefined) throw new Error(`The trace holds no mark "${name}".`);
    const isOfPage = ({ pid, tid, ph, dur }: TraceEvent): boolean =>
      pid === mark.pid && tid === mark.tid && ph === 'X' && dur !== undefined;
    return events.filter(isOfPage).map(({ ts, dur = 0, tdur = 0 }) => ({
      at: (ts - mark.ts) / MICROSECONDS,
      duration: dur / MICROSECONDS,
      processor: tdur / MICROSECONDS,
    }));
  };
}
