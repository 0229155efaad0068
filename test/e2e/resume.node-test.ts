import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { createDevServer } from '../../demo/server/create-dev-server.js';
import type { DevServer } from '../../demo/server/create-dev-server.js';
import type { LogEntry } from '../../demo/server/request-log.js';
import { requestedBrowsers } from '../run/browser-names.js';
import { GIB, MIB, demandRoom, writeNoise } from './support/make-files.js';
import { Profile } from './support/open-profile.js';
import type { Visit } from './support/open-profile.js';
import { callAsText } from './support/page-driver.js';
import { connectAndNote } from './support/page-notes.js';
import { servePages } from './support/serve-pages.js';
import type { PageServer } from './support/serve-pages.js';

/** Parts that were under way at the end of the visit, and may have arrived without being heard of. */
const REPEATS_MAX = 6;

const pollMs = 50;

/** Longest wait in which nothing comes, in ms. */
const patienceMs = 300_000;

const picker = 'smh-uploader >>> input[type=file]:not([webkitdirectory])';

for (const browser of requestedBrowsers()) {
  describe(`an upload that a visit of ${browser} left unfinished`, () => {
    let folder: string;
    let server: DevServer;
    let pages: PageServer;
    let profile: Profile;
    let url: string;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'smh-resume-'));
      server = await createDevServer({ dir: join(folder, 'server'), port: 0, objectPort: 0, hostPort: 0 });
      pages = await servePages();
      profile = new Profile(browser, join(folder, 'profile'));
      const { apiOrigin, hostOrigin, objectOrigin, libraryId, spaceId } = server;
      const connection = { way: 'B', hostOrigin: hostOrigin ?? '', objectOrigin } as const;
      url = pages.show(
        `<smh-uploader endpoint="${apiOrigin}" library-id="${libraryId}" space-id="${spaceId}" multiple
          resume-scope="somebody"></smh-uploader>
        <script>${callAsText(connectAndNote, [connection])}</script>
        <script type="module" src="/smh-uploader.min.js"></script>`,
      );
    });
    after(async () => {
      await profile.close();
      await pages.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    });

    const until = async (isSo: () => boolean | Promise<boolean>, what: string): Promise<void> => {
      const deadline = Date.now() + patienceMs;
      while (!(await isSo())) {
        if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
        await wait(pollMs);
      }
    };

    const arrive = async (): Promise<Visit> => {
      const visit = await profile.visit();
      await visit.open(url);
      const isDrawn = () =>
        visit.evaluate(() => window.uploader.shadowRoot?.querySelector('.picker') !== null);
      await until(isDrawn, 'the element is drawn');
      return visit;
    };

    /** Uploads until half has arrived, and ends the visit as a crash would. */
    const breakOff = async (path: string, bytes: number): Promise<readonly LogEntry[]> => {
      const visit = await arrive();
      await visit.setFiles(picker, [path]);
      await until(() => server.received.total >= bytes / 2, 'half has arrived');
      await visit.kill();
      await until(
        () => server.log.entries().every(({ endedAt }) => endedAt !== null),
        'the server has seen it',
      );
      return storedParts(server);
    };

    const goOn = async (path: string): Promise<Visit> => {
      const visit = await arrive();
      const isTold = () =>
        visit.evaluate(() => window.uploader.shadowRoot?.querySelector('.earlier') !== null);
      await until(isTold, 'the note on the unfinished upload is there');
      await visit.setFiles(picker, [path]);
      await until(() => visit.evaluate(() => window.notes.settled > 0), 'the queue settles');
      return visit;
    };

    it('goes on once its file is picked again: each part is put once', async () => {
      const bytes = GIB;
      await demandRoom(folder, 3 * GIB);
      const path = await writeNoise(join(folder, 'film.bin'), bytes, 'film');
      const stored = await breakOff(path, bytes);
      assert.ok(stored.length > 0, 'parts were stored before');
      const visit = await goOn(path);

      const [end, ...others] = (await visit.evaluate(() => window.readNotes())).succeeded;
      assert.equal(end?.verified, true);
      assert.deepEqual(others, []);
      assert.equal(await visit.evaluate(() => window.uploader.tasks[0]?.resumed), true);
      await visit.kill();
      const puts = server.log.entries().filter(({ kind }) => kind === 'part');
      for (const { partNumber } of stored) {
        const times = puts.filter((put) => put.partNumber === partNumber).length;
        assert.equal(
          times,
          1,
          `part ${String(partNumber)}, which was stored, was put ${String(times)} times`,
        );
      }
      const repeats = puts.length - new Set(puts.map(({ partNumber }) => partNumber)).size;
      assert.ok(repeats <= REPEATS_MAX, `${String(repeats)} parts were put again`);
      await assertStored(server, path);
      assert.equal(server.log.entries().filter(({ kind }) => kind === 'start').length, 1);
    });

    it('is not spliced where its file was altered in the middle, with its date kept', async () => {
      server.reset();
      const bytes = 256 * MIB;
      const path = await writeNoise(join(folder, 'altered.bin'), bytes, 'before');
      const { atime, mtime } = await stat(path);
      const stored = await breakOff(path, bytes);
      const { partNumber, bytesReceived: partBytes } = stored[0] ?? { partNumber: 1, bytesReceived: MIB };
      const file = await open(path, 'r+');
      // In the middle of a part that is stored already, beyond the first MiB that is hashed.
      await file.write(Buffer.from('altered'), 0, 7, ((partNumber ?? 1) - 1) * partBytes + 2 * MIB);
      await file.close();
      await utimes(path, atime, mtime);
      const visit = await goOn(path);
      const notes = await visit.evaluate(() => window.readNotes());
      await visit.kill();
      assert.equal(notes.succeeded[0]?.verified, true);
      await assertStored(server, path);
    });
  });
}

function storedParts(server: DevServer): readonly LogEntry[] {
  return server.log.entries().filter(({ kind, status }) => kind === 'part' && status === 200);
}

/** The one file that the server holds is the one on disk. */
async function assertStored(server: DevServer, path: string): Promise<void> {
  const files = server.files();
  assert.equal(files.length, 1);
  const [file] = files;
  assert.ok(file);
  assert.equal(await sha256(server.read(file)), await sha256(createReadStream(path)));
}

async function sha256(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
