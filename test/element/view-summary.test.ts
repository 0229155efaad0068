import { expect } from '@esm-bundle/chai';
import { UploadError } from '../../src/errors.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { allInside, inside, OwnFake, place } from '../support/element-page.js';
import { fakeTask } from '../support/fake-uploader.js';

const held = (name: string): TaskSnapshot => fakeTask({ name, status: 'queued', waitReason: 'halted' });

describe('viewSummary', () => {
  let element: OwnFake;

  async function show(...tasks: readonly TaskSnapshot[]): Promise<{ title: string; actions: string[] }> {
    element.fake.show(tasks);
    await place(element);
    return {
      title: inside(element, '.title').textContent?.trim() ?? '',
      actions: allInside(element, '.summary-actions button').map(({ dataset }) => dataset.action ?? ''),
    };
  }

  beforeEach(() => {
    element = new OwnFake();
  });

  afterEach(() => {
    element.remove();
    document.body.replaceChildren();
  });

  it('offers to go on where the queue was halted, and does not say that it uploads', async () => {
    const error = new UploadError('token-invalid', 'refused');
    const { title, actions } = await show(
      fakeTask({ name: 'a', status: 'failed', error }),
      held('b'),
      held('c'),
    );
    expect(title).to.equal('1 file needs you');
    expect(actions).to.deep.equal(['start-all', 'cancel-all']);
    inside(element, '[data-action="start-all"]').click();
    expect(element.fake.commands).to.contain('start');
    expect(inside(element, '[data-task="b"] [part~="status"]').textContent).to.contain('Waiting');
  });

  it('offers to start a second batch while the first still moves', async () => {
    const { title, actions } = await show(fakeTask({ name: 'a', status: 'uploading' }), held('b'));
    expect(title).to.equal('Uploading 1 file');
    expect(actions).to.deep.equal(['start-all', 'pause-all', 'cancel-all']);
  });

  it('says of a batch that waits for its start that it is ready', async () => {
    const { title, actions } = await show(held('a'), held('b'));
    expect(title).to.equal('2 files ready to upload');
    expect(actions).to.deep.equal(['start-all', 'cancel-all']);
  });

  it('offers to resume and to start where a file came after all were paused', async () => {
    const { title, actions } = await show(fakeTask({ name: 'a', status: 'paused' }), held('b'));
    expect(title).to.equal('Paused');
    expect(actions).to.deep.equal(['start-all', 'resume-all', 'cancel-all']);
  });

  it('offers to resume what is paused though others move', async () => {
    const { actions } = await show(
      fakeTask({ name: 'a', status: 'paused' }),
      fakeTask({ name: 'b', status: 'uploading' }),
    );
    expect(actions).to.deep.equal(['pause-all', 'resume-all', 'cancel-all']);
  });

  it('claims no progress of what is canceled', async () => {
    const { title } = await show(fakeTask({ name: 'a', status: 'canceled' }));
    expect(title).to.equal('1 file canceled');
    expect(allInside(element, '.summary .piece')).to.have.length(0);
    expect(inside(element, '.ribbon').className).to.equal('ribbon canceled');
    expect(inside(element, '.ribbon').ariaValueNow).to.equal('0');
    expect(inside(element, '.ribbon .fill').getBoundingClientRect().width).to.equal(0);
  });
});
