import { expect } from '@esm-bundle/chai';
import type { BeforeAdd, BeforeAddAnswer, Entry } from '../../src/engine/options.js';
import { admitEntries, type Admission, type AdmitOptions } from '../../src/intake/admit-entries.js';
import { resolveRules } from '../../src/intake/resolve-rules.js';
import { ManualClock } from '../support/manual-clock.js';

function entryOf(relativePath: string, content = 'x'): Entry {
  return { file: new File([content], relativePath.slice(relativePath.lastIndexOf('/') + 1)), relativePath };
}

function admit(entries: readonly Entry[], options: Partial<AdmitOptions> = {}): Promise<Admission> {
  return admitEntries(entries, {
    rules: resolveRules({ multiple: true }),
    callbackTimeoutMs: 30_000,
    clock: new ManualClock(),
    context: () => ({ filesCount: 0, totalBytes: 0 }),
    isDuplicate: () => false,
    ...options,
  });
}

/** What comes of one file `a/old.txt` when `beforeAdd` answers `answer`; a page without types can answer anything. */
function admitAnswering(answer: unknown): Promise<Admission> {
  return admit([entryOf('a/old.txt')], { beforeAdd: () => answer as BeforeAddAnswer });
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((onResolve) => (resolve = onResolve));
  return { promise, resolve };
}

