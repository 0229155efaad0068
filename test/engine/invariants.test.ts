import { expect } from '@esm-bundle/chai';
import { UploadError, type UploadErrorCode } from '../../src/errors.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { MIB } from '../../src/protocol/limits.js';
import type { FileInfo } from '../../src/protocol/types.js';
import { storedAs } from '../support/fake-service.js';
import { World } from '../support/engine-world.js';
import { ManualClock } from '../support/manual-clock.js';

/** Failures that a call may meet. `commits`: it was done all the same. */
const TROUBLES: readonly {
  readonly code: UploadErrorCode;
  readonly status?: number;
  readonly commits?: boolean;
}[] = [
  { code: 'network' },
  { code: 'network', commits: true },
  { code: 'server-busy', status: 503 },
  { code: 'rate-limited', status: 429 },
  { code: 'timeout', commits: true },
];

/** Chance that a call fails. */
const TROUBLE_RATE = 0.2;

const COMMANDS = ['pause', 'resume', 'start', 'retry', 'cancel'] as const;

/** A service that keeps books, in a world where calls fail, take time, and people press buttons. */
class RoughWorld extends World {
  /** Numbers of its own, so that the clock's are left to the engine. */
  readonly #dice: ManualClock;
  readonly stored: string[] = [];
  readonly wrong: string[] = [];
  readonly #infos = new Map<string, FileInfo>();
  readonly #confirmedKeys = new Set<string>();
  readonly #committing = new Map<string, number>();
  readonly #sent = new Map<string, number>();
  isCalm = false;

  constructor(seed: number) {
    super();
    this.#dice = new ManualClock({ seed });
    this.backend.onOpen = (request) =>
      this.#commit(request.path.join('/'), async (arrives) => {
        if (request.beginningHash !== undefined && request.fullHash === undefined)
          return { kind: 'full-hash-required' };
        if (request.fullHash !== undefined && request.name.startsWith('known')) {
          // Of one part: the fake hasher's sum of it is its size.
          this.#store(request.path.join('/'), request.size, String(request.size));
          if (!arrives) throw this.#lost();
          return { kind: 'stored', file: { path: request.path, size: request.size } };
        }
        // A start whose answer is lost leaves an upload that nobody knows: it is not the client's to free.
        if (!arrives) throw this.#lost();
        return this.backend.open(request);
      });
    this.backend.onConfirm = (request) =>
      this.#commit(request.path.join('/'), async (arrives) => {
        if (!this.#confirmedKeys.has(request.confirmKey)) {
          this.#confirmedKeys.add(request.confirmKey);
          this.#store(request.path.join('/'), request.size, request.crc64 ?? null);
        }
        if (!arrives) throw this.#lost();
        return storedAs(request);
      });
    this.backend.onState = (confirmKey) => ({
      confirmed: this.#confirmedKeys.has(confirmKey),
      path: ['x'],
      parts: null,
      token: null,
      creationTime: null,
    });
    this.backend.onInfo = (path) => this.#infos.get(path) ?? null;
    this.transport.onSend = async ({ body }, onProgress) => {
      const { size } = body as Blob;
      await this.#rest();
      onProgress(Math.floor(size / 2));
      const trouble = this.#trouble();
      if (trouble !== null) throw this.#errorOf(trouble);
      if (this.#happens(0.05))
        throw new UploadError('upload-expired', 'Request has expired', { status: 403 });
      return {};
    };
    this.onEvent = (event) => {
      if (event.type !== 'smh-upload-progress') return;
      this.#checkProgress((event.detail as { task: TaskSnapshot }).task);
    };
  }

  /** Presses some button on some task, or waits. */
  async act(): Promise<void> {
    const command = COMMANDS[this.#pick(COMMANDS.length)] ?? 'resume';
    const task = this.engine.tasks[this.#pick(this.engine.tasks.length)];
    // Cancel is rarer, else nothing would be left to look at.
    if (task !== undefined && this.#happens(command === 'cancel' ? 0.15 : 0.5)) {
      if (command === 'start') this.engine.start();
      else this.engine[command](task.id);
    }
    await this.clock.advanceAsync(this.#pick(3000));
    this.clock.runFrame();
  }

  /** The network is well again, and a person sees everything through. */
  async seeThrough(): Promise<void> {
    this.isCalm = true;
    for (let round = 0; round < 60; round++) {
      this.engine.resume();
      this.engine.start();
      this.engine.retry();
      await this.clock.advanceAsync(60_000);
      await this.settle();
    }
  }

  #store(path: string, size: number, crc64: string | null): void {
    this.stored.push(path);
    this.#infos.set(path, { size, crc64, creationTime: null });
  }

  #checkProgress({ id, bytesSent, progress, status }: TaskSnapshot): void {
    let sum = 0;
    for (const task of this.engine.tasks) sum += task.instant ? 0 : task.bytesSent;
    if (sum > this.transport.bytesHandedOver)
      this.wrong.push(`${id}: ${sum} of ${this.transport.bytesHandedOver} handed over`);
    if (status !== 'completed' && progress >= 1) this.wrong.push(`${id}: progress 1 while ${status}`);
    this.#sent.set(id, bytesSent);
  }

  /** A start or confirm of one file; two at a time could store it twice. */
  async #commit<T>(path: string, act: (arrives: boolean) => Promise<T>): Promise<T> {
    const underWay = (this.#committing.get(path) ?? 0) + 1;
    this.#committing.set(path, underWay);
    if (underWay > 1) this.wrong.push(`${path}: ${underWay} commits at a time`);
    try {
      await this.#rest();
      const trouble = this.#trouble();
      if (trouble !== null && trouble.commits !== true) throw this.#errorOf(trouble);
      return await act(trouble === null);
    } finally {
      this.#committing.set(path, (this.#committing.get(path) ?? 1) - 1);
    }
  }

  #rest(): Promise<void> {
    return new Promise((resolve) => {
      this.clock.delay(this.#pick(5000), resolve);
    });
  }

  #trouble() {
    return this.#happens(TROUBLE_RATE) ? (TROUBLES[this.#pick(TROUBLES.length)] ?? null) : null;
  }

  #lost(): UploadError {
    return new UploadError('network', 'The answer was lost.');
  }

  #errorOf({ code, status }: { readonly code: UploadErrorCode; readonly status?: number }): UploadError {
    return new UploadError(code, 'Trouble.', { status });
  }

  #happens(chance: number): boolean {
    return !this.isCalm && this.#dice.random() < chance;
  }

  #pick(count: number): number {
    return Math.floor(this.#dice.random() * count);
  }
}

