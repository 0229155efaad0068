import { expect } from '@esm-bundle/chai';
import type { SmhUploader } from '../../src/element/smh-uploader.js';
import { drawn, inside, macrotask, OwnFake, place, withWarnings } from '../support/element-page.js';
import { fakeTask, FakeUploader } from '../support/fake-uploader.js';

describe('UploaderController', () => {
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

  describe('leaving the document', () => {
    beforeEach(async () => {
      await place(element);
      fake.show([
        fakeTask({ name: 'moving', status: 'uploading' }),
        fakeTask({ name: 'resting', status: 'paused' }),
        fakeTask({ name: 'next', status: 'queued' }),
      ]);
      await drawn(element);
      fake.calls.length = 0;
    });

    it('pauses nothing when the element is only moved', async () => {
      const other = document.createElement('div');
      document.body.append(other);
      other.append(element);
      await macrotask();
      await macrotask();
      expect(fake.commands).not.to.contain('pause');
    });

    it('pauses what ran after a macrotask, and lets only that go on at the return', async () => {
      element.remove();
      expect(fake.commands).not.to.contain('pause');
      await macrotask();
      await macrotask();
      expect(fake.calls.filter(([command]) => command === 'pause')).to.deep.equal([
        ['pause', 'next'],
        ['pause', 'moving'],
      ]);
      document.body.append(element);
      await element.updateComplete;
      expect(fake.calls.filter(([command]) => command === 'resume')).to.deep.equal([
        ['resume', 'moving'],
        ['resume', 'next'],
      ]);
    });

    it('pauses what enters while it is away, once, and lets that go on at the return too', async () => {
      element.remove();
      await macrotask();
      await macrotask();
      fake.calls.length = 0;
      fake.show([...fake.tasks, fakeTask({ name: 'late', status: 'hashing' })]);
      await macrotask();
      expect(fake.calls.filter(([command]) => command === 'pause')).to.deep.equal([['pause', 'late']]);
      element.resume('late');
      await macrotask();
      expect(fake.calls.filter(([command]) => command === 'pause')).to.have.length(1);
      document.body.append(element);
      await element.updateComplete;
      expect(fake.calls.filter(([command]) => command === 'resume').map(([, id]) => id)).to.include.members([
        'moving',
        'next',
        'late',
      ]);
    });

    it('leaves alone what waits for its start, and what the person paused', async () => {
      fake.show([
        fakeTask({ name: 'held', status: 'queued', waitReason: 'halted' }),
        fakeTask({ name: 'pausing', status: 'confirming', waitReason: 'paused' }),
      ]);
      element.remove();
      await macrotask();
      await macrotask();
      expect(fake.commands).not.to.contain('pause');
      document.body.append(element);
      await element.updateComplete;
      expect(fake.commands).not.to.contain('resume');
    });

    it('keeps an own upload at rest that a given uploader hides, also when it is moved', async () => {
      const given = new FakeUploader();
      element.uploader = given;
      expect(fake.commands).to.contain('pause');
      const other = document.createElement('div');
      document.body.append(other);
      other.append(element);
      await drawn(element);
      expect(fake.commands).not.to.contain('resume');
      element.remove();
      await macrotask();
      await macrotask();
      element.uploader = null;
      expect(fake.commands).not.to.contain('resume');
      document.body.append(element);
      await element.updateComplete;
      expect(fake.commands).to.contain('resume');
    });

    it('forgets nothing of what rests when an uploader is given while it is away', async () => {
      element.remove();
      await macrotask();
      await macrotask();
      element.uploader = new FakeUploader();
      document.body.append(element);
      element.uploader = null;
      expect(fake.calls.filter(([command]) => command === 'resume')).to.deep.equal([
        ['resume', 'moving'],
        ['resume', 'next'],
      ]);
    });

    it('never cancels or destroys', async () => {
      element.remove();
      await macrotask();
      await macrotask();
      expect(fake.commands).not.to.include.members(['cancel']);
      expect(fake.commands).not.to.include.members(['destroy']);
    });
  });

  it('lets an element work that was never in the document', async () => {
    fake.show([fakeTask({ status: 'uploading' })]);
    void element.tasks;
    await macrotask();
    expect(fake.commands).not.to.contain('pause');
  });

  describe('the real uploader', () => {
    let real: SmhUploader;
    let file: File;
    let count = 0;

    beforeEach(() => {
      // A start that is never answered keeps its file locked.
      file = new File(['x'], `x${++count}.txt`);
      real = document.createElement('smh-uploader');
      real.backend = { getUploadToken: () => new Promise(() => {}) };
      document.body.append(real);
    });

    afterEach(() => {
      real.cancel();
      real.remove();
    });

    it('has files rest whose beforeAdd ends after the element left, until it is back', async () => {
      let letIn: () => void = () => {};
      real.beforeAdd = () =>
        new Promise((resolve) => {
          letIn = () => resolve(undefined);
        });
      const adding = real.addFiles(file);
      await macrotask();
      real.remove();
      await macrotask();
      await macrotask();
      letIn();
      await adding;
      await macrotask();
      expect(real.tasks.map(({ status }) => status)).to.deep.equal(['paused']);
      document.body.append(real);
      while (real.tasks.every(({ status }) => status !== 'authorizing')) await macrotask();
    });

    it('goes on with nothing that waited for its start when the element was away', async () => {
      real.manualStart = true;
      await real.addFiles(file);
      real.remove();
      await macrotask();
      await macrotask();
      document.body.append(real);
      await macrotask();
      expect(real.tasks.map(({ status }) => status)).to.deep.equal(['queued']);
      await drawn(real);
      inside(real, '[data-action="start-all"]').click();
      while (real.tasks.every(({ status }) => status === 'queued')) await macrotask();
      expect(real.tasks.map(({ status }) => status)).not.to.include('paused');
    });
  });

  describe('a given uploader', () => {
    it('is not heard any more after the element left, whatever was still to be drawn', async () => {
      const given = new FakeUploader();
      element.uploader = given;
      await place(element);
      let heard = 0;
      element.addEventListener('smh-queue-progress', () => (heard += 1));
      given.show([fakeTask({ status: 'uploading' })]);
      await Promise.resolve();
      expect(heard).to.equal(1);
      element.remove();
      await macrotask();
      await macrotask();
      await drawn(element);
      void element.tasks;
      given.show([fakeTask({ status: 'paused' })]);
      await macrotask();
      expect(heard).to.equal(1);
      document.body.append(element);
      given.show([fakeTask({ status: 'uploading' })]);
      await macrotask();
      expect(heard).to.equal(2);
    });

    it('keeps its space unless the element names one', async () => {
      const given = new FakeUploader();
      given.setOptions({ spaceId: 'its own' });
      element.uploader = given;
      await place(element);
      expect(given.options.spaceId).to.equal('its own');
      Reflect.set(element, 'spaceId', null);
      await element.updateComplete;
      expect(given.options.spaceId).to.equal('its own');
      element.spaceId = 'other';
      await element.updateComplete;
      expect(given.options.spaceId).to.equal('other');
    });

    it('is told of an empty limit, which must refuse files', async () => {
      const given = new FakeUploader();
      element.setAttribute('max-file-size', '');
      await withWarnings(async () => {
        element.uploader = given;
        await place(element);
      });
      expect(given.options.maxFileSize).to.equal('');
      expect(given.options).not.to.have.property('accept');
    });

    it('is drawn and never paused or destroyed when the page gave it', async () => {
      const given = new FakeUploader();
      given.show([fakeTask({ status: 'uploading' })]);
      element.uploader = given;
      await place(element);
      expect(element.tasks).to.equal(given.tasks);
      element.remove();
      await macrotask();
      await macrotask();
      expect(given.commands).not.to.include.members(['pause']);
      expect(given.commands).not.to.include.members(['destroy']);
    });

    it('is told only of what was set on the element', async () => {
      const given = new FakeUploader();
      element.uploader = given;
      element.accept = 'image/*';
      await place(element);
      expect(given.options.accept).to.equal('image/*');
      expect(given.options).not.to.have.property('endpoint');
      expect(given.options).not.to.have.property('manualStart');
    });
  });
});