/** Waits whole tasks, not microtasks: the gate too lets the event loop turn. */
async function until(isReached: () => boolean): Promise<void> {
  while (!isReached()) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

describe('admitEntries', () => {
  it('gives final, normalised names and paths, in order', async () => {
    const entries = [
      entryOf('e\u0301/a.txt'),
      { ...entryOf('b.txt'), name: 'c\u0000.txt' },
      entryOf('lone\ud800.txt'),
    ];
    const { accepted, rejected } = await admit(entries);
    expect(accepted.map(({ name, relativePath }) => [name, relativePath])).to.deep.equal([
      ['a.txt', '\u00e9/a.txt'],
      ['c_.txt', 'c_.txt'],
      ['lone\ufffd.txt', 'lone\ufffd.txt'],
    ]);
    expect(rejected).to.deep.equal([]);
  });

  it('keeps bidi controls and signs that URLs give a meaning', async () => {
    const names = ["#?%+ &'.txt".replace('?', ''), 'a\u202egnp.exe', '🎬.mp4'];
    const { accepted } = await admit(names.map((name) => entryOf(name)));
    expect(accepted.map(({ name }) => name)).to.deep.equal(names);
  });

  it('counts what it accepts, and only that', async () => {
    const entries = ['1.txt', '2.exe', '3.txt', '4.txt', '5.txt'].map((path) => entryOf(path, 'xx'));
    const { accepted, rejected } = await admit(entries, {
      rules: resolveRules({ multiple: true, accept: '.txt', maxFiles: 4, maxTotalSize: 100 }),
      context: () => ({ filesCount: 1, totalBytes: 0 }),
    });
    expect(accepted.map(({ name }) => name)).to.deep.equal(['1.txt', '3.txt', '4.txt']);
    expect(rejected.map(({ code, relativePath }) => [code, relativePath])).to.deep.equal([
      ['type-not-allowed', '2.exe'],
      ['too-many-files', '5.txt'],
    ]);
  });

  it('goes on with a smaller file after one that is too much for the total', async () => {
    const { accepted, rejected } = await admit(
      [entryOf('1', 'xxxx'), entryOf('2', 'xxxx'), entryOf('3', 'xx')],
      { rules: resolveRules({ multiple: true, maxTotalSize: 6 }) },
    );
    expect(accepted.map(({ name }) => name)).to.deep.equal(['1', '3']);
    expect(rejected.map(({ code }) => code)).to.deep.equal(['total-too-large']);
  });

  it('takes the first of several files without "multiple" and rejects the rest', async () => {
    const { accepted, rejected } = await admit([entryOf('1'), entryOf('2'), entryOf('3')], {
      rules: resolveRules({}),
    });
    expect(accepted.map(({ name }) => name)).to.deep.equal(['1']);
    expect(rejected.map(({ code }) => code)).to.deep.equal(['too-many-files', 'too-many-files']);
  });

  it('rejects what the tasks have already, before the counts', async () => {
    const { rejected } = await admit([entryOf('a/1'), entryOf('2')], {
      rules: resolveRules({ multiple: true, maxFiles: 1 }),
      context: () => ({ filesCount: 1, totalBytes: 0 }),
      isDuplicate: ({ relativePath, name }) => relativePath === 'a/1' && name === '1',
    });
    expect(rejected.map(({ code }) => code)).to.deep.equal(['duplicate', 'too-many-files']);
  });

  it('shows the entries by their final paths before it asks for duplicates', async () => {
    const seen = new Set<string>();
    const { accepted, rejected } = await admit(
      [entryOf('e\u0301.txt'), entryOf('b?.txt'), entryOf('c.txt')],
      {
        beforeAdd: ({ relativePath }) => (relativePath === 'c.txt' ? { name: 'd.txt' } : {}),
        beforeVerdict: async (entries) => {
          await new Promise((resolve) => setTimeout(resolve, 0));
          for (const { relativePath } of entries) {
            seen.add(relativePath);
          }
        },
        isDuplicate: ({ relativePath }) => seen.has(relativePath) && relativePath === 'd.txt',
      },
    );
    expect([...seen]).to.deep.equal(['\u00e9.txt', 'd.txt']);
    expect(accepted.map(({ name }) => name)).to.deep.equal(['\u00e9.txt']);
    expect(rejected.map(({ code }) => code)).to.deep.equal(['invalid-name', 'duplicate']);
  });

  it('rejects the same file twice at one path, not at two', async () => {
    const { file } = entryOf('x');
    const { accepted, rejected } = await admit([
      { file, relativePath: 'a/x' },
      { file, relativePath: 'b/x' },
      { file, relativePath: 'a/x' },
    ]);
    expect(accepted.map(({ relativePath }) => relativePath)).to.deep.equal(['a/x', 'b/x']);
    expect(rejected.map(({ code }) => code)).to.deep.equal(['duplicate']);
  });

  it('reports a rejected file as it was chosen', async () => {
    const entry = entryOf('a/old.txt');
    const { rejected } = await admit([entry], {
      beforeAdd: () => ({ file: new File([], 'new.txt'), relativePath: 'b/..' }),
    });
    expect(rejected[0]).to.deep.include({ code: 'invalid-name', relativePath: 'a/old.txt' });
    expect(rejected[0]?.file).to.equal(entry.file);
  });

  it('takes 20,000 files without holding the event loop', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const { accepted } = await admit(Array.from({ length: 20_000 }, (_, index) => entryOf(`${index}.txt`)));
    clearInterval(timer);
    expect(accepted).to.have.length(20_000);
    expect(turns).to.be.greaterThan(0);
  });

  it('stops with the reason when its signal aborts, and aborts what it asked', async () => {
    const controller = new AbortController();
    let asked: AbortSignal | undefined;
    const admission = admit([entryOf('1')], {
      signal: controller.signal,
      beforeAdd: (_, { signal }) => {
        asked = signal;
        return new Promise(() => undefined);
      },
    });
    await until(() => asked !== undefined);
    expect(asked?.aborted).to.equal(false);
    controller.abort(new DOMException('stop', 'AbortError'));
    expect(await admission.catch((thrown: unknown) => thrown)).to.have.property('name', 'AbortError');
    expect(asked?.aborted).to.equal(true);
  });
});

