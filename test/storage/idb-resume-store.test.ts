import { expect } from '@esm-bundle/chai';
import { type IDBPDatabase, openDB } from 'idb';
import type { KeptUpload, SweepLimits } from '../../src/engine/resume-record.js';
import { createIdbResumeStore } from '../../src/storage/idb-resume-store.js';
import type { OpenDatabase } from '../../src/storage/lazy-database.js';
import { ManualClock } from '../support/manual-clock.js';
import { deleteDatabase, freshName, storedIn, warningsOf, writeInto } from './raw-database.js';
import { recordId, sampleRecord, sampleTombstone } from './sample-records.js';

const upload: KeptUpload = { record: sampleRecord(), handle: null };

/** More than a call may take, in ms. */
const TOO_LONG_MS = 3000;

/** What opens databases for real, with a look at each connection and at how often it was asked. */
function watchedOpen() {
  const connections: IDBPDatabase[] = [];
  let terminated: (() => void) | undefined;
  const open = (async (name: string, version?: number, callbacks?: Parameters<typeof openDB>[2]) => {
    terminated = callbacks?.terminated;
    const connection = await openDB(name, version, callbacks);
    connections.push(connection);
    return connection;
  }) as OpenDatabase;
  return { open, connections, terminate: () => terminated?.() };
}

const sweeping = (expiredBefore: number, tombstonesBefore: number): SweepLimits => ({
  expiredBefore,
  tombstonesBefore,
  livingAmong: async () => new Set(),
});

const refusing =
  (reason: string): OpenDatabase =>
  () => {
    throw new DOMException('Not here, says a test', reason);
  };

let name: string;
beforeEach(() => {
  name = freshName();
});
afterEach(() => deleteDatabase(name));

const storeFor = (open?: OpenDatabase, clock = new ManualClock()) =>
  createIdbResumeStore({ clock, name, open });

describe('createIdbResumeStore, what it keeps', () => {
  it('opens nothing before the first call', async () => {
    const { open, connections } = watchedOpen();
    const store = storeFor(open);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(connections).to.have.length(0);
    await store.list('scope-a');
    expect(connections).to.have.length(1);
  });

  it('leaves records and tombstones to the next visit', async () => {
    const first = storeFor();
    await first.put([upload]);
    await first.leaveTombstone(sampleTombstone());
    const second = storeFor();
    expect(await second.list('scope-a')).to.deep.equal([upload]);
    expect(await second.findTombstone('file-1')).to.deep.equal(sampleTombstone());
  });

  it('writes the fields of a record alone', async () => {
    const stuffed = { ...sampleRecord(), token: 'secret', headers: { authorization: 'secret' } };
    const grave = { ...sampleTombstone(), headers: { authorization: 'secret' } };
    const store = storeFor();
    await store.put([{ record: stuffed, handle: null }]);
    await store.leaveTombstone(grave);
    const stored = [...(await storedIn(name, 'uploads')), ...(await storedIn(name, 'tombstones'))];
    expect(stored).to.have.length(2);
    expect(JSON.stringify(stored)).not.to.include('secret');
    expect(stored).to.deep.equal([
      { ...sampleRecord(), shape: 1, handle: null },
      { ...sampleTombstone(), shape: 1 },
    ]);
  });

  it('keeps a record without a handle that can’t be kept', async () => {
    // A function makes any object impossible to clone, in each browser.
    const handle = { kind: 'file', getFile: () => Promise.reject(new Error('unused')) };
    const store = storeFor();
    const warnings = await warningsOf(() =>
      store.put([{ record: sampleRecord(), handle: handle as unknown as FileSystemFileHandle }]),
    );
    expect(await storedIn(name, 'uploads')).to.deep.equal([{ ...sampleRecord(), shape: 1, handle: null }]);
    expect(warnings).to.deep.equal([]);
  });

  it('keeps a handle when its record is put again without one', async () => {
    const handle = await realHandle(name);
    const store = storeFor();
    await store.put([{ record: sampleRecord(), handle }]);
    await store.put([{ record: sampleRecord({ sent: [[2, '7']] }), handle: null }]);
    const [kept] = await storeFor().list('scope-a');
    expect(kept?.record.sent).to.deep.equal([[2, '7']]);
    // Null where the browser has no handles that can be kept.
    expect((await kept?.handle?.isSameEntry(handle as FileSystemFileHandle)) ?? null).to.equal(
      handle === null ? null : true,
    );
  });

  it('takes nothing for a handle that the browser did not make', async () => {
    await storeFor().put([upload]);
    await writeInto(name, 'uploads', [
      { ...sampleRecord(), shape: 1, handle: { kind: 'file', name: 'passwords.txt' } },
    ]);
    expect(await storeFor().list('scope-a')).to.deep.equal([upload]);
  });
});

