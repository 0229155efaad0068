import { expect } from '@esm-bundle/chai';
import {
  QueueProgressEvent,
  UploadErrorEvent,
  UploadStateChangeEvent,
} from '../../src/engine/engine-events.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { UploadError } from '../../src/errors.js';
import { allInside, drawn, inside, macrotask, OwnFake, place } from '../support/element-page.js';
import { fakeTask, type FakeUploader } from '../support/fake-uploader.js';

describe('submit-wait', () => {
  let form: HTMLFormElement;
  let element: OwnFake;
  let fake: FakeUploader;
  let sent: { readonly by: string | undefined; readonly files: readonly unknown[] }[];

  const show = async (...tasks: readonly TaskSnapshot[]): Promise<void> => {
    fake.show(tasks);
    fake.tell(new QueueProgressEvent({ progress: fake.progress }));
    await drawn(element);
  };
  const submit = (): void => form.querySelector<HTMLButtonElement>('[name=later]')?.click();

  beforeEach(async () => {
    form = document.createElement('form');
    form.innerHTML = '<button name="now">Now</button><button name="later">Later</button>';
    document.body.append(form);
    sent = [];
    // As a page that sends the form by script; a real navigation would end the test.
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const by = event.submitter?.getAttribute('name') ?? undefined;
      sent.push({ by, files: new FormData(form).getAll('files') });
    });
    element = new OwnFake();
    fake = element.fake;
    Object.assign(element, { name: 'files', multiple: true, required: true, submitWait: true });
    await place(element, form);
  });

  afterEach(() => document.body.replaceChildren());

  it('holds the form, starts what waits, and sends it by the same button once all is stored', async () => {
    await show(fakeTask({ name: 'a', waitReason: 'halted' }), fakeTask({ name: 'b', status: 'uploading' }));
    submit();
    expect([sent, fake.commands.includes('start')]).to.deep.equal([[], true]);
    await drawn(element);
    expect(inside(element, '[part~="message"]').textContent).to.contain('Your form is sent once');
    await show(fakeTask({ name: 'a', status: 'completed' }), fakeTask({ name: 'b', status: 'confirming' }));
    expect(sent).to.deep.equal([]);
    await show(fakeTask({ name: 'a', status: 'completed' }), fakeTask({ name: 'b', status: 'completed' }));
    expect(sent).to.deep.equal([{ by: 'later', files: ['a', 'b'] }]);
    expect(allInside(element, '[part~="message"]')).to.have.length(0);
  });

  for (const status of ['failed', 'paused', 'conflict'] as const) {
    it(`gives the submit up for a file that is ${status}, and leads to its row`, async () => {
      await show(fakeTask({ name: 'a', status: 'uploading' }), fakeTask({ name: 'b', status: 'uploading' }));
      submit();
      await show(fakeTask({ name: 'a', status: 'completed' }), fakeTask({ name: 'b', status }));
      expect(element.shadowRoot?.activeElement?.getAttribute('data-task')).to.equal('b');
      await show(fakeTask({ name: 'a', status: 'completed' }), fakeTask({ name: 'b', status: 'completed' }));
      expect(sent).to.deep.equal([]);
      submit();
      expect(sent.map(({ files }) => files)).to.deep.equal([['a', 'b']]);
    });
  }

  it('does not leave a failed file behind unseen', async () => {
    await show(fakeTask({ name: 'a', status: 'failed', error: new UploadError('timeout', '') }));
    await show(
      fakeTask({ name: 'a', status: 'failed', error: new UploadError('timeout', '') }),
      fakeTask({ name: 'b', status: 'completed' }),
    );
    submit();
    await drawn(element);
    expect(sent).to.deep.equal([]);
    expect(element.shadowRoot?.activeElement?.getAttribute('data-task')).to.equal('a');
  });

  it('gives the submit up where the whole queue stops', async () => {
    await show(fakeTask({ name: 'a', status: 'uploading' }));
    submit();
    fake.show([fakeTask({ name: 'a', waitReason: 'halted' })]);
    fake.tell(new UploadErrorEvent({ task: null, error: new UploadError('quota-exceeded', '') }));
    await drawn(element);
    expect(element.shadowRoot?.activeElement?.getAttribute('data-action')).to.equal('try-again');
    await show(fakeTask({ name: 'a', status: 'completed' }));
    expect(sent).to.deep.equal([]);
  });

  it('sends the form with the last file too, though nothing was drawn since it was stored', async () => {
    await show(fakeTask({ name: 'a', status: 'completed' }), fakeTask({ name: 'b', status: 'uploading' }));
    submit();
    fake.show([fakeTask({ name: 'a', status: 'completed' }), fakeTask({ name: 'b', status: 'completed' })]);
    const task = fakeTask({ name: 'b', status: 'completed' });
    fake.tell(new UploadStateChangeEvent({ task, from: 'confirming', to: 'completed' }));
    expect(sent.map(({ files }) => files)).to.deep.equal([['a', 'b']]);
  });

  it('waits for files that are still looked for and judged, and starts them too', async () => {
    let letIn = (): void => undefined;
    fake.addFiles = () =>
      new Promise((resolve) => {
        letIn = () => resolve({ accepted: [], rejected: [] });
      });
    await show(fakeTask({ name: 'a', status: 'completed' }));
    const adding = element.addFiles(new File([], 'b'));
    submit();
    expect(sent).to.deep.equal([]);
    fake.calls.length = 0;
    fake.show([fakeTask({ name: 'a', status: 'completed' }), fakeTask({ name: 'b', waitReason: 'halted' })]);
    letIn();
    await adding;
    expect([sent, fake.commands.includes('start')]).to.deep.equal([[], true]);
    await show(fakeTask({ name: 'a', status: 'completed' }), fakeTask({ name: 'b', status: 'completed' }));
    expect(sent.map(({ files }) => files)).to.deep.equal([['a', 'b']]);
  });

  it('waits for none that a person has just removed', async () => {
    await show(
      fakeTask({ name: 'a', status: 'completed' }),
      fakeTask({ name: 'b', status: 'uploading', bytesSent: 500 }),
    );
    submit();
    inside(element, '[data-task="b"] [data-action="cancel"]').click();
    await drawn(element);
    expect(sent.map(({ files }) => files)).to.deep.equal([['a']]);
  });

  it('is not lost where the element is moved in its form', async () => {
    await show(fakeTask({ name: 'a', status: 'uploading' }));
    submit();
    form.prepend(element);
    await macrotask();
    await macrotask();
    await show(fakeTask({ name: 'a', status: 'completed' }));
    expect(sent.map(({ files }) => files)).to.deep.equal([['a']]);
  });

  it('is dropped where the element leaves its form', async () => {
    await show(fakeTask({ name: 'a', status: 'uploading' }));
    submit();
    document.body.append(element);
    await macrotask();
    await macrotask();
    await show(fakeTask({ name: 'a', status: 'completed' }));
    expect(sent).to.deep.equal([]);
  });

  it('forgets the submit with a reset', async () => {
    await show(fakeTask({ name: 'a', status: 'uploading' }));
    submit();
    form.reset();
    await show(fakeTask({ name: 'b', status: 'completed' }));
    expect(sent).to.deep.equal([]);
  });

  it('sends without a button that went meanwhile', async () => {
    await show(fakeTask({ name: 'a', status: 'uploading' }));
    submit();
    form.querySelector('[name=later]')?.remove();
    await show(fakeTask({ name: 'a', status: 'completed' }));
    expect(sent).to.deep.equal([{ by: undefined, files: ['a'] }]);
  });

  it('makes nothing invalid while files are on their way, but asks for a first one', async () => {
    expect(form.checkValidity()).to.equal(false);
    await show(fakeTask({ name: 'a', status: 'uploading' }));
    expect(form.checkValidity()).to.equal(true);
    element.submitWait = false;
    await drawn(element);
    expect(form.checkValidity()).to.equal(false);
    submit();
    expect(sent).to.deep.equal([]);
  });
});
