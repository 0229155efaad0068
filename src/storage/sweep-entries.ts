import type { LazyDatabase } from './lazy-database.js';
import { SLICE } from './slices.js';

/** What of a store is to go. */
export type SweepRule = {
  /** By what it says itself; asked twice, as it may be written over between the look and the deed. */
  readonly isDue: (value: unknown) => boolean;
  /** Tells of those that are due which ones stay all the same. */
  readonly spare: (due: readonly unknown[]) => Promise<(value: unknown) => boolean>;
};

/**
 * Deletes the entries of `store` that `rule` names, slice by slice.
 * @throws what `LazyDatabase.transact` does
 */
export async function sweepEntries(database: LazyDatabase, store: string, rule: SweepRule): Promise<void> {
  let range: IDBKeyRange | null = null;
  do range = await sweepSlice(database, store, range, rule);
  while (range !== null);
}

/** Gives the range of those that come after; null where these were the last. */
async function sweepSlice(
  database: LazyDatabase,
  store: string,
  range: IDBKeyRange | null,
  { isDue, spare }: SweepRule,
): Promise<IDBKeyRange | null> {
  const [keys, values] = await database.transact(store, 'readonly', (entries) =>
    Promise.all([entries.getAllKeys(range, SLICE), entries.getAll(range, SLICE)]),
  );
  const due = keys
    .map((key, index) => ({ key, value: values[index] as unknown }))
    .filter(({ value }) => isDue(value));
  if (due.length > 0) {
    const isSpared = await spare(due.map(({ value }) => value));
    const doomed = due.filter(({ value }) => !isSpared(value));
    await database.transact(store, 'readwrite', (entries) =>
      Promise.all(
        doomed.map(async ({ key }) => {
          if (isDue(await entries.get(key))) await entries.delete(key);
        }),
      ),
    );
  }
  const last = keys.length < SLICE ? undefined : keys.at(-1);
  return last === undefined ? null : IDBKeyRange.lowerBound(last, true);
}
