import { expect } from '@esm-bundle/chai';
import { UploadError } from '../../src/errors.js';
import { MIB } from '../../src/protocol/limits.js';
import type { StoredPart } from '../../src/protocol/types.js';
import { World } from '../support/engine-world.js';
import { md5Of, storedAs } from '../support/fake-service.js';

const PARTS = 6;
const BAD = 4;

function badCrc64(): UploadError {
  return new UploadError('integrity-mismatch', 'BadCrc64', { status: 400, serviceCode: 'BadCrc64' });
}

/** A world whose service refuses the sum of the first confirms. */
function refusing(times: number): World {
  const world = new World();
  let refusals = times;
  world.backend.onConfirm = (request) => {
    if (refusals-- > 0) throw badCrc64();
    return storedAs(request);
  };
  return world;
}

/** Has the state list all parts; `eTagOf` by part number. */
function listing(world: World, eTagOf: (partNumber: number) => string | null): void {
  const parts = Array.from({ length: PARTS }, (_, index): StoredPart => {
    return { partNumber: index + 1, size: MIB, eTag: eTagOf(index + 1) };
  });
  world.backend.onState = () => ({ confirmed: false, path: ['x'], parts, token: null, creationTime: null });
}

function sendParts(world: World): void {
  world.add({ size: PARTS * MIB, partSize: MIB });
}

function timesSent(world: World): Record<string, number> {
  const times: Record<string, number> = {};
  for (const { url } of world.transport.requests) {
    const key = `${new URL(url).pathname} ${new URL(url).searchParams.get('partNumber') ?? 'whole'}`;
    times[key] = (times[key] ?? 0) + 1;
  }
  return times;
}

describe('a sum that the service refuses at confirm', () => {
  it('leads to the part that is another one, and only that is sent again', async () => {
    const world = refusing(1);
    listing(world, (partNumber) => (partNumber === BAD ? 'e'.repeat(32) : md5Of({ size: MIB })));
    sendParts(world);
    await world.settle();
    const task = world.task('task-1');
    expect([task.status, task.verified, task.bytesSent]).to.deep.equal(['completed', true, PARTS * MIB]);
    const times = timesSent(world);
    expect(times[`/key-1 ${BAD}`]).to.equal(2);
    expect(world.transport.requests).to.have.length(PARTS + 1);
    expect([world.backend.opened, world.backend.freed]).to.deep.equal([['key-1'], []]);
  });

  it('is tried once more where all parts prove right, as the file may have been misread', async () => {
    const world = refusing(1);
    listing(world, () => md5Of({ size: MIB }));
    sendParts(world);
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
    expect(world.transport.requests).to.have.length(PARTS);
  });

  for (const [when, eTag, refusals] of [
    ['the list has no MD5', 'W/"opaque"', 1],
    ['the parts prove right', md5Of({ size: MIB }), 2],
  ] as const) {
    it(`has all sent anew, once, where ${when}`, async () => {
      const world = refusing(refusals);
      listing(world, () => eTag);
      sendParts(world);
      await world.settle();
      expect(world.task('task-1').status).to.equal('completed');
      expect(world.transport.requests).to.have.length(2 * PARTS);
      expect([world.backend.opened.length, world.backend.freed]).to.deep.equal([2, ['key-1']]);
    });
  }

  it('has all sent anew where the service tells no state, or the file is one object', async () => {
    const stateless = refusing(1);
    stateless.backend.offered.delete('getUploadState');
    sendParts(stateless);
    await stateless.settle();
    expect(stateless.task('task-1').status).to.equal('completed');
    expect(stateless.transport.requests).to.have.length(2 * PARTS);
    const simple = refusing(1);
    simple.add({});
    await simple.settle();
    expect(simple.task('task-1').status).to.equal('completed');
    expect(timesSent(simple)).to.deep.equal({ '/key-1 whole': 1, '/key-2 whole': 1 });
  });

  it('fails in the end, and retry looks for the part again', async () => {
    const world = refusing(3);
    listing(world, () => md5Of({ size: MIB }));
    sendParts(world);
    await world.settle();
    expect(world.task('task-1').error?.code).to.equal('integrity-mismatch');
    world.engine.retry('task-1');
    await world.settle();
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('is looked into after a pause, too', async () => {
    const world = refusing(1);
    let states = 0;
    world.backend.onState = () => {
      states += 1;
      if (states === 1) world.engine.pause('task-1');
      const parts = [{ partNumber: 1, size: MIB, eTag: md5Of({ size: MIB }) }];
      return { confirmed: false, path: ['x'], parts, token: null, creationTime: null };
    };
    sendParts(world);
    await world.settle();
    world.engine.resume('task-1');
    await world.settle();
    expect([world.task('task-1').status, states]).to.deep.equal(['completed', 2]);
    expect(world.transport.requests).to.have.length(2 * PARTS - 1);
  });
});

describe('a stored file that is another one', () => {
  it('fails at once and is told, as no second copy may be made of it unasked', async () => {
    const world = new World();
    world.backend.onConfirm = (request) => ({ ...storedAs(request), crc64: '7' });
    world.add({});
    await world.settle();
    const { error, status } = world.task('task-1');
    expect([status, error?.code]).to.deep.equal(['failed', 'integrity-mismatch']);
    expect(error?.message).to.contain('delete it, then retry');
    expect(world.backend.opened).to.have.length(1);
    world.backend.onConfirm = storedAs;
    world.engine.retry('task-1');
    await world.settle();
    expect([world.task('task-1').status, world.task('task-1').verified]).to.deep.equal(['completed', true]);
  });

  it('fails so after an instant upload as well, and retry sends the bytes', async () => {
    const world = new World();
    world.backend.onOpen = (request) => {
      if (request.beginningHash === undefined) return world.backend.open(request);
      return request.fullHash === undefined
        ? { kind: 'full-hash-required' }
        : { kind: 'stored', file: { path: request.path, size: 1 } };
    };
    world.add({ size: 2 * MIB, plain: false });
    await world.settle();
    expect(world.task('task-1').error?.code).to.equal('integrity-mismatch');
    world.engine.retry('task-1');
    await world.settle();
    expect([world.task('task-1').status, world.task('task-1').instant]).to.deep.equal(['completed', false]);
  });

  it('is none where a lost confirm turns out to have stored what is known to be wrong', async () => {
    const world = refusing(1);
    world.backend.onState = () => {
      return {
        confirmed: true,
        path: ['folder', 'file-1.bin'],
        parts: null,
        token: null,
        creationTime: null,
      };
    };
    world.backend.onInfo = () => ({ size: PARTS * MIB, crc64: '7', creationTime: null });
    sendParts(world);
    await world.settle();
    expect(world.task('task-1').error?.code).to.equal('integrity-mismatch');
  });
});
