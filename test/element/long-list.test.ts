import { expect } from '@esm-bundle/chai';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { allInside, drawn, inside, OwnFake, place } from '../support/element-page.js';
import { fakeTask } from '../support/fake-uploader.js';

/** One for all: ten thousand would keep the browser busy for seconds. */
const file = new File(['x'], 'file');

const named = (index: number, fields: Partial<TaskSnapshot> = {}): TaskSnapshot =>
  fakeTask({ name: `file ${String(index)}`, file, ...fields });

const many = (count: number, fields: (index: number) => Partial<TaskSnapshot> = () => ({})) =>
  Array.from({ length: count }, (_, index) => named(index, fields(index)));

describe('a long list', () => {
  let element: OwnFake;

  const rows = (): HTMLElement[] => allInside(element, '[data-task]');
  const row = (index: number): HTMLElement => inside(element, `[data-task="file ${String(index)}"]`);
  const list = (): HTMLElement => inside(element, '[part~="list"]');
  const focused = (): HTMLElement | null =>
    (element.shadowRoot?.activeElement as HTMLElement | null | undefined) ?? null;

  async function show(tasks: readonly TaskSnapshot[]): Promise<void> {
    element.fake.show(tasks);
    await (element.isConnected ? drawn(element) : place(element));
    await drawn(element);
  }

  async function scrollTo(top: number): Promise<void> {
    list().scrollTop = top;
    // The event of a scroll comes with the next frame.
    await drawn(element);
    await drawn(element);
  }

  async function press(key: string): Promise<KeyboardEvent> {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true });
    focused()?.dispatchEvent(event);
    await drawn(element);
    return event;
  }

  /** Distance of a row's edge from the list's, in px. */
  const topOf = (one: HTMLElement): number =>
    one.getBoundingClientRect().top - list().getBoundingClientRect().top;

  beforeEach(() => {
    element = new OwnFake();
  });

  afterEach(() => {
    // An element that leaves pauses its tasks one by one, for each of which the fake walks over all.
    element.fake.show([]);
    element.remove();
    document.body.replaceChildren();
  });

  it('draws all rows of a short one, without numbers', async () => {
    await show(many(60));
    expect(rows()).to.have.length(60);
    expect(row(0).hasAttribute('aria-setsize')).to.equal(false);
    expect(row(0).hasAttribute('tabindex')).to.equal(false);
  });

  it('draws those in sight of 10,000, numbered among all', async () => {
    await show(many(10_000));
    expect(rows().length).to.be.within(8, 30);
    expect(element.shadowRoot?.querySelectorAll('*').length).to.be.below(1000);
    expect(row(3).getAttribute('aria-posinset')).to.equal('4');
    expect(row(3).getAttribute('aria-setsize')).to.equal('10000');
    expect(list().scrollHeight).to.equal(10_000 * row(3).offsetHeight);
  });

  it('draws others where it is scrolled to, each in its place', async () => {
    await show(many(10_000));
    const height = row(0).offsetHeight;
    await scrollTo(5000 * height + 10);
    expect(topOf(row(5000))).to.equal(-10);
    expect(topOf(row(5003))).to.equal(3 * height - 10);
    await scrollTo(list().scrollHeight);
    expect(topOf(row(9999))).to.equal(list().clientHeight - height);
  });

  it('stays where the person has scrolled to as files come, go and move', async () => {
    await show(many(200));
    await scrollTo(20 * row(0).offsetHeight + 7);
    await show(many(300));
    expect(topOf(row(20))).to.equal(-7);
    await show(many(300).slice(5));
    expect(topOf(row(20))).to.equal(-7);
    await show(many(300, (index) => ({ status: index < 100 ? 'completed' : 'uploading' })).slice(5));
    expect(topOf(row(20))).to.equal(-7);
  });

  it('gives a row that asks something the room that it needs', async () => {
    await show(many(100, (index) => ({ status: index === 2 ? 'conflict' : 'queued' })));
    const height = row(0).offsetHeight;
    expect(row(2).offsetHeight).to.be.above(height);
    expect(topOf(row(3))).to.equal(2 * height + row(2).offsetHeight);
    await show(many(100));
    expect(topOf(row(3))).to.equal(3 * height);
  });

  it('does not move what is in sight as a row above it turns out to be higher', async () => {
    await show(many(200, (index) => ({ status: index % 10 === 2 ? 'conflict' : 'queued' })));
    await scrollTo(list().scrollHeight / 2);
    for (let step = 0; step < 10; step += 1) {
      const first = rows().find((one) => topOf(one) >= 0 && one.dataset.status === 'queued');
      const before = first === undefined ? 0 : topOf(first);
      await scrollTo(list().scrollTop - 50);
      expect(first === undefined ? 0 : topOf(first)).to.be.closeTo(before + 50, 1);
    }
  });

  it('has the heights of its width', async () => {
    await show(many(100));
    element.style.setProperty('width', '400px');
    await drawn(element);
    await drawn(element);
    expect(topOf(row(3))).to.equal(3 * row(0).offsetHeight);
    expect(list().scrollHeight).to.equal(100 * row(0).offsetHeight);
  });

  it('is drawn after it was hidden', async () => {
    element.hidden = true;
    await show(many(100));
    element.hidden = false;
    await drawn(element);
    await drawn(element);
    expect(topOf(row(3))).to.equal(3 * row(0).offsetHeight);
  });

  it('leaves no button out of the order of Tab as it gets short', async () => {
    await show(many(80));
    expect(allInside(element, '[data-row] button[tabindex="-1"]')).not.to.have.length(0);
    await show(many(40));
    expect(allInside(element, '[data-row] button[tabindex="-1"]')).to.have.length(0);
  });

  it('becomes long and short again with the same rows', async () => {
    await show(many(60));
    const first = row(0);
    await show(many(61));
    expect(row(0)).to.equal(first);
    await show(many(50));
    expect(row(0)).to.equal(first);
    expect(rows()).to.have.length(50);
    expect(topOf(row(3))).to.equal(3 * first.offsetHeight);
  });

  describe('as a grid', () => {
    beforeEach(() => {
      element.view = 'grid';
      element.style.setProperty('width', '720px');
    });

    it('has as many tiles beside each other as there is room for, with gaps alike', async () => {
      await show(many(10_000));
      const lefts = [0, 1, 2, 3].map((index) => row(index).getBoundingClientRect().left);
      const gap = (lefts[1] ?? 0) - row(0).getBoundingClientRect().right;
      expect(gap).to.be.closeTo(16, 0.1);
      expect(topOf(row(3))).to.equal(topOf(row(0)));
      expect(row(4).getBoundingClientRect().left).to.equal(lefts[0]);
      expect(topOf(row(4)) - topOf(row(0))).to.be.closeTo(row(0).offsetHeight + 16, 0.1);
      expect(element.shadowRoot?.querySelectorAll('*').length).to.be.below(1000);
      element.style.setProperty('width', '400px');
      await drawn(element);
      await drawn(element);
      expect(topOf(row(1))).to.equal(topOf(row(0)));
      expect(row(2).getBoundingClientRect().left).to.equal(row(0).getBoundingClientRect().left);
      await scrollTo(list().scrollHeight);
      expect(row(9999).getBoundingClientRect().bottom).to.be.closeTo(
        list().getBoundingClientRect().bottom,
        1,
      );
    });

    it('has a line as high as its highest tile', async () => {
      await show(many(100, (index) => ({ status: index === 1 ? 'conflict' : 'queued' })));
      expect(row(1).offsetHeight).to.be.above(row(0).offsetHeight);
      expect(topOf(row(4)) - topOf(row(1))).to.be.closeTo(row(1).offsetHeight + 16, 0.1);
      expect(topOf(row(8)) - topOf(row(4))).to.be.closeTo(row(4).offsetHeight + 16, 0.1);
    });

    for (const count of [40, 400]) {
      it(`is walked by the four arrows with ${String(count)} tiles`, async () => {
        await show(many(count));
        row(0).tabIndex = 0;
        row(0).focus();
        const way: (string | undefined)[] = [];
        for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) {
          await press(key);
          way.push(focused()?.dataset.task);
        }
        expect(way).to.deep.equal(['file 1', 'file 5', 'file 4', 'file 0']);
      });
    }
  });

  describe('by keyboard', () => {
    it('is one stop for Tab, which goes on into the buttons of that row', async () => {
      await show(many(100, () => ({ status: 'uploading' })));
      row(0).focus();
      await press('ArrowDown');
      const stops = allInside(element, '.list *').filter((one) => one.tabIndex === 0);
      expect(stops[0]).to.equal(row(1));
      expect(stops.every((stop) => row(1).contains(stop))).to.equal(true);
      expect(stops).to.have.length(3);
    });

    it('goes from row to row, by pages, and to both ends', async () => {
      await show(many(500));
      row(0).focus();
      const wayOf = async (...keys: readonly string[]): Promise<string | undefined> => {
        for (const key of keys) expect((await press(key)).defaultPrevented).to.equal(true);
        return focused()?.dataset.task;
      };
      expect(await wayOf('ArrowDown', 'ArrowDown')).to.equal('file 2');
      expect(await wayOf('ArrowUp')).to.equal('file 1');
      expect(await wayOf('End')).to.equal('file 499');
      expect(topOf(row(499))).to.be.within(0, list().clientHeight - row(499).offsetHeight);
      expect(await wayOf('ArrowDown')).to.equal('file 499');
      expect(await wayOf('Home')).to.equal('file 0');
      expect(list().scrollTop).to.equal(0);
      const page = Math.floor(list().clientHeight / row(0).offsetHeight);
      expect(await wayOf('PageDown')).to.equal(`file ${String(page)}`);
      expect(await wayOf('PageUp')).to.equal('file 0');
    });

    it('goes from a button to the next row', async () => {
      await show(many(3, () => ({ status: 'uploading' })));
      row(0).querySelector('button')?.focus();
      await press('ArrowDown');
      expect(focused()).to.equal(row(1));
    });

    it('presses the button that ends nothing by Enter, pauses and resumes by Space, removes by Delete', async () => {
      await show([
        named(0, { status: 'failed' }),
        named(1, { status: 'uploading' }),
        named(2, { status: 'queued' }),
        named(3, { status: 'completed' }),
      ]);
      const callsOf = async (index: number, key: string): Promise<readonly unknown[]> => {
        const before = element.fake.calls.length;
        row(index).tabIndex = -1;
        row(index).focus();
        await press(key);
        return element.fake.calls.slice(before).map(([command]) => command);
      };
      expect(await callsOf(2, 'Enter')).to.deep.equal([]);
      expect(await callsOf(2, ' ')).to.deep.equal([]);
      expect(await callsOf(0, 'Enter')).to.deep.equal(['retry']);
      expect(await callsOf(1, ' ')).to.deep.equal(['pause']);
      expect(await callsOf(1, ' ')).to.deep.equal(['resume']);
      expect(await callsOf(3, 'Delete')).to.deep.equal(['removeTask']);
    });

    it('only goes to a question by Enter, which is answered by a press of its own', async () => {
      await show(many(100, (index) => ({ status: index === 1 ? 'conflict' : 'queued' })));
      row(1).focus();
      await press('Enter');
      expect(focused()?.dataset.action).to.equal('rename');
      expect(element.fake.commands).to.not.contain('resolveConflict');
    });

    it('keeps the row with the focus while it is scrolled away', async () => {
      await show(many(500));
      const first = row(0);
      first.focus();
      await scrollTo(10_000);
      expect(focused()).to.equal(first);
      expect(first.isConnected).to.equal(true);
      await press('ArrowDown');
      expect(focused()?.dataset.task).to.equal('file 1');
      expect(topOf(row(1))).to.be.within(0, list().clientHeight);
    });

    it('goes to the next row after a removal, then to the one before, then to the button that chooses', async () => {
      await show(many(62));
      row(0).focus();
      await press('End');
      await press('ArrowUp');
      await press('Delete');
      expect(focused()?.dataset.task).to.equal('file 61');
      await press('Delete');
      expect(focused()?.dataset.task).to.equal('file 59');
      await show([named(59)]);
      await press('Delete');
      expect(focused()?.dataset.action).to.equal('choose-files');
    });

    it('goes to the next row though the one that went was scrolled away', async () => {
      await show(many(500));
      row(3).focus();
      await scrollTo(10_000);
      element.fake.removeTask('file 3');
      await drawn(element);
      expect(focused()?.dataset.task).to.equal('file 4');
    });

    it('begins at the first row in sight', async () => {
      await show(many(500));
      await scrollTo(100 * row(0).offsetHeight);
      expect(row(100).tabIndex).to.equal(0);
      expect(allInside(element, '[data-task][tabindex="0"]')).to.have.length(1);
    });
  });
});
