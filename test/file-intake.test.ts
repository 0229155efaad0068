import { expect } from '@esm-bundle/chai';
import { createUploader } from '../src/create-uploader.js';
import type { UploaderOptions } from '../src/engine/options.js';
import { pageServices } from '../src/page-services.js';
import { GIB } from '../src/protocol/limits.js';
import { planParts } from '../src/protocol/part-plan.js';
import { resumeScopeOf } from '../src/resume-scope.js';
import type { Uploader } from '../src/uploader.js';
import { recordId, sampleRecord } from './storage/sample-records.js';

describe('FileIntake', () => {
  let uploader: Uploader;

  function create(options: UploaderOptions = {}): void {
    // Their records would be in the way of other tests.
    uploader = createUploader({ multiple: true, manualStart: true, noResume: true, ...options });
  }

  const text = (name: string): File => new File(['x'], name, { lastModified: 1 });

  /** A file that claims a size without having the bytes: rules look at `size` alone. */
  const sized = (name: string, size: number): File =>
    Object.defineProperty(text(name), 'size', { value: size });

  async function untilTrue(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 0));
  }

  beforeEach(() => create());
  afterEach(() => uploader.destroy());

  it('lets two choices at once not go over a limit together', async () => {
    uploader.setOptions({
      maxFiles: 3,
      beforeAdd: async (entry) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return entry;
      },
    });
    const results = await Promise.all([
      uploader.addFiles([text('1.txt'), text('2.txt')]),
      uploader.addFiles([text('3.txt'), text('4.txt')]),
    ]);
    // Which of them comes first is open.
    expect(results.map(({ accepted }) => accepted.length)).to.have.members([2, 1]);
  });

  it('goes on with what an earlier visit left, though another choice comes in meanwhile', async () => {
    const place = { endpoint: '/smh', libraryId: 'lib', spaceId: 'space', resumeScope: 'file-intake' };
    const left = text('left.txt');
    const record = sampleRecord({
      id: recordId(7),
      scope: resumeScopeOf(place).scope,
      fileName: left.name,
      relativePath: left.name,
      remotePath: [left.name],
      size: left.size,
      lastModified: left.lastModified,
      plan: planParts(left.size),
      beginningHash: null,
      sent: [],
      updatedAt: Date.now(),
      expiresAt: Date.now() + 60_000,
    });
    await pageServices.store.put([{ record, handle: null }]);
    let other: Promise<unknown> = Promise.resolve();
    create({
      ...place,
      noResume: false,
      beforeAdd: async (entry) => {
        if (entry.file !== left) return entry;
        other = uploader.addFiles(text('other.txt'));
        await new Promise((resolve) => setTimeout(resolve, 0));
        return entry;
      },
    });
    const { accepted } = await uploader.addFiles(left);
    await other;
    expect(accepted.map(({ resumed }) => resumed)).to.deep.equal([true]);
  });

  const many = (): File[] => Array.from({ length: 2000 }, (_, index) => text(`many ${String(index)}.txt`));

  /** Resolves when the first of them are in, and others are not. */
  async function untilSomeAreIn(): Promise<void> {
    await new Promise((resolve) => uploader.addEventListener('smh-queue-progress', resolve, { once: true }));
    expect(uploader.tasks.length).to.be.within(1, 1999);
  }

  it('reads of one of many before it looks at those that wait', async () => {
    const log: string[] = [];
    const files = many().map((file, index) =>
      Object.defineProperty(file, 'size', {
        get() {
          if (index === 32) log.push('look');
          return 1;
        },
      }),
    );
    for (const file of files) {
      file.stream = () => {
        log.push('read');
        return File.prototype.stream.call(file);
      };
    }
    await uploader.addFiles(files);
    expect(log.slice(0, 2)).to.deep.equal(['read', 'look']);
    expect(log.filter((line) => line === 'read')).to.have.length(1);
  });

  for (const [how, stream] of [
    ['can’t be read', () => new ReadableStream({ start: (control) => control.error(new Error('gone')) })],
    ['does not answer', () => new ReadableStream()],
  ] as const) {
    it(`takes many also where the one read ${how}`, async () => {
      const files = many().map((file) => Object.assign(file, { stream }));
      const { accepted } = await uploader.addFiles(files);
      expect(accepted).to.have.length(2000);
    });
  }

  it('announces up to a thousand together', async () => {
    const announced: number[] = [];
    uploader.addEventListener('smh-files-add', ({ detail }) => announced.push(detail.files.length));
    await uploader.addFiles(many().slice(0, 1000));
    expect(announced).to.deep.equal([1000]);
  });

  it('leaves out those that the page keeps out, and takes the others', async () => {
    uploader.addEventListener('smh-files-add', (event) => {
      if (event.detail.files.some(({ file }) => file.name === 'many 20.txt')) event.preventDefault();
    });
    const { accepted, rejected } = await uploader.addFiles(many());
    expect(accepted[0]?.name).to.equal('many 32.txt');
    expect(rejected).to.deep.equal([]);
    expect(uploader.tasks).to.have.length(1968);
  });

  it('keeps to a limit over all of them, and knows each of them again', async () => {
    uploader.setOptions({ maxFiles: 1500 });
    const files = many();
    const { accepted, rejected } = await uploader.addFiles([...files.slice(0, 1400), ...files]);
    expect(accepted).to.have.length(1500);
    expect(rejected.filter(({ code }) => code === 'duplicate')).to.have.length(1400);
    expect(rejected.filter(({ code }) => code === 'too-many-files')).to.have.length(500);
  });

  it('makes tasks of the first while others are still judged, all in their order', async () => {
    const announced: number[] = [];
    uploader.addEventListener('smh-files-add', ({ detail }) => announced.push(detail.files.length));
    const files = many();
    const adding = uploader.addFiles(files);
    const lengths = new Set<number>();
    uploader.addEventListener('smh-queue-progress', () => lengths.add(uploader.tasks.length));
    const { accepted } = await adding;
    expect(announced).to.deep.equal([32, 1000, 968]);
    expect(lengths.size).to.be.above(10);
    expect(uploader.tasks.map(({ file }) => file)).to.deep.equal(files);
    expect(accepted.map(({ id }) => id)).to.deep.equal(uploader.tasks.map(({ id }) => id));
  });

  it('leaves the browser a frame to draw the first of them', async () => {
    let framesBetween = 0;
    const counts: number[] = [];
    uploader.addEventListener('smh-files-add', () => {
      counts.push(framesBetween);
      framesBetween = 0;
    });
    let isOver = false;
    const count = (): void => {
      framesBetween += 1;
      if (!isOver) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    await uploader.addFiles(many());
    isOver = true;
    expect(counts[1]).to.be.above(0);
  });

  it('starts those too that come in after start()', async () => {
    uploader.setOptions({ backend: { getUploadToken: () => new Promise(() => undefined) } });
    const adding = uploader.addFiles(many());
    await untilSomeAreIn();
    uploader.start();
    await adding;
    expect(uploader.tasks.filter(({ waitReason }) => waitReason === 'halted')).to.deep.equal([]);
    await uploader.addFiles(text('later.txt'));
    expect(uploader.tasks.at(-1)?.waitReason).to.equal('halted');
  });

  it('keeps out those that were still being judged as all were canceled, and announces none', async () => {
    const letIn: (() => void)[] = [];
    let announced = 0;
    uploader.addEventListener('smh-files-add', () => (announced += 1));
    uploader.setOptions({
      beforeAdd: () =>
        new Promise((resolve) => {
          letIn.push(() => resolve(undefined));
        }),
    });
    const adding = uploader.addFiles(text('1.txt'));
    await untilTrue(() => letIn.length === 1);
    uploader.cancel();
    letIn[0]?.();
    expect((await adding).accepted).to.have.length(0);
    expect([uploader.tasks.length, announced]).to.deep.equal([0, 0]);
  });

  it('keeps out those that come in after all were canceled', async () => {
    const adding = uploader.addFiles(many());
    await untilSomeAreIn();
    uploader.cancel();
    const count = uploader.tasks.length;
    expect((await adding).accepted).to.have.length(count);
    expect(uploader.tasks.every(({ status }) => status === 'canceled')).to.equal(true);
  });

  it('settles once, though the first of them end before the last are in', async () => {
    create({ manualStart: false, partSize: '1 MiB' });
    const settled: unknown[] = [];
    uploader.addEventListener('smh-queue-settle', ({ detail }) => settled.push(detail));
    // Over 10,000 parts: each fails as it comes in.
    await uploader.addFiles(many().map((_, index) => sized(`many ${String(index)}.bin`, 20 * GIB)));
    await untilTrue(() => settled.length > 0);
    expect(settled).to.deep.equal([{ completed: 0, failed: 2000, canceled: 0, paused: 0 }]);
  });
});
