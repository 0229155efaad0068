import { expect } from '@esm-bundle/chai';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { allInside, drawn, inside, OwnFake, place } from '../support/element-page.js';
import { fakeTask } from '../support/fake-uploader.js';
import { until } from '../support/until.js';
import { encodeJpeg, encodePng, fileOf, quartersOf, UPRIGHT } from './support/make-images.js';

function taskOf(file: File, fields: Partial<TaskSnapshot> = {}): TaskSnapshot {
  return fakeTask({ name: file.name, type: file.type, size: file.size, file, ...fields });
}

const canvases = (element: OwnFake): HTMLCanvasElement[] =>
  allInside(element, '[part~="preview"] canvas') as HTMLCanvasElement[];

/** Long enough for a preview that must not come; those that come take a tenth of it. */
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400));

describe('preview of a row', () => {
  let element: OwnFake;

  beforeEach(() => {
    element = new OwnFake();
  });

  afterEach(() => {
    element.remove();
    document.body.replaceChildren();
  });

  it('is a canvas of twice its size at most, instead of the icon, that says nothing', async () => {
    const file = fileOf(await encodeJpeg(640, 480), 'a.jpg', 'image/jpeg');
    element.fake.show([taskOf(file)]);
    await place(element);
    expect(allInside(element, '[part~="preview"] svg')).to.have.length(1);
    await until(async () => canvases(element).length === 1, 'the picture');
    const [canvas] = canvases(element);
    if (!canvas) throw new Error('no canvas');
    const side = 40 * Math.min(devicePixelRatio, 2);
    expect([canvas.width, canvas.height]).to.deep.equal([side, side]);
    expect(quartersOf(canvas)).to.deep.equal(UPRIGHT);
    expect(canvas.getAttribute('aria-hidden')).to.equal('true');
    expect(allInside(element, '[part~="preview"] svg')).to.have.length(0);
    const { width, height } = canvas.getBoundingClientRect();
    expect([width, height]).to.deep.equal([40, 40]);
    const markup = element.shadowRoot?.innerHTML ?? '';
    expect(markup).not.to.contain('blob:');
    expect(markup).not.to.contain('<img');
    expect(canvas.hasAttribute('style')).to.equal(false);
  });

  it('stays while its row is drawn anew, and changes with the file', async () => {
    const task = taskOf(fileOf(await encodePng(64, 64), 'a.png', 'image/png'));
    element.fake.show([task]);
    await place(element);
    await until(async () => canvases(element).length === 1, 'the picture');
    const [canvas] = canvases(element);
    element.fake.show([{ ...task, status: 'uploading', bytesSent: 5 }]);
    await drawn(element);
    expect(canvases(element)).to.deep.equal([canvas]);
    element.fake.show([{ ...task, file: fileOf('text', 'a.txt'), type: 'text/plain', name: 'a.txt' }]);
    await drawn(element);
    expect(canvases(element)).to.have.length(0);
    expect(allInside(element, '[part~="preview"] svg')).to.have.length(1);
  });

  it('is grey in a tile where its bytes are still to be sent', async () => {
    const file = fileOf(await encodePng(64, 64), 'a.png', 'image/png');
    element.view = 'grid';
    element.fake.show([taskOf(file, { status: 'uploading', size: 1000, bytesSent: 400, progress: 0.4 })]);
    await place(element);
    await until(async () => canvases(element).length === 1, 'the picture');
    const { mixBlendMode } = getComputedStyle(inside(element, '.undeveloped'));
    expect(mixBlendMode).to.equal('saturation');
    const thumb = inside(element, '.thumb').getBoundingClientRect();
    const isAsUnsent = (): boolean => {
      const grey = inside(element, '.undeveloped').getBoundingClientRect();
      return Math.abs(grey.width - 0.6 * thumb.width) < 1 && Math.abs(grey.right - thumb.right) < 1;
    };
    await until(async () => isAsUnsent(), 'grey where its bytes are unsent');
    element.fake.show([taskOf(file, { status: 'completed' })]);
    await drawn(element);
    expect(allInside(element, '.undeveloped')).to.have.length(0);
  });

  it('is an icon for what is no image, what is broken, and an upload of an earlier visit', async () => {
    const png = await encodePng(64, 64);
    element.fake.show([
      taskOf(fileOf('<svg xmlns="http://www.w3.org/2000/svg"/>', 'a.svg', 'image/svg+xml')),
      taskOf(fileOf(png.slice().fill(0x55, 40), 'broken.png', 'image/png')),
      taskOf(fileOf(png, 'a.pdf', 'application/pdf')),
      fakeTask({ name: 'gone.png', type: 'image/png', file: null }),
      taskOf(fileOf(png, 'good.png', 'image/png')),
    ]);
    await place(element);
    await until(async () => canvases(element).length === 1, 'the picture of the last one');
    await quiet();
    expect(
      allInside(element, '[part~="preview"]').map((frame) => frame.firstElementChild?.localName),
    ).to.deep.equal(['svg', 'svg', 'svg', 'svg', 'canvas']);
  });

  it('is an icon with no-previews, at once when that is set later, and comes back', async () => {
    const file = fileOf(await encodePng(64, 64), 'a.png', 'image/png');
    element.setAttribute('no-previews', '');
    element.fake.show([taskOf(file)]);
    await place(element);
    await quiet();
    expect(canvases(element)).to.have.length(0);
    element.removeAttribute('no-previews');
    await until(async () => canvases(element).length === 1, 'the picture');
    element.noPreviews = true;
    await element.updateComplete;
    expect(canvases(element)).to.have.length(0);
    expect(allInside(element, '[part~="preview"] svg')).to.have.length(1);
  });

  it('is there only while it is in sight, and comes back as it was', async () => {
    const png = await encodePng(64, 64);
    const tasks = Array.from({ length: 60 }, (_, index) =>
      taskOf(fileOf(png.slice(), `${String(index)}.png`, 'image/png')),
    );
    element.fake.show(tasks);
    await place(element);
    const hasFirst = async (): Promise<boolean> =>
      inside(element, '[data-task="0.png"] .thumb canvas') !== null;
    await until(() => hasFirst().catch(() => false), 'the first picture');
    await until(async () => canvases(element).length > 4, 'those in sight');
    await quiet();
    const list = inside(element, '.list');
    const rowsInSight = Math.ceil(list.clientHeight / 50) + 1;
    expect(canvases(element).length).to.be.below(rowsInSight + 1);
    const first = inside(element, '[data-task="0.png"] canvas');
    list.scrollTop = list.scrollHeight;
    await until(
      () =>
        hasFirst().then(
          () => false,
          () => true,
        ),
      'the first one to go',
    );
    list.scrollTop = 0;
    await until(() => hasFirst().catch(() => false), 'the first one again');
    expect(inside(element, '[data-task="0.png"] canvas')).to.equal(first);
  });

  it('follows an element that moves, and goes with one that leaves', async () => {
    const file = fileOf(await encodePng(64, 64), 'a.png', 'image/png');
    element.fake.show([taskOf(file)]);
    await place(element);
    await until(async () => canvases(element).length === 1, 'the picture');
    const other = document.createElement('div');
    document.body.append(other);
    other.append(element);
    await until(async () => canvases(element).length === 1, 'the picture at its new place');
    element.remove();
    expect(canvases(element)).to.have.length(0);
  });

  it('is drawn anew where it becomes larger', async () => {
    const file = fileOf(await encodePng(400, 400), 'a.png', 'image/png');
    element.fake.show([taskOf(file)]);
    await place(element);
    await until(async () => canvases(element).length === 1, 'the picture');
    const style = document.createElement('style');
    style.textContent = 'own-fake::part(preview) { inline-size: 160px; block-size: 120px; }';
    document.body.append(style);
    const density = Math.min(devicePixelRatio, 2);
    await until(async () => canvases(element)[0]?.width === 160 * density, 'the larger picture');
    expect(canvases(element)).to.have.length(1);
    expect(canvases(element)[0]?.height).to.equal(120 * density);
  });
});
