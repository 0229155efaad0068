import { expect } from '@esm-bundle/chai';
import { UploadSuccessEvent } from '../../src/engine/engine-events.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { drawn, inside, macrotask, OwnFake, place } from '../support/element-page.js';
import { fakeTask, type FakeUploader } from '../support/fake-uploader.js';

function success(task: TaskSnapshot): UploadSuccessEvent {
  return new UploadSuccessEvent({
    task,
    result: task.result,
    confirmKey: null,
    instant: false,
    verified: null,
  });
}

describe('FormElement', () => {
  let element: OwnFake;
  let fake: FakeUploader;

  beforeEach(() => {
    element = new OwnFake();
    fake = element.fake;
  });

  afterEach(() => {
    element.remove();
    document.body.replaceChildren();
  });

  describe('disabled', () => {
    const isChooserDisabled = (): boolean => inside(element, '[part~="button"]').matches(':disabled');

    it('is drawn as off when it goes off by the property', async () => {
      element.disabled = true;
      await place(element);
      expect(isChooserDisabled()).to.equal(true);
      element.disabled = false;
      await drawn(element);
      expect(isChooserDisabled()).to.equal(false);
    });

    it('is drawn as off when it goes off by the attribute', async () => {
      element.setAttribute('disabled', '');
      await place(element);
      element.removeAttribute('disabled');
      await drawn(element);
      expect(isChooserDisabled()).to.equal(false);
    });

    it('goes on through the fieldset when its own goes off', async () => {
      const fieldset = document.createElement('fieldset');
      fieldset.disabled = true;
      document.body.append(fieldset);
      element.disabled = true;
      await place(element, fieldset);
      element.disabled = false;
      await drawn(element);
      expect(isChooserDisabled()).to.equal(true);
      fieldset.disabled = false;
      await drawn(element);
      expect(isChooserDisabled()).to.equal(false);
    });
  });

  describe('value', () => {
    it('leaves out a stored file whose final name is not known: the wanted one may be another file', async () => {
      await place(element);
      fake.show([
        fakeTask({ name: 'known.txt', status: 'completed', result: { path: ['known (1).txt'] } }),
        fakeTask({ name: 'handed-over.txt', status: 'completed', result: null }),
        fakeTask({ name: 'lost.txt', status: 'completed', result: { path: null } }),
      ]);
      expect(element.value).to.deep.equal(['known (1).txt', 'handed-over.txt']);
    });

    it('does not ask for a file where only the name of the stored one is not known', async () => {
      element.required = true;
      await place(element);
      expect(element.checkValidity()).to.equal(false);
      fake.show([fakeTask({ status: 'completed', result: { path: null } })]);
      expect([element.value, element.checkValidity()]).to.deep.equal([[], true]);
    });
  });

  it('takes its own value back without showing a file twice', async () => {
    element.name = 'files';
    await place(element);
    fake.show([fakeTask({ name: 'a.txt', status: 'completed' })]);
    element.value = [...element.value, 'given.txt'];
    expect(element.value).to.have.members(['a.txt', 'given.txt']);
    const { value } = element;
    element.value = value;
    expect(element.value).to.have.length(2);
  });

  describe('value-format json', () => {
    it('tells what is known of each file, and takes the same texts back', async () => {
      element.valueFormat = 'json';
      await place(element);
      fake.show([
        fakeTask({
          name: 'a.txt',
          size: 12,
          type: 'text/plain',
          status: 'completed',
          instant: true,
          confirmKey: 'key',
          result: { path: ['x', 'a (1).txt'], crc64: '77' },
        }),
        fakeTask({ name: 'b.txt', status: 'completed', confirmKey: 'other', result: null }),
        fakeTask({ name: 'c.txt', status: 'uploading' }),
      ]);
      const told = element.value.map((text): unknown => JSON.parse(text));
      expect(told).to.deep.equal([
        {
          path: 'x/a (1).txt',
          name: 'a (1).txt',
          size: 12,
          type: 'text/plain',
          crc64: '77',
          instant: true,
          confirmKey: 'key',
          confirmed: true,
        },
        {
          path: 'b.txt',
          name: 'b.txt',
          size: 1000,
          type: '',
          crc64: null,
          instant: false,
          confirmKey: 'other',
          confirmed: false,
        },
      ]);
      const another = new OwnFake();
      another.valueFormat = 'json';
      await place(another);
      another.value = element.value;
      expect(another.value).to.deep.equal(element.value);
      another.valueFormat = 'path';
      expect(another.value).to.deep.equal(['x/a (1).txt', 'b.txt']);
      another.setAttribute('value', JSON.stringify(told));
      another.value = another.defaultValue;
      expect(another.value).to.deep.equal(['x/a (1).txt', 'b.txt']);
    });

    it('is not taken for granted in a path that begins with a brace', async () => {
      await place(element);
      element.value = ['{draft}.txt', '{"a":1}'];
      expect(element.value).to.deep.equal(['{draft}.txt', '{"a":1}']);
    });
  });

  describe('min-files', () => {
    it('asks for so many, stored or on their way, once there is one', async () => {
      element.setAttribute('min-files', '2');
      element.setAttribute('submit-wait', '');
      await place(element);
      expect(element.checkValidity()).to.equal(true);
      fake.show([fakeTask({ status: 'completed' })]);
      expect([
        element.checkValidity(),
        element.validity.rangeUnderflow,
        element.validationMessage,
      ]).to.deep.equal([false, true, 'Choose at least 2 files.']);
      fake.show([fakeTask({ status: 'completed' }), fakeTask({ name: 'b', status: 'uploading' })]);
      expect(element.checkValidity()).to.equal(true);
    });
  });

  describe('input and change', () => {
    let told: string[];

    beforeEach(() => {
      told = [];
      for (const type of ['input', 'change']) element.addEventListener(type, () => told.push(type));
    });

    it('come though the page asked for the validity in a success listener', async () => {
      await place(element);
      element.addEventListener('smh-upload-success', () => element.checkValidity());
      const task = fakeTask({ status: 'completed' });
      fake.show([task]);
      fake.tell(success(task));
      await macrotask();
      expect(told).to.deep.equal(['input', 'change']);
    });

    it('come though the element was drawn between the end and its event', async () => {
      await place(element);
      const task = fakeTask({ status: 'completed' });
      fake.show([task]);
      element.requestUpdate();
      await element.updateComplete;
      fake.tell(success(task));
      await macrotask();
      expect(told).to.deep.equal(['input', 'change']);
    });

    it('come though the page set a value before the event of an upload that ended', async () => {
      await place(element);
      const task = fakeTask({ status: 'completed' });
      fake.show([task]);
      element.value = ['given.txt'];
      fake.tell(success(task));
      await macrotask();
      expect(told).to.deep.equal(['input', 'change']);
    });

    it('never come for what the page itself did', async () => {
      element.value = ['early.txt'];
      await place(element);
      const task = fakeTask({ status: 'completed' });
      fake.show([task, fakeTask({ name: 'other', status: 'completed' })]);
      fake.tell(success(task));
      await macrotask();
      told.length = 0;
      const form = document.createElement('form');
      document.body.append(form);
      form.append(element);
      const changes: (() => void)[] = [
        () => (element.value = ['x.txt']),
        () => element.removeTask('stored:x.txt'),
        () => element.removeTask(task.id),
        () => element.clearFinished(),
        () => (element.defaultValue = ['default.txt']),
        () => form.reset(),
        () => (element.value = []),
      ];
      for (const change of changes) {
        change();
        await drawn(element);
        fake.show(fake.tasks);
        await macrotask();
      }
      expect(told).to.deep.equal([]);
    });
  });
});
