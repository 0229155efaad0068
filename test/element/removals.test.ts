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

  it('stays paused where it was being paused before, when it is taken back', async () => {
    fake.show([fakeTask({ name: 'a', status: 'uploading', bytesSent: 500, waitReason: 'paused' })]);
    await drawn(element);
    await press('cancel');
    await press('undo');
    expect(fake.commands).not.to.contain('resume');
  });

  it('goes at once where files are chosen, among which it may be', async () => {
    fake.show([fakeTask({ name: 'a', status: 'uploading', bytesSent: 500 })]);
    await drawn(element);
    await press('cancel');
    const input = inside(element, 'input[type=file]') as HTMLInputElement;
    const chosen = new DataTransfer();
    chosen.items.add(new File(['x'], 'a'));
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    const commands = fake.calls.map(([command]) => command);
    expect(commands.indexOf('removeTask')).to.be.within(0, commands.indexOf('addFiles'));
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
});