describe('createIdbResumeStore, what others wrote', () => {
  it('drops malformed and hostile records, and lists the rest', async () => {
    const store = storeFor();
    await store.put([upload]);
    await writeInto(name, 'uploads', [
      { ...sampleRecord({ id: recordId(1) }), shape: 1, remotePath: ['..', 'elsewhere'] },
      { ...sampleRecord({ id: recordId(2) }), shape: 1, size: 'huge' },
      { ...sampleRecord({ id: recordId(3) }), shape: 1, sent: new Map([[1, null]]) },
      { id: recordId(4), scope: 'scope-a', shape: 1 },
      { id: recordId(5), scope: 'scope-a' },
      { id: '__proto__', scope: 'scope-a', shape: 1 },
      { id: 7, scope: 'scope-a', shape: 1, handle: new Date() },
    ]);
    expect(await store.list('scope-a')).to.deep.equal([upload]);
  });

  it('sweeps malformed records away', async () => {
    const store = storeFor();
    await store.put([upload]);
    await writeInto(name, 'uploads', [{ id: 'x', scope: 'scope-a' }, { id: 7 }]);
    await writeInto(name, 'tombstones', [{ lockName: 'x' }]);
    await store.sweep(sweeping(0, 0));
    expect(await storedIn(name, 'uploads')).to.deep.equal([{ ...sampleRecord(), shape: 1, handle: null }]);
    expect(await storedIn(name, 'tombstones')).to.deep.equal([]);
  });

  it('ignores what has a newer shape, and does not destroy it', async () => {
    const store = storeFor();
    const newer = [
      { ...sampleRecord({ id: recordId(1), expiresAt: 1 }), shape: 2 },
      { id: recordId(2), scope: 'scope-a', shape: 2, files: [] },
    ];
    await store.list('scope-a');
    await writeInto(name, 'uploads', newer);
    await writeInto(name, 'tombstones', [{ ...sampleTombstone({ completedAt: 1 }), shape: 2 }]);
    expect(await store.list('scope-a')).to.deep.equal([]);
    expect(await store.findTombstone('file-1')).to.equal(null);
    await store.sweep(sweeping(100, 100));
    expect(await storedIn(name, 'uploads')).to.deep.equal(newer);
    expect(await storedIn(name, 'tombstones')).to.have.length(1);
  });

  it('takes no malformed tombstone', async () => {
    const store = storeFor();
    await store.list('scope-a');
    await writeInto(name, 'tombstones', [{ ...sampleTombstone(), shape: 1, result: { path: '/etc' } }]);
    expect(await store.findTombstone('file-1')).to.equal(null);
  });
});

describe('createIdbResumeStore, with more than fits into one transaction', () => {
  const MANY = 10_001;
  const entry = (number: number, expiresAt: number) => ({
    ...sampleRecord({ id: recordId(number), sent: [], createdAt: number, expiresAt }),
    shape: 1,
    handle: null,
  });
  const numbers = Array.from({ length: MANY }, (_, number) => number);

  it('lists them all, in order', async () => {
    const store = storeFor();
    await store.list('scope-a');
    await writeInto(
      name,
      'uploads',
      numbers.map((number) => entry(number, 1)),
    );
    const kept = await store.list('scope-a');
    expect(kept).to.have.length(MANY);
    expect([kept[0]?.record.id, kept.at(-1)?.record.id]).to.deep.equal([recordId(0), recordId(MANY - 1)]);
  });

  it('sweeps them all', async () => {
    const store = storeFor();
    await store.list('scope-a');
    await writeInto(
      name,
      'uploads',
      numbers.map((number) => entry(number, number % 2)),
    );
    await store.sweep(sweeping(1, 0));
    expect(await store.list('scope-a')).to.have.length(Math.floor(MANY / 2));
  });

  it('writes and removes them all', async () => {
    const store = storeFor();
    const kept = numbers.map((number) => ({
      record: sampleRecord({ id: recordId(number), sent: [] }),
      handle: null,
    }));
    await store.put(kept);
    expect(await storedIn(name, 'uploads')).to.have.length(MANY);
    await store.remove(kept.map(({ record }) => record.id));
    expect(await storedIn(name, 'uploads')).to.deep.equal([]);
  });
});

