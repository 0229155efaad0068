import { expect } from '@esm-bundle/chai';
import type { SmhUploader } from '../../src/element/smh-uploader.js';
import '../../src/index.js';
import { macrotask } from '../support/element-page.js';
import { fakeTask, FakeUploader } from '../support/fake-uploader.js';
import { until } from '../support/until.js';

function filesTransfer(): DataTransfer {
  const transfer = new DataTransfer();
  transfer.items.add(new File(['x'], 'x.txt'));
  return transfer;
}

function drag(target: EventTarget, type: string, dataTransfer = filesTransfer()): DragEvent {
  const event = new DragEvent(type, { bubbles: true, composed: true, cancelable: true, dataTransfer });
  target.dispatchEvent(event);
  return event;
}

describe('DragController', () => {
  let made: SmhUploader[] = [];

  async function place(dropTarget?: string | Element): Promise<[SmhUploader, FakeUploader]> {
    const element = document.createElement('smh-uploader');
    const fake = new FakeUploader();
    element.uploader = fake;
    element.dropTarget = dropTarget;
    document.body.append(element);
    made.push(element);
    await element.updateComplete;
    return [element, fake];
  }

  function zoneOf(element: SmhUploader): Element {
    const zone = element.shadowRoot?.querySelector('[part~="drop-zone"]');
    if (!zone) throw new Error('no drop zone');
    return zone;
  }

  afterEach(() => {
    for (const element of made) element.remove();
    made = [];
    document.body.replaceChildren();
  });

  it('hands the files of a drop on the element over during the event', async () => {
    const [element, fake] = await place();
    const event = drag(zoneOf(element), 'drop');
    expect(event.defaultPrevented).to.equal(true);
    expect(fake.calls.find(([command]) => command === 'addFiles')?.[1]).to.equal(event.dataTransfer);
  });

  it('leaves drops outside of it alone', async () => {
    const [, fake] = await place();
    expect(drag(document.body, 'drop').defaultPrevented).to.equal(false);
    expect(fake.commands).not.to.contain('addFiles');
  });

  it('leaves drags without files alone', async () => {
    const [element, fake] = await place();
    const text = new DataTransfer();
    text.setData('text/plain', 'words');
    expect(drag(zoneOf(element), 'dragover', text).defaultPrevented).to.equal(false);
    expect(drag(zoneOf(element), 'drop', text).defaultPrevented).to.equal(false);
    expect(fake.commands).not.to.contain('addFiles');
  });

  it('says before the drop how many files will be left out, and when it would take none', async () => {
    const [element] = await place();
    element.accept = 'image/*,.pdf,.custom';
    const some = new DataTransfer();
    for (const [name, type] of [
      ['a.jpg', 'image/jpeg'],
      ['b.pdf', 'application/pdf'],
      ['c.zip', 'application/zip'],
      // Whatever its name is: the browser tells no type.
      ['d', ''],
    ] as const)
      some.items.add(new File(['x'], name, { type }));
    drag(zoneOf(element), 'dragenter', some);
    await element.updateComplete;
    // An extension that no type is known for may be anything.
    expect(zoneOf(element).textContent).to.contain('Drop to add 4 files');
    element.accept = 'image/*,.pdf';
    drag(zoneOf(element), 'dragover', some);
    await element.updateComplete;
    expect(zoneOf(element).textContent).to.contain('Drop to add 3 files').and.to.contain('1 is of a kind');
    const none = new DataTransfer();
    none.items.add(new File(['x'], 'c.zip', { type: 'application/zip' }));
    drag(zoneOf(element), 'dragover', none);
    await element.updateComplete;
    expect(zoneOf(element).textContent).to.contain('isn’t accepted').and.not.to.contain('Drop to add');
  });

  it('covers the files that are there while others are dragged over', async () => {
    const [element, fake] = await place();
    fake.show([fakeTask({})]);
    await macrotask();
    const sheet = (): Element | null | undefined => element.shadowRoot?.querySelector('.drop-sheet');
    expect(sheet()).to.equal(null);
    drag(zoneOf(element), 'dragenter');
    await element.updateComplete;
    expect(sheet()?.textContent).to.contain('Drop to add 1 file');
  });

  it('stays dragged over from one inner element to the next, and ends at the last leave', async () => {
    const [element] = await place();
    const zone = zoneOf(element);
    const button = element.shadowRoot?.querySelector('[part~="button"]');
    if (!button) throw new Error('no button');
    drag(zone, 'dragenter');
    drag(button, 'dragenter');
    drag(zone, 'dragleave');
    await element.updateComplete;
    expect(zone.classList.contains('over')).to.equal(true);
    drag(button, 'dragleave');
    await element.updateComplete;
    expect(zone.classList.contains('over')).to.equal(false);
  });

  it('takes nothing while disabled, and keeps the browser from opening the file', async () => {
    const [element, fake] = await place();
    element.disabled = true;
    await element.updateComplete;
    expect(drag(zoneOf(element), 'dragover').defaultPrevented).to.equal(true);
    drag(zoneOf(element), 'drop');
    expect(fake.commands).not.to.contain('addFiles');
  });

  it('gives the page’s drops to the uploader that was connected first', async () => {
    const [first, firstFake] = await place('page');
    const [, secondFake] = await place('page');
    drag(document.body, 'drop');
    expect(firstFake.commands).to.contain('addFiles');
    expect(secondFake.commands).not.to.contain('addFiles');
    first.remove();
    drag(document.body, 'drop');
    expect(secondFake.commands).to.contain('addFiles');
  });

  it('leaves the page’s drops with the first uploader when that one is moved', async () => {
    const [first, firstFake] = await place('page');
    const [, secondFake] = await place('page');
    const other = document.createElement('div');
    document.body.append(other);
    other.append(first);
    drag(document.body, 'drop');
    expect(firstFake.commands).to.contain('addFiles');
    expect(secondFake.commands).not.to.contain('addFiles');
  });

  it('gives its place in the line up once it is gone for good', async () => {
    const [first, firstFake] = await place('page');
    const [, secondFake] = await place('page');
    first.remove();
    await macrotask();
    await macrotask();
    document.body.append(first);
    drag(document.body, 'drop');
    expect(secondFake.commands).to.contain('addFiles');
    expect(firstFake.commands).not.to.contain('addFiles');
  });

  describe('a drop beside the target', () => {
    it('does not make the browser leave the page while something moves', async () => {
      const [, fake] = await place();
      fake.show([fakeTask({ status: 'uploading' })]);
      expect(drag(document.body, 'dragover').defaultPrevented).to.equal(true);
      expect(drag(document.body, 'drop').defaultPrevented).to.equal(true);
      expect(fake.commands).not.to.contain('addFiles');
      fake.show([fakeTask({ status: 'completed' })]);
      expect(drag(document.body, 'dragover').defaultPrevented).to.equal(false);
    });

    it('is left to a native file input, and to drags without files', async () => {
      const [, fake] = await place();
      fake.show([fakeTask({ status: 'uploading' })]);
      const input = document.createElement('input');
      input.type = 'file';
      document.body.append(input);
      expect(drag(input, 'drop').defaultPrevented).to.equal(false);
      const text = new DataTransfer();
      text.setData('text/plain', 'words');
      expect(drag(document.body, 'drop', text).defaultPrevented).to.equal(false);
    });

    it('still reaches another uploader that takes it at the document', async () => {
      const [, busy] = await place();
      busy.show([fakeTask({ status: 'uploading' })]);
      const [, taker] = await place('page');
      drag(document.body, 'drop');
      expect(taker.commands).to.contain('addFiles');
    });
  });

  it('looks a selector up at each drag', async () => {
    const [, fake] = await place('.late');
    const late = document.createElement('div');
    late.className = 'late';
    document.body.append(late);
    drag(late, 'drop');
    expect(fake.commands).to.contain('addFiles');
  });

  it('takes an element as target', async () => {
    const target = document.createElement('section');
    document.body.append(target);
    const [, fake] = await place(target);
    drag(target, 'drop');
    expect(fake.commands).to.contain('addFiles');
  });

  it('takes a drop once where the target holds the element', async () => {
    const [element, fake] = await place('body');
    drag(zoneOf(element), 'drop');
    expect(fake.commands.filter((command) => command === 'addFiles')).to.have.length(1);
  });

  describe('paste', () => {
    function paste(target: EventTarget, transfer = filesTransfer()): ClipboardEvent {
      const event = new ClipboardEvent('paste', {
        bubbles: true,
        composed: true,
        cancelable: true,
      });
      // Firefox takes no clipboardData from the constructor.
      Object.defineProperty(event, 'clipboardData', { value: transfer });
      target.dispatchEvent(event);
      return event;
    }

    it('is taken inside the element', async () => {
      const [element, fake] = await place();
      expect(paste(zoneOf(element)).defaultPrevented).to.equal(true);
      expect(fake.commands).to.contain('addFiles');
    });

    it('of a picture goes in under a name made from the time', async () => {
      const element = document.createElement('smh-uploader');
      element.manualStart = true;
      document.body.append(element);
      made.push(element);
      await element.updateComplete;
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
      paste(zoneOf(element), transfer);
      await until(async () => element.tasks.length > 0, 'the task');
      expect(element.tasks.map(({ name }) => name).join()).to.match(
        /^Pasted image \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/,
      );
      element.cancel();
    });

    it('is not stolen from editable content', async () => {
      const [, fake] = await place('page');
      const input = document.createElement('textarea');
      document.body.append(input);
      expect(paste(input).defaultPrevented).to.equal(false);
      expect(fake.commands).not.to.contain('addFiles');
    });

    it('is left alone with no-paste', async () => {
      const [element, fake] = await place();
      element.noPaste = true;
      paste(zoneOf(element));
      expect(fake.commands).not.to.contain('addFiles');
    });
  });
});
