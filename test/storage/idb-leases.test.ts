import { expect } from '@esm-bundle/chai';
import type { openDB } from 'idb';
import { createIdbLeases, type IdbLeases } from '../../src/storage/idb-leases.js';
import type { OpenDatabase } from '../../src/storage/lazy-database.js';
import { ManualClock } from '../support/manual-clock.js';
import { deleteDatabase, freshName, storedIn, writeInto } from './raw-database.js';

const LIFE_MS = 1000;
const DAY_MS = 86_400_000;

let name: string;
let clock: ManualClock;
/** Of two tabs: each has a connection of its own. */
let here: IdbLeases;
let there: IdbLeases;

beforeEach(() => {
  name = freshName();
  clock = new ManualClock();
  here = createIdbLeases({ clock, name });
  there = createIdbLeases({ clock, name });
});
afterEach(() => deleteDatabase(name));

describe('createIdbLeases', () => {
  it('gives a name to one owner', async () => {
    expect(await here.claim('file', 'me', LIFE_MS)).to.equal(true);
    expect(await there.claim('file', 'you', LIFE_MS)).to.equal(false);
    expect(await there.claim('other file', 'you', LIFE_MS)).to.equal(true);
  });

  it('gives it to one owner of many that ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? here : there).claim('file', `owner-${index}`, LIFE_MS),
      ),
    );
    expect(answers.filter(Boolean)).to.have.length(1);
  });

  it('gives it to an owner who has it already', async () => {
    await here.claim('file', 'me', LIFE_MS);
    expect(await here.claim('file', 'me', LIFE_MS)).to.equal(true);
    expect(await storedIn(name, 'leases')).to.have.length(1);
  });

  it('gives it to the next one once it was dropped', async () => {
    await here.claim('file', 'me', LIFE_MS);
    await here.drop([['file', 'me']]);
    expect(await there.claim('file', 'you', LIFE_MS)).to.equal(true);
  });

  it('tells who only looks whether anybody has it, and leaves it as it is', async () => {
    expect(await here.isClaimed('file', LIFE_MS)).to.equal(false);
    await here.claim('file', 'me', LIFE_MS);
    await here.claim('file 2', 'me', LIFE_MS);
    expect(await there.isClaimed('file', LIFE_MS)).to.equal(true);
    expect(await there.isClaimed('fil', LIFE_MS)).to.equal(false);
    expect(await storedIn(name, 'leases')).to.have.length(2);
    clock.advance(LIFE_MS);
    expect(await there.isClaimed('file', LIFE_MS)).to.equal(false);
    clock.jump(-DAY_MS);
    expect(await there.isClaimed('file', LIFE_MS), 'no lease lives for a day').to.equal(false);
  });

  it('drops several as one', async () => {
    for (const one of ['file', 'other file', 'third file']) await here.claim(one, 'me', LIFE_MS);
    await here.drop([
      ['file', 'me'],
      ['third file', 'me'],
    ]);
    expect(await storedIn(name, 'leases')).to.have.length(1);
  });

  it('lets nobody drop the lease of another owner', async () => {
    await here.claim('file', 'me', LIFE_MS);
    await there.drop([['file', 'you']]);
    expect(await there.claim('file', 'you', LIFE_MS)).to.equal(false);
  });

  it('gives it to the next one when its life is over, not before', async () => {
    await here.claim('file', 'me', LIFE_MS);
    clock.advance(LIFE_MS - 1);
    expect(await there.claim('file', 'you', LIFE_MS)).to.equal(false);
    clock.advance(1);
    expect(await there.claim('file', 'you', LIFE_MS)).to.equal(true);
  });

  it('lets a renewed one live on', async () => {
    await here.claim('file', 'me', LIFE_MS);
    clock.advance(LIFE_MS - 1);
    expect(await here.renew('file', 'me', LIFE_MS)).to.equal(true);
    clock.advance(LIFE_MS - 1);
    expect(await there.claim('file', 'you', LIFE_MS)).to.equal(false);
  });

  it('renews one whose life is over when nobody took it', async () => {
    await here.claim('file', 'me', LIFE_MS);
    clock.advance(10 * LIFE_MS);
    expect(await here.renew('file', 'me', LIFE_MS)).to.equal(true);
    expect(await there.claim('file', 'you', LIFE_MS)).to.equal(false);
  });

  it('never renews one that was taken over, not even when the other owner is done with it', async () => {
    await here.claim('file', 'me', LIFE_MS);
    clock.advance(LIFE_MS);
    await there.claim('file', 'you', LIFE_MS);
    expect(await here.renew('file', 'me', LIFE_MS)).to.equal(false);
    await there.drop([['file', 'you']]);
    expect(await here.renew('file', 'me', LIFE_MS)).to.equal(false);
    expect(await storedIn(name, 'leases')).to.deep.equal([]);
  });

  it('does not wait for a clock that was set back', async () => {
    await here.claim('file', 'me', LIFE_MS);
    clock.jump(-DAY_MS);
    expect(await there.claim('file', 'you', LIFE_MS)).to.equal(true);
  });

  it('takes no nonsense for a lease', async () => {
    await here.claim('other', 'me', LIFE_MS);
    await writeInto(name, 'leases', [
      { name: 'file', owner: 'forever', until: Number.POSITIVE_INFINITY },
      { name: 'file', owner: 'text', until: 'tomorrow' },
      { name: 'file', owner: 7, until: clock.now() - 1 },
      { name: 'file', owner: 'none' },
    ]);
    expect(await there.claim('file', 'you', LIFE_MS)).to.equal(true);
    expect(await storedIn(name, 'leases')).to.have.length(2);
  });

  it('throws away what tabs that crashed left a day ago', async () => {
    await here.claim('left', 'me', LIFE_MS);
    clock.advance(LIFE_MS + DAY_MS);
    await there.claim('file', 'you', LIFE_MS);
    expect(await storedIn(name, 'leases')).to.have.length(2);
    clock.advance(1);
    await there.claim('file', 'you', LIFE_MS);
    expect(await storedIn(name, 'leases')).to.deep.equal([
      { name: 'file', owner: 'you', until: clock.now() + LIFE_MS },
    ]);
  });

  it('rejects where there is no database, but for drop', async () => {
    const open = (() => {
      throw new DOMException('Not here, says a test', 'SecurityError');
    }) as OpenDatabase;
    const leases = createIdbLeases({ clock, name, open });
    for (const call of [
      leases.claim('file', 'me', LIFE_MS),
      leases.isClaimed('file', LIFE_MS),
      leases.renew('file', 'me', LIFE_MS),
    ]) {
      const thrown: unknown = await call.then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(thrown).to.be.instanceOf(DOMException);
    }
    await leases.drop([['file', 'me']]);
  });

  it('rejects what is not answered in 3 s', async () => {
    const open = (() => new Promise(() => undefined)) as unknown as (
      ...args: Parameters<typeof openDB>
    ) => never;
    const leases = createIdbLeases({ clock, name, open: open as OpenDatabase });
    const answer = leases.claim('file', 'me', LIFE_MS).catch((thrown: unknown) => (thrown as Error).name);
    await clock.advanceAsync(3000);
    expect(await answer).to.equal('TimeoutError');
  });
});