describe('the engine in a rough world', function () {
  this.timeout(60_000);

  for (let seed = 1; seed <= 100; seed++) {
    it(`stores each file once and leaves no upload behind (seed ${seed})`, async () => {
      const world = new RoughWorld(seed);
      world.add(
        { name: 'a.bin' },
        { name: 'b.bin', size: 3 * MIB, plain: false },
        { name: 'c.bin', size: 7 * MIB, partSize: MIB, plain: false },
        { name: 'known.bin', size: 2 * MIB, plain: false },
        { name: 'e.bin', size: 9 * MIB, partSize: MIB },
      );
      for (let round = 0; round < 40; round++) await world.act();
      await world.seeThrough();

      expect(world.wrong).to.deep.equal([]);
      const ends = world.engine.tasks.map(
        ({ name, status, error }) => `${name} ${status} ${error?.code ?? ''}`,
      );
      for (const { status } of world.engine.tasks)
        expect(status, ends.join()).to.be.oneOf(['completed', 'canceled']);
      expect(world.stored, 'stored twice').to.deep.equal([...new Set(world.stored)]);
      const { opened, confirmed, freed } = world.backend;
      const kept = world.engine.tasks.flatMap(({ confirmKey }) => (confirmKey === null ? [] : [confirmKey]));
      expect(new Set([...freed, ...kept]), 'keys freed or confirmed').to.deep.equal(new Set(opened));
      expect(freed, 'freed twice').to.deep.equal([...new Set(freed)]);
      expect(
        confirmed.filter(
          (key) => freed.includes(key) && world.engine.tasks.every(({ status }) => status === 'completed'),
        ),
      ).to.deep.equal([]);
      expect([world.clock.pendingTimers, world.clock.pendingFrames]).to.deep.equal([0, 0]);
    });
  }
});
