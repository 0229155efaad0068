import { expect } from '@esm-bundle/chai';
import type { UploadConflictEvent } from '../../src/engine/engine-events.js';
import { UploadError } from '../../src/errors.js';
import { World } from '../support/engine-world.js';
import { held, storedAs } from '../support/fake-service.js';

describe('UploadEngine, asked to decide', () => {
  describe('conflicts', () => {
    function taken(world: World): void {
      world.backend.onOpen = (request) => {
        if (request.conflictResolutionStrategy === 'ask')
          throw new UploadError('name-conflict', 'taken', { status: 409 });
        return world.backend.open(request);
      };
    }

    it('asks with the other file’s figures, and one answer may serve all', async () => {
      const world = new World();
      taken(world);
      world.backend.onInfo = () => ({ size: 5, crc64: '9', creationTime: '2026-11-22T07:16:02.000Z' });
      world.add({ strategy: 'ask' }, { strategy: 'ask' });
      await world.settle();
      const question = world.events.find(
        (event): event is UploadConflictEvent => event.type === 'smh-upload-conflict',
      );
      expect(question?.detail.existing?.size).to.equal(5);
      question?.detail.resolve('overwrite', { all: true });
      world.add({ strategy: 'ask' });
      await world.settle();
      expect(world.engine.progress.completed).to.equal(3);
    });

    it('ends a skipped file as canceled', async () => {
      const world = new World();
      taken(world);
      world.add({ strategy: 'ask' });
      await world.settle();
      world.engine.resolveConflict('task-1', 'skip');
      await world.settle();
      expect(world.task('task-1').status).to.equal('canceled');
      expect(world.types).to.include('smh-upload-cancel');
    });

    it('takes no answer that is none', async () => {
      const world = new World();
      taken(world);
      world.add({ strategy: 'ask' }, { strategy: 'ask' });
      await world.settle();
      world.engine.resolveConflict('task-1', 'replace' as 'rename', { all: true });
      await world.settle();
      expect(world.engine.tasks.map(({ status }) => status)).to.deep.equal(['conflict', 'conflict']);
      expect(world.backend.calls.filter((call) => call.startsWith('open'))).to.have.length(2);
    });

    it('asks again where the new name is taken too', async () => {
      const world = new World();
      taken(world);
      world.add({ strategy: 'ask' });
      await world.settle();
      world.engine.renameTask('task-1', (spec) => ({ ...spec, remotePath: ['folder', 'other.bin'] }));
      await world.settle();
      expect(world.task('task-1').status).to.equal('conflict');
      expect(world.backend.calls).to.include('open folder/other.bin');
    });

    it('sends no byte again after a conflict at confirm', async () => {
      const world = new World();
      world.backend.onConfirm = (request) => {
        if (request.conflictResolutionStrategy === 'ask')
          throw new UploadError('name-conflict', 'taken', { status: 409 });
        return storedAs(request);
      };
      world.add({ strategy: 'ask' });
      await world.settle();
      world.engine.resolveConflict('task-1', 'rename');
      await world.settle();
      expect(world.task('task-1').status).to.equal('completed');
      expect(world.transport.requests).to.have.length(1);
    });
  });

  describe('cancel', () => {
    it('frees the upload at the service', async () => {
      const world = new World();
      world.transport.onSend = () => new Promise(() => undefined);
      world.add({});
      await world.settle();
      world.engine.cancel('task-1');
      await world.settle();
      expect(world.task('task-1').status).to.equal('canceled');
      expect(world.backend.freed).to.deep.equal(['key-1']);
      expect(world.transport.inFlight).to.equal(0);
    });

    it('waits for the answer of a start under way and frees what it opened', async () => {
      const world = new World();
      const answer = held<undefined>();
      world.backend.onOpen = async (request) => {
        await answer.promise;
        return world.backend.open(request);
      };
      world.add({});
      await world.settle();
      world.engine.cancel('task-1');
      expect(world.task('task-1').waitReason).to.equal('canceled');
      answer.resolve(undefined);
      await world.settle();
      expect(world.task('task-1').status).to.equal('canceled');
      expect(world.backend.freed).to.deep.equal(['key-1']);
    });

    it('takes a removed task off the list once its commit has decided', async () => {
      const world = new World();
      const answer = held<undefined>();
      world.backend.onConfirm = async (request) => {
        await answer.promise;
        return storedAs(request);
      };
      world.add({});
      await world.settle();
      world.engine.removeTask('task-1');
      expect(world.engine.tasks).to.have.length(1);
      answer.resolve(undefined);
      await world.settle();
      expect(world.engine.tasks).to.have.length(0);
      expect(world.types).to.include('smh-upload-success');
      expect(world.backend.freed).to.deep.equal([]);
    });
  });
});
