import { expect } from '@esm-bundle/chai';
import type { TaskStatus } from '../../src/engine/task-snapshot.js';
import { drawn, inside, OwnFake, place } from '../support/element-page.js';
import { fakeTask } from '../support/fake-uploader.js';

describe('FocusKeeper', () => {
  let element: OwnFake;

  beforeEach(() => {
    element = new OwnFake();
  });

  afterEach(() => {
    element.remove();
    document.body.replaceChildren();
  });

  async function answerThen(status: TaskStatus): Promise<Element | null> {
    element.fake.show([fakeTask({ name: 'a', status: 'conflict' })]);
    await place(element);
    inside(element, '[data-action="overwrite"]').focus();
    element.fake.show([fakeTask({ name: 'a', status })]);
    await drawn(element);
    return element.shadowRoot?.activeElement ?? null;
  }

  it('gives the focus of an answered conflict to the row, where a second press harms nothing', async () => {
    const focused = await answerThen('queued');
    expect(focused?.getAttribute('data-task')).to.equal('a');
  });

  it('gives it to a button of the row that takes nothing away, where there is one', async () => {
    const focused = await answerThen('uploading');
    expect(focused?.getAttribute('data-action')).to.equal('pause');
  });

  it('never gives the focus of a row that went to the Cancel of the next', async () => {
    element.fake.show([fakeTask({ name: 'a' }), fakeTask({ name: 'b' })]);
    await place(element);
    inside(element, '[data-task="a"] [data-action="cancel"]').focus();
    element.fake.show([fakeTask({ name: 'b' })]);
    await drawn(element);
    expect(element.shadowRoot?.activeElement?.getAttribute('data-task')).to.equal('b');
  });
});
