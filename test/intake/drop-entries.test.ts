import { expect } from '@esm-bundle/chai';
import { collectEntries } from '../../src/intake/collect-entries.js';
import { hasFiles } from '../../src/intake/drop-entries.js';
import { FakeFolder, fakeDrop, manyFiles, type FakeTree } from '../support/fake-file-tree.js';

const gone = new DOMException('gone', 'NotFoundError');

async function pathsOf(tree: FakeTree): Promise<readonly string[]> {
  return (await collectEntries(fakeDrop(tree))).entries.map((entry) => entry.relativePath);
}

describe('collectEntries with a dropped folder (fake entries, same walker as native drops)', () => {
  it('reads all 250 files of a folder that lists 100 at a time', async () => {
    const { entries } = await collectEntries(fakeDrop({ photos: manyFiles(250) }));
    expect(entries.map((entry) => entry.relativePath)).to.deep.equal(
      Array.from({ length: 250 }, (_, index) => `photos/${index}.txt`),
    );
    expect(await entries[249]?.file.text()).to.equal('249');
  });

  it('keeps the tree five levels deep', async () => {
    expect(
      await pathsOf({ a: { b: { c: { d: { e: { 'deep.txt': '1' } }, 'c.txt': '2' } } }, 'top.txt': '3' }),
    ).to.deep.equal(['a/b/c/d/e/deep.txt', 'a/b/c/c.txt', 'top.txt']);
  });

  it('keeps empty folders, also nested ones, and no others', async () => {
    const { entries, emptyDirectories } = await collectEntries(
      fakeDrop({ empty: {}, a: { 'x.txt': '', inner: { innermost: {} } } }),
    );
    expect(emptyDirectories).to.deep.equal(['empty', 'a/inner/innermost']);
    expect(entries.map((entry) => entry.relativePath)).to.deep.equal(['a/x.txt']);
  });

  it('rejects a file that can not be read and takes the others', async () => {
    const { entries, rejected, emptyDirectories } = await collectEntries(
      fakeDrop({ a: { 'bad.txt': gone, 'good.txt': 'x' }, b: { 'bad.txt': gone } }),
    );
    expect(entries.map((entry) => entry.relativePath)).to.deep.equal(['a/good.txt']);
    expect(rejected.map(({ code, relativePath, file }) => [code, relativePath, file.name])).to.deep.equal([
      ['unreadable', 'a/bad.txt', 'bad.txt'],
      ['unreadable', 'b/bad.txt', 'bad.txt'],
    ]);
    expect(rejected[0]?.message).to.contain('choose it again');
    expect(emptyDirectories).to.deep.equal([]);
  });

  it('rejects a folder that stops to list, keeping what it listed', async () => {
    const { entries, rejected, emptyDirectories } = await collectEntries(
      fakeDrop({
        broken: new FakeFolder(manyFiles(250), { failsAfterBatches: 1 }),
        shut: new FakeFolder({}, { failsAfterBatches: 0 }),
        fine: { 'x.txt': '' },
      }),
    );
    expect(entries).to.have.length(101);
    expect(rejected.map(({ code, relativePath }) => [code, relativePath])).to.deep.equal([
      ['unreadable', 'broken'],
      ['unreadable', 'shut'],
    ]);
    expect(emptyDirectories).to.deep.equal([]);
  });

  it('rejects the junk of systems inside folders only', async () => {
    const { entries, rejected, emptyDirectories } = await collectEntries(
      fakeDrop({
        a: { '.DS_Store': '', 'Thumbs.db': '', 'Desktop.ini': '', 'DS_Store.txt': '' },
        onlyJunk: { '.DS_Store': '' },
        '.DS_Store': 'chosen by itself',
      }),
    );
    expect(entries.map((entry) => entry.relativePath)).to.deep.equal(['a/DS_Store.txt', '.DS_Store']);
    expect(rejected.map(({ code, relativePath }) => [code, relativePath])).to.deep.equal([
      ['junk', 'a/.DS_Store'],
      ['junk', 'a/Thumbs.db'],
      ['junk', 'a/Desktop.ini'],
      ['junk', 'onlyJunk/.DS_Store'],
    ]);
    expect(emptyDirectories).to.deep.equal(['onlyJunk']);
  });

  it('makes no folders out of a name with a slash', async () => {
    expect(await pathsOf({ a: { '../../x': '1' }, 'b/c': { 'y.txt': '2' } })).to.deep.equal([
      'a/..:..:x',
      'b:c/y.txt',
    ]);
  });

  it('rejects an empty folder with an impossible name', async () => {
    const { emptyDirectories, rejected } = await collectEntries(fakeDrop({ a: { '..': {}, 'e\u0301': {} } }));
    expect(emptyDirectories).to.deep.equal(['a/\u00e9']);
    expect(rejected.map(({ code, relativePath }) => [code, relativePath])).to.deep.equal([
      ['invalid-name', 'a/..'],
    ]);
  });

  it('lets the event loop turn while it reads 20,000 files', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const { entries } = await collectEntries(fakeDrop({ large: manyFiles(20_000) }));
    clearInterval(timer);
    expect(entries).to.have.length(20_000);
    expect(turns).to.be.greaterThan(0);
  });

  it('stops with the reason when its signal aborts', async () => {
    const controller = new AbortController();
    const collecting = collectEntries(fakeDrop({ large: manyFiles(20_000) }), { signal: controller.signal });
    controller.abort(new DOMException('stop', 'AbortError'));
    const outcome = await collecting.catch((thrown: unknown) => thrown);
    expect(outcome).to.have.property('name', 'AbortError');
  });

  it('takes the items before it returns, since the browser empties them afterwards', async () => {
    const drop = fakeDrop({ a: { 'x.txt': '' }, 'y.txt': '' });
    const collecting = collectEntries(drop);
    Object.assign(drop, { items: [], files: [] });
    expect((await collecting).entries.map((entry) => entry.relativePath)).to.deep.equal(['a/x.txt', 'y.txt']);
  });

  it('rejects an item that holds neither entry nor file', async () => {
    const item = { kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => null };
    const transfer = { items: [item], files: [], types: [] } as unknown as DataTransfer;
    const { entries, rejected } = await collectEntries(transfer);
    expect(entries).to.deep.equal([]);
    expect(rejected.map(({ code }) => code)).to.deep.equal(['unreadable']);
  });

  it('uses the file list where the items hold no file', async () => {
    const transfer = {
      items: [{ kind: 'string' }],
      files: [new File(['1'], 'one.txt')],
      types: ['Files'],
    } as unknown as DataTransfer;
    expect((await collectEntries(transfer)).entries.map((entry) => entry.relativePath)).to.deep.equal([
      'one.txt',
    ]);
  });
});

