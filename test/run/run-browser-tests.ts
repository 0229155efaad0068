import { chromeLauncher } from '@web/test-runner-chrome';
import type { ChromeLauncher } from '@web/test-runner-chrome';
import { defaultReporter, startTestRunner } from '@web/test-runner';
import type { BrowserLauncher, TestRunner, TestRunnerConfig } from '@web/test-runner';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import type { WebdriverLauncher } from '@web/test-runner-webdriver';
import * as puppeteer from 'puppeteer-core';
import { chromiumFlags } from './browser-flags.js';
import { bundleReact } from './bundle-react.js';
import { findFreePort } from './free-port.js';
import { openFirefoxPage } from './open-firefox-page.js';
import { startWebKit } from './webkit-session.js';
import { countSessions } from './count-sessions.js';
import { startWireServer } from './wire-server.js';
import type { BrowserName } from './browser-names.js';
import type { FoundBrowsers } from './find-browsers.js';
import type { TestCounts } from './test-counts.js';

/** Time for a browser to come up on a busy machine. */
const browserStartTimeoutMs = 60_000;

/**
 * For a test, and for a file of them. They end nothing but what hangs: how long a machine takes that
 * others share is no property of the product.
 */
const testTimeoutMs = 300_000;
const testFileTimeoutMs = 1_200_000;

/**
 * Runs the tests in one engine, in pages of a development server that compiles TypeScript on the way.
 *
 * @throws {Error} when the runner, the engine or its driver did not come up.
 */
export async function runBrowserTests(
  browser: BrowserName,
  files: readonly string[],
  found: FoundBrowsers,
): Promise<TestCounts> {
  const wireServer = await startWireServer();
  const engine = await startEngine(browser, found).catch(async (error: unknown) => {
    await wireServer.close();
    throw error;
  });
  try {
    const port = await findFreePort();
    return await runInEngine(engine.launcher, files, {
      port,
      testRunnerHtml: (testRunnerImport) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <script>
      window.__smhServer = ${JSON.stringify(wireServer.info)};
      window.__smhSeed = ${JSON.stringify(givenSeed())};
    </script>
  </head>
  <body>
    <script type="module" src="${testRunnerImport}"></script>
  </body>
</html>`,
    });
  } finally {
    await engine.close();
    await wireServer.close();
  }
}

/** Where tests that throw dice shall begin (`SMH_SEED`); null: anywhere. */
function givenSeed(): number | null {
  const seed = Number.parseInt(process.env['SMH_SEED'] ?? '', 10);
  return Number.isNaN(seed) ? null : seed;
}

/**
 * The launchers' packages and the runner's were compiled without `exactOptionalPropertyTypes`
 * and differ in `undefined` alone.
 */
function asLauncher(launcher: ChromeLauncher | WebdriverLauncher): BrowserLauncher {
  return launcher as unknown as BrowserLauncher;
}

/** Puppeteer's own limit of 30 s would come before the runner's. */
function waitLonger(page: puppeteer.Page): puppeteer.Page {
  page.setDefaultNavigationTimeout(browserStartTimeoutMs);
  return page;
}

type Engine = { readonly launcher: BrowserLauncher; close(): Promise<void> };

async function startEngine(browser: BrowserName, found: FoundBrowsers): Promise<Engine> {
  const nothingToClose = (): Promise<void> => Promise.resolve();
  switch (browser) {
    case 'chromium': {
      if (!found.chromium) throw new Error('Chromium was not found.');
      const { executable } = found.chromium;
      return {
        launcher: asLauncher(
          chromeLauncher({
            puppeteer,
            launchOptions: {
              executablePath: executable,
              args: chromiumFlags(),
              timeout: browserStartTimeoutMs,
            },
            createPage: async ({ context }) => waitLonger(await context.newPage()),
          }),
        ),
        close: nothingToClose,
      };
    }
    case 'firefox': {
      if (!found.firefox) throw new Error('Firefox was not found.');
      const { executable } = found.firefox;
      return {
        launcher: asLauncher(
          chromeLauncher({
            puppeteer,
            launchOptions: {
              browser: 'firefox',
              executablePath: executable,
              timeout: browserStartTimeoutMs,
            },
            createPage: async ({ context }) => waitLonger(await openFirefoxPage({ context })),
          }),
        ),
        close: nothingToClose,
      };
    }
    case 'webkit': {
      if (!found.webkit) throw new Error('WebKitGTK was not found.');
      const session = await startWebKit(found.webkit);
      return {
        launcher: asLauncher(
          webdriverLauncher({
            hostname: '127.0.0.1',
            port: session.port,
            path: '/',
            logLevel: 'error',
            capabilities: session.capabilities,
          }),
        ),
        close: () => session.close(),
      };
    }
  }
}

async function runInEngine(
  launcher: BrowserLauncher,
  files: readonly string[],
  config: Pick<TestRunnerConfig, 'port' | 'testRunnerHtml'>,
): Promise<TestCounts> {
  const compile = esbuildPlugin({ ts: true, json: true, tsconfig: 'tsconfig.json' });
  const runner = await startTestRunner({
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false,
    config: {
      ...config,
      rootDir: process.cwd(),
      files: [...files],
      hostname: 'localhost',
      browsers: [launcher],
      concurrency: 1,
      concurrentBrowsers: 1,
      nodeResolve: true,
      staticLogging: true,
      browserStartTimeout: browserStartTimeoutMs,
      testsStartTimeout: browserStartTimeoutMs,
      testsFinishTimeout: testFileTimeoutMs,
      testFramework: { config: { ui: 'bdd', timeout: String(testTimeoutMs) } },
      plugins: [compile, bundleReact()] as unknown as NonNullable<TestRunnerConfig['plugins']>,
      filterBrowserLogs: ({ args }) => !args.some((text) => String(text).startsWith('Lit is in dev mode')),
      reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false })],
    },
  });
  if (!runner) throw new Error('The browser test runner did not start.');
  await stopped(runner);
  return countSessions(runner.sessions.all());
}

async function stopped(runner: TestRunner): Promise<void> {
  await new Promise<void>((resolve) => {
    // The browser's session must be closed before its driver is.
    runner.on('stopped', () => {
      resolve();
    });
    runner.on('finished', () => {
      void runner.stop();
    });
  });
}
