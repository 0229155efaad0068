import { expect } from '@esm-bundle/chai';
import { collectEntries } from '../../src/intake/collect-entries.js';
import type { AddFilesInput } from '../../src/uploader.js';
import { FakeFolder, fakeHandle, manyFiles } from '../support/fake-file-tree.js';

const one = new File(['1'], 'one.txt');
const two = new File(['2'], 'two.txt');

/** A file as a folder picker gives it. */
function pickedFile(path: string): File {
  const file = new File(['x'], path.slice(path.lastIndexOf('/') + 1));
  Object.defineProperty(file, 'webkitRelativePath', { value: path });
  return file;
}

function listOf(...files: readonly File[]): FileList {
  const transfer = new DataTransfer();
  for (const file of files) {
    transfer.items.add(file);
  }
  return transfer.files;
}

async function pathsOf(input: AddFilesInput, path?: string): Promise<readonly string[]> {
  return (await collectEntries(input, { path })).entries.map((entry) => entry.relativePath);
}

describe('collectEntries', () => {
  it('takes a file', async () => {
    const { entries } = await collectEntries(one);
    expect(entries).to.deep.equal([{ file: one, relativePath: 'one.txt' }]);
    expect(entries[0]?.file).to.equal(one);
  });

  it('takes a file of another frame', async () => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    const ForeignFile: typeof File | undefined = Reflect.get(frame.contentWindow ?? {}, 'File');
    expect(ForeignFile).to.not.equal(undefined);
    if (ForeignFile !== undefined) {
      const foreign = new ForeignFile(['1'], 'foreign.txt');
      expect(foreign instanceof File).to.equal(false);
      expect(await pathsOf(foreign)).to.deep.equal(['foreign.txt']);
    }
    frame.remove();
  });

  it('takes an array, a set, a generator and a file list', async () => {
    const generate = function* (): Generator<File> {
      yield one;
      yield two;
    };
    for (const input of [[one, two], new Set([one, two]), generate(), listOf(one, two)]) {
      expect(await pathsOf(input)).to.deep.equal(['one.txt', 'two.txt']);
    }
  });

  it('takes nothing from an empty iterable', async () => {
    expect(await pathsOf([])).to.deep.equal([]);
  });

  it('takes files with a path, a name and metadata', async () => {
    const metadata = { labels: ['press'] };
    const { entries } = await collectEntries([
      { file: one, relativePath: '/a/b.txt', name: 'c.txt', metadata },
      { file: two },
    ]);
    expect(entries).to.deep.equal([
      { file: one, relativePath: 'a/b.txt', name: 'c.txt', metadata },
      { file: two, relativePath: 'two.txt' },
    ]);
  });

  it('keeps the tree of a folder picker, without its junk', async () => {
    const { entries, rejected } = await collectEntries([
      pickedFile('trip/day 1/a.jpg'),
      pickedFile('trip/.DS_Store'),
    ]);
    expect(entries.map((entry) => entry.relativePath)).to.deep.equal(['trip/day 1/a.jpg']);
    expect(rejected.map(({ code, relativePath }) => [code, relativePath])).to.deep.equal([
      ['junk', 'trip/.DS_Store'],
    ]);
  });

  it('walks file and directory handles', async () => {
    const { entries, emptyDirectories, rejected } = await collectEntries([
      fakeHandle('top.txt', 'x'),
      fakeHandle('folder', {
        a: { 'x.txt': 'y', 'bad.txt': new Error('gone') },
        empty: {},
        many: manyFiles(250),
      }),
      fakeHandle('broken', new FakeFolder(manyFiles(20), { batchSize: 10, failsAfterBatches: 1 })),
    ]);
    expect(entries.slice(0, 2).map((entry) => entry.relativePath)).to.deep.equal([
      'top.txt',
      'folder/a/x.txt',
    ]);
    expect(entries).to.have.length(2 + 250 + 10);
    expect(emptyDirectories).to.deep.equal(['folder/empty']);
    expect(rejected.map(({ code, relativePath }) => [code, relativePath])).to.deep.equal([
      ['unreadable', 'folder/a/bad.txt'],
      ['unreadable', 'broken'],
    ]);
  });

  it('puts "path" before everything', async () => {
    expect(await pathsOf([one, { file: two, relativePath: 'b/two.txt' }], '/press/2026/')).to.deep.equal([
      'press/2026/one.txt',
      'press/2026/b/two.txt',
    ]);
    const walked = await collectEntries(fakeHandle('a', { empty: {}, 'bad.txt': new Error('gone') }), {
      path: 'p',
    });
    expect(walked.emptyDirectories).to.deep.equal(['p/a/empty']);
    expect(walked.rejected.map(({ relativePath }) => relativePath)).to.deep.equal(['p/a/bad.txt']);
  });

  it('makes no folder out of a slash in a file name', async () => {
    const hostile = new File([], 'x');
    Object.defineProperty(hostile, 'name', { value: '../etc/passwd' });
    expect(await pathsOf(hostile)).to.deep.equal(['..:etc:passwd']);
  });

  const wrong: readonly [unknown, string][] = [
    ['a text', 'a string'],
    [null, 'null'],
    [undefined, 'a undefined'],
    [7, 'a number'],
    [{}, 'Object'],
    [new Blob(['x']), 'new File([blob], name)'],
    [[one, 'x'], 'item 1 is a string'],
    [[one, [two]], 'item 1 is Array'],
    [{ file: 'x' }, '"file" is a string'],
    [{ file: new Blob([]) }, 'new File([blob], name)'],
    [{ file: one, relativePath: 7 }, '"relativePath" must be a text'],
    [{ file: one, name: null }, '"name" must be a text'],
    [{ file: one, metadata: 'x' }, 'metadata must be an object'],
    [{ file: one, metadata: { labels: 'x' } }, 'metadata.labels'],
    [{ file: one, metadata: { category: 'x'.repeat(17) } }, 'metadata.category'],
    [{ file: one, metadata: { localCreationTime: 'yesterday' } }, 'metadata.localCreationTime'],
    [{ file: one, metadata: { localModificationTime: 5 } }, 'metadata.localModificationTime'],
    [document.createElement('input'), 'give its "files"'],
  ];
  for (const [input, said] of wrong) {
    it(`refuses wrong input with a TypeError that says ${said}`, async () => {
      // Pages without types can give anything.
      const outcome = await collectEntries(input as AddFilesInput).catch((thrown: unknown) => thrown);
      expect(outcome).to.be.instanceOf(TypeError);
      expect(String(outcome)).to.contain(said).and.to.contain('addFiles takes a File');
    });
  }

  it('refuses a wrong "path"', async () => {
    const path = 7 as unknown as string;
    const outcome = await collectEntries(one, { path }).catch((thrown: unknown) => thrown);
    expect(outcome).to.be.instanceOf(TypeError);
    expect(String(outcome)).to.contain('"path" must be a text');
  });

  it('passes on what an iterable throws', async () => {
    const generate = function* (): Generator<File> {
      yield one;
      throw new RangeError('from the page');
    };
    expect(await collectEntries(generate()).catch((thrown: unknown) => thrown)).to.be.instanceOf(RangeError);
  });
});
