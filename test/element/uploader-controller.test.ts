import { expect } from '@esm-bundle/chai';
import { drawn, macrotask, OwnFake, place } from '../support/element-page.js';
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

    it('never cancels or destroys', async () => {
      element.remove();
      await macrotask();
      await macrotask();
      expect(fake.commands).not.to.include.members(['cancel']);
      expect(fake.commands).not.to.include.members(['destroy']);
    });
  });

  describe('a given uploader', () => {
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