describe('createIdbResumeStore, when its connection goes', () => {
  it('lets a newer tab change the database, leaves that alone and goes on in memory', async () => {
    const store = storeFor();
    await store.put([upload]);
    // Resolves only when the store has closed its connection.
    const newer = await openDB(name, 2, { upgrade: (database) => void database.createObjectStore('more') });
    const later = { record: sampleRecord({ id: recordId(1) }), handle: null };
    const warnings = await warningsOf(() => store.put([later]));
    expect(await store.list('scope-a')).to.deep.equal([later]);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include('VersionError');
    expect(await newer.getAll('uploads')).to.deep.equal([{ ...sampleRecord(), shape: 1, handle: null }]);
    newer.close();
  });

  it('lets the database be deleted, and makes a new one at the next call', async () => {
    const store = storeFor();
    await store.put([upload]);
    await deleteDatabase(name);
    expect(await store.list('scope-a')).to.deep.equal([]);
    await store.put([upload]);
    expect(await storeFor().list('scope-a')).to.deep.equal([upload]);
  });

  it('opens again at the next call after the browser ended the connection', async () => {
    const { open, connections, terminate } = watchedOpen();
    const store = storeFor(open);
    await store.put([upload]);
    connections[0]?.close();
    terminate();
    const warnings = await warningsOf(async () => {
      expect(await store.list('scope-a')).to.deep.equal([upload]);
    });
    expect([connections.length, warnings]).to.deep.equal([2, []]);
  });

  it('opens again where a connection is found closed that told nothing', async () => {
    const { open, connections } = watchedOpen();
    const store = storeFor(open);
    await store.put([upload]);
    connections[0]?.close();
    const warnings = await warningsOf(async () => {
      expect(await store.list('scope-a')).to.deep.equal([upload]);
    });
    expect([connections.length, warnings]).to.deep.equal([2, []]);
  });
});

