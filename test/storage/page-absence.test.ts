import { expect } from '@esm-bundle/chai';
import type { IDBPDatabase } from 'idb';
import { LazyDatabase } from '../../src/storage/lazy-database.js';
import { followAbsence } from '../../src/storage/page-absence.js';
import { ManualClock } from '../support/manual-clock.js';
import { deleteDatabase, freshName } from './raw-database.js';

/** Longest wait for one answer, in ms. */
const TOO_LONG_MS = 3000;

const show = (type: 'pagehide' | 'pageshow', persisted: boolean): void => {
  dispatchEvent(new PageTransitionEvent(type, { persisted }));
};

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

let name: string;
let clock: ManualClock;
beforeEach(() => {
  name = freshName();
  clock = new ManualClock();
});
afterEach(async () => {
  show('pageshow', true);
  await deleteDatabase(name);
});

function databaseFor(vendor: string): LazyDatabase {
  return new LazyDatabase({
    clock,
    name,
    version: 1,
    upgrade: (upgraded: IDBPDatabase) => void upgraded.createObjectStore('things'),
    absence: followAbsence({ vendor }),
  });
}

const write = (database: LazyDatabase, value: string): Promise<unknown> =>
  database.transact('things', 'readwrite', (entries) => entries.put(value, 'key'));
const look = (database: LazyDatabase): Promise<unknown> =>
  database.transact('things', 'readonly', (entries) => entries.get('key'));

/** What somebody else finds in the store at this time. */
const lookFromElsewhere = (): Promise<unknown> => look(databaseFor('Google Inc.'));

describe('a database of a page in the back-forward cache of WebKit', () => {
  it('has no transaction under way, and takes up what was once the page is back', async () => {
    const database = databaseFor('Apple Computer, Inc.');
    await write(database, 'before');
    const written = write(database, 'under way');
    show('pagehide', true);
    await soon();
    expect(await lookFromElsewhere()).to.equal('before');
    show('pageshow', true);
    await written;
    expect(await look(database)).to.equal('under way');
  });

  it('begins none, though somebody asks as the page is left, nor while it opens', async () => {
    const database = databaseFor('Apple Computer, Inc.');
    await write(database, 'before');
    const opening = databaseFor('Apple Computer, Inc.');
    const written = write(opening, 'while it opened');
    show('pagehide', true);
    const late = write(database, 'late');
    await soon();
    expect(await lookFromElsewhere()).to.equal('before');
    show('pageshow', true);
    await Promise.all([written, late]);
    expect(['late', 'while it opened']).to.include(await look(database));
  });

  it('is not given up for the time in the cache, however much was under way', async () => {
    const database = databaseFor('Apple Computer, Inc.');
    await write(database, 'before');
    const written = Promise.all(Array.from({ length: 5 }, () => write(database, 'under way')));
    show('pagehide', true);
    clock.advance(10 * TOO_LONG_MS);
    show('pageshow', true);
    await written;
    expect(await look(database)).to.equal('under way');
  });

  it('completes what is under way where the page ends for good', async () => {
    const database = databaseFor('Apple Computer, Inc.');
    const written = write(database, 'under way');
    show('pagehide', false);
    await written;
    expect(await look(database)).to.equal('under way');
  });

  it('completes what is under way in other browsers', async () => {
    const database = databaseFor('Google Inc.');
    await write(database, 'before');
    const written = write(database, 'under way');
    show('pagehide', true);
    await written;
    expect(await lookFromElsewhere()).to.equal('under way');
  });
});
