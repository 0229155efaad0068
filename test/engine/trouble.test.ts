import { expect } from '@esm-bundle/chai';
import { UnbegunRequest, UploadError } from '../../src/errors.js';
import { planParts } from '../../src/protocol/part-plan.js';
import { MIB } from '../../src/protocol/limits.js';
import { BIG, World } from '../support/engine-world.js';
import { held, networkError, storedAs } from '../support/fake-service.js';

describe('UploadEngine in trouble', () => {
  it('goes on by itself after an interruption, and says why and until when it waits', async () => {
    const world = new World();
    let fails = 1;
    world.backend.onOpen = (request) => {
      if (fails-- > 0) throw new UploadError('server-busy', 'busy', { status: 503, retryAfterMs: 5000 });
      return world.backend.open(request);
    };
    world.add({});
    await world.settle();
    const waiting = world.task('task-1');
    expect([waiting.status, waiting.waitReason, waiting.attempt]).to.deep.equal([
      'waiting',
      'server-busy',
      2,
    ]);
    expect(waiting.retryAt).to.equal(world.clock.now() + 5000);
    await world.clock.advanceAsync(5000);
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('fails in the end where the trouble does not pass, and retry takes it up', async () => {
    const world = new World();
    world.backend.onOpen = () => {
      throw networkError();
    };
    world.add({});
    for (let round = 0; round < 20; round++) {
      await world.settle();
      await world.clock.advanceAsync(60_000);
    }
    expect(world.task('task-1').error?.code).to.equal('network');
    world.backend.onOpen = (request) => world.backend.open(request);
    world.engine.retry('task-1');
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('spends no try on requests that never got a socket, as other tabs may have them all', async () => {
    const world = new World();
    let tries = 0;
    world.transport.onSend = ({ body }) => {
      if ((body as Blob).size !== 777 || (tries += 1) > 20) return {};
      throw new UnbegunRequest('no socket');
    };
    world.add({ size: 777 });
    for (let round = 0; round < 40 && world.task('task-1').status !== 'completed'; round++) {
      world.add({});
      await world.settle();
      await world.clock.advanceAsync(5000);
    }
    expect(tries).to.be.above(20);
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('waits while offline and goes on at once when the network is back', async () => {
    const world = new World();
    world.connectivity.isOnline = false;
    world.transport.onSend = () => {
      if (!world.connectivity.isOnline) throw networkError();
      return {};
    };
    world.add({});
    await world.settle();
    expect(world.task('task-1').waitReason).to.equal('offline');
    world.connectivity.go(true);
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('asks for the state after a lost confirm and does not store a second copy', async () => {
    const world = new World();
    world.backend.onConfirm = () => {
      throw networkError();
    };
    world.backend.onState = () => ({
      confirmed: true,
      path: ['folder', 'file-1.bin'],
      parts: null,
      token: null,
      creationTime: null,
    });
    world.backend.onInfo = () => ({ size: 100, crc64: '100', creationTime: null });
    world.add({});
    await world.settle();
    await world.clock.advanceAsync(60_000);
    await world.settle();
    const task = world.task('task-1');
    expect([task.status, task.verified, task.result?.crc64]).to.deep.equal(['completed', null, '100']);
    expect(world.backend.opened).to.have.length(1);
    expect(world.backend.freed).to.deep.equal([]);
  });

  it('says "outcome-unknown" where nobody can tell whether the file is stored', async () => {
    const world = new World();
    world.backend.onConfirm = () => {
      throw networkError();
    };
    world.backend.onState = () => {
      throw new UploadError('upload-gone', 'UploadNotFound', { status: 404 });
    };
    world.backend.onInfo = () => ({ size: 5, crc64: '9', creationTime: null });
    world.add({});
    await world.settle();
    await world.clock.advanceAsync(60_000);
    await world.settle();
    expect(world.task('task-1').error?.code).to.equal('outcome-unknown');
    expect(world.backend.opened).to.have.length(1);
  });

  it('takes a 202 to a start without hashes for nonsense, and asks no second time', async () => {
    const world = new World();
    world.backend.onOpen = () => ({ kind: 'full-hash-required' });
    world.add({});
    await world.settle();
    expect(world.task('task-1').error?.code).to.equal('invalid-answer');
    expect(world.backend.calls).to.have.length(1);
  });

  it('ends a step by a failure that has no row of its own, so that its slot is free again', async () => {
    const world = new World();
    world.backend.onOpen = () => {
      throw new UploadError('upload-gone', 'UploadNotBelongYou', { status: 403 });
    };
    world.add({});
    await world.settle();
    expect(world.task('task-1').error?.code).to.equal('upload-gone');
    const other = new World();
    other.transport.onSend = () => {
      throw new UploadError('name-conflict', 'SameNameDirectoryOrFileExists', { status: 409 });
    };
    other.add({ strategy: 'ask' });
    await other.settle();
    expect(other.task('task-1').status).to.equal('failed');
  });

  for (const command of ['pause', 'cancel', 'destroy'] as const) {
    it(`starts none of the queued files that ${command}() is about to stop`, async () => {
      const world = new World();
      world.transport.onSend = () => new Promise(() => undefined);
      world.add(...Array.from({ length: 40 }, () => ({})));
      await world.settle();
      const calls = world.backend.calls.filter((call) => call.startsWith('open')).length;
      world.engine[command]();
      await world.settle();
      expect(world.backend.calls.filter((call) => call.startsWith('open'))).to.have.length(calls);
    });
  }

  it('starts none of the queued files when the queue halts', async () => {
    const world = new World();
    world.backend.onOpen = () => {
      throw new UploadError('quota-exceeded', 'QuotaLimitReached', { status: 400 });
    };
    world.concurrency = 1;
    world.add(...Array.from({ length: 40 }, () => ({})));
    await world.settle();
    expect(world.backend.calls.length).to.be.at.most(3);
  });

  it('lets a halted queue rest until start(), through pause, resume and new files', async () => {
    const world = new World();
    world.backend.onOpen = () => {
      throw new UploadError('quota-exceeded', 'QuotaLimitReached', { status: 400 });
    };
    world.concurrency = 1;
    const paused = world.add(...Array.from({ length: 10 }, () => ({}))).at(-1)?.id;
    world.engine.pause(paused);
    await world.settle();
    const { length } = world.backend.calls;
    world.engine.pause();
    world.engine.resume();
    world.add({});
    await world.settle();
    expect(world.backend.calls).to.have.length(length);
    world.backend.onOpen = (request) => world.backend.open(request);
    world.engine.start();
    await world.settle();
    const { completed, failed, files } = world.engine.progress;
    expect(completed + failed).to.equal(files);
    expect(failed).to.be.at.most(length);
  });

  it('fails a refused task again on retry, and sends nothing of it', async () => {
    const world = new World();
    world.add({ refusal: new UploadError('too-many-parts', 'Too many parts.') });
    await world.settle();
    world.engine.retry();
    await world.settle();
    expect(world.task('task-1').error?.code).to.equal('too-many-parts');
    expect(world.backend.calls).to.deep.equal([]);
    world.engine.replaceFile('task-1', {
      file: new File(['x'], 'file-1.bin'),
      plan: planParts(1),
      refusal: null,
    });
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('tries a lost start with the full hash again as often as others, where the file is not stored', async () => {
    const world = new World();
    let lost = 0;
    world.backend.onOpen = (request) => {
      if (request.fullHash === undefined) return { kind: 'full-hash-required' };
      lost += 1;
      if (lost <= 7) throw networkError();
      return world.backend.open(request);
    };
    world.backend.onInfo = () => null;
    world.add({ size: 2 * MIB, plain: false });
    await world.settle();
    await world.clock.advanceAsync(5 * 60_000);
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
    expect(lost).to.equal(8);
  });

  it('says of a file that is known not to be stored that its upload is gone', async () => {
    const world = new World();
    world.backend.onConfirm = () => {
      throw networkError();
    };
    world.backend.onState = () => {
      throw new UploadError('upload-gone', 'UploadNotFound', { status: 404 });
    };
    world.backend.onInfo = () => null;
    world.add({});
    await world.settle();
    await world.clock.advanceAsync(5 * 60_000);
    await world.settle();
    expect(world.task('task-1').error?.code).to.equal('upload-gone');
    expect(world.backend.opened).to.have.length(3);
  });

  it('begins anew when an undecided outcome is retried: the person has looked', async () => {
    const world = new World();
    let isLost = true;
    world.backend.onOpen = (request) => {
      if (request.fullHash === undefined && request.beginningHash !== undefined)
        return { kind: 'full-hash-required' };
      if (isLost) throw networkError();
      return world.backend.open(request);
    };
    world.backend.onInfo = () => ({ size: 1, crc64: '1', creationTime: null });
    world.add({ size: 2 * MIB, plain: false });
    await world.settle();
    await world.clock.advanceAsync(60_000);
    await world.settle();
    expect(world.task('task-1').error?.code).to.equal('outcome-unknown');
    isLost = false;
    world.engine.retry('task-1');
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('gives up in the end where a folder can’t be made', async () => {
    const world = new World();
    world.backend.onOpen = () => {
      throw new UploadError('directory-not-found', 'DirectoryNotFound', { status: 404 });
    };
    world.backend.onDirectory = () => {
      throw new UploadError('service-unavailable', 'down', { status: 500 });
    };
    world.add({});
    for (let round = 0; round < 40; round++) {
      await world.settle();
      await world.clock.advanceAsync(60_000);
    }
    expect(world.task('task-1').status).to.equal('failed');
    expect(world.backend.calls.length).to.be.at.most(20);
  });

  it('lets files that wait for start() wait on after pause and resume', async () => {
    const world = new World();
    world.manualStart = true;
    world.add({});
    world.engine.pause();
    world.engine.resume();
    await world.settle();
    expect(world.task('task-1').waitReason).to.equal('halted');
    expect(world.backend.calls).to.deep.equal([]);
  });

  it('never aborts a repeated confirm, and takes "complete" for stored', async () => {
    const world = new World();
    world.backend.offered.delete('getUploadState');
    world.backend.offered.delete('getFileInfo');
    const second = held<undefined>();
    let confirms = 0;
    world.backend.onConfirm = async () => {
      confirms += 1;
      if (confirms === 1) throw networkError();
      await second.promise;
      throw new UploadError('outcome-unknown', 'UploadComplete', {
        status: 409,
        serviceCode: 'UploadComplete',
      });
    };
    world.add({});
    await world.settle();
    await world.clock.advanceAsync(60_000);
    await world.settle();
    world.engine.cancel('task-1');
    expect(world.task('task-1').waitReason).to.equal('canceled');
    second.resolve(undefined);
    await world.settle();
    expect([world.task('task-1').status, world.task('task-1').result]).to.deep.equal(['completed', null]);
    expect(world.backend.freed).to.deep.equal([]);
  });

  it('stays in doubt after an answer to a full-hash start that can’t be read', async () => {
    const world = new World();
    world.backend.onOpen = (request) => {
      if (request.fullHash === undefined) return { kind: 'full-hash-required' };
      throw new UploadError('invalid-answer', 'The field "path" is missing.', { status: 200 });
    };
    world.backend.onInfo = () => ({ size: 2 * MIB, crc64: String(2 * MIB), creationTime: null });
    world.add({ size: 2 * MIB, plain: false });
    await world.settle();
    world.engine.retry('task-1');
    await world.settle();
    expect(world.backend.calls.filter((call) => call.endsWith('with full hash'))).to.have.length(1);
    expect(world.backend.calls.some((call) => call.startsWith('info'))).to.equal(true);
  });

  it('frees the key of an upload that was opened in the wrong form', async () => {
    const world = new World();
    world.backend.onOpen = () => ({ kind: 'opened', token: world.backend.token(true) });
    world.add({});
    await world.settle();
    expect(world.task('task-1').error?.code).to.equal('invalid-answer');
    expect(world.backend.freed).to.deep.equal(['key-1']);
  });

  it('keeps the parts sent where the state answer lists none', async () => {
    const world = new World();
    let confirms = 0;
    world.backend.onConfirm = (request) => {
      if (++confirms === 1) throw networkError();
      return storedAs(request);
    };
    world.backend.onState = () => ({
      confirmed: false,
      path: ['x'],
      parts: null,
      token: null,
      creationTime: null,
    });
    world.add(BIG);
    await world.settle();
    await world.clock.advanceAsync(60_000);
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
    expect(world.transport.requests).to.have.length(20);
  });

  it('numbers the tries of a part, through waits and pauses too', async () => {
    const world = new World();
    world.concurrency = 1;
    let isDown = true;
    world.transport.onSend = () => {
      if (isDown) throw networkError();
      return {};
    };
    world.add({ size: 6 * MIB, partSize: MIB });
    await world.settle();
    expect(world.task('task-1').status).to.equal('waiting');
    await world.clock.advanceAsync(1000);
    await world.settle();
    world.engine.pause();
    isDown = false;
    world.engine.resume();
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
    const attempts = (part: number): number[] =>
      world.transport.requests
        .filter(({ url }) => url.endsWith(`partNumber=${String(part)}`))
        .map(({ attempt }) => attempt);
    expect(attempts(1)).to.deep.equal(attempts(1).map((_, index) => index + 1));
    expect(attempts(1).length).to.be.at.least(3);
    expect(attempts(6)).to.deep.equal([1]);
  });

  it('opens its lanes again once parts come through', async () => {
    const world = new World();
    let sends = 0;
    let atEnd = 0;
    world.transport.onSend = async () => {
      sends += 1;
      const isFailing = sends <= 18 && sends % 3 === 0;
      if (sends > 30) atEnd = Math.max(atEnd, world.transport.inFlight);
      await world.clock.settle();
      if (isFailing) throw new UploadError('server-busy', 'SlowDown', { status: 503 });
      return {};
    };
    world.add({ size: 60 * MIB, partSize: MIB });
    for (let round = 0; round < 60; round++) await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
    expect(atEnd).to.equal(6);
  });

  it('makes empty folders one after the other', async () => {
    const world = new World();
    let underWay = 0;
    let most = 0;
    world.backend.onDirectory = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await world.clock.settle();
      underWay -= 1;
    };
    const { backend } = world;
    world.engine.addDirectories(
      Array.from({ length: 5 }, (_, index) => ({ backend, remotePath: [`empty-${index}`] })),
    );
    for (let round = 0; round < 5; round++) await world.settle();
    expect([most, backend.calls.length]).to.deep.equal([1, 5]);
  });
});
