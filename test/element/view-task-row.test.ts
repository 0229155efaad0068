import { expect } from '@esm-bundle/chai';
import { allInside, drawn, inside, OwnFake, place } from '../support/element-page.js';
import { fakeTask, type FakeUploader } from '../support/fake-uploader.js';

describe('viewTaskRow', () => {
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

  it('show hostile names as text', async () => {
    const name = '<img src=x onerror="window.wasHit=1">&amp;\u202egpj.exe';
    fake.show([fakeTask({ name, status: 'uploading', bytesSent: 10 })]);
    await place(element);
    expect(allInside(element, 'img')).to.have.length(0);
    expect(inside(element, 'bdi.file-name').textContent).to.equal(
      '<img src=x onerror="window.wasHit=1">&amp;\ufffdgpj.exe',
    );
    expect(window).not.to.have.property('wasHit');
  });

  it('show a path in the direction of its own script, where the row begins', async () => {
    document.body.dir = 'rtl';
    fake.show([
      fakeTask({ name: 'Sea.png', relativePath: 'Holiday/Sea.png' }),
      fakeTask({ name: 'بحر.png', relativePath: 'صيف/بحر.png' }),
    ]);
    await place(element);
    const boxesOf = (name: string): DOMRect[] =>
      ['.folder', '.file-name', '.name', '.about'].map((part) =>
        inside(element, `[data-task="${name}"] ${part}`).getBoundingClientRect(),
      );
    const [folder, file, line, about] = boxesOf('Sea.png');
    expect(folder?.right).to.be.closeTo(file?.left ?? 0, 1);
    expect(line?.right).to.be.closeTo(about?.right ?? 0, 1);
    const [itsFolder, itsFile] = boxesOf('بحر.png');
    expect(itsFolder?.left).to.be.closeTo(itsFile?.right ?? 0, 1);
    document.body.removeAttribute('dir');
  });

  it('keep the icon in the middle of its picture, whatever was sent', async () => {
    for (const view of ['list', 'grid'] as const) {
      element.view = view;
      fake.show([
        fakeTask({ name: 'a.mp4', type: 'video/mp4', status: 'uploading', bytesSent: 400, file: null }),
      ]);
      await place(element);
      const [thumb, icon] = ['.thumb', '.thumb .icon'].map((part) =>
        inside(element, part).getBoundingClientRect(),
      );
      expect((icon?.top ?? 0) - (thumb?.top ?? 0), view).to.be.closeTo(
        (thumb?.bottom ?? 0) - (icon?.bottom ?? 0),
        1,
      );
    }
  });

  it('have buttons that name their file and act on it', async () => {
    fake.show([
      fakeTask({ name: 'a.mp4', status: 'uploading', bytesSent: 400 }),
      fakeTask({ name: 'b.mp4', status: 'paused' }),
      fakeTask({ name: 'c.mp4', status: 'failed' }),
    ]);
    await place(element);
    const labels = allInside(element, '[part~="item"] button').map((button) => button.ariaLabel);
    expect(labels).to.deep.equal([
      'Pause a.mp4',
      'Cancel a.mp4',
      'Resume b.mp4',
      'Cancel b.mp4',
      'Retry c.mp4',
      'Remove c.mp4',
    ]);
    inside(element, '[aria-label="Pause a.mp4"]').click();
    inside(element, '[aria-label="Resume b.mp4"]').click();
    inside(element, '[aria-label="Retry c.mp4"]').click();
    expect(fake.calls.filter(([command]) => command !== 'setOptions')).to.deep.equal([
      ['pause', 'a.mp4'],
      ['resume', 'b.mp4'],
      ['retry', 'c.mp4'],
    ]);
  });

  it('tell their progress in words and never 100 before the end', async () => {
    fake.show([fakeTask({ name: 'a', size: 1000, bytesSent: 999, status: 'uploading', progress: 0.9999 })]);
    await place(element);
    const bar = inside(element, '[part~="item"] [role="progressbar"]');
    expect(bar.getAttribute('aria-valuenow')).to.equal('99');
    expect(bar.getAttribute('aria-valuetext')).to.equal('99%');
  });

  it('are not drawn anew while their snapshot stays the same', async () => {
    const still = fakeTask({ name: 'still', status: 'uploading', bytesSent: 1 });
    fake.show([still, fakeTask({ name: 'moving', status: 'uploading', bytesSent: 1 })]);
    await place(element);
    const row = inside(element, '[data-task="still"]');
    let changes = 0;
    const observer = new MutationObserver((records) => (changes += records.length));
    observer.observe(row, { subtree: true, childList: true, attributes: true, characterData: true });
    fake.show([still, fakeTask({ name: 'moving', status: 'uploading', bytesSent: 500 })]);
    await drawn(element);
    expect(inside(element, '[data-task="moving"] [role="progressbar"]').ariaValueNow).to.equal('50');
    expect(changes).to.equal(0);
    observer.disconnect();
  });

  it('give the focus on when one is removed: to the next, the one before, the choose button', async () => {
    fake.show(['a', 'b'].map((name) => fakeTask({ name, status: 'completed' })));
    await place(element);
    for (const expected of ['Remove b', null]) {
      const button = inside(element, '[data-action="remove"]');
      button.focus();
      button.click();
      await drawn(element);
      const focused = element.shadowRoot?.activeElement;
      expect(focused?.getAttribute('aria-label') ?? null).to.equal(expected);
      expect(focused).not.to.equal(null);
    }
    expect(element.shadowRoot?.activeElement?.getAttribute('data-action')).to.equal('choose-files');
  });

  it('answer a conflict, for all where asked', async () => {
    fake.show(['a', 'b'].map((name) => fakeTask({ name, status: 'conflict' })));
    await place(element);
    inside(element, '[part~="prompt"] input').click();
    inside(element, '[aria-label="Replace a"]').click();
    expect(fake.calls.at(-1)).to.deep.equal(['resolveConflict', 'a', 'overwrite', { all: true }]);
  });
});
