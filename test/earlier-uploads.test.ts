import { expect } from '@esm-bundle/chai';
import { EarlierUploads } from '../src/earlier-uploads.js';
import type { UploaderOptions } from '../src/engine/options.js';
import type { ResumeRecord } from '../src/engine/resume-record.js';
import { resumeScopeOf } from '../src/resume-scope.js';
import { createMemoryResumeStore } from '../src/storage/memory-resume-store.js';
import { sampleRecord } from './storage/sample-records.js';
import { FakeLocks } from './support/fake-locks.js';
import { ManualClock } from './support/manual-clock.js';

const OPTIONS: UploaderOptions = { endpoint: '/smh', libraryId: 'lib', resumeScope: 'me' };
const DAY_MS = 24 * 60 * 60_000;
const { signal } = new AbortController();

function fileOf({ fileName, size, lastModified }: ResumeRecord): File {
  const file = new File([], fileName, { lastModified });
  return Object.defineProperty(file, 'size', { value: size });
}

describe('EarlierUploads', () => {
  let store: ReturnType<typeof createMemoryResumeStore>;
  let locks: FakeLocks;
  let clock: ManualClock;
  let freed: string[];
  let beginning: string;
  let earlier: EarlierUploads;

  beforeEach(() => {
    store = createMemoryResumeStore();
    locks = new FakeLocks();
    clock = new ManualClock();
    freed = [];
    beginning = 'a'.repeat(64);
    earlier = new EarlierUploads({
      store,
      locks,
      clock,
      hasher: { hashBeginning: async () => beginning },
      ownIds: () => new Set(),
      written: () => Promise.resolve(),
      free: (_, confirmKey) => freed.push(confirmKey),
    });
  });

  async function keep(...changes: Partial<ResumeRecord>[]): Promise<ResumeRecord[]> {
    const records = changes.map((more, index) =>
      sampleRecord({
        id: String(index).padStart(32, '0'),
        scope: resumeScopeOf(OPTIONS).scope,
        updatedAt: clock.now(),
        expiresAt: clock.now() + 7 * DAY_MS,
        ...more,
      }),
    );
    await store.put(records.map((record) => ({ record, handle: null })));
    return records;
  }

  async function claimed(file: File, relativePath: string): Promise<string | null> {
    const entry = { file, relativePath, name: file.name };
    const claimable = await earlier.look(OPTIONS);
    await claimable.compare([entry], signal);
    return claimable.claim(entry)?.record.relativePath ?? null;
  }

  it('finds a file again by name, size, date and beginning, each once', async () => {
    const [record] = await keep({
      fileName: 'film.mp4',
      relativePath: 'x/film.mp4',
      remotePath: ['x', 'film.mp4'],
    });
    if (record === undefined) throw new Error('no record');
    const file = fileOf(record);
    const entry = { file, relativePath: 'film.mp4', name: 'film.mp4' };
    const claimable = await earlier.look(OPTIONS);
    await claimable.compare([entry], signal);
    expect(claimable.claim(entry)?.record.id).to.equal(record.id);
    expect(claimable.claim(entry)).to.equal(null);
  });

  it('leaves a file alone that begins otherwise, or is of another size or date', async () => {
    const [record] = await keep({});
    if (record === undefined) throw new Error('no record');
    const { relativePath } = record;
    beginning = 'c'.repeat(64);
    expect(await claimed(fileOf(record), relativePath)).to.equal(null);
    beginning = 'a'.repeat(64);
    expect(await claimed(fileOf({ ...record, size: 1 }), relativePath)).to.equal(null);
    expect(await claimed(fileOf({ ...record, lastModified: 1 }), relativePath)).to.equal(null);
    expect(await claimed(fileOf(record), relativePath)).to.equal(relativePath);
  });

  it('tells the same file in two folders apart, and never moves one that comes with its folder', async () => {
    const [record] = await keep(
      { fileName: 'film.mp4', relativePath: 'a/film.mp4', remotePath: ['a', 'film.mp4'] },
      { fileName: 'film.mp4', relativePath: 'b/film.mp4', remotePath: ['b', 'film.mp4'] },
    );
    if (record === undefined) throw new Error('no record');
    expect(await claimed(fileOf(record), 'b/film.mp4')).to.equal('b/film.mp4');
    expect(await claimed(fileOf(record), 'c/film.mp4')).to.equal(null);
  });

  it('finds a file again whose upload was given another name', async () => {
    const [record] = await keep({
      fileName: 'film.mp4',
      relativePath: 'a/holiday.mp4',
      remotePath: ['x', 'a', 'holiday.mp4'],
    });
    if (record === undefined) throw new Error('no record');
    for (const picked of ['film.mp4', 'a/film.mp4', 'a/holiday.mp4', 'holiday (as the page names it).mp4']) {
      expect(await claimed(fileOf(record), picked)).to.equal('a/holiday.mp4');
    }
    expect(await claimed(fileOf(record), 'b/film.mp4')).to.equal(null);
    expect(await claimed(fileOf({ ...record, fileName: 'holiday.mp4' }), 'a/holiday.mp4')).to.equal(null);
  });

  it('finds for each of two files of one folder the upload of its own name first', async () => {
    const [record] = await keep(
      { fileName: 'film.mp4', relativePath: 'a/copy.mp4', remotePath: ['a', 'copy.mp4'] },
      { fileName: 'film.mp4', relativePath: 'a/film.mp4', remotePath: ['a', 'film.mp4'] },
    );
    if (record === undefined) throw new Error('no record');
    const entry = { file: fileOf(record), relativePath: 'a/film.mp4', name: 'film.mp4' };
    const claimable = await earlier.look(OPTIONS);
    await claimable.compare([entry], signal);
    expect(claimable.claim(entry)?.record.relativePath).to.equal('a/film.mp4');
    expect(claimable.claim(entry)?.record.relativePath).to.equal('a/copy.mp4');
  });

  it('leaves to a living visit what it works on', async () => {
    await keep({ visit: 'living' }, { visit: 'dead' });
    const end = await locks.take('visit living');
    expect((await earlier.list(OPTIONS)).map(({ record }) => record.visit)).to.deep.equal(['dead']);
    end?.release();
    expect(await earlier.list(OPTIONS)).to.have.length(2);
  });

  it('looks at other visits without taking their names, however briefly', async () => {
    await keep({ visit: 'living' }, { visit: 'dead' });
    await locks.take('visit living');
    await earlier.list(OPTIONS);
    expect(locks.given).to.deep.equal(['visit living']);
  });

  it('gives up what is older than its days, and frees it', async () => {
    await keep({ confirmKey: 'old', updatedAt: clock.now() - 8 * DAY_MS }, { confirmKey: 'young' });
    expect((await earlier.list(OPTIONS)).map(({ record }) => record.confirmKey)).to.deep.equal(['young']);
    expect(freed).to.deep.equal(['old']);
    expect(await earlier.list({ ...OPTIONS, resumeDays: 0.0001 })).to.have.length(1);
  });

  it('gives up what its own visit meant to keep for less than this one would', async () => {
    await keep({ confirmKey: 'old', updatedAt: clock.now() - 2 * DAY_MS, expiresAt: clock.now() - 1 });
    expect(await earlier.list({ ...OPTIONS, resumeDays: 30 })).to.deep.equal([]);
    expect(freed).to.deep.equal(['old']);
  });

  it('sweeps of other scopes what was to be kept until more than a day ago, and frees nothing of it', async () => {
    const scope = 'another';
    await keep(
      { scope, expiresAt: clock.now() - DAY_MS - 1 },
      { scope, expiresAt: clock.now() - DAY_MS, updatedAt: 0 },
      { scope, expiresAt: clock.now() - 2 * DAY_MS, visit: 'living' },
    );
    await locks.take('visit living');
    await earlier.list(OPTIONS);
    expect((await store.list(scope)).map(({ record }) => record.id.at(-1))).to.deep.equal(['1', '2']);
    expect(freed).to.deep.equal([]);
  });

  it('keeps what is dated in the future, as a clock that was set back makes it', async () => {
    const ahead = { updatedAt: clock.now() + 400 * DAY_MS, expiresAt: clock.now() + 407 * DAY_MS };
    await keep(ahead, { ...ahead, scope: 'another' });
    expect(await earlier.list(OPTIONS)).to.have.length(1);
    expect(await store.list('another')).to.have.length(1);
  });

  it('sweeps now and then, not at each look', async () => {
    let sweeps = 0;
    const { sweep } = store;
    store.sweep = (limits) => {
      sweeps += 1;
      return sweep(limits);
    };
    await earlier.list(OPTIONS);
    await earlier.list(OPTIONS);
    expect(sweeps).to.equal(1);
    clock.advance(60 * 60_000);
    await earlier.list(OPTIONS);
    expect(sweeps).to.equal(2);
    clock.jump(-DAY_MS);
    await earlier.list(OPTIONS);
    expect(sweeps, 'a clock set back does not stop it').to.equal(3);
  });

  it('shows nothing of another scope, place or form name', async () => {
    await keep({});
    for (const other of [{ resumeScope: 'you' }, { directory: 'x' }, { name: 'y' }, { libraryId: 'z' }]) {
      expect(await earlier.list({ ...OPTIONS, ...other })).to.deep.equal([]);
    }
  });

  it('discards those that are named, and frees them', async () => {
    const [first] = await keep({ confirmKey: 'one' }, { confirmKey: 'two' });
    await earlier.discard([first?.id ?? ''], OPTIONS);
    expect(freed).to.deep.equal(['one']);
    await earlier.discard(undefined, OPTIONS);
    expect(freed).to.deep.equal(['one', 'two']);
    expect(await earlier.list(OPTIONS)).to.deep.equal([]);
  });

  it('asks for the files of those without a handle', async () => {
    await keep({});
    const { found, missing } = await earlier.open(undefined, OPTIONS);
    expect([found.length, missing.length]).to.deep.equal([0, 1]);
  });

  it('is dead to others only once what ended is written down', async () => {
    earlier.live(true);
    await clock.settle();
    expect(locks.held).to.deep.equal([`visit ${earlier.visit}`]);
    await earlier.rest();
    await clock.settle();
    expect(locks.held).to.deep.equal([]);
  });
});