describe('collectEntries with a DataTransfer made by a script (every engine can make one)', () => {
  it('takes its files and leaves its texts', async () => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['one'], 'one.txt', { type: 'text/plain' }));
    transfer.items.add('some text', 'text/plain');
    transfer.items.add(new File(['two'], 'two.txt'));
    const { entries, rejected } = await collectEntries(transfer);
    expect(entries.map((entry) => entry.relativePath)).to.deep.equal(['one.txt', 'two.txt']);
    expect(await entries[0]?.file.text()).to.equal('one');
    expect(rejected).to.deep.equal([]);
  });

  it('gives nothing for one without files', async () => {
    const transfer = new DataTransfer();
    transfer.setData('text/plain', 'text');
    const { entries, rejected, emptyDirectories } = await collectEntries(transfer);
    expect([...entries, ...rejected, ...emptyDirectories]).to.deep.equal([]);
  });
});

describe('hasFiles', () => {
  it('tells a drag with files from one with text', () => {
    const files = new DataTransfer();
    files.items.add(new File([], 'a.txt'));
    const text = new DataTransfer();
    text.setData('text/plain', 'a');
    expect([hasFiles(files), hasFiles(text)]).to.deep.equal([true, false]);
  });
});

describe('collectEntries with very many dropped files', () => {
  it('looks at the first before it takes the others, which Chromium would answer after them', async () => {
    const steps: string[] = [];
    const items = Array.from({ length: 1000 }, (_, index) => ({
      kind: 'file',
      getAsFile: () => {
        steps.push(`take ${index}`);
        const file = new File(['x'], `${index}.txt`, { type: 'text/plain' });
        Object.defineProperty(file, 'size', {
          get: () => {
            steps.push(`look at ${index}`);
            return 1;
          },
        });
        return file;
      },
    }));
    const collecting = collectEntries({ items, files: [], types: ['Files'] } as unknown as DataTransfer);
    const inEvent = [...steps];
    await collecting;
    expect(inEvent.slice(0, 4)).to.deep.equal(['take 0', 'look at 0', 'take 1', 'look at 1']);
    expect(inEvent.filter((step) => step.startsWith('look'))).to.have.length(32);
    expect(inEvent.at(-1)).to.equal('take 999');
  });
});
