import { expect } from '@esm-bundle/chai';
import { UploadError } from '../../src/errors.js';
import { World } from '../support/engine-world.js';
import { networkError } from '../support/fake-service.js';

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
});
