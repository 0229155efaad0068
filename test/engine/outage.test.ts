import { expect } from '@esm-bundle/chai';
import { UploadError } from '../../src/errors.js';
import { MIB } from '../../src/protocol/limits.js';
import { World } from '../support/engine-world.js';
import { networkError } from '../support/fake-service.js';

/** A world whose network can be cut, and that notes when each request was sent to which host (s). */
class FarWorld extends World {
  isDown = false;
  error: () => UploadError = networkError;
  /** How long a lost request takes to end. */
  lossMs = 100;
  readonly sent: { readonly host: string; readonly at: number }[] = [];

  constructor() {
    super();
    const { open, renewUploadToken } = this.backend;
    this.backend.onOpen = (request) => this.#pass(() => open.call(this.backend, request));
    this.backend.onConfirm = ({ path, size }) => this.#pass(() => ({ path, name: path.at(-1) ?? '', size }));
    this.backend.renewUploadToken = (request) =>
      this.#pass(() => renewUploadToken.call(this.backend, request));
    this.transport.onSend = () => this.#pass(() => ({}), 'https://store.example');
    const { isReachable } = this.probe;
    this.probe.isReachable = (origin) => {
      this.#note(origin);
      return isReachable.call(this.probe, origin);
    };
  }

  /** Lets time pass, and all that it brings. */
  async live(ms: number): Promise<void> {
    const end = this.clock.monotonic() + ms;
    while (this.clock.monotonic() < end) {
      await this.clock.advanceAsync(Math.min(50, end - this.clock.monotonic()));
      this.clock.runFrame();
    }
  }

  countSent(of: string, fromS: number, toS: number): number {
    return this.sent.filter(({ at, host }) => host === of && at >= fromS && at < toS).length;
  }

  #note(host: string): void {
    this.sent.push({ host, at: this.clock.monotonic() / 1000 });
  }

  /** Each takes a tenth of a second, as they do. */
  async #pass<T>(act: () => T | Promise<T>, host = 'https://service.example'): Promise<T> {
    this.#note(host);
    const isLost = this.isDown;
    await new Promise<void>((resolve) => {
      this.clock.delay(isLost ? this.lossMs : 100, resolve);
    });
    if (isLost || this.isDown) throw this.error();
    return act();
  }
}

const FIFTY = Array.from({ length: 50 }, (_, index) => ({ name: `file-${index}.bin` }));

const OUTAGES = {
  'no answer': networkError,
  'a service that is overloaded': () => new UploadError('server-busy', '503', { status: 503 }),
  'a service that is broken': () => new UploadError('service-unavailable', '502', { status: 502 }),
};

