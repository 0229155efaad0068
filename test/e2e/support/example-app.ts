import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../../run/free-port.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** Longest wait for a server to answer, in ms. */
const patienceMs = 120_000;
const pollMs = 100;

/** Runs in the page before anything else: no engine's driver tells of what comes while a page loads. */
const recordWarnings = `
  window.warnings = [];
  for (const level of ['warn', 'error']) {
    const original = console[level];
    console[level] = (...texts) => {
      window.warnings.push(texts.map(String).join(' '));
      original.apply(console, texts);
    };
  }
  addEventListener('error', ({ message }) => window.warnings.push(message));
  addEventListener('unhandledrejection', ({ reason }) => window.warnings.push(String(reason)));
`;

declare global {
  interface Window {
    /** What was written to the console as warning or error, and what nobody caught. */
    readonly warnings: readonly string[];
  }
}

/** An example of `demo/`, copied and installed in a folder of its own. */
export class ExampleApp {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * @param packages to install: the tarball, and other versions than the example names
   * @throws {Error} with the output of what fails.
   */
  static async install(name: string, packages: readonly string[]): Promise<ExampleApp> {
    const folder = await mkdtemp(join(tmpdir(), `smh-example-${name}-`));
    await cp(join(repository, 'demo', name), folder, {
      recursive: true,
      filter: (path) => !/[\\/](?:node_modules|dist|dist-server)$/.test(path),
    });
    const options = ['--prefer-offline', '--save-exact', '--no-audit', '--no-fund'];
    runIn(folder, ['npm', 'install', ...packages, ...options]);
    return new ExampleApp(folder);
  }

  /** Runs a script of the example, and has its page note warnings; frameworks give theirs in development. */
  async build(script: string, mode: 'production' | 'development'): Promise<void> {
    runIn(this.#folder, ['npm', 'run', script], { NODE_ENV: mode });
    const page = join(this.#folder, 'dist/index.html');
    const html = await readFile(page, 'utf8');
    await writeFile(
      page,
      html.replace('<head>', () => `<head><script>${recordWarnings}</script>`),
    );
  }

  /** The text of the built page. */
  page(): Promise<string> {
    return readFile(join(this.#folder, 'dist/index.html'), 'utf8');
  }

  /** Serves what is built, with the development server behind it. */
  async serve(): Promise<ServedApp> {
    const port = await findFreePort();
    const vite = join(this.#folder, 'node_modules/vite/bin/vite.js');
    const child = spawn(
      process.execPath,
      [vite, 'preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort'],
      { cwd: this.#folder, stdio: 'ignore' },
    );
    const served = new ServedApp(`http://127.0.0.1:${String(port)}`, child);
    await served.answers();
    return served;
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}

/** An example that is being served. */
export class ServedApp {
  readonly origin: string;
  readonly #child: ChildProcess;

  constructor(origin: string, child: ChildProcess) {
    this.origin = origin;
    this.#child = child;
  }

  /** @throws {Error} where no answer comes. */
  async answers(): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline && this.#child.exitCode === null) {
      const answer = await fetch(this.origin).catch(() => null);
      if (answer?.ok === true) return;
      await wait(pollMs);
    }
    await this.close();
    throw new Error(`vite preview does not answer at ${this.origin}.`);
  }

  /** Remote paths of what the development server holds, `/`-joined, sorted. */
  async storedPaths(): Promise<readonly string[]> {
    const where = (await (await fetch(`${this.origin}/api/smh-dev`)).json()) as { apiOrigin: string };
    const files = (await (await fetch(`${where.apiOrigin}/_dev/files`)).json()) as { path: string[] }[];
    return files.map(({ path }) => path.join('/')).sort();
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const end = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill();
    await end;
  }
}

function runIn(folder: string, [program = '', ...parameters]: readonly string[], more: object = {}): void {
  const { status, stdout, stderr } = spawnSync(program, parameters, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...more },
  });
  if (status !== 0) throw new Error(`${program} ${parameters.join(' ')} failed:\n${stdout}\n${stderr}`);
}
