import { expect } from '@esm-bundle/chai';
import {
  FilesAddEvent,
  QueueSettleEvent,
  UploadConflictEvent,
  UploadErrorEvent,
  UploadStateChangeEvent,
} from '../../src/engine/engine-events.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { UploadError } from '../../src/errors.js';
import { drawn, inside, OwnFake, place } from '../support/element-page.js';
import { fakeTask } from '../support/fake-uploader.js';
import { ManualClock } from '../support/manual-clock.js';
import { runBy } from '../support/page-clock.js';

describe('announcements', () => {
  let element: OwnFake;
  let clock: ManualClock;
  let restore: () => void;
  let transcript: string[];

  const say = (who: 'polite' | 'alert', text: string): void => {
    const words = text.trim();
    const last = `${who}: ${words}`;
    if (words !== '' && transcript.at(-1) !== last) transcript.push(last);
  };

  /** Lets time pass second by second, and writes down what the live regions say. */
  const live = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1000);
      await drawn(element);
      say('polite', inside(element, '[role="status"]').textContent);
      say('alert', inside(element, '[role="alert"]').textContent);
    }
  };

  beforeEach(async () => {
    element = new OwnFake();
    await place(element);
    clock = new ManualClock();
    restore = runBy(clock);
    transcript = [];
    clock.advance(60_000);
  });

  afterEach(() => {
    restore();
    document.body.replaceChildren();
  });

  it('of 40 files with one failure are few, and tell all', async () => {
    const { fake } = element;
    const names = Array.from({ length: 40 }, (_, index) => `IMG_${String(index + 1)}.jpg`);
    const show = (done: number, failed: readonly string[]): readonly TaskSnapshot[] => {
      const tasks = names.map((name, index) =>
        failed.includes(name)
          ? fakeTask({ name, status: 'failed', error: new UploadError('timeout', '') })
          : fakeTask({ name, status: index < done ? 'completed' : 'uploading' }),
      );
      fake.show(tasks);
      return tasks;
    };
    // In two drops, one right after the other.
    for (const part of [names.slice(0, 15), names.slice(15)])
      fake.tell(
        new FilesAddEvent({ files: part.map((name) => ({ file: new File([], name), relativePath: name })) }),
      );
    show(0, []);
    await live(1);
    for (let done = 1; done <= 40; done++) {
      const failed = done >= 7 ? ['IMG_7.jpg'] : [];
      const tasks = show(done, failed);
      if (done === 7)
        fake.tell(new UploadErrorEvent({ task: tasks[6] ?? null, error: new UploadError('timeout', '') }));
      await live(1);
    }
    fake.tell(new QueueSettleEvent({ completed: 39, failed: 1, canceled: 0, paused: 0 }));
    await live(30);
    expect(transcript).to.deep.equal([
      'polite: 40 files added',
      'polite: IMG_7.jpg didn’t upload',
      'polite: 21 of 40 uploaded, 1 needs you',
      'polite: 37 of 40 uploaded, 1 needs you',
      'polite: 39 uploaded, 1 needs you',
    ]);
  });

  it('come at once for what waits for a person, once, and are taken back with it', async () => {
    const { fake } = element;
    const [first, second] = ['a.txt', 'b.txt'].map((name) => fakeTask({ name, status: 'conflict' }));
    if (!first || !second) throw new Error('no tasks');
    fake.show([first, second]);
    for (const task of [first, second])
      fake.tell(new UploadConflictEvent({ task, resolve: () => undefined }));
    await live(1);
    fake.tell(
      new UploadStateChangeEvent({
        task: fakeTask({ name: 'a.txt', status: 'queued' }),
        from: 'conflict',
        to: 'queued',
      }),
    );
    await live(1);
    expect(inside(element, '[role="alert"]').textContent).to.equal('');
    fake.tell(new UploadErrorEvent({ task: null, error: new UploadError('quota-exceeded', '') }));
    await live(1);
    expect(transcript).to.deep.equal([
      'alert: a.txt: A file with this name is already here.',
      'alert: No space left. Free some up, then retry.',
    ]);
  });

  it('of a question that the page itself asks never come', async () => {
    const task = fakeTask({ name: 'a.txt', status: 'conflict' });
    element.addEventListener('smh-upload-conflict', (event) => event.preventDefault());
    element.fake.show([task]);
    element.fake.tell(new UploadConflictEvent({ task, resolve: () => undefined }));
    await live(3);
    expect(transcript).to.deep.equal([]);
  });
});
