import { expect } from '@esm-bundle/chai';
import { UNDO_MS } from '../../src/element/removals.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { UploadError } from '../../src/errors.js';
import { SmhUploader } from '../../src/index.js';
import { allInside, drawn, inside, OwnFake, place } from '../support/element-page.js';
import { FakeUploader, fakeTask } from '../support/fake-uploader.js';
import { ManualClock } from '../support/manual-clock.js';
import { runBy } from '../support/page-clock.js';
import { until } from '../support/until.js';

async function press(element: SmhUploader, action: string): Promise<void> {
  inside(element, `[data-action="${action}"]`).click();
  await drawn(element);
}

const statusesOf = ({ tasks }: { readonly tasks: readonly TaskSnapshot[] }): string[] =>
  tasks.map(({ name, status }) => `${name} ${status}`);

const headerActions = (element: SmhUploader): (string | undefined)[] =>
  allInside(element, '.summary-actions button').map(({ dataset }) => dataset['action']);

/** True where a number stays the same for a while. */
async function isStill(read: () => number): Promise<boolean> {
  const before = read();
  await new Promise((resolve) => setTimeout(resolve, 500));
  return read() === before;
}

describe('"Cancel all"', () => {
  let element: OwnFake;
  let fake: FakeUploader;
  let clock: ManualClock;
  let restore: () => void;

  const called = (...names: readonly string[]): string[] =>
    fake.calls.filter(([command]) => names.includes(command)).map((call) => call.join(' ').trim());

  beforeEach(async () => {
    element = new OwnFake();
    fake = element.fake;
    await place(element);
    clock = new ManualClock();
    restore = runBy(clock);
    fake.show([
      fakeTask({ name: 'done', status: 'completed' }),
      fakeTask({ name: 'a', status: 'uploading', bytesSent: 500 }),
      fakeTask({ name: 'b', status: 'paused' }),
      fakeTask({ name: 'c', status: 'conflict' }),
      fakeTask({ name: 'd', status: 'failed', error: new UploadError('network', '') }),
      fakeTask({ name: 'e' }),
    ]);
    await drawn(element);
    await press(element, 'cancel-all');
  });

  afterEach(() => {
    restore();
    document.body.replaceChildren();
  });

  it('pauses all, draws all but what is stored as canceled, and offers to take it back', () => {
    expect(called('pause', 'cancel', 'removeTask')).to.deep.equal(['pause']);
    expect(inside(element, '.title').textContent).to.equal('5 files canceled');
    expect(headerActions(element)).to.deep.equal(['undo-all']);
    expect(inside(element, '.ribbon').ariaValueNow).to.equal('0');
    expect(
      allInside(element, '[part~="status"]').map((line) => line.textContent?.includes('Canceled')),
    ).to.deep.equal([false, true, true, true, true, true]);
    expect(allInside(element, '[data-action="resume"], [data-action="retry"]')).to.have.length(0);
  });

  it('cancels after some seconds, and lets later files in again', async () => {
    clock.advance(UNDO_MS - 1);
    expect(called('cancel')).to.deep.equal([]);
    clock.advance(1);
    await drawn(element);
    expect(called('pause', 'cancel', 'resume')).to.deep.equal(['pause', 'cancel', 'resume']);
    expect(statusesOf(fake).slice(1)).to.deep.equal(
      ['a', 'b', 'c', 'd', 'e'].map((name) => `${name} canceled`),
    );
    expect(headerActions(element)).to.deep.equal(['clear-finished']);
  });

  it('goes on with all when it is taken back, but for what was paused before', async () => {
    await press(element, 'undo-all');
    clock.advance(UNDO_MS);
    await drawn(element);
    expect(called('cancel', 'removeTask')).to.deep.equal([]);
    expect(called('pause', 'resume')).to.deep.equal(['pause', 'resume', 'pause b']);
    expect(statusesOf(fake)).to.include.members(['b paused', 'c conflict', 'd failed']);
  });

  it('leaves all paused when it is taken back where all was paused before', async () => {
    clock.advance(UNDO_MS);
    fake.show([fakeTask({ name: 'a', status: 'paused' }), fakeTask({ name: 'b', status: 'paused' })]);
    await drawn(element);
    fake.calls.length = 0;
    await press(element, 'cancel-all');
    await press(element, 'undo-all');
    expect(called('resume')).to.deep.equal([]);
  });

  it('is off where the page has one go on', async () => {
    fake.resume('a');
    await drawn(element);
    clock.advance(UNDO_MS);
    expect(called('cancel')).to.deep.equal([]);
    expect(headerActions(element)).to.include('pause-all');
  });

  it('is over at once where files are chosen, which are sent', () => {
    const input = inside(element, 'input[type=file]') as HTMLInputElement;
    const chosen = new DataTransfer();
    chosen.items.add(new File(['x'], 'new.txt'));
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    expect(fake.commands.filter((command) => command !== 'setOptions').slice(-3)).to.deep.equal([
      'cancel',
      'resume',
      'addFiles',
    ]);
  });

  it('is over at once where another uploader is shown', () => {
    element.uploader = new FakeUploader();
    expect(called('cancel')).to.deep.equal(['cancel']);
  });
});

describe('"Cancel all" with a real queue', () => {
  let element: SmhUploader;
  let started: string[] = [];

  beforeEach(async () => {
    started = [];
    element = new SmhUploader();
    element.multiple = true;
    element.noInstantUpload = true;
    // Thousands of records would keep the tests that follow waiting.
    element.noResume = true;
    element.backend = {
      getUploadToken: ({ name }) => {
        started.push(name);
        return new Promise(() => undefined);
      },
    };
    await place(element);
  });

  afterEach(() => {
    element.cancel();
    element.remove();
  });

  function choose(count: number): void {
    const input = inside(element, 'input[type=file]') as HTMLInputElement;
    const chosen = new DataTransfer();
    for (let index = 0; index < count; index += 1) chosen.items.add(new File([`${index}`], `${index}.txt`));
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }

  it('starts no other upload, and goes on in the same order when it is taken back', async () => {
    choose(30);
    await until(
      async () => started.length > 0 && (await isStill(() => started.length)),
      'starts in all slots',
    );
    const before = statusesOf(element);
    const startedBefore = [...started];
    await press(element, 'cancel-all');
    await press(element, 'undo-all');
    expect(started).to.deep.equal(startedBefore);
    expect(statusesOf(element)).to.deep.equal(before);
  });

  it('keeps out those too that are still on their way in', async () => {
    choose(5000);
    await until(async () => headerActions(element).includes('cancel-all'), 'the button');
    await press(element, 'cancel-all');
    await until(
      async () => !headerActions(element).includes('undo-all'),
      'the end of the time to take it back',
    );
    await until(() => isStill(() => element.tasks.length), 'the end of what comes in');
    const left = element.tasks.filter(
      ({ status, waitReason }) => status !== 'canceled' && waitReason !== 'canceled',
    );
    expect(statusesOf({ tasks: left })).to.deep.equal([]);
    expect(started.length).to.be.below(100);
  });
});
