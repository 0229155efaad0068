import type { UploaderEvent } from '../../src/engine/engine-events.js';
import type { BackendPort, TabLocks } from '../../src/engine/ports.js';
import { leftOffBy } from '../../src/engine/record-of-task.js';
import type { ResumeRecord, ResumeStore } from '../../src/engine/resume-record.js';
import type { PartNumberRangeForm } from '../../src/engine/task-context.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { HostGuard } from '../../src/engine/host-guard.js';
import { TrafficController } from '../../src/engine/traffic-controller.js';
import type { UploadError } from '../../src/errors.js';
import type { NewTask } from '../../src/engine/task-context.js';
import { UploadEngine } from '../../src/engine/upload-engine.js';
import { MIB } from '../../src/protocol/limits.js';
import { planParts } from '../../src/protocol/part-plan.js';
import type { ConflictStrategy } from '../../src/protocol/types.js';
import { FakeBackend, FakeConnectivity, FakeHasher, FakeProbe, FakeTransport } from './fake-service.js';
import { ManualClock } from './manual-clock.js';

/** What a test says of a file. */
export type FileSpec = {
  readonly name?: string;
  readonly size?: number;
  readonly strategy?: ConflictStrategy;
  readonly plain?: boolean;
  readonly partSize?: number;
  readonly refusal?: UploadError | null;
  readonly unchecked?: boolean;
  readonly numbers?: PartNumberRangeForm;
  /** One that another world has too. */
  readonly file?: File;
  /** Id of the record to keep; none by default. */
  readonly record?: string;
  /** The record of an earlier visit to go on with. */
  readonly leftOff?: ResumeRecord;
};

/** What a world shares with others, as the tabs of one browser do. */
export type Tab = {
  readonly store: ResumeStore | null;
  readonly locks: TabLocks | null;
  readonly clock?: ManualClock;
  readonly hasher?: FakeHasher;
};

/** How long the records of a world are kept. */
export const RECORD_LIFE_MS = 1_000_000;

const ALONE: Tab = { store: null, locks: null };

let visits = 0;

/** An engine with everything around it faked, and what it said. */
export class World {
  readonly backend = new FakeBackend();
  readonly transport = new FakeTransport();
  readonly hasher: FakeHasher;
  readonly clock: ManualClock;
  readonly connectivity = new FakeConnectivity();
  readonly events: UploaderEvent[] = [];
  concurrency = 6;
  /** Each world is a visit of its own. */
  visit = `visit-${++visits}`;
  /** Whose records it keeps. */
  scope = 'me';
  manualStart = false;
  readonly engine: UploadEngine;
  readonly traffic = new TrafficController(6);
  readonly probe = new FakeProbe();
  readonly hosts: HostGuard;
  onEvent: (event: UploaderEvent) => void = () => undefined;
  readonly #guarded: BackendPort;
  #count = 0;

  constructor({ store, locks, clock = new ManualClock(), hasher = new FakeHasher() }: Tab = ALONE) {
    this.clock = clock;
    this.hasher = hasher;
    this.hosts = new HostGuard({
      clock,
      connectivity: this.connectivity,
      probe: this.probe,
      traffic: this.traffic,
    });
    this.#guarded = this.hosts.guardBackend(this.backend);
    this.engine = new UploadEngine({
      hasher: this.hasher,
      transport: this.hosts.guardTransport(this.transport),
      clock: this.clock,
      connectivity: this.connectivity,
      traffic: this.traffic,
      hosts: this.hosts,
      store,
      locks,
      concurrency: () => this.concurrency,
      stallTimeoutMs: () => 30_000,
      manualStart: () => this.manualStart,
      emit: (event) => {
        this.events.push(event);
        this.onEvent(event);
        return true;
      },
    });
  }

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
    unchecked = false,
    numbers = 'off',
    file = new File([new Uint8Array(size)], name ?? `file-${this.#count + 1}.bin`),
    record,
    leftOff,
  }: FileSpec): NewTask {
    this.#count += 1;
    const addedAt = this.clock.now();
    const id = leftOff?.id ?? record;
    return {
      spec: {
        id: `task-${this.#count}`,
        file,
        relativePath: file.name,
        remotePath: ['folder', file.name],
        metadata: {},
        backend: this.#guarded,
        partNumberRange: numbers,
        trafficLimit: null,
        preferSameOrigin: false,
        withoutIntegrityCheck: unchecked,
        withoutInstantUpload: plain,
        addedAt,
        keep:
          id === undefined
            ? null
            : {
                id,
                scope: this.scope,
                visit: this.visit,
                createdAt: addedAt,
                handle: null,
                lifeMs: RECORD_LIFE_MS,
              },
        resumed: leftOff !== undefined,
        place: '',
        refusal,
      },
      plan: planParts(file.size, partSize),
      strategy,
      ...(leftOff === undefined ? {} : { leftOff: leftOffBy(leftOff) }),
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
