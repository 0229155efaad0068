import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openBrowser } from '../e2e/support/drivers.js';
import { callAsText } from '../e2e/support/page-driver.js';
import type { PageDriver } from '../e2e/support/page-driver.js';
import { connectAndNote } from '../e2e/support/page-notes.js';
import type { EndNote } from '../e2e/support/page-notes.js';
import { servePages } from '../e2e/support/serve-pages.js';
import type { PageServer } from '../e2e/support/serve-pages.js';
import type { BrowserName } from '../run/browser-names.js';
import type { SmhService } from './smh-service.js';

/** Longest wait for anything, in ms: what takes longer hangs, on the slowest machine too. */
const patienceMs = 300_000;
const pollMs = 20;

/** A browser with a page that holds the built element, whose uploads go to a service and its store. */
export class StorePage {
  readonly driver: PageDriver;
  /** For files to upload; removed by `close`. */
  readonly folder: string;
  readonly #pages: PageServer;
  readonly #service: SmhService;

  private constructor(driver: PageDriver, folder: string, pages: PageServer, service: SmhService) {
    this.driver = driver;
    this.folder = folder;
    this.#pages = pages;
    this.#service = service;
  }

  /** @throws {Error} when the package was not built, or the browser does not start. */
  static async start(name: BrowserName, service: SmhService): Promise<StorePage> {
    const pages = await servePages();
    const folder = await mkdtemp(join(tmpdir(), 'smh-object-store-'));
    try {
      return new StorePage(await openBrowser(name), folder, pages, service);
    } catch (error) {
      await pages.close();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.driver.close();
    await this.#pages.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Leaves the page before, forgets what the service knows, and opens a fresh one with the element. */
  async open(attributes: string): Promise<void> {
    await this.driver.open(this.#pages.show(''));
    this.#service.reset();
    const { origin, libraryId, spaceId } = this.#service;
    const connection = { way: 'B', hostOrigin: origin, objectOrigin: 'none' } as const;
    await this.driver.open(
      this.#pages.show(
        `<smh-uploader endpoint="${origin}" library-id="${libraryId}" space-id="${spaceId}" no-instant-upload ${attributes}></smh-uploader>
        <script>${callAsText(connectAndNote, [connection])}</script>
        <script type="module" src="/smh-uploader.min.js"></script>`,
      ),
    );
    await this.until(
      () => (window.uploader.shadowRoot?.querySelectorAll('input[type=file]').length ?? 0) > 0,
      'the element is drawn',
    );
  }

  /** Picks a file from disk by the element's own input. */
  choose(path: string): Promise<void> {
    return this.driver.setFiles('smh-uploader >>> input[type=file]:not([webkitdirectory])', [path]);
  }

  /** Waits until the one file has ended, and gives what its end event told. */
  async end(): Promise<EndNote> {
    await this.until(() => window.notes.settled > 0, 'the queue settles');
    const { succeeded, failed, canceled } = await this.driver.evaluate(() => window.readNotes());
    const [note] = [...succeeded, ...failed, ...canceled];
    if (note === undefined) throw new Error('The queue settled without an end.');
    return note;
  }

  /** @throws {Error} with the state of the tasks when it does not come */
  async until(isSo: () => boolean, what: string): Promise<void> {
    await waitFor(
      () => this.driver.evaluate(isSo),
      async () => `${what}. ${await this.#state()}`,
    );
  }

  async #state(): Promise<string> {
    const tasks = await this.driver.evaluate(() =>
      (window.uploader.tasks ?? []).map(
        ({ status, bytesSent, waitReason, retryAt, error }) =>
          `${status} ${String(bytesSent)} ${String(waitReason)} in ${String((retryAt ?? NaN) - Date.now())} ms ${String(error?.message)}`,
      ),
    );
    return [...tasks, this.#service.describe(), ...(await this.driver.consoleMessages()).slice(-10)].join(
      '\n',
    );
  }
}

/** Looks again and again until it is so. @throws {Error} that says what was waited for */
export async function waitFor(
  isSo: () => boolean | Promise<boolean>,
  what: () => string | Promise<string>,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${await what()}`);
    await wait(pollMs);
  }
}
