import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createDevServer } from '../../../demo/server/create-dev-server.js';
import type { DevServer } from '../../../demo/server/create-dev-server.js';
import type { BrowserName } from '../../run/browser-names.js';
import { Arrivals } from './arrivals.js';
import { openBrowser } from './drivers.js';
import { dropEntries } from './drop-entries.js';
import { callAsText } from './page-driver.js';
import type { PageDriver } from './page-driver.js';
import { connectAndNote } from './page-notes.js';
import type { Connection, PageNotes } from './page-notes.js';
import { importMap, servePages } from './serve-pages.js';
import type { PageServer } from './serve-pages.js';

/** What a page is made of. */
export type PageOptions = {
  /** Attributes of the element, beside those that connect it; as written in HTML. */
  readonly attributes?: string;
  /** @default 'B' */
  readonly way?: Connection['way'];
  /** Runs in the page after the element was made and before it is defined. */
  readonly beforeDefinition?: () => void;
  /** Content security policy of the page. */
  readonly policy?: string;
  /** Further headers of the page. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The one file, or the entry for bundlers with the packages that it imports. @default 'single' */
  readonly entry?: 'single' | 'bundlers';
  /** HTML after the element. */
  readonly html?: string;
};

/** The element's own picker. */
const picker = 'smh-uploader >>> input[type=file]:not([webkitdirectory])';

/** Longest wait in which nothing comes, in ms: what takes longer hangs, on the slowest machine too. */
const patienceMs = 600_000;
const pollMs = 50;

/**
 * A browser with a page that holds the built element, a development server, and a folder for files,
 * all on origins of their own.
 */
export class UploadPage {
  readonly driver: PageDriver;
  readonly server: DevServer;
  /** At the server's object store, since the page was opened. */
  readonly arrivals: Arrivals;
  /** For files to upload; removed by `close`. */
  readonly folder: string;
  readonly #pages: PageServer;
  #seenSettled = 0;

  private constructor(driver: PageDriver, server: DevServer, folder: string, pages: PageServer) {
    this.driver = driver;
    this.server = server;
    this.arrivals = new Arrivals(server);
    this.folder = folder;
    this.#pages = pages;
  }

  /**
   * @param open starts the engine in a way of its own
   * @throws {Error} when the package was not built, or the browser does not start.
   */
  static async start(name: BrowserName, open = () => openBrowser(name)): Promise<UploadPage> {
    const pages = await servePages();
    const folder = await mkdtemp(join(tmpdir(), 'smh-e2e-'));
    let server: DevServer | undefined;
    try {
      server = await createDevServer({ dir: join(folder, 'server'), port: 0, objectPort: 0, hostPort: 0 });
      return new UploadPage(await open(), server, folder, pages);
    } catch (error) {
      await server?.close();
      await pages.close();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.driver.close();
    await this.#pages.close();
    this.arrivals.stop();
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Forgets what the server holds and opens a fresh page; resolves when the element is defined. */
  async open({
    attributes = '',
    way = 'B',
    beforeDefinition,
    html = '',
    policy,
    headers,
    entry = 'single',
  }: PageOptions = {}): Promise<void> {
    await this.#leave();
    const { apiOrigin, hostOrigin, objectOrigin, libraryId, spaceId } = this.server;
    if (hostOrigin === null) throw new Error('The server was started without its host routes.');
    const place = `library-id="${libraryId}" space-id="${spaceId}"`;
    const connecting = {
      A: `endpoint="${hostOrigin}/smh" ${place}`,
      B: `endpoint="${apiOrigin}" ${place}`,
      C: '',
    };
    const connection: Connection = { way, hostOrigin, objectOrigin };
    await this.driver.open(
      this.#pages.show(
        `<smh-uploader ${connecting[way]} ${attributes}></smh-uploader>
        <input type="file" id="disk" multiple hidden>
        ${html}
        <script>${callAsText(connectAndNote, [connection])}</script>
        <script>${beforeDefinition === undefined ? '' : callAsText(beforeDefinition, [])}</script>
        ${entry === 'single' ? '' : importMap}
        <script type="module" src="/smh-uploader${entry === 'single' ? '.min' : ''}.js"></script>`,
        policy,
        headers,
      ),
    );
    await this.until(() => customElements.get('smh-uploader') !== undefined, 'the element is defined');
    await this.until(
      () => (window.uploader.shadowRoot?.querySelectorAll('input[type=file]').length ?? 0) > 0,
      'it is drawn',
    );
  }

  /** As `open`, but without an element; `#disk` is an input for files. */
  async openHeadless(): Promise<void> {
    await this.#leave();
    await this.driver.open(this.#pages.show(`${importMap}<input type="file" id="disk" multiple>`));
  }

  /** URL of a page with nothing in it, of the same origin as the others. */
  emptyPage(): string {
    return this.#pages.show('');
  }

  /** Leaves the page, so that nothing of it arrives afterwards, and forgets what the server holds. */
  async #leave(): Promise<void> {
    await this.driver.open(this.emptyPage());
    this.server.reset();
    this.arrivals.clear();
    this.#seenSettled = 0;
  }

  /** Picks files from disk by the element's own input. */
  choose(paths: readonly string[]): Promise<void> {
    return this.driver.setFiles(picker, paths);
  }

  /** Drops files and folders from disk on the element as a person would. Chromium alone can. */
  async drop(paths: readonly string[]): Promise<void> {
    const { x, y } = await this.driver.evaluate(() => {
      window.uploader.scrollIntoView();
      const { left, top, width, height } = window.uploader.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    await this.driver.dropFiles(x, y, paths);
  }

  /**
   * Fires a drop at the element whose folders are made by script, of real files from disk: for the
   * engines whose drivers can't drop.
   *
   * @param paths `/`-joined, below `folder`; their first segment is what is dropped
   */
  async dropByScript(folder: string, paths: readonly string[]): Promise<void> {
    await this.driver.setFiles(
      '#disk',
      paths.map((path) => join(folder, ...path.split('/'))),
    );
    await this.driver.evaluate(dropEntries, '#disk', paths);
  }

  /** Waits until the queue has come to rest once more, and gives all that was noted so far. */
  async settle(): Promise<PageNotes> {
    const wanted = this.#seenSettled + 1;
    await this.until((count) => window.notes.settled >= count, 'the queue settles', wanted);
    this.#seenSettled = wanted;
    return this.notes();
  }

  notes(): Promise<PageNotes> {
    return this.driver.evaluate(() => window.readNotes());
  }

  /**
   * Waits for something in the page, and longer as long as the server receives bytes: gigabytes take time.
   *
   * @throws {Error} with the state of all tasks when it does not come.
   */
  async until<Parameters extends readonly (number | string)[]>(
    isSo: (...parameters: Parameters) => boolean,
    what: string,
    ...parameters: Parameters
  ): Promise<void> {
    const { received } = this.server;
    let total = received.total;
    let deadline = Date.now() + patienceMs;
    while (!(await this.driver.evaluate(isSo, ...parameters))) {
      if (received.total > total) {
        total = received.total;
        deadline = Date.now() + patienceMs;
      }
      if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}. ${await this.#state()}`);
      await wait(pollMs);
    }
  }

  async #state(): Promise<string> {
    const tasks = await this.driver.evaluate(() =>
      (window.uploader.tasks ?? []).map(
        ({ name, status, bytesSent, size }) => `${name} ${status} ${bytesSent}/${size}`,
      ),
    );
    const messages = await this.driver.consoleMessages();
    return [...tasks.slice(0, 20), ...messages.slice(-20)].join('\n');
  }
}
