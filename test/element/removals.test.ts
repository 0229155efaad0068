import { expect } from '@esm-bundle/chai';
import { UNDO_MS } from '../../src/element/removals.js';
import { allInside, drawn, inside, OwnFake, place } from '../support/element-page.js';
import { FakeUploader, fakeTask } from '../support/fake-uploader.js';
import { ManualClock } from '../support/manual-clock.js';
import { runBy } from '../support/page-clock.js';

describe('a row that a person removes', () => {
  let element: OwnFake;
  let fake: FakeUploader;
  let clock: ManualClock;
  let restore: () => void;

  const press = async (action: string): Promise<void> => {
    inside(element, `[data-action="${action}"]`).click();
    await drawn(element);
  };

  beforeEach(async () => {
    element = new OwnFake();
    fake = element.fake;
    await place(element);
    clock = new ManualClock();
    restore = runBy(clock);
  });

  afterEach(() => {
    restore();
    document.body.replaceChildren();
  });

  it('rests where bytes were sent, says so, and goes after some seconds', async () => {
    fake.show([fakeTask({ name: 'a', status: 'uploading', bytesSent: 500 })]);
    await drawn(element);
    await press('cancel');
    expect(fake.calls).to.deep.include(['pause', 'a']);
    expect(inside(element, '[part~="status"]').textContent).to.contain('Removed');
    expect(allInside(element, '[part~="action"][data-action="resume"]')).to.have.length(0);
    clock.advance(UNDO_MS - 1);
    expect(fake.commands).not.to.contain('removeTask');
    clock.advance(1);
    expect(fake.calls).to.deep.include(['removeTask', 'a']);
  });

  it('goes on from the same byte where it is taken back', async () => {
    fake.show([fakeTask({ name: 'a', status: 'uploading', bytesSent: 500 })]);
    await drawn(element);
    await press('cancel');
    await press('undo');
    clock.advance(UNDO_MS);
    await drawn(element);
    expect(fake.commands).not.to.contain('removeTask');
    expect(fake.tasks.map(({ status }) => status)).to.deep.equal(['uploading']);
    expect(inside(element, '[part~="status"]').textContent).not.to.contain('Removed');
  });

  it('stays paused where it was paused before, when it is taken back', async () => {
    fake.show([fakeTask({ name: 'a', status: 'paused', bytesSent: 500 })]);
    await drawn(element);
    await press('cancel');
    await press('undo');
    expect(fake.commands).not.to.contain('resume');
  });

  it('goes at once where everything is told to go on', async () => {
    fake.show([fakeTask({ name: 'a', status: 'uploading', bytesSent: 500 })]);
    await drawn(element);
    await press('cancel');
    await press('resume-all');
    expect(fake.calls).to.deep.include(['removeTask', 'a']);
  });

  it('goes at once where the page is left, or shows another uploader', async () => {
    const ways: readonly (() => void)[] = [
      () => window.dispatchEvent(new PageTransitionEvent('pagehide')),
      () => {
        element.uploader = new FakeUploader();
      },
    ];
    for (const way of ways) {
      fake.calls.length = 0;
      fake.show([fakeTask({ name: 'a', status: 'uploading', bytesSent: 500 })]);
      await drawn(element);
      await press('cancel');
      way();
      expect(fake.calls).to.deep.include(['removeTask', 'a']);
    }
  });

  it('goes at once where nothing was sent, or all is done', async () => {
    for (const task of [fakeTask({ name: 'a' }), fakeTask({ name: 'b', status: 'completed' })]) {
      fake.show([task]);
      await drawn(element);
      await press(task.status === 'completed' ? 'remove' : 'cancel');
      expect(fake.calls).to.deep.include(['removeTask', task.id]);
    }
  });

  it('is asked about once, and stays where the page says so', async () => {
    let asked = 0;
    element.addEventListener('smh-task-remove', (event) => {
      asked += 1;
      event.preventDefault();
    });
    fake.show([fakeTask({ name: 'a', status: 'uploading', bytesSent: 500 })]);
    await drawn(element);
    await press('cancel');
    clock.advance(UNDO_MS);
    expect([asked, fake.commands.includes('pause'), fake.commands.includes('removeTask')]).to.deep.equal([
      1,
      false,
      false,
    ]);
  });

  describe('among all, by one click', () => {
    const batch = [
      fakeTask({ name: 'done', status: 'completed' }),
      fakeTask({ name: 'a', status: 'uploading', bytesSent: 500 }),
      fakeTask({ name: 'b', status: 'hashing' }),
      fakeTask({ name: 'c', status: 'paused' }),
      fakeTask({ name: 'd' }),
    ];

    beforeEach(async () => {
      fake.show(batch);
      await drawn(element);
      await press('cancel-all');
    });

    const statuses = (): string[] => fake.tasks.map(({ name, status }) => `${name} ${status}`);

    it('rests with the others, the last first, and goes with them after some seconds', async () => {
      expect(fake.calls.filter(([command]) => command === 'pause')).to.deep.equal([
        ['pause', 'd'],
        ['pause', 'b'],
        ['pause', 'a'],
      ]);
      expect(inside(element, '.title').textContent).to.contain('Removed');
      expect(
        allInside(element, '.summary-actions button').map(({ dataset }) => dataset['action']),
      ).to.deep.equal(['undo-all']);
      clock.advance(UNDO_MS);
      await drawn(element);
      expect(fake.calls.filter(([command]) => command === 'removeTask').map(([, id]) => id)).to.deep.equal([
        'a',
        'b',
        'c',
        'd',
      ]);
      await drawn(element);
      expect(statuses()).to.deep.equal(['done completed']);
    });

    it('goes on with them where that is taken back, but for what was paused before', async () => {
      await press('undo-all');
      clock.advance(UNDO_MS);
      await drawn(element);
      expect(fake.commands).not.to.contain('removeTask');
      expect(fake.calls.filter(([command]) => command === 'resume').map(([, id]) => id)).to.deep.equal([
        'a',
        'b',
        'd',
      ]);
      expect(statuses()).to.include('c paused');
    });

    it('can be taken back alone', async () => {
      inside(element, '[data-task="a"] [data-action="undo"]').click();
      clock.advance(UNDO_MS);
      await drawn(element);
      expect(statuses()).to.deep.equal(['done completed', 'a uploading']);
    });
  });
});
