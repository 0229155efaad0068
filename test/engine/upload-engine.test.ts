import { expect } from '@esm-bundle/chai';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { UploadError } from '../../src/errors.js';
import { MIB } from '../../src/protocol/limits.js';
import { planParts } from '../../src/protocol/part-plan.js';
import type { StoredFile } from '../../src/protocol/types.js';
import { BIG, changes, World } from '../support/engine-world.js';
import { held, networkError, storedAs } from '../support/fake-service.js';

describe('UploadEngine', () => {
  it('tells one file in the order of the contract', async () => {
    const world = new World();
    world.add({});
    await world.settle();
    const told = world.types.filter((type) => type !== 'smh-queue-progress');
    expect(told).to.deep.equal([
      'smh-upload-state-change',
      'smh-upload-start',
      'smh-upload-state-change',
      'smh-upload-state-change',
      'smh-upload-progress',
      'smh-upload-state-change',
      'smh-upload-success',
      'smh-queue-settle',
    ]);
    expect(changes(world)).to.deep.equal(['authorizing', 'uploading', 'confirming', 'completed']);
    expect(world.types.at(-2)).to.equal('smh-queue-progress');
  });

  it('lets a command take effect before it returns and tells it afterwards', async () => {
    const world = new World();
    world.transport.onSend = () => new Promise(() => undefined);
    const [task] = world.add({});
    await world.settle();
    world.events.length = 0;
    world.engine.pause(task?.id);
    expect(world.task('task-1').status).to.equal('paused');
    expect(world.engine.progress.active).to.equal(0);
    expect(world.events).to.deep.equal([]);
    await world.settle();
    expect(changes(world)).to.deep.equal(['paused']);
  });

  it('keeps the identity of tasks, snapshots and totals until something changes', async () => {
    const world = new World();
    world.transport.onSend = () => new Promise(() => undefined);
    world.add({}, {});
    await world.settle();
    const { tasks, progress } = world.engine;
    expect(world.engine.tasks).to.equal(tasks);
    expect(world.engine.progress).to.equal(progress);
    world.engine.pause('task-2');
    expect(world.engine.tasks).not.to.equal(tasks);
    expect(world.engine.tasks[0]).to.equal(tasks[0]);
    expect(world.engine.tasks[1]).not.to.equal(tasks[1]);
    expect(Object.isFrozen(world.engine.tasks)).to.equal(true);
  });

  it('sends what a listener asks for in the same round', async () => {
    const world = new World();
    world.onEvent = (event) => {
      if (event.type === 'smh-upload-start') world.engine.cancel('task-2');
    };
    world.add({}, {});
    await world.settle();
    expect(world.task('task-2').status).to.equal('canceled');
    expect(world.types.filter((type) => type === 'smh-queue-settle')).to.have.length(1);
  });

  it('holds later files after a pause without id until resume', async () => {
    const world = new World();
    world.engine.pause();
    world.add({});
    await world.settle();
    expect(world.task('task-1').status).to.equal('queued');
    expect(world.backend.calls).to.deep.equal([]);
    world.engine.resume();
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('waits for start() with manualStart and asks nothing before', async () => {
    const world = new World();
    world.manualStart = true;
    world.add({}, {});
    await world.settle();
    expect(world.backend.calls).to.deep.equal([]);
    expect(world.task('task-2').waitReason).to.equal('halted');
    world.engine.start();
    expect(world.task('task-2').waitReason).to.equal(null);
    await world.settle();
    expect(world.engine.progress.completed).to.equal(2);
  });

  it('never has more parts in flight than the budget, over all files', async () => {
    const world = new World();
    world.concurrency = 3;
    world.add(BIG, BIG, {}, {});
    await world.settle();
    expect(world.engine.progress.completed).to.equal(4);
    expect(world.transport.mostInFlight).to.equal(3);
  });

  it('does not starve a small file behind a large one', async () => {
    const world = new World();
    world.concurrency = 2;
    let sends = 0;
    world.transport.onSend = async () => {
      sends += 1;
      await world.clock.settle();
      return {};
    };
    let sendsBeforeSmall = -1;
    world.onEvent = (event) => {
      if (event.type === 'smh-upload-success' && sendsBeforeSmall === -1) sendsBeforeSmall = sends;
    };
    world.add(BIG, { name: 'small.bin' });
    for (let round = 0; round < 40; round++) await world.settle();
    expect(world.engine.progress.completed).to.equal(2);
    expect(sendsBeforeSmall).to.be.within(1, 8);
  });

  it('reports progress that never goes back and is 1 only when completed', async () => {
    const world = new World();
    let tries = 0;
    world.transport.onSend = (_, onProgress) => {
      onProgress(MIB / 2);
      tries += 1;
      if (tries % 3 === 0) throw networkError();
      return {};
    };
    world.add(BIG);
    const seen: { sent: number; progress: number; status: string }[] = [];
    world.onEvent = (event) => {
      if (event.type !== 'smh-upload-progress') return;
      const { bytesSent, progress, status } = (event.detail as { task: TaskSnapshot }).task;
      seen.push({ sent: bytesSent, progress, status });
    };
    for (let round = 0; round < 30; round++) {
      await world.settle();
      await world.clock.advanceAsync(40_000);
    }
    expect(world.task('task-1').status).to.equal('completed');
    for (const [index, { sent, progress, status }] of seen.entries()) {
      expect(sent).to.be.at.least(seen[index - 1]?.sent ?? 0);
      if (status !== 'completed') expect(progress).to.be.below(1);
    }
    expect(world.task('task-1').progress).to.equal(1);
    expect(world.task('task-1').bytesSent).to.equal(20 * MIB);
  });

  it('sends the CRC64 folded from the parts and calls the file verified', async () => {
    const world = new World();
    let sent: string | undefined;
    world.backend.onConfirm = (request) => {
      sent = request.crc64;
      return storedAs(request);
    };
    world.add({});
    await world.settle();
    expect(sent).to.equal('100');
    expect(world.task('task-1').verified).to.equal(true);
  });

  it('fails a file whose stored sum differs: a mismatch is never a success', async () => {
    const world = new World();
    world.backend.onConfirm = (request) => ({ ...storedAs(request), crc64: '42' });
    world.add({});
    await world.settle();
    expect(world.task('task-1').status).to.equal('failed');
    expect(world.task('task-1').error?.code).to.equal('integrity-mismatch');
    expect(world.types).not.to.include('smh-upload-success');
  });

  it('sends a part again whose sum at the store differs', async () => {
    const world = new World();
    let wrong = 1;
    world.transport.onSend = () => ({ crc64: wrong-- > 0 ? '7' : String(MIB) });
    world.add({ ...BIG, size: 6 * MIB });
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
    expect(world.transport.requests).to.have.length(7);
  });

  it('renews stale headers without leaving "uploading" and sends no part twice', async () => {
    const world = new World();
    world.transport.onSend = ({ headers }) => {
      if (!headers['authorization']?.startsWith('renewed'))
        throw new UploadError('upload-expired', 'Request has expired');
      return {};
    };
    world.add(BIG);
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
    expect(changes(world)).to.deep.equal(['authorizing', 'uploading', 'confirming', 'completed']);
    expect(world.backend.calls.filter((call) => call.startsWith('renew'))).to.have.length(1);
  });

  it('opens a simple upload anew when its headers ran out, and frees the old key', async () => {
    const world = new World();
    let tries = 0;
    world.transport.onSend = () => {
      if (tries++ === 0) throw new UploadError('upload-expired', 'Request has expired');
      return {};
    };
    world.add({});
    await world.settle();
    expect(world.backend.confirmed).to.deep.equal(['key-2']);
    expect(world.backend.freed).to.deep.equal(['key-1']);
  });

  it('gives up when fresh headers are refused again and again', async () => {
    const world = new World();
    world.transport.onSend = () => {
      throw new UploadError('upload-expired', 'Request has expired');
    };
    world.add(BIG);
    await world.settle();
    expect(world.task('task-1').status).to.equal('failed');
    expect(world.task('task-1').error?.code).to.equal('upload-expired');
  });

  it('asks for the full hash only after a 202 and completes an instant upload without sending', async () => {
    const world = new World();
    world.backend.onOpen = ({ fullHash, path, size }) =>
      fullHash === undefined
        ? { kind: 'full-hash-required' }
        : { kind: 'stored', file: { path, size, crc64: String(2 * MIB) } satisfies StoredFile };
    world.add({ size: 2 * MIB, plain: false });
    await world.settle();
    const task = world.task('task-1');
    expect(world.hasher.calls).to.deep.equal(['beginning', 'full']);
    expect(task.status).to.equal('completed');
    expect([task.instant, task.verified, task.bytesSent, task.bytesSaved]).to.deep.equal([
      true,
      true,
      0,
      2 * MIB,
    ]);
    expect(world.transport.requests).to.deep.equal([]);
  });

  it('opens without hashes where hashing is not possible', async () => {
    const world = new World();
    world.hasher.hashBeginning = () =>
      Promise.reject(new UploadError('unsupported-browser', 'Nothing can hash here.'));
    world.add({ size: 2 * MIB, plain: false });
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('creates a missing folder once for all files that wait for it', async () => {
    const world = new World();
    let isThere = false;
    const answer = held<undefined>();
    world.backend.onDirectory = async () => {
      await answer.promise;
      isThere = true;
    };
    world.backend.onOpen = (request) => {
      if (!isThere) throw new UploadError('directory-not-found', 'DirectoryNotFound', { status: 404 });
      return world.backend.open(request);
    };
    world.add({}, {}, {});
    await world.settle();
    answer.resolve(undefined);
    await world.settle();
    expect(world.engine.progress.completed).to.equal(3);
    expect(world.backend.calls.filter((call) => call === 'directory folder')).to.have.length(1);
  });

  it('says "directory-name-taken" where the folder is missing still', async () => {
    const world = new World();
    world.backend.onOpen = () => {
      throw new UploadError('directory-not-found', 'DirectoryNotFound', { status: 404 });
    };
    world.add({});
    await world.settle();
    expect(world.task('task-1').error?.code).to.equal('directory-name-taken');
  });

  it('tells one error where the queue is what fails; the others rest until start()', async () => {
    const world = new World();
    world.backend.onOpen = () => {
      throw new UploadError('token-invalid', 'The access token was refused twice.', { status: 403 });
    };
    world.add(...Array.from({ length: 20 }, () => ({})));
    await world.settle();
    expect(world.types.filter((type) => type === 'smh-upload-error')).to.have.length(1);
    expect(world.engine.tasks.filter(({ status }) => status === 'queued')).to.have.length(19);
    world.backend.onOpen = (request) => world.backend.open(request);
    world.engine.start();
    await world.settle();
    expect(world.engine.progress.completed).to.equal(19);
  });

  it('keeps what was sent through pause and resume', async () => {
    const world = new World();
    world.concurrency = 1;
    let sends = 0;
    world.transport.onSend = () => (++sends === 4 ? new Promise(() => undefined) : {});
    world.add({ size: 6 * MIB, partSize: MIB });
    await world.settle();
    world.engine.pause('task-1');
    await world.settle();
    world.engine.resume('task-1');
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
    const numbers = world.transport.requests.map(({ url }) => new URL(url).searchParams.get('partNumber'));
    expect(numbers).to.deep.equal(['1', '2', '3', '4', '4', '5', '6']);
  });

  it('takes the task up with the file picked again', async () => {
    const world = new World();
    let unreadable = true;
    world.hasher.onChecksum = (data) => {
      if (unreadable) throw new UploadError('file-changed', 'The file changed.');
      return BigInt(data.size);
    };
    world.add({});
    await world.settle();
    expect(world.task('task-1').error?.code).to.equal('file-changed');
    unreadable = false;
    world.engine.replaceFile('task-1', {
      file: new File(['new content'], 'file-1.bin'),
      plan: planParts(11),
      refusal: null,
    });
    await world.settle();
    const task = world.task('task-1');
    expect([task.status, task.size]).to.deep.equal(['completed', 11]);
  });

  it('completes as handed over where the page confirms by itself', async () => {
    const world = new World();
    world.backend.offered.delete('confirmUpload');
    world.add({});
    await world.settle();
    const task = world.task('task-1');
    expect([task.status, task.result, task.confirmKey]).to.deep.equal(['completed', null, 'key-1']);
    expect(world.backend.freed).to.deep.equal([]);
  });

  it('sends an empty file as one part where the store refuses it as one object', async () => {
    const world = new World();
    world.transport.onSend = ({ url }) => {
      if (!url.includes('uploadId')) throw new UploadError('part-refused', 'EntityTooSmall', { status: 400 });
      return {};
    };
    world.add({ size: 0 });
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
    expect(world.backend.freed).to.deep.equal(['key-1']);
  });

  it('follows the network only while there is something to go on with', async () => {
    const world = new World();
    expect(world.connectivity.listeners).to.equal(0);
    world.transport.onSend = () => new Promise(() => undefined);
    world.add({});
    await world.settle();
    expect(world.connectivity.listeners).to.equal(1);
    world.engine.pause('task-1');
    expect(world.connectivity.listeners).to.equal(0);
    world.engine.resume('task-1');
    world.engine.removeTask('task-1');
    expect(world.connectivity.listeners).to.equal(0);
  });

  it('sets no timer and no frame while nothing is to be done', async () => {
    const world = new World();
    world.add({}, BIG);
    await world.settle();
    expect([world.clock.pendingTimers, world.clock.pendingFrames]).to.deep.equal([0, 0]);
  });
});
