import { expect } from '@esm-bundle/chai';
import type { KeptUpload, ResumeStore } from '../../src/engine/resume-record.js';
import { createIdbResumeStore } from '../../src/storage/idb-resume-store.js';
import { createMemoryResumeStore } from '../../src/storage/memory-resume-store.js';
import { ManualClock } from '../support/manual-clock.js';
import { deleteDatabase, freshName } from './raw-database.js';
import { recordId, sampleRecord, sampleTombstone } from './sample-records.js';

const nobody = async (): Promise<ReadonlySet<string>> => new Set();

const NEVER = { expiredBefore: 0, tombstonesBefore: 0, livingAmong: nobody };

const upload = (changes: Parameters<typeof sampleRecord>[0] = {}): KeptUpload => ({
  record: sampleRecord(changes),
  handle: null,
});

const idsOf = (kept: readonly KeptUpload[]): string[] => kept.map(({ record }) => record.id);

/** What every store does; the rest of the tests are about the database alone. */
for (const kind of ['createMemoryResumeStore', 'createIdbResumeStore'] as const) {
  describe(kind, () => {
    let name: string;
    let store: ResumeStore;

    beforeEach(() => {
      name = freshName();
      store =
        kind === 'createMemoryResumeStore'
          ? createMemoryResumeStore()
          : createIdbResumeStore({ clock: new ManualClock(), name });
    });
    afterEach(() => deleteDatabase(name));

    it('is empty at first', async () => {
      expect(await store.list('scope-a')).to.deep.equal([]);
      expect(await store.findTombstone('file-1')).to.equal(null);
    });

    it('gives records back as they were put', async () => {
      await store.put([upload()]);
      expect(await store.list('scope-a')).to.deep.equal([upload()]);
    });

    it('lists the oldest first, those of one moment always in the same order', async () => {
      await store.put([
        upload({ id: recordId(1), createdAt: 30 }),
        upload({ id: recordId(2), createdAt: 10 }),
        upload({ id: recordId(4), createdAt: 20 }),
        upload({ id: recordId(3), createdAt: 20 }),
      ]);
      expect(idsOf(await store.list('scope-a'))).to.deep.equal([2, 3, 4, 1].map(recordId));
    });

    it('shows a scope no records of another one', async () => {
      await store.put([
        upload({ id: recordId(1), scope: 'scope-a' }),
        upload({ id: recordId(2), scope: 'scope-b' }),
      ]);
      expect(idsOf(await store.list('scope-a'))).to.deep.equal([recordId(1)]);
      expect(idsOf(await store.list('scope-b'))).to.deep.equal([recordId(2)]);
      expect(await store.list('scope')).to.deep.equal([]);
    });

    it('writes over an old record of the same id', async () => {
      await store.put([upload({ sent: [] })]);
      await store.put([upload({ sent: [[2, '7']], updatedAt: 1_795_334_600_000 })]);
      expect(await store.list('scope-a')).to.deep.equal([
        upload({ sent: [[2, '7']], updatedAt: 1_795_334_600_000 }),
      ]);
    });

    it('leaves the last of several puts that nobody waited for', async () => {
      await Promise.all(
        [1, 2, 3].map((number) => store.put([upload({ updatedAt: 1_795_334_500_000 + number })])),
      );
      expect((await store.list('scope-a'))[0]?.record.updatedAt).to.equal(1_795_334_500_003);
    });

    it('removes those named, and lets unknown ids be', async () => {
      await store.put([upload({ id: recordId(1) }), upload({ id: recordId(2) })]);
      await store.remove([recordId(1), recordId(9)]);
      expect(idsOf(await store.list('scope-a'))).to.deep.equal([recordId(2)]);
    });

    it('does nothing where there is nothing to do', async () => {
      await store.put([]);
      await store.remove([]);
      expect(await store.list('scope-a')).to.deep.equal([]);
    });

    it('forgets the records of all scopes whose time was over before the limit', async () => {
      await store.put([
        upload({ id: recordId(1), expiresAt: 99 }),
        upload({ id: recordId(2), expiresAt: 100, updatedAt: 1 }),
        upload({ id: recordId(3), expiresAt: 99, scope: 'scope-b' }),
      ]);
      await store.sweep({ ...NEVER, expiredBefore: 100 });
      expect(idsOf(await store.list('scope-a'))).to.deep.equal([recordId(2)]);
      expect(await store.list('scope-b')).to.deep.equal([]);
    });

    it('leaves to a living visit what it keeps, however old, and asks of those visits alone', async () => {
      await store.put([
        upload({ id: recordId(1), expiresAt: 99, visit: 'living' }),
        upload({ id: recordId(2), expiresAt: 99, visit: 'dead' }),
        upload({ id: recordId(3), expiresAt: 100, visit: 'another' }),
      ]);
      const asked: string[] = [];
      const livingAmong = async (visits: ReadonlySet<string>) => {
        asked.push(...visits);
        return new Set(['living', 'far away']);
      };
      await store.sweep({ ...NEVER, expiredBefore: 100, livingAmong });
      expect(idsOf(await store.list('scope-a'))).to.deep.equal([1, 3].map(recordId));
      expect(asked.sort()).to.deep.equal(['dead', 'living']);
    });

    it('finds the last tombstone by the name of its lock', async () => {
      await store.leaveTombstone(sampleTombstone({ verified: null }));
      await store.leaveTombstone(sampleTombstone());
      await store.leaveTombstone(sampleTombstone({ lockName: 'file-2', result: null }));
      expect(await store.findTombstone('file-1')).to.deep.equal(sampleTombstone());
      expect(await store.findTombstone('file-3')).to.equal(null);
    });

    it('forgets the tombstones from before the limit', async () => {
      await store.leaveTombstone(sampleTombstone({ lockName: 'old', completedAt: 99 }));
      await store.leaveTombstone(sampleTombstone({ lockName: 'new', completedAt: 100 }));
      await store.sweep({ ...NEVER, tombstonesBefore: 100 });
      expect(await store.findTombstone('old')).to.equal(null);
      expect((await store.findTombstone('new'))?.lockName).to.equal('new');
    });
  });
}