describe('an outage', () => {
  for (const [what, error] of Object.entries(OUTAGES)) {
    for (const begins of ['at once', 'when some are stored']) {
      it(`of 60 s (${what}, ${begins}) with 50 files meets few requests, and all land soon after`, async () => {
        const world = new FarWorld();
        world.error = error;
        world.add(...FIFTY);
        if (begins !== 'at once') await world.live(400);
        const start = world.clock.monotonic() / 1000;
        world.isDown = true;
        await world.live(60_000);
        for (const host of ['https://service.example', 'https://store.example']) {
          for (let second = start + 5; second < start + 60; second++)
            expect(world.countSent(host, second, second + 1), `${host} at ${second} s`).to.be.at.most(2);
        }
        expect(world.sent.filter(({ at }) => at >= start).length).to.be.at.most(60);
        const { files, failed, completed } = world.engine.progress;
        expect([files, failed]).to.deep.equal([50, 0]);
        expect(completed > 0).to.equal(begins !== 'at once');
        world.isDown = false;
        await world.live(30_000);
        expect(world.engine.progress.completed).to.equal(50);
        expect(world.backend.confirmed).to.have.length(50);
        expect(world.backend.freed).to.deep.equal([]);
        expect(world.clock.pendingTimers).to.equal(0);
      });
    }
  }

  it('that swallows every request of 50 files is over soon after it ended', async () => {
    const world = new FarWorld();
    // As a call to the service that gets no answer.
    world.lossMs = 30_000;
    world.error = () => new UploadError('timeout', 'No answer came in time.');
    world.isDown = true;
    world.add(...FIFTY);
    await world.live(60_000);
    expect(world.sent.length).to.be.at.most(30);
    world.isDown = false;
    await world.live(30_000);
    expect(world.engine.progress.completed).to.equal(50);
  });

  for (const [minutes, files, what] of [
    [10, 50, 'no answer'],
    [10, 1, 'no answer'],
    [9, 50, 'a service that is overloaded'],
    [9, 1, 'a service that is overloaded'],
    [600, 3, 'no answer'],
  ] as const) {
    it(`of ${minutes} min (${what}) fails none of ${files} files that were under way`, async () => {
      const world = new FarWorld();
      world.error = OUTAGES[what];
      world.add(...FIFTY.slice(0, files));
      await world.live(150);
      world.isDown = true;
      for (let minute = 0; minute < minutes; minute++) {
        await world.clock.advanceAsync(60_000);
        expect(world.engine.progress.failed).to.equal(0);
      }
      world.isDown = false;
      await world.live(45_000);
      expect(world.engine.progress.completed).to.equal(files);
    });
  }

  it('in which bytes vanish into the buffers of dead connections is as quiet', async () => {
    const world = new FarWorld();
    const { onSend } = world.transport;
    world.transport.onSend = (request, onProgress) => {
      onProgress(1);
      world.clock.delay(50, () => onProgress(2));
      return onSend(request, onProgress);
    };
    world.add(...FIFTY);
    await world.live(400);
    const start = world.clock.monotonic() / 1000;
    world.isDown = true;
    await world.live(60_000);
    for (let second = start + 5; second < start + 60; second++)
      expect(world.countSent('https://store.example', second, second + 1), `at ${second} s`).to.be.at.most(2);
    expect(world.sent.filter(({ at }) => at >= start).length).to.be.at.most(60);
  });

  it('says of each file under way what it waits for, and until when', async () => {
    const world = new FarWorld();
    world.isDown = true;
    world.add(...FIFTY);
    await world.live(4000);
    const waiting = world.engine.tasks.filter(({ status }) => status === 'waiting');
    expect(waiting.length).to.be.at.least(7);
    for (const task of waiting) {
      expect(task.waitReason).to.equal('network');
      expect(task.retryAt).to.equal(waiting[0]?.retryAt);
    }
    const { retryAt } = waiting[0] ?? {};
    await world.live(10_000);
    const later = world.engine.tasks.find(({ status }) => status === 'waiting');
    expect(Number(later?.retryAt)).to.be.above(Number(retryAt));
    // The others did not begin only to find the same.
    expect(world.engine.tasks.filter(({ status }) => status === 'queued')).to.have.length(42);
  });

  it('while the browser is offline lasts as long as that, and ends at once when it is back', async () => {
    const world = new FarWorld();
    world.add(...FIFTY);
    await world.live(400);
    world.isDown = true;
    world.connectivity.go(false);
    await world.live(3000);
    for (const task of world.engine.tasks.filter(({ status }) => status === 'waiting'))
      expect([task.waitReason, task.retryAt]).to.deep.equal(['offline', null]);
    for (let hour = 0; hour < 12; hour++) await world.clock.advanceAsync(3_600_000);
    expect(world.engine.progress.failed).to.equal(0);
    world.isDown = false;
    const before = world.engine.progress.completed;
    world.connectivity.go(true);
    await world.live(1000);
    expect(world.engine.progress.completed).to.be.above(before);
    await world.live(10_000);
    expect(world.engine.progress.completed).to.equal(50);
    expect([world.connectivity.listeners, world.clock.pendingTimers]).to.deep.equal([0, 0]);
  });

  it('sends one ahead when the browser is online again, not all at once', async () => {
    const world = new FarWorld();
    world.add(...FIFTY);
    await world.live(400);
    world.isDown = true;
    world.connectivity.go(false);
    await world.live(60_000);
    const { length } = world.sent;
    world.connectivity.go(true);
    await world.live(450);
    // The one, and the look at its host once it failed.
    for (const host of ['https://service.example', 'https://store.example'])
      expect(world.sent.slice(length).filter((sent) => sent.host === host).length).to.be.at.most(2);
  });

  it('is told as an error in the end where the host was never there', async () => {
    const world = new FarWorld();
    world.isDown = true;
    world.add({});
    await world.clock.advanceAsync(5 * 60_000);
    expect(world.task('task-1').status).to.equal('waiting');
    for (let minute = 0; minute < 15; minute++) await world.clock.advanceAsync(60_000);
    expect(world.task('task-1').error?.code).to.equal('network');
  });

  it('that one file alone meets is told as an error, while the host answers others', async () => {
    const world = new FarWorld();
    world.backend.onOpen = (request) => {
      if (request.name === 'poison.bin') throw new UploadError('service-unavailable', '500', { status: 500 });
      return world.backend.open(request);
    };
    world.add({ name: 'poison.bin' });
    for (let round = 0; round < 40 && world.task('task-1').status !== 'failed'; round++) {
      world.add({});
      await world.live(10_000);
    }
    expect(world.task('task-1').error?.code).to.equal('service-unavailable');
    expect(world.clock.monotonic()).to.be.below(5 * 60_000);
    expect(world.engine.progress.failed).to.equal(1);
  });

  it('takes the parts of a file on where they were', async () => {
    const world = new FarWorld();
    world.add({ size: 40 * MIB, partSize: MIB });
    await world.live(450);
    const before = world.task('task-1').bytesSent;
    expect(before).to.be.above(0);
    world.isDown = true;
    await world.live(60_000);
    expect(world.task('task-1').waitReason).to.equal('network');
    world.isDown = false;
    await world.live(30_000);
    expect(world.task('task-1').status).to.equal('completed');
    expect(world.backend.opened).to.have.length(1);
    const parts = world.transport.requests.map(({ url }) => url);
    // The first six that broke off, and the trials.
    expect(parts.length - new Set(parts).size).to.be.at.most(20);
    const attempts = (part: number): number[] =>
      world.transport.requests
        .filter(({ url }) => url.endsWith(`partNumber=${String(part)}`))
        .map(({ attempt }) => attempt);
    for (let part = 1; part <= 40; part++)
      expect(attempts(part)).to.deep.equal(attempts(part).map((_, index) => index + 1));
  });

  it('of the object store alone keeps no file from a service of its own', async () => {
    const world = new FarWorld();
    let isStoreDown = true;
    world.transport.onSend = () => {
      if (isStoreDown) throw networkError();
      return {};
    };
    world.add(...FIFTY.slice(0, 20));
    await world.live(20_000);
    // Those with a slot, and no others: they would only wait at the store too.
    expect(world.backend.opened.length).to.be.at.most(16);
    expect(world.transport.requests.length).to.be.at.most(20);
    isStoreDown = false;
    await world.live(30_000);
    expect(world.engine.progress.completed).to.equal(20);
    expect(world.backend.opened).to.have.length(20);
  });

  it('lets a person try at once', async () => {
    const world = new FarWorld();
    world.add(...FIFTY.slice(0, 8));
    await world.live(150);
    world.isDown = true;
    await world.live(60_000);
    world.isDown = false;
    world.engine.retry('task-3');
    await world.live(2000);
    expect(world.engine.progress.completed).to.equal(8);
  });

  it('frees what was canceled meanwhile once the service is back', async () => {
    const world = new FarWorld();
    const { cancelUpload } = world.backend;
    world.backend.cancelUpload = async (request) => {
      if (world.isDown) throw networkError();
      await cancelUpload.call(world.backend, request);
    };
    world.add(...FIFTY.slice(0, 8));
    await world.live(150);
    world.isDown = true;
    await world.live(20_000);
    world.engine.cancel();
    await world.live(180_000);
    expect(world.backend.freed).to.deep.equal([]);
    world.isDown = false;
    await world.live(60_000);
    expect([...world.backend.freed].sort()).to.deep.equal([...world.backend.opened].sort());
    expect(world.clock.pendingTimers).to.equal(0);
  });
});
