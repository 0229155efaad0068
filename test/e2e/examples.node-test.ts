import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { packPackage } from '../package/packed-package.js';
import type { PackedPackage } from '../package/packed-package.js';
import { requestedBrowsers } from '../run/browser-names.js';
import { openBrowser } from './support/drivers.js';
import { ExampleApp } from './support/example-app.js';
import type { ServedApp } from './support/example-app.js';
import { writeNoise } from './support/make-files.js';
import type { PageDriver } from './support/page-driver.js';

/** More than one part. */
const bytes = 6_000_000;

/** Longest wait for anything in a page, in ms: what takes longer hangs. */
const patienceMs = 120_000;
const pollMs = 50;

const react18 = [
  'react@18.3.1',
  'react-dom@18.3.1',
  '@types/react@18.3.32',
  '@types/react-dom@18.3.7',
] as const;

const examples = [
  { title: 'React 19', name: 'react', versions: [] },
  { title: 'React 18', name: 'react', versions: react18 },
  { title: 'Vue 3', name: 'vue', versions: [] },
] as const;

/** As users ship it; and as a server sends it, in the build that tells of each difference to the server's. */
const builds = [
  { how: 'built', script: 'build', mode: 'production', isRendered: false },
  { how: 'rendered by the server', script: 'prerender', mode: 'development', isRendered: true },
] as const;

const picker = 'smh-uploader >>> input[type=file]:not([webkitdirectory])';

/** Lit says so of each development build. */
const isUsual = (warning: string): boolean => warning.startsWith('Lit is in dev mode');

describe('the examples, installed from the packed package', () => {
  let folder = '';
  let packed: PackedPackage;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'smh-examples-'));
    packed = packPackage();
  });
  after(async () => {
    packed.remove();
    await rm(folder, { recursive: true, force: true });
  });

  for (const { title, name, versions } of examples) {
    describe(title, () => {
      let app: ExampleApp;
      before(async () => {
        app = await ExampleApp.install(name, [packed.tarball, ...versions]);
      });
      after(() => app.remove());

      for (const { how, script, mode, isRendered } of builds) {
        describe(how, () => {
          let served: ServedApp;
          before(async () => {
            await app.build(script, mode);
            served = await app.serve();
          });
          after(() => served.close());

          it(`${isRendered ? 'holds' : 'does not hold'} the element before any script ran`, async () => {
            assert.equal((await app.page()).includes('<smh-uploader '), isRendered);
          });

          for (const browser of requestedBrowsers()) {
            it(`uploads, gets each event once, and warns of nothing in ${browser}`, async () => {
              const names = [1, 2].map((number) => `${script}-${browser}-${String(number)}.bin`);
              const driver = await openBrowser(browser);
              try {
                await useApp(driver, served, names, folder);
              } finally {
                await driver.close();
              }
            });
          }
        });
      }
    });
  }
});

/** Chooses one file after the other, as the app draws itself anew in between. */
async function useApp(
  driver: PageDriver,
  served: ServedApp,
  names: readonly string[],
  folder: string,
): Promise<void> {
  const known = await served.storedPaths();
  await driver.open(served.origin);
  await until(driver, () => {
    const root = document.querySelector('smh-uploader')?.shadowRoot;
    return root !== null && root !== undefined && root.querySelector('input[type=file]') !== null;
  });
  const expected: string[] = [];
  for (const name of names) {
    const path = await writeNoise(join(folder, name), bytes, `${served.origin}/${name}`);
    await driver.setFiles(picker, [path]);
    expected.push(`reports/${name}`);
    await until(
      driver,
      (count) =>
        document.querySelectorAll('#stored li').length >= count ||
        document.querySelector('[role=alert]') !== null,
      expected.length,
    );
    assert.deepEqual(await driver.evaluate(shownPaths), expected);
  }
  assert.deepEqual(await served.storedPaths(), [...known, ...expected].sort());
  // The reference to the element works.
  await driver.evaluate(() => document.querySelector<HTMLElement>('main > button')?.click());
  await until(driver, () => (document.querySelector('smh-uploader')?.tasks ?? []).length === 0);
  const warnings = await driver.evaluate(() => window.warnings);
  assert.deepEqual(
    warnings.filter((warning) => !isUsual(warning)),
    [],
  );
}

/** Runs in the page: what its handlers of success noted, and what that of failure did. */
function shownPaths(): string[] {
  return [...document.querySelectorAll('#stored li, [role=alert]')].map(
    ({ textContent }) => textContent ?? '',
  );
}

async function until<Parameters extends readonly number[]>(
  driver: PageDriver,
  isSo: (...parameters: Parameters) => boolean,
  ...parameters: Parameters
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await driver.evaluate(isSo, ...parameters))) {
    if (Date.now() > deadline) {
      throw new Error(`Waited in vain. ${(await driver.evaluate(() => window.warnings)).join('\n')}`);
    }
    await wait(pollMs);
  }
}
