import type { KeptUpload, ResumeStore, Tombstone } from '../engine/resume-record.js';

/** Keeps records as long as the page lives: where there is no database, and for what it refused. */
export function createMemoryResumeStore(): ResumeStore {
  const uploads = new Map<string, KeptUpload>();
  const tombstones = new Map<string, Tombstone>();

  return {
    async list(scope) {
      return [...uploads.values()].filter(({ record }) => record.scope === scope).sort(byAge);
    },

    async put(kept) {
      for (const { record, handle } of kept) {
        uploads.set(record.id, { record, handle: handle ?? uploads.get(record.id)?.handle ?? null });
      }
    },

    async remove(ids) {
      for (const id of ids) uploads.delete(id);
    },

    async sweep({ expiredBefore, tombstonesBefore, livingAmong }) {
      const due = [...uploads.values()].filter(({ record }) => record.expiresAt < expiredBefore);
      const living = await livingAmong(new Set(due.map(({ record }) => record.visit)));
      for (const { record } of due) if (!living.has(record.visit)) uploads.delete(record.id);
      for (const [lockName, { completedAt }] of tombstones) {
        if (completedAt < tombstonesBefore) tombstones.delete(lockName);
      }
    },

    async leaveTombstone(tombstone) {
      tombstones.set(tombstone.lockName, tombstone);
    },

    async findTombstone(lockName) {
      return tombstones.get(lockName) ?? null;
    },
  };
}

/** The oldest first; those of one moment by their ids, so that the order is always the same. */
export function byAge({ record: one }: KeptUpload, { record: other }: KeptUpload): number {
  return one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);
}
