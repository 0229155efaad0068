import { expect } from '@esm-bundle/chai';
import { crcOf } from '../support/filled-files.js';
import { RoughWorld } from '../support/rough-world.js';

/** Interleavings a run: all in Chromium, fewer where promises take longer. */
const RUNS = navigator.userAgent.includes('Chrome/') ? 10_000 : 2000;

/** Runs between two breaths of the page. */
const RUNS_A_BREATH = 100;

const ACTS = 14;
const ROUNDS_MAX = 60;

/** A new one each time; `SMH_SEED=… npm test` begins with that one again. */
const FIRST_SEED = window.__smhSeed ?? Math.floor(Math.random() * 2 ** 31);

/** One life of a queue in a rough world (`architecture`'s invariants). */
async function live(seed: number): Promise<void> {
  const world = new RoughWorld(seed);
  await world.begin();
  for (let act = 0; act < ACTS; act++) await world.act();
  const isOver = await world.seeThrough(ROUNDS_MAX);

  const { service, completed, ends, page } = world;
  const { tasks } = page.engine;
  const open = tasks.map(({ name, status, error }) => `${name} ${status} ${error?.code ?? ''}`);
  expect(isOver, `no end: ${open.join(', ')}`).to.equal(true);
  expect(world.wrong).to.deep.equal([]);
  // A part of the file before may come late, after that of the one put in its place.
  if (!world.seen.has('replaced')) expect(service.mixed, 'parts of another file').to.deep.equal([]);
  expect([...ends.keys()], 'files that came to an end').to.have.members(world.names);
  const { stored } = service;
  const certain = stored.filter((one) => ![...world.doubted].some((name) => one.includes(`/${name} `)));
  expect(certain, 'stored twice').to.deep.equal([...new Set(certain)]);
  for (const { name, remotePath, file, result } of completed) {
    const bytes = `${file?.size} ${crcOf(file ?? new Blob())}`;
    expect(stored, `${name} is completed and not stored`).to.include(`${remotePath.join('/')} ${bytes}`);
    if (result?.path)
      expect(service.sumAt(result.path.join('/')), `${name} is where it is said to be`).to.equal(bytes);
  }
  expect(world.freedTooLate, 'keys freed of what is completed').to.deep.equal([]);
  expect(await world.clearUp(), 'records of what is done').to.equal(0);
  expect(service.left, 'keys neither confirmed nor freed').to.deep.equal([]);
  expect([page.clock.pendingTimers, page.clock.pendingFrames]).to.deep.equal([0, 0]);
  if (world.reloads > 0) world.seen.add('reloaded');
  for (const one of world.seen) seen.set(one, (seen.get(one) ?? 0) + 1);
}

/** In how many lives something came to pass. */
const seen = new Map<string, number>();

/** What must come to pass now and then, else the lives were too quiet to prove anything. */
const MUST_BE_SEEN = [
  ...['to completed', 'to canceled', 'to failed', 'to conflict', 'to paused', 'to waiting', 'restarted'],
  ...['instant', 'renew', 'state', 'info', 'replaced', 'token-invalid', 'quota-exceeded', 'part-refused'],
  ...[
    'file-changed',
    'smh-upload-cancel',
    'smh-queue-settle',
    'reloaded',
    'continued',
    'gone on with',
    'edited',
  ],
];

describe('the engine in a rough world', () => {
  it(`stores each file once and leaves no upload behind (${RUNS} lives from seed ${FIRST_SEED} on)`, async () => {
    for (let run = 0; run < RUNS; run++) {
      const seed = FIRST_SEED + run;
      try {
        await live(seed);
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        throw new Error(`SMH_SEED=${seed}: ${reason}`, { cause: thrown });
      }
      if (run % RUNS_A_BREATH === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    console.log([...seen].map(([what, lives]) => `${what} ${lives}`).join(', '));
    expect([...seen.keys()]).to.include.members(MUST_BE_SEEN);
  });
});
