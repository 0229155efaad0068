import { expect } from '@esm-bundle/chai';
import { UploadError } from '../../src/errors.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { allInside, drawn, inside, OwnFake, place } from '../support/element-page.js';
import { fakeTask } from '../support/fake-uploader.js';
import { openList, showState } from '../support/showcase.js';

const MB = 1_000_000;

const failed = (name: string, code: 'timeout' | 'invalid-name' = 'timeout'): TaskSnapshot =>
  fakeTask({ name, status: 'failed', error: new UploadError(code, code) });

const uploading = (name: string, fields: Partial<TaskSnapshot> = {}): TaskSnapshot =>
  fakeTask({ name, size: 2 * MB, status: 'uploading', bytesSent: MB, ...fields });

const done = (name: string): TaskSnapshot => fakeTask({ name, size: 10 * MB, status: 'completed' });

describe('the view compact', () => {
  let element: OwnFake;

  beforeEach(() => {
    element = new OwnFake();
    element.multiple = true;
    element.view = 'compact';
  });

  afterEach(() => document.body.replaceChildren());

  async function show(...tasks: readonly TaskSnapshot[]): Promise<void> {
    if (!element.isConnected) await place(element);
    element.fake.show(tasks);
    await drawn(element);
  }

  /** What a person reads in the line. */
  const texts = (): readonly string[] =>
    allInside(element, '.bar-title, .bar-trouble, .bar .piece').map(({ textContent }) => textContent.trim());
  const actions = (): readonly string[] =>
    allInside(element, '.bar button').map(({ dataset }) => dataset['action'] ?? '');
  const toggle = (): HTMLElement => inside(element, '[data-action="toggle-list"]');
  const focused = (): string | undefined =>
    (element.shadowRoot?.activeElement as HTMLElement | null)?.dataset['action'];
  const isDropped = (phrase: HTMLElement): boolean =>
    phrase.getBoundingClientRect().top >= inside(element, '.bar-words').getBoundingClientRect().bottom;

  it('is one line that invites while there is nothing', async () => {
    await place(element);
    expect(
      allInside(element, '.bar-title, .phrase').map(({ textContent }) => textContent.trim()),
    ).to.deep.equal(['Add files', 'Drop files or folders here', '']);
    expect(actions()).to.deep.equal(['choose-files']);
    expect(element.getBoundingClientRect().height).to.equal(48);
  });

  it('invites to add one where only one may be added', async () => {
    element.multiple = false;
    await place(element);
    expect(inside(element, '.bar-title').textContent).to.equal('Add a file');
  });

  it('says what may be added, and why nothing may', async () => {
    element.accept = 'image/*';
    await place(element);
    expect(inside(element, '.bar').textContent).to.contain('Images');
    element.disabled = true;
    await element.updateComplete;
    expect(inside(element, '.bar').textContent).to.contain('Adding files is switched off here.');
    expect(inside(element, '[data-action="choose-files"]').matches(':disabled')).to.equal(true);
  });

  it('says what moves and how far it is', async () => {
    await show(
      uploading('a', { bytesPerSecond: 10_000, secondsLeft: 100 }),
      fakeTask({ name: 'b', size: 0 }),
    );
    expect(texts()).to.deep.equal(['Uploading 2 files', '50%', '2 min left']);
    expect(actions()).to.deep.equal(['pause-all', 'toggle-list']);
    const ring = inside(element, '[role="progressbar"]');
    expect(ring.getAttribute('aria-valuenow')).to.equal('50');
    expect(ring.getAttribute('aria-label')).to.equal('Progress of all files');
    expect(inside(element, '.ring-fill').style.getPropertyValue('--_ratio')).to.equal('0.5000');
  });

  it('says that something needs a person while others move', async () => {
    await show(uploading('a'), failed('b'));
    expect(texts()).to.deep.equal(['Uploading 1 file', '1 file needs you', '49%']);
    expect(actions()).to.deep.equal(['pause-all', 'toggle-list']);
  });

  it('offers to go on where all is paused', async () => {
    await show(uploading('a', { status: 'paused' }));
    expect(texts()).to.deep.equal(['Paused', '50%']);
    expect(actions()).to.deep.equal(['resume-all', 'toggle-list']);
  });

  it('offers to start what waits for it', async () => {
    await show(fakeTask({ name: 'a', size: MB, waitReason: 'halted' }));
    expect(texts()).to.deep.equal(['1 file ready to upload', '1 MB']);
    expect(actions()).to.deep.equal(['start-all', 'toggle-list']);
  });

  it('offers to retry what did not upload', async () => {
    await show(done('a'), failed('b'));
    expect(texts()).to.deep.equal(['1 file needs you', '1 of 2 done']);
    expect(actions()).to.deep.equal(['retry-all', 'toggle-list']);
    expect(inside(element, '[data-action="retry-all"]').textContent.trim()).to.equal('Retry');
    inside(element, '[data-action="retry-all"]').click();
    expect(element.fake.commands).to.contain('retry');
  });

  it('leads to the row where no retry helps', async () => {
    await show(done('a'), failed('b', 'invalid-name'));
    expect(actions()).to.deep.equal(['show', 'toggle-list']);
    inside(element, '[data-action="show"]').click();
    await drawn(element);
    expect(toggle().getAttribute('aria-expanded')).to.equal('true');
    expect(element.shadowRoot?.activeElement?.getAttribute('data-task')).to.equal('b');
  });

  it('says that all is stored, and asks for nothing more', async () => {
    await show(done('a'), done('b'));
    expect(texts()).to.deep.equal(['2 files uploaded', '20 MB']);
    expect(actions()).to.deep.equal(['toggle-list']);
    expect(allInside(element, '[role="progressbar"]')).to.have.length(0);
  });

  it('stays as high through all of it', async () => {
    element.style.inlineSize = '600px';
    await place(element);
    const heights: number[] = [];
    for (const tasks of [[], [uploading('a')], [uploading('a'), failed('b')], [failed('b')], [done('a')]]) {
      await show(...tasks);
      heights.push(element.getBoundingClientRect().height);
    }
    expect(heights).to.deep.equal([48, 48, 48, 48, 48]);
  });

  it('drops the phrase whole where it has no room, never what needs a person', async () => {
    element.style.inlineSize = '288px';
    await show(uploading('a', { bytesPerSecond: 10_000, secondsLeft: 100 }), failed('b'));
    expect(isDropped(inside(element, '.phrase'))).to.equal(true);
    expect(isDropped(inside(element, '.bar-trouble'))).to.equal(false);
    expect(element.getBoundingClientRect().height).to.equal(48);
    element.style.inlineSize = '600px';
    expect(isDropped(inside(element, '.phrase'))).to.equal(false);
  });

  describe('its list', () => {
    it('is not drawn until it is opened', async () => {
      await show(uploading('a'));
      expect(toggle().getAttribute('aria-expanded')).to.equal('false');
      expect(inside(element, '.panel').hidden).to.equal(true);
      expect(allInside(element, '[part~="item"]')).to.have.length(0);
    });

    it('opens in place by a button that says so, and keeps the focus', async () => {
      await show(uploading('a'), done('b'));
      toggle().focus();
      toggle().click();
      await element.updateComplete;
      expect(toggle().getAttribute('aria-expanded')).to.equal('true');
      expect(toggle().getAttribute('aria-label')).to.equal('Files');
      const panel = element.shadowRoot?.getElementById(toggle().getAttribute('aria-controls') ?? '');
      expect(panel?.hidden).to.equal(false);
      expect(panel?.querySelectorAll('[part~="item"]')).to.have.length(2);
      expect(panel?.querySelector('[data-action="choose-files"]')).to.not.equal(null);
      expect(focused()).to.equal('toggle-list');
      toggle().click();
      await element.updateComplete;
      expect(panel?.hidden).to.equal(true);
      expect(focused()).to.equal('toggle-list');
    });

    it('stays open while its files change', async () => {
      await show(uploading('a'));
      await openList(element);
      await show(done('a'));
      expect(toggle().getAttribute('aria-expanded')).to.equal('true');
      expect(actions()).to.deep.equal(['clear-finished', 'toggle-list']);
    });

    it('is closed again after it was cleared, with the focus on the button that chooses', async () => {
      await show(done('a'));
      await openList(element);
      inside(element, '[data-action="clear-finished"]').focus();
      inside(element, '[data-action="clear-finished"]').click();
      await drawn(element);
      expect(focused()).to.equal('choose-files');
      await show(done('b'));
      expect(toggle().getAttribute('aria-expanded')).to.equal('false');
    });

    it('has the focus of who has just chosen files', async () => {
      await place(element);
      inside(element, '[data-action="choose-files"]').focus();
      await show(uploading('a'));
      expect(focused()).to.equal('toggle-list');
    });

    it('is drawn in part where it is long', async () => {
      await show(...Array.from({ length: 200 }, (_, index) => done(`file ${String(index)}`)));
      await openList(element);
      await drawn(element);
      expect(allInside(element, '[part~="item"]').length).to.be.within(8, 40);
    });
  });

  it('says over the line what a drop would do, and keeps its height', async () => {
    element.style.inlineSize = '320px';
    await place(element);
    await showState(element, 'refused-drag');
    expect(inside(element, '.drop-sheet').textContent).to.contain('This kind of file isn’t accepted here');
    expect(element.getBoundingClientRect().height).to.equal(48);
    const { bottom } = inside(element, '.drop-sheet .title').getBoundingClientRect();
    expect(bottom).to.be.at.most(element.getBoundingClientRect().bottom);
  });

  it('has notes below the line, list open or not', async () => {
    await place(element);
    await showState(element, 'left-out');
    expect(inside(element, '.bar ~ .note').textContent).to.contain('2 files were left out');
  });
});
