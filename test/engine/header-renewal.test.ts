import { expect } from '@esm-bundle/chai';
import { UploadError } from '../../src/errors.js';
import { MIB } from '../../src/protocol/limits.js';
import type { UploadToken } from '../../src/protocol/types.js';
import { World } from '../support/engine-world.js';
import { held, networkError } from '../support/fake-service.js';

const SECOND_MS = 1000;

/** A world whose headers live for eight seconds, and whose parts take one each. */
class ShortLived extends World {
  renewals = 0;
  #serial = 0;

  constructor() {
    super();
    this.concurrency = 1;
    this.backend.onOpen = (request) => {
      const token = this.backend.token(request.multipart);
      return { kind: 'opened', token: { ...token, headers: this.#headers() } };
    };
    this.backend.renewUploadToken = async ({ confirmKey }) => {
      this.renewals += 1;
      return this.onRenew({ ...this.backend.token(true, confirmKey), headers: this.#headers() });
    };
    this.transport.onSend = async () => {
      await new Promise<void>((resolve) => {
        this.clock.delay(SECOND_MS, resolve);
      });
      return {};
    };
  }

  onRenew: (token: UploadToken) => UploadToken | Promise<UploadToken> = (token) => token;

  async live(seconds: number): Promise<void> {
    for (let tenth = 0; tenth < seconds * 10; tenth++) {
      await this.clock.advanceAsync(SECOND_MS / 10);
      this.clock.runFrame();
    }
  }

  #headers() {
    this.#serial += 1;
    return { authorization: `q-sign-time=1000;1008&serial=${this.#serial}` };
  }
}

describe('headers that run out while parts are sent', () => {
  it('are renewed ahead, and the status stays as it is', async () => {
    const world = new ShortLived();
    world.add({ size: 20 * MIB, partSize: MIB });
    await world.live(25);
    expect([world.task('task-1').status, world.renewals]).to.deep.equal(['completed', 3]);
    expect(world.transport.requests).to.have.length(20);
    const changes = world.types.filter((type) => type === 'smh-upload-state-change');
    expect(changes).to.have.length(4);
  });

  it('are used on while they live where the renewal fails for now, and it is tried again', async () => {
    const world = new ShortLived();
    world.onRenew = (token) => {
      if (world.renewals === 1) throw networkError();
      return token;
    };
    world.add({ size: 10 * MIB, partSize: MIB });
    await world.live(15);
    expect([world.task('task-1').status, world.renewals]).to.deep.equal(['completed', 2]);
    expect(world.types).to.not.include('smh-upload-error');
    expect(world.transport.requests).to.have.length(10);
  });

  it('are asked for no sooner than the service says, though they run out meanwhile', async () => {
    const world = new ShortLived();
    world.concurrency = 2;
    const asked: number[] = [];
    world.onRenew = (token) => {
      asked.push(world.clock.monotonic());
      if (asked.length === 1)
        throw new UploadError('rate-limited', 'later', { status: 429, retryAfterMs: 6 * SECOND_MS });
      return token;
    };
    world.add({ size: 40 * MIB, partSize: MIB });
    await world.live(60);
    expect(world.task('task-1').status).to.equal('completed');
    expect(Number(asked[1]) - Number(asked[0])).to.be.at.least(6 * SECOND_MS);
  });

  it('leave a word of it only where nothing is in flight', async () => {
    const world = new ShortLived();
    const answer = held<undefined>();
    world.onRenew = async (token) => {
      await answer.promise;
      return token;
    };
    world.add({ size: 10 * MIB, partSize: MIB });
    await world.live(8);
    expect([world.task('task-1').status, world.task('task-1').waitReason]).to.deep.equal([
      'uploading',
      'renewing',
    ]);
    answer.resolve(undefined);
    await world.live(8);
    expect(world.task('task-1').status).to.equal('completed');
  });

  it('are an error once fresh ones were refused twice in a row', async () => {
    const world = new ShortLived();
    world.transport.onSend = () => {
      throw new UploadError('upload-expired', 'Request has expired', { status: 403 });
    };
    world.add({ size: 10 * MIB, partSize: MIB });
    await world.live(5);
    expect([world.task('task-1').error?.code, world.renewals]).to.deep.equal(['upload-expired', 2]);
  });

  it('have an upload in one request start again after a long rest, as often as it takes', async () => {
    const world = new ShortLived();
    world.backend.onOpen = (request) => {
      const headers = { authorization: 'q-sign-time=0;3600' };
      return { kind: 'opened', token: { ...world.backend.token(request.multipart), headers } };
    };
    world.add({});
    for (let night = 0; night < 5; night++) {
      await world.live(0.5);
      world.engine.pause();
      await world.clock.advanceAsync(8 * 3600 * SECOND_MS);
      world.engine.resume();
    }
    await world.live(3);
    expect(world.task('task-1').status).to.equal('completed');
    const { opened, freed } = world.backend;
    expect([opened.length, freed]).to.deep.equal([6, opened.slice(0, -1)]);
  });

  it('of single parts are fetched before the lanes run dry', async () => {
    const world = new ShortLived();
    const asked: string[] = [];
    const batch = (range: unknown) => {
      asked.push(String(range));
      const [, first = '1', last = first] = /^(\d+)(?:-(\d+))?/.exec(String(range)) ?? [];
      const parts = new Map<number, Record<string, string>>();
      for (let part = Number(first); part <= Number(last); part++)
        parts.set(part, { authorization: `${part}` });
      return { headers: null, parts };
    };
    world.backend.onOpen = ({ partNumberRange, multipart }) => {
      return { kind: 'opened', token: { ...world.backend.token(multipart), ...batch(partNumberRange) } };
    };
    const answer = held<undefined>();
    world.backend.renewUploadToken = async ({ confirmKey, ...range }) => {
      await answer.promise;
      const partNumberRange = 'partNumberRange' in range ? range.partNumberRange : '';
      return { ...world.backend.token(true, confirmKey), ...batch(partNumberRange) };
    };
    world.add({ size: 60 * MIB, partSize: MIB, numbers: 'string' });
    await world.live(48.5);
    // Part 49 and those before it have headers, and what comes after them is on its way already.
    expect(world.backend.opened).to.have.length(1);
    expect(world.transport.requests).to.have.length(49);
    answer.resolve(undefined);
    await world.live(15);
    expect(world.task('task-1').status).to.equal('completed');
    expect(asked).to.deep.equal(['1-50', '51-60']);
    expect(world.transport.requests).to.have.length(60);
  });

  it('are doubted where the store answers them with nothing that can be read, also for the last part alone', async () => {
    const world = new ShortLived();
    world.backend.onOpen = (request) => ({
      kind: 'opened',
      token: { ...world.backend.token(request.multipart), headers: { authorization: 'forged' } },
    });
    world.onRenew = (token) => ({ ...token, headers: { authorization: 'good' } });
    world.transport.onSend = ({ url, headers }) => {
      if (url.includes('partNumber=10') && headers['authorization'] === 'forged') throw networkError();
      return {};
    };
    world.add({ size: 10 * MIB, partSize: MIB });
    await world.live(60);
    expect([world.task('task-1').status, world.renewals]).to.deep.equal(['completed', 1]);
    expect(world.transport.requests).to.have.length(12);
  });
});
