import { deleteDB, type IDBPDatabase, openDB } from 'idb';

let lastName = 0;

/** A name that no other test uses, in this page or another one. */
export function freshName(): string {
  lastName += 1;
  return `smh-test-${Date.now()}-${lastName}`;
}

/** What lies in a store, read by a connection of its own. */
export async function storedIn(name: string, store: string): Promise<unknown[]> {
  return withDatabase(name, (database) => database.getAll(store));
}

/** Writes past the adapter, as another script of the origin can. */
export async function writeInto(name: string, store: string, values: readonly unknown[]): Promise<void> {
  await withDatabase(name, async (database) => {
    const { store: entries, done } = database.transaction(store, 'readwrite');
    await Promise.all(values.map((value) => entries.put(value)));
    await done;
  });
}

async function withDatabase<T>(name: string, work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
  const database = await openDB(name);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** Also shows that nobody keeps a connection open who must not: else it would never end. */
export function deleteDatabase(name: string): Promise<void> {
  return deleteDB(name);
}

/** What `run` warns of; nothing of it reaches the console. */
export async function warningsOf(run: () => Promise<unknown>): Promise<string[]> {
  const warnings: string[] = [];
  const original = console.warn;
  console.warn = (...texts: unknown[]) => warnings.push(texts.join(' '));
  try {
    await run();
  } finally {
    console.warn = original;
  }
  return warnings;
}
