import { expect } from '@esm-bundle/chai';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { UploadError } from '../../src/errors.js';
import { allInside, drawn, inside, OwnFake, place } from '../support/element-page.js';
import { fakeTask } from '../support/fake-uploader.js';

const file = new File(['x'], 'file');
const named = (name: string, fields: Partial<TaskSnapshot> = {}): TaskSnapshot =>
  fakeTask({ name, file, ...fields });
const failed = (name: string, code: 'timeout' | 'file-too-large' = 'timeout'): TaskSnapshot =>
  named(name, { status: 'failed', error: new UploadError(code, 'it failed') });
const inFolder = (path: string, fields: Partial<TaskSnapshot> = {}): TaskSnapshot =>
  named(path.slice(path.lastIndexOf('/') + 1), { id: path, relativePath: path, ...fields });

describe('the list', () => {
  let element: OwnFake;

  async function show(...tasks: readonly TaskSnapshot[]): Promise<void> {
    element.fake.show(tasks);
    await (element.isConnected ? drawn(element) : place(element));
  }

  async function press(selector: string): Promise<void> {
    inside(element, selector).click();
    await drawn(element);
  }

  const textOf = (node: Element): string => (node.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  const texts = (selector: string): string[] => allInside(element, selector).map(textOf);
  const names = (): (string | undefined)[] =>
    allInside(element, '[data-task]').map(({ dataset }) => dataset.task);

  beforeEach(() => {
    element = new OwnFake();
  });

  afterEach(() => {
    element.remove();
    document.body.replaceChildren();
  });

  describe('with filters', () => {
    const mixed = (): readonly TaskSnapshot[] => [
      named('a', { status: 'completed' }),
      named('b', { status: 'uploading' }),
      named('c', { status: 'queued' }),
      failed('d'),
      named('e', { status: 'paused' }),
      named('f', { status: 'conflict' }),
      named('g', { status: 'waiting', waitReason: 'network' }),
      named('h', { status: 'canceled' }),
      named('i', { status: 'queued', waitReason: 'halted' }),
    ];

    it('offers none while all rows are in sight', async () => {
      await show(...mixed().slice(0, 8));
      expect(allInside(element, '[data-filter]')).to.deep.equal([]);
    });

    it('counts what is under each, and shows that alone', async () => {
      await show(...mixed());
      expect(texts('[data-filter]')).to.deep.equal([
        'All 9',
        'Uploading 2',
        'Waiting 3',
        'Needs you 2',
        'Done 1',
      ]);
      const shown: Record<string, unknown> = {};
      for (const filter of ['uploading', 'waiting', 'needs-you', 'done', 'all']) {
        await press(`[data-filter="${filter}"]`);
        expect(inside(element, `[data-filter="${filter}"]`).getAttribute('aria-pressed')).to.equal('true');
        shown[filter] = names().join('');
      }
      expect(shown).to.deep.equal({
        uploading: 'bg',
        waiting: 'cei',
        'needs-you': 'df',
        done: 'a',
        all: 'abcdefghi',
      });
    });

    it('follows files from one to the next, and says where none is left', async () => {
      await show(...mixed());
      await press('[data-filter="uploading"]');
      await show(...mixed().map((task) => (task.id === 'c' ? named('c', { status: 'hashing' }) : task)));
      expect(names()).to.deep.equal(['b', 'c', 'g']);
      await show(...'abcdefghi'.split('').map((name) => named(name, { status: 'completed' })));
      expect(names()).to.deep.equal([]);
      expect(texts('.nothing-here')).to.deep.equal(['No files here at the moment.']);
    });

    it('shows all again once they are few', async () => {
      await show(...mixed());
      await press('[data-filter="done"]');
      await show(...mixed().slice(0, 4));
      expect(names()).to.deep.equal(['a', 'b', 'c', 'd']);
    });
  });

  describe('with failures', () => {
    it('folds those with the same sentence into one note, and takes them up again together', async () => {
      await show(
        failed('a'),
        named('b', { status: 'uploading' }),
        failed('c'),
        failed('d', 'file-too-large'),
        failed('e'),
      );
      expect(texts('.note.danger .note-text')).to.deep.equal([
        '3 files: The server isn’t answering. Your progress is kept.',
      ]);
      await press('[data-action="retry-these"]');
      expect(element.fake.calls.filter(([command]) => command === 'retry')).to.deep.equal([
        ['retry', 'a'],
        ['retry', 'c'],
        ['retry', 'e'],
      ]);
      expect(texts('.note.danger .note-text')).to.deep.equal(['d didn’t upload']);
    });

    it('offers to remove those that no retry can help', async () => {
      await show(...['a', 'b', 'c'].map((name) => failed(name, 'file-too-large')), named('d'));
      expect(texts('.note.danger .note-text')).to.deep.equal(['3 files are too big.']);
      await press('[data-action="remove-these"]');
      expect(names()).to.deep.equal(['d']);
    });

    it('shows what needs a person, and goes there', async () => {
      const others = Array.from({ length: 100 }, (_, index) => named(`file ${String(index)}`));
      await show(...others, failed('a'), failed('b'), failed('c'));
      await press('[data-action="show"]');
      expect(names()).to.deep.equal(['a', 'b', 'c']);
      expect(element.shadowRoot?.activeElement?.getAttribute('data-task')).to.equal('a');
    });

    it('names the one of a short list while the header speaks of others', async () => {
      await show(named('b', { status: 'uploading' }), failed('Contract.pdf'));
      expect(texts('.note.danger .note-text')).to.deep.equal(['Contract.pdf didn’t upload']);
      await show(named('b', { status: 'completed' }), failed('Contract.pdf'));
      expect(texts('.note.danger')).to.deep.equal([]);
    });
  });

  describe('with folders', () => {
    const tree = (): readonly TaskSnapshot[] => [
      named('alone.txt', { relativePath: 'alone.txt' }),
      inFolder('Photos/2026/a.jpg', { status: 'completed', size: 1000, bytesSent: 1000 }),
      inFolder('Photos/2026/May/b.jpg', { status: 'uploading', size: 3000, bytesSent: 500 }),
      inFolder('Notes/only.txt'),
    ];

    it('puts files of one under a header that says how many and how far, without moving any', async () => {
      await show(...tree());
      expect(texts('[data-row]').map((text) => text.split(' ')[0])).to.deep.equal([
        'alone.txt',
        'Photos/2026',
        'a.jpg',
        'May/b.jpg',
        'Notes/only.txt',
      ]);
      expect(texts('.folder-row')).to.deep.equal(['Photos/2026 2 files37%']);
    });

    it('hides and shows them by a press on it', async () => {
      await show(...tree());
      await press('.folder-row');
      expect(names()).to.deep.equal(['alone.txt', 'Notes/only.txt']);
      expect(inside(element, '.folder-row').getAttribute('aria-expanded')).to.equal('false');
      await show(...tree(), inFolder('Music/c.mp3'), inFolder('Music/d.mp3'));
      expect(names()).to.deep.equal(['alone.txt', 'Notes/only.txt', 'Music/c.mp3', 'Music/d.mp3']);
      await press('.folder-row');
      expect(names()).to.have.length(6);
    });

    it('groups a second drop of the same folder by itself', async () => {
      await show(...tree(), inFolder('Photos/c.jpg'), inFolder('Photos/d.jpg'));
      expect(texts('.folder-name')).to.deep.equal(['Photos/2026', 'Photos']);
    });

    it('keeps the place of each row in a long list with headers between', async () => {
      const paths = Array.from(
        { length: 300 },
        (_, index) => `Folder ${String(Math.floor(index / 10))}/${String(index)}`,
      );
      await show(...paths.map((path) => inFolder(path)));
      await drawn(element);
      const list = inside(element, '.list');
      list.scrollTop = list.scrollHeight / 2;
      await drawn(element);
      await drawn(element);
      const rows = allInside(element, '[data-row]').map((row) => row.getBoundingClientRect());
      rows.slice(1).forEach((row, index) => expect(row.top).to.equal(rows[index]?.bottom));
      expect(inside(element, '[data-row]').getAttribute('aria-setsize')).to.equal('330');
    });
  });
});
