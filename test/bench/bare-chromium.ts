import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { chromiumFlags } from '../run/browser-flags.js';

type Answer = { readonly [field: string]: unknown };
type Call = { resolve(answer: Answer): void; reject(error: Error): void };

/** Where Chromium reads commands and writes answers, as file descriptors. */
const commandPipe = 3;
const answerPipe = 4;

const pollMs = 50;

/**
 * Chromium spoken to by its debugging pipe and nothing between, with no DevTools domain enabled:
 * drivers enable the Network domain, which copies request bodies and so spoils what is measured.
 */
export class BareChromium {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #commands: Writable;
  readonly #calls = new Map<number, Call>();
  readonly #hearers = new Map<string, (event: Answer) => void>();
  #lastId = 0;

  private constructor(process: ChildProcess, profile: string, commands: Writable, answers: Readable) {
    this.#process = process;
    this.#profile = profile;
    this.#commands = commands;
    let rest = '';
    answers.setEncoding('utf8').on('data', (text: string) => {
      // Messages end with a zero byte.
      const messages = (rest + text).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#take(message);
    });
    process.once('exit', () => {
      for (const { reject } of this.#calls.values()) reject(new Error('Chromium has ended.'));
      this.#calls.clear();
    });
  }

  /** @param flags beside those that it needs to run quiet and alone */
  static async start(executable: string, flags: readonly string[] = []): Promise<BareChromium> {
    const profile = await mkdtemp(join(tmpdir(), 'smh-bench-profile-'));
    const child = spawn(
      executable,
      [
        ...chromiumFlags(),
        ...flags,
        '--headless=new',
        '--remote-debugging-pipe',
        `--user-data-dir=${profile}`,
      ],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    );
    const commands = child.stdio[commandPipe];
    const answers = child.stdio[answerPipe];
    if (!(commands instanceof Writable) || !(answers instanceof Readable)) {
      throw new Error('Chromium was started without its pipes.');
    }
    return new BareChromium(child, profile, commands, answers);
  }

  /** One command of the DevTools protocol, to the browser or to an attached target. */
  send(method: string, parameters: object = {}, sessionId?: string): Promise<Answer> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
    });
    const session = sessionId === undefined ? {} : { sessionId };
    this.#commands.write(`${JSON.stringify({ id, method, params: parameters, ...session })}\0`);
    return answer;
  }

  /** Calls `hearer`, the only one, with each event of that name. */
  hear(method: string, hearer: (event: Answer) => void): void {
    this.#hearers.set(method, hearer);
  }

  /** Opens a page; resolves when all that it names has loaded. */
  async openPage(url: string): Promise<BarePage> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new BarePage(this, String(sessionId));
    await this.send('Page.navigate', { url }, String(sessionId));
    const isLoaded = `document.readyState === 'complete' && location.href === ${JSON.stringify(url)}`;
    // A question asked while one page gives way to the next is not answered.
    while ((await page.evaluate(isLoaded).catch(() => false)) !== true) await wait(pollMs);
    return page;
  }

  /** Process ids of all renderers; there is one for the browser's own pages too. */
  async renderers(): Promise<readonly number[]> {
    const { processInfo } = await this.send('SystemInfo.getProcessInfo');
    const processes = processInfo as readonly { readonly type: string; readonly id: number }[];
    return processes.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  }

  async version(): Promise<string> {
    return String((await this.send('Browser.getVersion'))['product']);
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) resolve(null);
      this.#process.once('exit', resolve);
    });
    await this.send('Browser.close').catch(() => undefined);
    await ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #take(message: string): void {
    const { id, method, params, result, error } = JSON.parse(message) as {
      readonly id?: number;
      readonly method?: string;
      readonly params?: Answer;
      readonly result?: Answer;
      readonly error?: { readonly message: string };
    };
    if (method !== undefined) this.#hearers.get(method)?.(params ?? {});
    const call = this.#calls.get(id ?? 0);
    if (id === undefined || call === undefined) return;
    this.#calls.delete(id);
    if (error === undefined) call.resolve(result ?? {});
    else call.reject(new Error(error.message));
  }
}

/** One page of a bare Chromium. */
export class BarePage {
  readonly #browser: BareChromium;
  readonly #sessionId: string;

  constructor(browser: BareChromium, sessionId: string) {
    this.#browser = browser;
    this.#sessionId = sessionId;
  }

  /** What `expression` gives, promises awaited, as JSON. @throws {Error} with what it threw */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.#run(expression, true);
    return (result as { readonly value?: unknown }).value;
  }

  /** Picks files in the file input that `expression` gives. */
  async setFiles(expression: string, files: readonly string[]): Promise<void> {
    const { result } = await this.#run(expression, false);
    const { objectId } = result as { readonly objectId?: string };
    await this.#browser.send('DOM.setFileInputFiles', { files, objectId }, this.#sessionId);
  }

  async collectGarbage(): Promise<void> {
    await this.send('HeapProfiler.collectGarbage');
  }

  /** One command of the DevTools protocol to this page. */
  send(method: string, parameters: object = {}): Promise<Answer> {
    return this.#browser.send(method, parameters, this.#sessionId);
  }

  async #run(expression: string, returnByValue: boolean): Promise<Answer> {
    const parameters = { expression, awaitPromise: true, returnByValue };
    const answer = await this.#browser.send('Runtime.evaluate', parameters, this.#sessionId);
    if ('exceptionDetails' in answer) {
      const { exception, text } = answer['exceptionDetails'] as {
        readonly text: string;
        readonly exception?: { readonly description?: string };
      };
      throw new Error(exception?.description ?? text);
    }
    return answer;
  }
}
