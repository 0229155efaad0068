import { expect } from '@esm-bundle/chai';
import { TrafficController } from '../../src/engine/traffic-controller.js';
import { UploadError } from '../../src/errors.js';
import { MIB } from '../../src/protocol/limits.js';
import { World } from '../support/engine-world.js';

describe('TrafficController under pressure', () => {
  it('halves once for all requests that were under way together, never below one', () => {
    const traffic = new TrafficController(6);
    const ceilings = [6];
    for (let round = 0; round < 4; round++) {
      const { era } = traffic;
      for (let request = 0; request < 6; request++) traffic.ease(era);
      ceilings.push(traffic.ceiling);
    }
    expect(ceilings).to.deep.equal([6, 3, 1, 1, 1]);
  });

  it('rises by one whenever all that fit went well, to where it was', () => {
    const traffic = new TrafficController(6);
    traffic.ease(traffic.era);
    const ceilings: number[] = [];
    for (let request = 0; request < 20; request++) {
      traffic.recover();
      ceilings.push(traffic.ceiling);
    }
    expect(ceilings).to.deep.equal([3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6]);
  });

  it('lets no more in than the ceiling, and the next as soon as it rises', async () => {
    const traffic = new TrafficController(6);
    traffic.ease(traffic.era);
    const { signal } = new AbortController();
    let inside = 0;
    for (let request = 0; request < 6; request++) {
      void traffic.acquire({}, { scope: traffic, limit: () => 6, signal }).then(() => (inside += 1));
    }
    await Promise.resolve();
    expect(inside).to.equal(3);
    for (let request = 0; request < 3; request++) traffic.recover();
    await Promise.resolve();
    expect(inside).to.equal(4);
  });

  for (const [what, error] of [
    ['503', new UploadError('server-busy', 'SlowDown', { status: 503, serviceCode: 'SlowDown' })],
    ['429', new UploadError('rate-limited', '429', { status: 429 })],
    ['a time-out', new UploadError('timeout', 'No sign of life')],
  ] as const) {
    it(`sends less at a time after ${what} of the store, and as much as before once that has passed`, async () => {
      const world = new World();
      let atATime = 0;
      let isUnderPressure = true;
      world.transport.onSend = async () => {
        await new Promise<void>((resolve) => {
          world.clock.delay(200, resolve);
        });
        atATime = world.transport.inFlight;
        if (isUnderPressure && atATime > 2) throw error;
        return {};
      };
      world.add({ size: 200 * MIB, partSize: MIB });
      for (let step = 0; step < 60; step++) await world.clock.advanceAsync(200);
      expect(world.traffic.ceiling).to.be.at.most(3);
      expect(world.task('task-1').bytesSent).to.be.above(0);
      isUnderPressure = false;
      for (let step = 0; step < 60; step++) await world.clock.advanceAsync(200);
      expect(world.traffic.ceiling).to.equal(6);
      expect(world.task('task-1').status).to.equal('completed');
    });
  }

  it('sends less at a time after a 429 of the service', async () => {
    const world = new World();
    let fails = 2;
    world.backend.onOpen = (request) => {
      if (fails-- > 0) throw new UploadError('rate-limited', 'RateLimitExceeded', { status: 429 });
      return world.backend.open(request);
    };
    world.add({});
    await world.settle();
    expect(world.traffic.ceiling).to.equal(3);
    await world.clock.advanceAsync(60_000);
    expect(world.task('task-1').status).to.equal('completed');
  });
});
