import { expect } from '@esm-bundle/chai';
import { createUploader } from '../../src/create-uploader.js';
import type { UploaderOptions } from '../../src/engine/options.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { MIB } from '../../src/protocol/limits.js';
import type { Uploader } from '../../src/uploader.js';
import {
  addFault,
  changeSettings,
  expire,
  indexed,
  openUploads,
  resetServer,
  served,
  storedBytes,
  storedFiles,
  storePattern,
  type ServerFile,
} from '../support/dev-server.js';
import { patternBytes, patternFile } from '../support/pattern.js';
import vectors from '../vectors.json';
import { WAYS } from './ways-to-connect.js';

let uploader: Uploader;

function upload(options: UploaderOptions): Uploader {
  uploader = createUploader({ multiple: true, ...options });
  return uploader;
}

function settled(): Promise<void> {
  return new Promise((resolve) => {
    uploader.addEventListener('smh-queue-settle', () => resolve(), { once: true });
  });
}

/** Adds files and waits until all is at rest; the tasks. */
async function send(...files: File[]): Promise<readonly TaskSnapshot[]> {
  const end = settled();
  const { rejected } = await uploader.addFiles(files);
  expect(rejected).to.deep.equal([]);
  await end;
  return uploader.tasks;
}

/** Bytes a second at which a part of 1 MiB takes 4 s: most are still to be sent when the first was acted on. */
const SLOWLY = 256 * 1024;

/** Sends files slowly, does `act` at their first bytes, and once it is done lets the rest go at full speed. */
async function sendAndAct(act: () => Promise<unknown>, ...files: File[]): Promise<readonly TaskSnapshot[]> {
  const acts: Promise<unknown>[] = [];
  uploader.addEventListener('smh-upload-progress', ({ detail }) => {
    if (acts.length > 0 || detail.task.bytesSent === 0) return;
    acts.push(act().then(() => changeSettings({ bandwidth: null })));
  });
  await changeSettings({ bandwidth: SLOWLY });
  const tasks = await send(...files);
  expect(acts, 'what was to be done in mid-upload').to.have.length(1);
  await Promise.all(acts);
  return tasks;
}

function failures(tasks: readonly TaskSnapshot[]): string[] {
  return tasks.flatMap(({ name, error }) =>
    error === null ? [] : [`${name}: ${error.code} ${error.message}`],
  );
}

async function fileNamed(name: string): Promise<ServerFile> {
  const found = (await storedFiles()).find((file) => file.path.at(-1) === name);
  if (found === undefined) throw new Error(`The server has no ${name}.`);
  return found;
}

beforeEach(() => resetServer());
afterEach(() => uploader.destroy());