describe('createIdbResumeStore, where IndexedDB fails', () => {
  for (const refusal of ['SecurityError', 'InvalidStateError', 'QuotaExceededError', 'UnknownError']) {
    it(`keeps all in memory after a ${refusal}, and warns once`, async () => {
      const store = storeFor(refusing(refusal));
      const warnings = await warningsOf(async () => {
        await store.put([upload]);
        await store.leaveTombstone(sampleTombstone());
        expect(await store.list('scope-a')).to.deep.equal([upload]);
        expect(await store.findTombstone('file-1')).to.deep.equal(sampleTombstone());
        await store.remove([sampleRecord().id]);
        expect(await store.list('scope-a')).to.deep.equal([]);
        await store.sweep(sweeping(0, Number.MAX_SAFE_INTEGER));
        expect(await store.findTombstone('file-1')).to.equal(null);
      });
      expect(warnings).to.have.length(1);
      expect(warnings[0])
        .to.match(/^smh-uploader: IndexedDB .*reload/s)
        .and.to.include(refusal);
    });
  }

  it('keeps all in memory where there is no IndexedDB', async () => {
    const original = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined, configurable: true, writable: true });
    try {
      const store = storeFor();
      const warnings = await warningsOf(async () => {
        await store.put([upload]);
        expect(await store.list('scope-a')).to.deep.equal([upload]);
      });
      expect(warnings).to.have.length(1);
    } finally {
      // In some engines the property lies on the prototype.
      if (original === undefined) Reflect.deleteProperty(globalThis, 'indexedDB');
      else Object.defineProperty(globalThis, 'indexedDB', original);
    }
  });

  it('keeps in memory what a full disk refuses, still lists and removes what was written', async () => {
    const { open, connections } = watchedOpen();
    const store = storeFor(open);
    const refused = { record: sampleRecord({ id: recordId(1) }), handle: null };
    await store.put([upload]);
    const connection = connections[0];
    if (connection === undefined) throw new Error('Nothing was opened');
    const transaction = connection.transaction.bind(connection);
    connection.transaction = ((stores: string[], mode: 'readonly' | 'readwrite') => {
      if (mode === 'readwrite') throw new DOMException('The disk is full', 'QuotaExceededError');
      return transaction(stores, mode);
    }) as typeof connection.transaction;
    const warnings = await warningsOf(() => store.put([refused]));
    expect(warnings).to.have.length(1);
    expect(await store.list('scope-a')).to.deep.equal([refused, upload]);
    await store.remove([upload.record.id]);
    expect(await storedIn(name, 'uploads')).to.deep.equal([]);
    expect(await store.list('scope-a')).to.deep.equal([refused]);
  });

  it('lists the newer of two states, and one once it could be written after all', async () => {
    let isRefused = false;
    const open = ((...args: Parameters<typeof openDB>) => {
      if (isRefused) throw new DOMException('Not now', 'UnknownError');
      return openDB(...args);
    }) as OpenDatabase;
    const state = (updatedAt: number): KeptUpload => ({ record: sampleRecord({ updatedAt }), handle: null });
    const store = storeFor(open);
    await store.put([state(1)]);
    await deleteConnectionsOf(name);
    isRefused = true;
    await warningsOf(() => store.put([state(2)]));
    isRefused = false;
    expect(await store.list('scope-a')).to.deep.equal([state(2)]);
    await store.put([state(3)]);
    expect(await store.list('scope-a')).to.deep.equal([state(3)]);
    expect(await storeFor().list('scope-a')).to.deep.equal([state(3)]);
  });

  it('goes on in memory after 3 s without an answer, and stops asking after three times', async () => {
    const clock = new ManualClock();
    let openings = 0;
    const store = storeFor(
      (() => {
        openings += 1;
        return new Promise(() => undefined);
      }) as unknown as OpenDatabase,
      clock,
    );
    const warnings = await warningsOf(async () => {
      for (const round of [1, 2, 3]) {
        let isDone = false;
        const done = store
          .put([{ record: sampleRecord({ updatedAt: round }), handle: null }])
          .then(() => (isDone = true));
        await clock.advanceAsync(TOO_LONG_MS - 1);
        expect(isDone).to.equal(false);
        await clock.advanceAsync(1);
        await done;
      }
      // No time passes any more.
      expect((await store.list('scope-a'))[0]?.record.updatedAt).to.equal(3);
    });
    expect(openings).to.equal(1);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include('TimeoutError');
    expect(clock.pendingTimers).to.equal(0);
  });

  it('uses a database that opens late', async () => {
    const clock = new ManualClock();
    let letOpen = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letOpen = resolve));
    const open = (async (...args: Parameters<typeof openDB>) => {
      await gate;
      return openDB(...args);
    }) as OpenDatabase;
    const store = storeFor(open, clock);
    await warningsOf(async () => {
      const listed = store.list('scope-a');
      await clock.advanceAsync(TOO_LONG_MS);
      expect(await listed).to.deep.equal([]);
    });
    letOpen();
    await store.put([upload]);
    expect(await storeFor().list('scope-a')).to.deep.equal([upload]);
  });
});

/** Makes every connection close, without harm to what is stored. */
async function deleteConnectionsOf(database: string): Promise<void> {
  const stored = await storedIn(database, 'uploads');
  await deleteDatabase(database);
  await storeFor().list('scope-a');
  await writeInto(database, 'uploads', stored);
}

/** Null where the browser has no file handles that IndexedDB keeps. */
async function realHandle(database: string): Promise<FileSystemFileHandle | null> {
  try {
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle(`${database}.txt`, { create: true });
    const probe = await openDB(`${database}-probe`, 1, {
      upgrade: (made) => void made.createObjectStore('x'),
    });
    await probe.put('x', handle, 1);
    probe.close();
    await deleteDatabase(`${database}-probe`);
    return handle;
  } catch {
    return null;
  }
}
