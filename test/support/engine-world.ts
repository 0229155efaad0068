import type { UploaderEvent } from '../../src/engine/engine-events.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { TrafficController } from '../../src/engine/traffic-controller.js';
import type { UploadError } from '../../src/errors.js';
import { UploadEngine, type NewTask } from '../../src/engine/upload-engine.js';
import { MIB } from '../../src/protocol/limits.js';
import { planParts } from '../../src/protocol/part-plan.js';
import type { ConflictStrategy } from '../../src/protocol/types.js';
import { FakeBackend, FakeConnectivity, FakeHasher, FakeTransport } from './fake-service.js';
import { ManualClock } from './manual-clock.js';

/** What a test says of a file. */
export type FileSpec = {
  readonly name?: string;
  readonly size?: number;
  readonly strategy?: ConflictStrategy;
  readonly plain?: boolean;
  readonly partSize?: number;
  readonly refusal?: UploadError | null;
};

/** An engine with everything around it faked, and what it said. */
export class World {
  readonly backend = new FakeBackend();
  readonly transport = new FakeTransport();
  readonly hasher = new FakeHasher();
  readonly clock = new ManualClock();
  readonly connectivity = new FakeConnectivity();
  readonly events: UploaderEvent[] = [];
  concurrency = 6;
  manualStart = false;
  readonly engine = new UploadEngine({
    hasher: this.hasher,
    transport: this.transport,
    clock: this.clock,
    connectivity: this.connectivity,
    traffic: new TrafficController(6),
    concurrency: () => this.concurrency,
    stallTimeoutMs: () => 30_000,
    manualStart: () => this.manualStart,
    emit: (event) => {
      this.events.push(event);
      this.onEvent(event);
      return true;
    },
  });
  onEvent: (event: UploaderEvent) => void = () => undefined;
  #count = 0;

  add(...files: FileSpec[]): TaskSnapshot[] {
    return this.engine.add(files.map((file) => this.#task(file)));
  }

  /** Lets all that needs no time happen. */
  async settle(): Promise<void> {
    for (let round = 0; round < 5; round++) {
      await this.clock.settle();
      this.clock.runFrame();
    }
    await this.clock.settle();
  }

  task(id: string): TaskSnapshot {
    const found = this.engine.tasks.find((task) => task.id === id);
    if (found === undefined) throw new Error(`no task ${id}`);
    return found;
  }

  get types(): string[] {
    return this.events.map(({ type }) => type);
  }

  #task({
    name,
    size = 100,
    strategy = 'rename',
    plain = true,
    partSize,
    refusal = null,
  }: FileSpec): NewTask {
    this.#count += 1;
    const file = new File([new Uint8Array(size)], name ?? `file-${this.#count}.bin`);
    return {
      spec: {
        id: `task-${this.#count}`,
        file,
        relativePath: file.name,
        remotePath: ['folder', file.name],
        metadata: {},
        backend: this.backend,
        partNumberRange: 'off',
        trafficLimit: null,
        preferSameOrigin: false,
        withoutIntegrityCheck: false,
        withoutInstantUpload: plain,
        refusal,
      },
      plan: planParts(size, partSize),
      strategy,
    };
  }
}

/** A file of twenty parts. */
export const BIG: FileSpec = { size: 20 * MIB, partSize: MIB };

/** The statuses that were told, in order. */
export function changes(world: World): string[] {
  return world.events.flatMap((event) =>
    event.type === 'smh-upload-state-change' ? [(event.detail as { to: string }).to] : [],
  );
}
