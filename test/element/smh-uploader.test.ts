import { expect } from '@esm-bundle/chai';
import {
  FileRejectEvent,
  FilesAddEvent,
  QueueProgressEvent,
  UploadConflictEvent,
  UploadStateChangeEvent,
  UploadSuccessEvent,
} from '../../src/engine/engine-events.js';
import type { RejectCode } from '../../src/errors.js';
import { SmhUploader } from '../../src/index.js';
import {
  allInside,
  drawn,
  inside,
  macrotask,
  OwnFake,
  place,
  withWarnings,
} from '../support/element-page.js';
import { fakeTask, type FakeUploader } from '../support/fake-uploader.js';

describe('SmhUploader', () => {
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

  describe('properties', () => {
    it('keeps what was set before the definition', async () => {
      const early = Object.assign(document.createElement('late-fake'), {
        multiple: true,
        maxFiles: 3,
        backend: { getUploadToken: () => null },
        files: ['not mine to set'],
      });
      document.body.append(early);
      class LateFake extends OwnFake {}
      const warnings = await withWarnings(() => customElements.define('late-fake', LateFake));
      if (!(early instanceof LateFake)) throw new Error('not upgraded');
      void early.tasks;
      expect(early.fake.options.multiple).to.equal(true);
      expect(early.fake.options.maxFiles).to.equal(3);
      expect(early.fake.options.backend).to.have.property('getUploadToken');
      expect(early.files).to.deep.equal([]);
      expect(warnings).to.have.length(1);
    });

    it('takes the text "false" of an own boolean for absent, and that of HTML’s for present', async () => {
      element.setAttribute('manual-start', 'false');
      element.setAttribute('no-instant-upload', '');
      element.setAttribute('multiple', 'false');
      await place(element);
      expect(fake.options.manualStart).to.equal(false);
      expect(fake.options.noInstantUpload).to.equal(true);
      expect(fake.options.multiple).to.equal(true);
    });

    it('takes no-paste "false" as property for absent', async () => {
      Reflect.set(element, 'noPaste', 'false');
      await place(element);
      const event = new ClipboardEvent('paste', { bubbles: true, composed: true, cancelable: true });
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], 'x.txt'));
      Object.defineProperty(event, 'clipboardData', { value: transfer });
      inside(element, '[part~="drop-zone"]').dispatchEvent(event);
      expect(fake.commands).to.contain('addFiles');
    });

    it('reflects HTML’s own names and no other', async () => {
      Object.assign(element, {
        name: 'files',
        accept: 'image/*',
        multiple: true,
        required: true,
        disabled: true,
        capture: 'user',
        webkitdirectory: true,
        endpoint: '/smh',
        libraryId: 'lib',
        directory: 'a/b',
        maxFiles: 2,
        manualStart: true,
        view: 'list',
        dropTarget: 'page',
      });
      await place(element);
      expect(element.getAttributeNames().sort()).to.deep.equal([
        'accept',
        'capture',
        'disabled',
        'multiple',
        'name',
        'required',
        'webkitdirectory',
      ]);
    });

    it('has no attribute of its own at rest', async () => {
      await place(element);
      expect(element.getAttributeNames()).to.deep.equal([]);
    });

    it('takes the access token out of the DOM and hands it down', async () => {
      element.setAttribute('access-token', 'hush');
      expect(element.getAttribute('access-token')).to.equal('hush');
      await place(element);
      expect(element.hasAttribute('access-token')).to.equal(false);
      expect(element.accessToken).to.equal(undefined);
      expect(fake.options.accessToken).to.equal('hush');
      expect(element.shadowRoot?.innerHTML).not.to.contain('hush');
    });

    it('takes an access token that comes later out of the DOM too', async () => {
      await place(element);
      element.setAttribute('access-token', 'later');
      expect(element.hasAttribute('access-token')).to.equal(false);
      await element.updateComplete;
      expect(fake.options.accessToken).to.equal('later');
    });

    it('drops the access token with a new endpoint, unless a new one came with it', async () => {
      Object.assign(element, { endpoint: '/one', accessToken: 'first' });
      await place(element);
      element.endpoint = '/two';
      await element.updateComplete;
      expect(fake.options.accessToken).to.equal(undefined);
      element.accessToken = 'second';
      element.endpoint = '/three';
      await element.updateComplete;
      expect(fake.options.accessToken).to.equal('second');
    });

    it('hands an option down before a command of the same task', async () => {
      await place(element);
      element.directory = 'press';
      await element.addFiles(new File(['x'], 'x.txt'));
      expect(fake.options.directory).to.equal('press');
    });

    it('warns once of a read-only property and leaves it alone', async () => {
      await place(element);
      const { tasks } = element;
      const warnings = await withWarnings(() => {
        Reflect.set(element, 'tasks', []);
        Reflect.set(element, 'tasks', []);
      });
      expect(warnings).to.have.length(1);
      expect(element.tasks).to.equal(tasks);
    });

    it('warns once of a wrong attribute and uses the default', async () => {
      const warnings = await withWarnings(async () => {
        element.setAttribute('conflict-strategy', 'sometimes');
        await place(element);
        element.directory = 'x';
        await element.updateComplete;
      });
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.contain('conflict-strategy');
      expect(fake.options.conflictStrategy).to.equal(undefined);
    });

    it('says nothing of wrong request headers but that they are wrong', async () => {
      const warnings = await withWarnings(async () => {
        element.setAttribute('request-headers', '{"x-csrf": hush');
        await place(element);
      });
      expect(warnings).to.have.length(1);
      expect(warnings[0]).not.to.contain('hush');
    });

    it('restarts nothing when backend is another object at each render', async () => {
      fake.show([fakeTask({ status: 'uploading' })]);
      await place(element);
      for (let render = 0; render < 3; render += 1) {
        element.backend = { getUploadToken: () => null };
        await element.updateComplete;
      }
      expect(new Set(fake.commands)).to.deep.equal(new Set(['setOptions']));
    });

    it('gives the same tasks until something changes', async () => {
      await place(element);
      fake.show([fakeTask({ status: 'uploading' })]);
      const { tasks, files } = element;
      await drawn(element);
      expect(element.tasks).to.equal(tasks);
      expect(element.files).to.equal(files);
      expect(Object.isFrozen(files)).to.equal(true);
    });
  });

  describe('events', () => {
    const watched = [
      'smh-upload-state-change',
      'smh-upload-success',
      'input',
      'change',
      'smh-queue-progress',
      'smh-queue-settle',
    ];

    it('come in the uploader’s order, with input and change after the one that changed the value', async () => {
      await place(element);
      const seen: string[] = [];
      for (const type of watched) element.addEventListener(type, () => seen.push(type));
      const task = fakeTask({ status: 'completed' });
      fake.show([task]);
      fake.tell(new UploadStateChangeEvent({ task, from: 'confirming', to: 'completed' }));
      fake.tell(
        new UploadSuccessEvent({
          task,
          result: task.result,
          confirmKey: null,
          instant: false,
          verified: null,
        }),
      );
      await macrotask();
      expect(seen).to.deep.equal(watched.slice(0, 5));
      expect(element.value).to.deep.equal(['notes.txt']);
    });

    it('are new instances of the same class with the same detail, bubbling out of shadow roots', async () => {
      const host = document.createElement('div');
      document.body.append(host);
      const root = host.attachShadow({ mode: 'open' });
      root.append(element);
      await element.updateComplete;
      let seen: Event | null = null;
      host.addEventListener('smh-queue-progress', (event) => (seen = event), { once: true });
      const original = new QueueProgressEvent({ progress: fake.progress });
      fake.tell(original);
      expect(seen).to.be.instanceOf(QueueProgressEvent);
      expect(seen).not.to.equal(original);
      expect(Reflect.get(seen ?? {}, 'detail')).to.equal(original.detail);
    });

    it('carry preventDefault back to the uploader', async () => {
      await place(element);
      element.addEventListener('smh-files-add', (event) => event.preventDefault());
      expect(fake.tell(new FilesAddEvent({ files: [] }))).to.equal(false);
    });

    it('leave the conflict to the page that prevents its default', async () => {
      await place(element);
      const task = fakeTask({ status: 'conflict' });
      fake.show([task]);
      await drawn(element);
      expect(allInside(element, '[part~="prompt"]')).to.have.length(1);
      element.addEventListener('smh-upload-conflict', (event) => event.preventDefault());
      fake.tell(new UploadConflictEvent({ task, resolve: () => {} }));
      await drawn(element);
      expect(allInside(element, '[part~="prompt"]')).to.have.length(0);
    });

    it('ask before a row button removes, and remove only then', async () => {
      await place(element);
      fake.show([fakeTask({ status: 'completed' })]);
      await drawn(element);
      const keep = (event: Event): void => event.preventDefault();
      element.addEventListener('smh-task-remove', keep);
      inside(element, '[data-action="remove"]').click();
      expect(fake.commands).not.to.contain('removeTask');
      element.removeEventListener('smh-task-remove', keep);
      let changes = 0;
      element.addEventListener('change', () => (changes += 1));
      expect(element.value).to.have.length(1);
      inside(element, '[data-action="remove"]').click();
      await macrotask();
      expect(fake.commands).to.contain('removeTask');
      expect(element.value).to.have.length(0);
      expect(changes).to.equal(1);
    });

    it('do not tell of values that the page changes itself', async () => {
      await place(element);
      let told = 0;
      element.addEventListener('input', () => (told += 1));
      element.value = ['a/b.txt'];
      element.value = [];
      await macrotask();
      expect(told).to.equal(0);
    });
  });

  describe('disabled', () => {
    it('blocks choosing and row buttons, while methods work', async () => {
      fake.show([fakeTask({ status: 'uploading' })]);
      element.disabled = true;
      await place(element);
      const buttons = allInside(element, 'button');
      expect(buttons.every((button) => button.matches(':disabled'))).to.equal(true);
      expect(() => element.showPicker()).to.throw();
      await element.addFiles(new File(['x'], 'x.txt'));
      element.pause();
      expect(fake.commands).to.include.members(['addFiles', 'pause']);
    });

    it('makes showPicker throw, before it is drawn too', async () => {
      await place(element);
      element.disabled = true;
      expect(() => element.showPicker())
        .to.throw(DOMException, 'disabled')
        .with.property('name', 'InvalidStateError');
    });

    it('follows the fieldset', async () => {
      const fieldset = document.createElement('fieldset');
      fieldset.disabled = true;
      document.body.append(fieldset);
      await place(element, fieldset);
      await element.updateComplete;
      expect(inside(element, '[part~="button"]').matches(':disabled')).to.equal(true);
      expect(element.disabled).to.equal(false);
    });
  });

  describe('view', () => {
    it('draws only the default slot and the inputs with "none"', async () => {
      element.view = 'none';
      fake.show([fakeTask()]);
      await place(element);
      expect([...(element.shadowRoot?.children ?? [])].map(({ localName }) => localName)).to.deep.equal([
        'slot',
        'input',
        'input',
      ]);
    });

    it('has no style attribute in what it draws', async () => {
      fake.show([fakeTask({ status: 'completed' }), fakeTask({ name: 'x', status: 'queued' })]);
      await place(element);
      expect(
        allInside(element, '[style]').filter((node) => !node.matches('[part~="bar"], .failed')),
      ).to.deep.equal([]);
    });

    it('hides with the attribute hidden', async () => {
      element.hidden = true;
      await place(element);
      expect(getComputedStyle(element).display).to.equal('none');
    });
  });

  describe('define', () => {
    it('registers a subclass under another name, and does nothing the second time', () => {
      SmhUploader.define('other-uploader');
      SmhUploader.define('other-uploader');
      SmhUploader.define('smh-uploader');
      expect(document.createElement('other-uploader')).to.be.instanceOf(SmhUploader);
      expect(customElements.get('smh-uploader')).to.equal(SmhUploader);
    });
  });

  describe('a file left out for its name', () => {
    it('is offered under the nearest name that is allowed, together with those left out for the same', async () => {
      await place(element);
      const reject = (relativePath: string, code: RejectCode): File => {
        const file = new File(['x'], relativePath.split('/').at(-1) ?? '');
        fake.tell(new FileRejectEvent({ file, relativePath, code, message: '' }));
        return file;
      };
      const first = reject('Day: 1/Plan 12:30?.pdf', 'invalid-name');
      const second = reject('b*.txt', 'invalid-name');
      reject('c.txt', 'duplicate');
      reject('d.txt', 'duplicate');
      await drawn(element);
      const button = inside(element, '[data-action="add-renamed"]');
      expect(button.textContent?.trim()).to.equal('Add as “Plan 12-30_.pdf” and 1 more');
      button.click();
      expect(fake.calls.find(([command]) => command === 'addFiles')?.[1]).to.deep.equal([
        { file: first, relativePath: 'Day- 1/Plan 12-30_.pdf' },
        { file: second, relativePath: 'b_.txt' },
      ]);
    });
  });

  describe('messages', () => {
    it('replace texts of the language', async () => {
      element.messages = { chooseFiles: 'Pick something' };
      element.multiple = true;
      await place(element);
      expect(inside(element, '[part~="button"]').textContent?.trim()).to.equal('Pick something');
    });
  });

  describe('form', () => {
    it('holds one entry for each stored file and is invalid while one is on its way', async () => {
      const form = document.createElement('form');
      document.body.append(form);
      element.name = 'attachments';
      element.required = true;
      await place(element, form);
      expect(element.validity.valueMissing).to.equal(true);
      fake.show([fakeTask({ status: 'uploading' })]);
      await drawn(element);
      expect(element.checkValidity()).to.equal(false);
      fake.show([
        fakeTask({ name: 'a', status: 'completed', result: { path: ['x', 'a (1)'] } }),
        fakeTask({ name: 'b', status: 'completed' }),
      ]);
      await drawn(element);
      expect(new FormData(form).getAll('attachments')).to.deep.equal(['x/a (1)', 'b']);
      expect(element.checkValidity()).to.equal(true);
      expect(Object.isFrozen(element.value)).to.equal(true);
    });

    it('shows a given value as stored rows, which a reset restores', async () => {
      const form = document.createElement('form');
      document.body.append(form);
      element.setAttribute('value', '["press/old.pdf"]');
      await place(element, form);
      expect(element.value).to.deep.equal(['press/old.pdf']);
      expect(inside(element, 'bdi.file-name').textContent).to.equal('old.pdf');
      element.value = [];
      expect(element.value).to.deep.equal([]);
      form.reset();
      expect(element.value).to.deep.equal(['press/old.pdf']);
      expect(fake.commands).to.contain('cancel');
    });
  });
});