for (const [way, options] of Object.entries(WAYS)) {
  describe(`an upload by way ${way}`, () => {
    for (const { bytes, crc64 } of vectors.vectors) {
      it(`stores a file of ${bytes} bytes as it is, and knows it`, async () => {
        upload(options());
        const tasks = await send(patternFile('file.bin', bytes));
        expect(failures(tasks)).to.deep.equal([]);
        const file = await fileNamed('file.bin');
        expect([file.size, file.crc64]).to.deep.equal([bytes, crc64]);
        expect(await storedBytes(file.id)).to.deep.equal(patternBytes(bytes));
        const [task] = tasks;
        expect([task?.status, task?.verified, task?.bytesSent]).to.deep.equal(['completed', true, bytes]);
        expect(task?.result?.path).to.deep.equal(['file.bin']);
        expect(task?.result?.crc64).to.equal(crc64);
      });
    }

    it('sends parts in parallel and stores them in order', async () => {
      upload({ ...options(), partSize: '1 MiB' });
      const tasks = await send(patternFile('parts.bin', 9 * MIB + 5));
      expect(failures(tasks)).to.deep.equal([]);
      const file = await fileNamed('parts.bin');
      expect(await storedBytes(file.id)).to.deep.equal(patternBytes(9 * MIB + 5));
      expect((await served()).filter(({ kind }) => kind === 'part')).to.have.length(10);
    });

    it('sends nothing that the service has already', async () => {
      await storePattern('known.bin', 3 * MIB);
      await indexed();
      upload(options());
      const [task] = await send(patternFile('copy.bin', 3 * MIB));
      expect([task?.status, task?.instant, task?.verified]).to.deep.equal(['completed', true, true]);
      expect([task?.bytesSent, task?.bytesSaved]).to.deep.equal([0, 3 * MIB]);
      expect((await served()).filter(({ host }) => host === 'object')).to.deep.equal([]);
    });

    it('sends a file whose first MiB is known but whose rest differs', async () => {
      await storePattern('known.bin', 3 * MIB);
      await indexed();
      upload(options());
      const other = patternBytes(3 * MIB);
      other[2 * MIB] = (other[2 * MIB] ?? 0) ^ 1;
      const [task] = await send(new File([other], 'other.bin'));
      expect([task?.status, task?.instant, task?.verified]).to.deep.equal(['completed', false, true]);
      expect(await storedBytes((await fileNamed('other.bin')).id)).to.deep.equal(other);
    });

    it('tells the final name where the service renamed the file', async () => {
      await storePattern('name.txt', 10);
      upload(options());
      const [task] = await send(patternFile('name.txt', 20));
      expect(task?.result?.path).to.deep.equal(['name (1).txt']);
      expect(task?.name).to.equal('name (1).txt');
    });

    it('creates missing folders, once', async () => {
      upload({ ...options(), directory: 'press/2026' });
      const end = settled();
      await uploader.addFiles(
        Array.from({ length: 12 }, (_, index) => ({
          file: patternFile(`${index}.txt`, index),
          relativePath: `tree/${index % 3}/${index}.txt`,
        })),
      );
      await end;
      expect(failures(uploader.tasks)).to.deep.equal([]);
      const paths = (await storedFiles()).map(({ path }) => path.join('/')).sort();
      expect(paths).to.include('press/2026/tree/2/11.txt');
      expect(paths).to.have.length(12);
      expect((await served()).filter(({ kind }) => kind === 'directory').length).to.be.at.most(3);
    });

    it('keeps every character of a name that the service takes', async () => {
      const names = [
        '100% #1 + a&b=c, it’s [ok].txt',
        "quote's.txt",
        '图片 2026.jpg',
        '😀 emoji.txt',
        '%2F%2e%2e.txt',
        'Ā\u0308.txt',
        'bidi \u202Egnp.exe',
        'lone \uD800 half.txt',
      ];
      upload(options());
      const tasks = await send(...names.map((name, index) => patternFile(name, index + 1)));
      expect(failures(tasks)).to.deep.equal([]);
      const stored = (await storedFiles()).map(({ name }) => name);
      const expected = names.map((name) => name.normalize('NFC').replace('\uD800', '\uFFFD'));
      expect(stored).to.have.members(expected);
    });

    it('asks about a taken name and does as answered', async () => {
      await storePattern('taken.txt', 10);
      upload({ ...options(), conflictStrategy: 'ask' });
      uploader.addEventListener('smh-upload-conflict', ({ detail }) => {
        expect(detail.existing?.size).to.equal(10);
        detail.resolve('overwrite');
      });
      const [task] = await send(patternFile('taken.txt', 20));
      expect(task?.status).to.equal('completed');
      expect((await storedFiles()).map(({ size }) => size)).to.deep.equal([20]);
    });

    it('frees a canceled upload', async () => {
      upload({ ...options(), partSize: '1 MiB' });
      await addFault({ on: 'part', partNumber: 3, hang: true });
      await uploader.addFiles(patternFile('gone.bin', 6 * MIB));
      await until(async () => (await openUploads()).length === 1);
      const end = settled();
      uploader.cancel();
      await end;
      await until(async () => (await openUploads()).length === 0);
      expect(await storedFiles()).to.deep.equal([]);
    });

    it('goes on with new headers when the old ones ran out in mid-upload', async () => {
      upload({ ...options(), partSize: '1 MiB', concurrency: 1 });
      const tasks = await sendAndAct(() => expire({ headers: true }), patternFile('long.bin', 8 * MIB));
      expect(failures(tasks)).to.deep.equal([]);
      expect(await storedBytes((await fileNamed('long.bin')).id)).to.deep.equal(patternBytes(8 * MIB));
      expect((await served()).some(({ kind }) => kind === 'renew')).to.equal(true);
    });

    it('sends a part again whose connection was cut', async () => {
      upload({ ...options(), partSize: '1 MiB' });
      await addFault({ on: 'part', partNumber: 2, reset: 'mid-body' });
      const tasks = await send(patternFile('cut.bin', 6 * MIB));
      expect(failures(tasks)).to.deep.equal([]);
      expect(await storedBytes((await fileNamed('cut.bin')).id)).to.deep.equal(patternBytes(6 * MIB));
      const again = (await served()).filter(({ kind, partNumber }) => kind === 'part' && partNumber === 2);
      // The request that was cut off was never answered.
      expect(again.map(({ status }) => status)).to.deep.equal([null, 200]);
    });

    it('stores one copy although the answer of the confirm was lost', async () => {
      upload(options());
      await addFault({ on: 'confirm', reset: 'after-commit' });
      const [task] = await send(patternFile('once.bin', 100));
      expect(task?.status).to.equal('completed');
      expect((await storedFiles()).map(({ path }) => path.at(-1))).to.deep.equal(['once.bin']);
    });
  });
}

describe('an upload by way B', () => {
  it('refreshes an access token that ran out in mid-upload, by one call for all', async () => {
    const way = WAYS.B();
    const reasons: string[] = [];
    upload({
      ...way,
      partSize: '1 MiB',
      getAccessToken: (request) => {
        reasons.push(request.reason);
        return way.getAccessToken?.(request) ?? '';
      },
    });
    // While bytes move only the object store is spoken to: the next call to the service finds its token run out.
    const files = Array.from({ length: 3 }, (_, index) => patternFile(`${index}.bin`, 6 * MIB + index));
    const tasks = await sendAndAct(() => expire({ accessTokens: true }), ...files);
    expect(failures(tasks)).to.deep.equal([]);
    expect(reasons).to.deep.equal(['first', 'refused']);
    await expire({ accessTokens: true });
    const calls = reasons.length;
    await send(patternFile('later.bin', 10));
    expect(reasons.slice(calls)).to.deep.equal(['refused']);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 30));
}
