import { expect } from '@esm-bundle/chai';
import { UploadError } from '../../src/errors.js';
import { BIG, World, changes } from '../support/engine-world.js';
import { held, networkError } from '../support/fake-service.js';

/** Lets the object store of `world` answer nothing until this is called. */
function holdParts(world: World): () => void {
  const { promise, resolve } = held<object>();
  world.transport.onSend = () => promise;
  return () => {
    world.transport.onSend = () => ({});
    resolve({});
  };
}

/** Whether something moves, and whether something is unsaved. */
function workOf({ engine: { pageWork } }: World): string {
  return `${pageWork.isMoving ? 'moving' : 'still'} ${pageWork.isUnsaved ? 'unsaved' : 'saved'}`;
}

describe('PageWork', () => {
  it('tells of work from the first slot to the last end', async () => {
    const world = new World();
    const letGo = holdParts(world);
    expect(workOf(world)).to.equal('still saved');
    world.add({});
    await world.settle();
    expect(workOf(world)).to.equal('moving unsaved');
    letGo();
    await world.settle();
    expect(workOf(world)).to.equal('still saved');
  });

  it('tells that a conflict and a task that waits are unsaved, though nothing moves', async () => {
    for (const error of [new UploadError('name-conflict', 'taken', { status: 409 }), networkError()]) {
      const world = new World();
      world.backend.onOpen = () => {
        throw error;
      };
      world.add({ strategy: 'ask' });
      await world.settle();
      expect(world.task('task-1').status).to.be.oneOf(['conflict', 'waiting']);
      expect(workOf(world)).to.equal('still unsaved');
    }
  });

  it('tells of no work where files wait for start, are paused, or failed', async () => {
    const world = new World();
    holdParts(world);
    world.manualStart = true;
    world.add(BIG);
    expect(workOf(world)).to.equal('still saved');
    world.engine.start();
    await world.settle();
    world.engine.pause();
    await world.settle();
    expect(workOf(world)).to.equal('still saved');
    world.add({ refusal: new UploadError('too-many-parts', 'too many') });
    await world.settle();
    expect(workOf(world)).to.equal('still saved');
  });

  it('suspends: requests end, nothing begins, nothing is paused, freed or settled', async () => {
    const world = new World();
    holdParts(world);
    world.concurrency = 1;
    world.add(BIG, {}, {}, {}, {});
    await world.settle();
    expect(world.transport.inFlight).to.be.greaterThan(0);
    world.engine.pageWork.suspend();
    const requests = world.transport.requests.length;
    await world.settle();
    await world.clock.advanceAsync(120_000);
    expect([world.transport.inFlight, world.transport.requests.length]).to.deep.equal([0, requests]);
    expect(changes(world)).to.not.include('paused');
    expect(world.types).to.not.include('smh-queue-settle');
    expect(world.backend.freed).to.deep.equal([]);
    expect(workOf(world)).to.equal('still unsaved');
  });

  it('goes on in the same order, and sends no part again that was sent', async () => {
    const world = new World();
    const letGo = holdParts(world);
    world.concurrency = 2;
    let sent = 0;
    const { onSend } = world.transport;
    world.transport.onSend = (request, onProgress) => (++sent <= 5 ? {} : onSend(request, onProgress));
    world.add(BIG, BIG, BIG, BIG, BIG, BIG);
    await world.settle();
    const running = world.engine.tasks.filter(({ status }) => status === 'uploading').map(({ id }) => id);
    const partsBefore = world.transport.requests.length;
    world.engine.pageWork.suspend();
    await world.settle();
    world.engine.pageWork.goOn();
    await world.settle();
    expect(
      world.engine.tasks.filter(({ status }) => status === 'uploading').map(({ id }) => id),
    ).to.deep.equal(running);
    letGo();
    for (let round = 0; round < 10; round++) await world.settle();
    expect(world.engine.progress.completed).to.equal(6);
    // Six files of 20 parts, and what was in flight.
    expect(world.transport.requests.length).to.equal(6 * 20 + partsBefore - 5);
    expect(world.backend.opened).to.have.length(6);
  });

  it('lets a confirm under way decide, whose answer comes once the page is back', async () => {
    const world = new World();
    const answer = held<void>();
    world.backend.onConfirm = async (request) => {
      await answer.promise;
      return { path: request.path, name: 'x', size: request.size };
    };
    world.add({});
    await world.settle();
    world.engine.pageWork.suspend();
    await world.settle();
    expect(world.task('task-1').status).to.equal('confirming');
    world.engine.pageWork.goOn();
    answer.resolve();
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
    expect(world.backend.calls.filter((call) => call.startsWith('confirm'))).to.have.length(1);
  });

  it('leaves what was paused or canceled meanwhile as it is', async () => {
    const world = new World();
    const letGo = holdParts(world);
    world.add({}, {}, {});
    await world.settle();
    world.engine.pageWork.suspend();
    world.engine.pause('task-1');
    world.engine.cancel('task-2');
    letGo();
    world.engine.pageWork.goOn();
    await world.settle();
    expect(world.engine.tasks.map(({ status }) => status)).to.deep.equal(['paused', 'canceled', 'completed']);
  });
});
