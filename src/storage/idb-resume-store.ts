import type { Clock } from '../engine/ports.js';
import type { KeptUpload, ResumeStore } from '../engine/resume-record.js';
import { isFields, ownValue } from '../protocol/answer-fields.js';
import { type Entries, LazyDatabase, type OpenDatabase } from './lazy-database.js';
import { byAge, createMemoryResumeStore } from './memory-resume-store.js';
import { slices } from './slices.js';
import { type SweepRule, sweepEntries } from './sweep-entries.js';
import { parseResumeRecord, parseTombstone } from './resume-record.js';

const UPLOADS = 'uploads';
const TOMBSTONES = 'tombstones';

/** Version of the stores; a database of a newer one is left alone. */
const SCHEMA_VERSION = 1;

/** Version of what lies in them; one with a newer number is left alone: it belongs to a newer page. */
const SHAPE = 1;

export type IdbResumeStoreOptions = {
  readonly clock: Pick<Clock, 'delay'>;
  /** Name of the database. @default 'smh-uploader' */
  readonly name?: string | undefined;
  /** What opens it; another one in tests. */
  readonly open?: OpenDatabase | undefined;
};

/**
 * Records in IndexedDB. What it refuses or does not answer within 3 s is kept in memory,
 * for this page alone; the first time, the console says so. Nothing is touched before the first call.
 */
export function createIdbResumeStore({
  clock,
  name = 'smh-uploader',
  open,
}: IdbResumeStoreOptions): ResumeStore {
  const memory = createMemoryResumeStore();
  let hasWarned = false;
  const database = new LazyDatabase({
    clock,
    name,
    version: SCHEMA_VERSION,
    upgrade: (upgraded) => {
      upgraded.createObjectStore(UPLOADS, { keyPath: 'id' }).createIndex('scope', 'scope');
      upgraded.createObjectStore(TOMBSTONES, { keyPath: 'lockName' });
    },
    open,
  });

  const warn = (thrown: unknown): void => {
    if (hasWarned) return;
    hasWarned = true;
    const problem = thrown instanceof Error ? thrown.name : 'unknown';
    console.warn(
      `smh-uploader: IndexedDB can't be used here (${problem}). Uploads go on, ` +
        "but what a reload interrupts can't be continued afterwards.",
    );
  };

  const read = async <T>(
    store: string,
    work: (entries: Entries<'readonly'>) => Promise<T>,
  ): Promise<T | null> => {
    try {
      return await database.transact(store, 'readonly', work);
    } catch (thrown) {
      warn(thrown);
      return null;
    }
  };

  /** True: it is done. */
  const write = async (
    store: string,
    work: (entries: Entries<'readwrite'>) => Promise<unknown>,
  ): Promise<boolean> => {
    try {
      await database.transact(store, 'readwrite', work);
      return true;
    } catch (thrown) {
      warn(thrown);
      return false;
    }
  };

  const sweep = async (store: string, rule: SweepRule): Promise<void> => {
    try {
      await sweepEntries(database, store, rule);
    } catch (thrown) {
      warn(thrown);
    }
  };

  return {
    async list(scope) {
      const kept = new Map<string, KeptUpload>();
      const ids = await read(UPLOADS, (entries) => entries.index('scope').getAllKeys(scope));
      for (const some of slices(ids ?? [])) {
        // One by one: each is copied in a task of its own.
        await read(UPLOADS, (entries) =>
          Promise.all(
            some.map(async (id) => {
              const value: unknown = await entries.get(id);
              const record = ofOurShape(value, parseResumeRecord);
              if (record !== null) kept.set(record.id, { record, handle: handleOf(value) });
            }),
          ),
        );
      }
      // What could not be written is newer than what could.
      for (const one of await memory.list(scope)) kept.set(one.record.id, one);
      return [...kept.values()].sort(byAge);
    },

    async put(uploads) {
      const known = uploads.flatMap(({ record, handle }) => {
        const fields = parseResumeRecord(record);
        return fields === null ? [] : [{ record: fields, handle }];
      });
      for (const some of slices(known)) {
        const isWritten = await write(UPLOADS, (entries) =>
          Promise.all(some.map((upload) => putUpload(entries, upload))),
        );
        if (isWritten) await memory.remove(some.map(({ record }) => record.id));
        else await memory.put(some);
      }
    },

    async remove(ids) {
      await memory.remove(ids);
      for (const some of slices(ids)) {
        await write(UPLOADS, (entries) => Promise.all(some.map((id) => entries.delete(id))));
      }
    },

    async sweep(limits) {
      await memory.sweep(limits);
      const { expiredBefore, tombstonesBefore, livingAmong } = limits;
      await sweep(UPLOADS, {
        isDue: dueWhere(parseResumeRecord, ({ expiresAt }) => expiresAt < expiredBefore),
        spare: async (due) => {
          const living = await livingAmong(new Set(due.flatMap((value) => visitOf(value) ?? [])));
          return (value) => living.has(visitOf(value) ?? '');
        },
      });
      await sweep(TOMBSTONES, {
        isDue: dueWhere(parseTombstone, ({ completedAt }) => completedAt < tombstonesBefore),
        spare: async () => () => false,
      });
    },

    async leaveTombstone(tombstone) {
      const known = parseTombstone(tombstone);
      if (known === null) return;
      const isWritten = await write(TOMBSTONES, (entries) => entries.put({ ...known, shape: SHAPE }));
      if (!isWritten) await memory.leaveTombstone(known);
    },

    async findTombstone(lockName) {
      const found = ofOurShape(await read(TOMBSTONES, (entries) => entries.get(lockName)), parseTombstone);
      return found ?? memory.findTombstone(lockName);
    },
  };
}

async function putUpload(entries: Entries<'readwrite'>, { record, handle }: KeptUpload): Promise<void> {
  const entry = {
    ...record,
    shape: SHAPE,
    handle: handle ?? handleOf(await entries.get(record.id)),
  };
  try {
    await entries.put(entry);
  } catch (thrown) {
    // Not every browser that has handles can keep them.
    if (!(thrown instanceof DOMException && thrown.name === 'DataCloneError')) throw thrown;
    await entries.put({ ...entry, handle: null });
  }
}

/** Also what makes no sense is due, but nothing of a newer shape. */
function dueWhere<T>(parse: (value: unknown) => T | null, isDue: (entry: T) => boolean) {
  return (value: unknown): boolean => {
    if (shapeOf(value) > SHAPE) return false;
    const entry = parse(value);
    return entry === null || isDue(entry);
  };
}

/** Null for what makes no sense: no visit keeps that. */
function visitOf(value: unknown): string | null {
  return parseResumeRecord(value)?.visit ?? null;
}

function ofOurShape<T>(value: unknown, parse: (value: unknown) => T | null): T | null {
  return shapeOf(value) === SHAPE ? parse(value) : null;
}

/** 0 where none is told. */
function shapeOf(value: unknown): number {
  const shape = isFields(value) ? ownValue(value, 'shape') : null;
  return typeof shape === 'number' ? shape : 0;
}

/** Only what the browser itself made can be a handle. */
function handleOf(value: unknown): FileSystemFileHandle | null {
  const handle = isFields(value) ? ownValue(value, 'handle') : null;
  return typeof FileSystemFileHandle !== 'undefined' && handle instanceof FileSystemFileHandle
    ? handle
    : null;
}
