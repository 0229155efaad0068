import { expect } from '@esm-bundle/chai';
import { UploadError } from '../../src/errors.js';
import { MIB } from '../../src/protocol/limits.js';
import { World } from '../support/engine-world.js';
import { networkError } from '../support/fake-service.js';

const STORE = 'https://store.example';
const SERVICE = 'https://service.example';

async function pass(world: World, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 200) {
    await world.clock.advanceAsync(200);
    world.clock.runFrame();
  }
}

/** A world whose object store, or service, is there but lets no answer be seen. */
function hidden(where: 'store' | 'service'): World {
  const world = new World();
  world.probe.isThere = true;
  const lose = (): never => {
    throw networkError();
  };
  if (where === 'store') world.transport.onSend = lose;
  else world.backend.onOpen = lose;
  return world;
}

describe('HostGuard', () => {
  for (const [where, origin, names] of [
    ['store', STORE, ['CORS rules', 'PUT', 'ETag', 'x-cos-hash-crc64ecma']],
    ['service', SERVICE, ['CORS headers', 'endpoint', 'proxy']],
  ] as const) {
    it(`takes a ${where} that is there and answers nothing that can be seen for CORS: one error, and what to change`, async () => {
      const world = hidden(where);
      world.add(...Array.from({ length: 50 }, () => ({})));
      await pass(world, 20_000);
      const failed = world.engine.tasks.filter(({ status }) => status === 'failed');
      expect(failed.map(({ error }) => error?.code)).to.deep.equal(['cors-blocked']);
      expect(failed[0]?.error?.retryable).to.equal(false);
      for (const word of [origin, ...names]) expect(failed[0]?.error?.message).to.contain(word);
      expect(world.probe.looks).to.deep.equal([origin]);
      expect(world.engine.tasks.filter(({ waitReason }) => waitReason === 'halted')).to.have.length(49);
      expect(world.types.filter((type) => type === 'smh-upload-error')).to.have.length(1);
      // It is mended: start() goes on, and retry takes the failed one up.
      world.transport.onSend = () => ({});
      world.backend.onOpen = (request) => world.backend.open(request);
      world.engine.start();
      world.engine.retry();
      await pass(world, 10_000);
      expect(world.engine.progress.completed).to.equal(50);
    });

    it(`says at once that a policy keeps the page from the ${where}`, async () => {
      const world = hidden(where);
      world.probe.forbidden.add(origin);
      world.add({}, {}, {});
      await world.settle();
      const failed = world.engine.tasks.filter(({ status }) => status === 'failed');
      expect(failed.map(({ error }) => error?.code)).to.deep.equal(['policy-blocked']);
      expect(failed[0]?.error?.message).to.contain(origin).and.to.contain('connect-src');
      expect(world.probe.looks).to.deep.equal([]);
    });
  }

  it('looks after three losses one after the other, not after those of one moment', async () => {
    const world = hidden('store');
    world.add({ size: 6 * MIB, partSize: MIB });
    await world.settle();
    expect(world.transport.requests.length).to.be.within(3, 6);
    expect(world.task('task-1').status).to.equal('waiting');
  });

  it('takes lost requests for the network where the host cannot be reached either', async () => {
    const world = hidden('store');
    world.probe.isThere = false;
    world.add({});
    await pass(world, 60_000);
    expect([world.task('task-1').status, world.task('task-1').waitReason]).to.deep.equal([
      'waiting',
      'network',
    ]);
    // Now and then, not with each request.
    expect(world.probe.looks.filter((look) => look === STORE).length).to.be.within(1, 3);
  });

  it('never takes it for CORS once the store was answered: error answers may lack the headers', async () => {
    const world = new World();
    world.probe.isThere = true;
    let sends = 0;
    world.transport.onSend = () => {
      sends += 1;
      if (sends > 1 && sends < 12) throw networkError();
      return {};
    };
    world.add({ size: 20 * MIB, partSize: MIB });
    await pass(world, 120_000);
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('never takes it for CORS where bytes moved before they were lost: the preflight was answered', async () => {
    const world = new World();
    world.probe.isThere = true;
    let sends = 0;
    world.transport.onSend = (_, onProgress) => {
      sends += 1;
      onProgress(1);
      if (sends < 8) throw networkError();
      return {};
    };
    world.add({});
    await pass(world, 120_000);
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('never takes it for CORS where an error of the store could be read', async () => {
    const world = new World();
    world.probe.isThere = true;
    let sends = 0;
    world.transport.onSend = () => {
      sends += 1;
      if (sends === 1) throw new UploadError('server-busy', 'SlowDown', { status: 503 });
      if (sends < 8) throw networkError();
      return {};
    };
    world.add({});
    await pass(world, 120_000);
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('never takes it for CORS at the page’s own origin', async () => {
    const world = hidden('service');
    world.backend.origin = 'https://page.example';
    world.add({});
    await pass(world, 60_000);
    expect(world.task('task-1').status).to.equal('waiting');
  });

  it('never takes a lost call of the page’s own getAccessToken for CORS of the service', async () => {
    const world = hidden('service');
    world.backend.onOpen = () => {
      throw new UploadError('network', 'getAccessToken failed with a TypeError');
    };
    world.add({});
    await pass(world, 60_000);
    expect(world.task('task-1').status).to.equal('waiting');
  });

  it('asks nobody where the page makes the calls itself', async () => {
    const world = hidden('service');
    world.backend.origin = null;
    world.add({});
    await pass(world, 60_000);
    expect([world.probe.looks, world.task('task-1').status]).to.deep.equal([[], 'waiting']);
  });

  it('gives up in the end where parts are lost though the store can be reached', async () => {
    const world = new World();
    world.probe.isThere = true;
    world.transport.onSend = ({ url }) => {
      if (url.endsWith('partNumber=2')) throw networkError();
      return {};
    };
    world.add({ size: 6 * MIB, partSize: MIB });
    await pass(world, 5 * 60_000);
    expect(world.task('task-1').status).to.equal('waiting');
    for (let minute = 0; minute < 20; minute++) await world.clock.advanceAsync(60_000);
    expect(world.task('task-1').error?.code).to.equal('network');
  });
});

describe('a confirm that finds parts missing', () => {
  function incomplete(): UploadError {
    return new UploadError('server-busy', 'UploadIncomplete', {
      status: 404,
      serviceCode: 'UploadIncomplete',
    });
  }

  it('is repeated shortly, three times, before the state is asked', async () => {
    const world = new World();
    const at: number[] = [];
    world.backend.onConfirm = () => {
      at.push(world.clock.monotonic());
      throw incomplete();
    };
    world.add({});
    await pass(world, 30_000);
    const calls = world.backend.calls.filter((call) => /^(confirm|state)/.test(call));
    expect(calls.slice(0, 5).map((call) => call.split(' ')[0])).to.deep.equal([
      'confirm',
      'confirm',
      'confirm',
      'confirm',
      'state',
    ]);
    for (const [index, shortest] of [750, 1500, 3000].entries()) {
      const wait = (at[index + 1] ?? 0) - (at[index] ?? 0);
      expect(wait).to.be.within(shortest, shortest * 2);
    }
  });

  it('stores the file where that passes, and asks no state', async () => {
    const world = new World();
    let confirms = 0;
    world.backend.onConfirm = ({ path, size }) => {
      confirms += 1;
      if (confirms < 3) throw incomplete();
      return { path, name: path.at(-1) ?? '', size };
    };
    world.add({});
    await pass(world, 30_000);
    expect(world.task('task-1').status).to.equal('completed');
    expect(world.backend.calls.filter((call) => call.startsWith('state'))).to.deep.equal([]);
  });
});

describe('a path that is written to from two sides', () => {
  it('is tried three times, and then left to a person', async () => {
    const world = new World();
    world.backend.onOpen = () => {
      throw new UploadError('server-busy', 'PathConflict', { status: 409, serviceCode: 'PathConflict' });
    };
    world.add({});
    await pass(world, 60_000);
    expect(world.task('task-1').error?.serviceCode).to.equal('PathConflict');
    expect(world.backend.calls).to.have.length(3);
  });
});