describe('admitEntries with beforeAdd', () => {
  const newFile = new File(['new'], 'new.jpg');

  const changes: readonly [string, unknown, { name: string; relativePath: string }][] = [
    ['no answer', undefined, { name: 'old.txt', relativePath: 'a/old.txt' }],
    ['no change', {}, { name: 'old.txt', relativePath: 'a/old.txt' }],
    ['a name', { name: 'x.txt' }, { name: 'x.txt', relativePath: 'a/x.txt' }],
    ['a path', { relativePath: '/b/c.txt' }, { name: 'c.txt', relativePath: 'b/c.txt' }],
    [
      'a path and a name',
      { relativePath: 'b/c.txt', name: 'd.txt' },
      { name: 'd.txt', relativePath: 'b/d.txt' },
    ],
    ['a file of another name', { file: newFile }, { name: 'new.jpg', relativePath: 'a/new.jpg' }],
    ['a file and a name', { file: newFile, name: 'y.jpg' }, { name: 'y.jpg', relativePath: 'a/y.jpg' }],
    [
      'a file and a path',
      { file: newFile, relativePath: 'b/z.jpg' },
      { name: 'z.jpg', relativePath: 'b/z.jpg' },
    ],
    ['a later answer', Promise.resolve({ name: 'x.txt' }), { name: 'x.txt', relativePath: 'a/x.txt' }],
  ];
  for (const [what, answer, expected] of changes) {
    it(`takes ${what}`, async () => {
      const { accepted, rejected } = await admitAnswering(answer);
      expect(rejected).to.deep.equal([]);
      expect(accepted).to.have.length(1);
      expect(accepted[0]).to.deep.include(expected);
    });
  }

  it('takes the entry itself, or a copy with another file', async () => {
    const { accepted } = await admit([entryOf('a/1.txt'), entryOf('a/2.txt')], {
      beforeAdd: (entry) => (entry.relativePath === 'a/1.txt' ? entry : { ...entry, file: newFile }),
    });
    expect(accepted.map(({ relativePath }) => relativePath)).to.deep.equal(['a/1.txt', 'a/new.jpg']);
    expect(accepted[1]?.file).to.equal(newFile);
  });

  it('takes metadata and keeps what the entry had otherwise', async () => {
    const had = { labels: ['had'] };
    const { accepted } = await admit(
      [
        { ...entryOf('1'), metadata: had },
        { ...entryOf('2'), metadata: had },
      ],
      {
        beforeAdd: ({ relativePath }) => (relativePath === '1' ? {} : { metadata: { category: 'video' } }),
      },
    );
    expect(accepted.map(({ metadata }) => metadata)).to.deep.equal([had, { category: 'video' }]);
  });

  it('runs the rules on its result', async () => {
    const { accepted, rejected } = await admit([entryOf('a.heic'), entryOf('b.jpg')], {
      rules: resolveRules({ multiple: true, accept: '.jpg', maxFileSize: 3 }),
      beforeAdd: ({ relativePath }) =>
        relativePath === 'a.heic' ? { file: newFile } : { file: new File(['large'], 'b.jpg') },
    });
    expect(accepted.map(({ name }) => name)).to.deep.equal(['new.jpg']);
    expect(rejected.map(({ code }) => code)).to.deep.equal(['file-too-large']);
  });

  const refusals: readonly [unknown, string, string][] = [
    [{ reject: 'file-too-large', message: 'Too large for us.' }, 'file-too-large', 'Too large for us.'],
    [{ reject: 'virus', message: 'Infected.' }, 'custom', 'Infected.'],
    [{ reject: 'virus' }, 'custom', '"virus"'],
    [{ reject: 'toString' }, 'custom', '"toString"'],
    [{ reject: true }, 'custom', 'a "reject" that is a boolean'],
    [{ reject: '' }, 'custom', 'a "reject" that is a string'],
    [{ reject: null }, 'custom', 'a "reject" that is null'],
    [{ reject: 'virus', message: 7 }, 'custom', 'a "message" that is a number'],
    [false, 'custom', 'answered false'],
    [true, 'custom', 'answered true'],
    [null, 'custom', 'answered null'],
    ['x.txt', 'custom', 'answered a string'],
    [7, 'custom', 'answered a number'],
    [[], 'custom', 'answered Array'],
    [() => undefined, 'custom', 'answered Function'],
    [newFile, 'custom', 'answered a File by itself'],
    [new Blob([]), 'custom', 'answered a Blob by itself'],
    [{ fil: newFile }, 'custom', '"fil"'],
    [{ file: new Blob([]) }, 'custom', 'a "file" that is Blob'],
    [{ file: null }, 'custom', 'a "file" that is null'],
    [{ name: 7 }, 'custom', 'a "name" that is a number'],
    [{ relativePath: ['a'] }, 'custom', 'a "relativePath" that is Array'],
    [{ metadata: 'x' }, 'custom', 'wrong metadata: metadata must be an object'],
    [{ metadata: { labels: [7] } }, 'custom', 'wrong metadata: metadata.labels'],
    [{ name: '' }, 'invalid-name', 'give each folder and the file a name'],
    [{ name: '../x' }, 'invalid-name', 'rename it'],
    [{ relativePath: '../../x' }, 'invalid-name', 'give it another name'],
    [Promise.reject(new Error('no server')), 'custom', 'threw (no server)'],
    [
      {
        get name(): string {
          throw new Error('trap');
        },
      },
      'custom',
      'threw (trap)',
    ],
  ];
  for (const [answer, code, said] of refusals) {
    // Promises made ahead must not count as unhandled.
    Promise.resolve(answer).catch(() => undefined);
    it(`rejects with ${code} and says ${said}`, async () => {
      const { accepted, rejected } = await admitAnswering(answer);
      expect(accepted).to.deep.equal([]);
      expect(rejected).to.have.length(1);
      expect(rejected[0]?.code).to.equal(code);
      expect(rejected[0]?.message).to.contain(said);
    });
  }

  it('rejects a file whose beforeAdd throws, without secrets, and takes the others', async () => {
    const { accepted, rejected } = await admit([entryOf('1'), entryOf('2'), entryOf('3')], {
      beforeAdd: (entry) => {
        if (entry.relativePath === '2') {
          throw new Error('GET /check?access_token=s3cr3t failed');
        }
        return entry;
      },
    });
    expect(accepted.map(({ name }) => name)).to.deep.equal(['1', '3']);
    expect(rejected[0]?.message).to.contain('threw (GET /check?access_token=').and.to.not.contain('s3cr3t');
  });

  it('rejects a file whose entry is changed in place', async () => {
    const { rejected } = await admit([entryOf('1')], {
      beforeAdd: (entry) => Object.assign(entry, { name: 'x' }),
    });
    expect(rejected[0]?.code).to.equal('custom');
  });

  it('rejects a file whose beforeAdd never answers, aborts its signal, and drops a late answer', async () => {
    const clock = new ManualClock();
    const late = deferred<BeforeAddAnswer>();
    let calls = 0;
    let asked: AbortSignal | undefined;
    const admission = admit([entryOf('slow'), entryOf('quick')], {
      clock,
      callbackTimeoutMs: 5000,
      beforeAdd: (entry, { signal }) => {
        calls += 1;
        if (entry.relativePath === 'quick') {
          return entry;
        }
        asked = signal;
        return late.promise;
      },
    });
    // The gate may let the event loop turn before it asks.
    await until(() => calls === 2);
    await clock.advanceAsync(4999);
    expect(asked?.aborted).to.equal(false);
    // The quick one's timer is gone.
    expect(clock.pendingTimers).to.equal(1);
    await clock.advanceAsync(1);
    const { accepted, rejected } = await admission;
    expect(asked?.aborted).to.equal(true);
    expect(rejected.map(({ code, relativePath }) => [code, relativePath])).to.deep.equal([
      ['custom', 'slow'],
    ]);
    expect(rejected[0]?.message).to.contain('did not answer within 5000 ms');
    expect(accepted.map(({ name }) => name)).to.deep.equal(['quick']);
    late.resolve({ name: 'late.txt' });
    await clock.settle();
    expect(accepted).to.have.length(1);
    expect(clock.pendingTimers).to.equal(0);
  });

  it('asks for at most eight files at once and keeps the order', async () => {
    const clock = new ManualClock();
    const answers = new Map<string, (answer: BeforeAddAnswer) => void>();
    let running = 0;
    let peak = 0;
    const beforeAdd: BeforeAdd = (entry) => {
      running += 1;
      peak = Math.max(peak, running);
      const { promise, resolve } = deferred<BeforeAddAnswer>();
      answers.set(entry.relativePath, resolve);
      return promise.finally(() => (running -= 1));
    };
    const names = Array.from({ length: 20 }, (_, index) => String(index));
    let isDone = false;
    const admission = admit(
      names.map((name) => entryOf(name)),
      { beforeAdd, clock },
    ).finally(() => (isDone = true));
    await until(() => {
      // The last asked answers first.
      const [name, answer] = [...answers].at(-1) ?? [];
      answers.delete(name ?? '');
      answer?.(undefined);
      return isDone;
    });
    const { accepted } = await admission;
    expect(accepted.map(({ name }) => name)).to.deep.equal(names);
    expect(peak).to.equal(8);
  });
});
