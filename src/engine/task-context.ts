import type { UploadError } from '../errors.js';
import type { PartPlan } from '../protocol/part-plan.js';
import type { ConflictStrategy, FileMetadata, RemotePath } from '../protocol/types.js';
import type { BackendPort, Clock, Connectivity, Hasher, PartTransport } from './ports.js';
import type { Checkpoint } from './checkpoint.js';
import type { HeaderLives } from './header-lives.js';
import type { ResumeRecord } from './resume-record.js';
import type { HostGuard } from './host-guard.js';
import type { Fact } from './task-state.js';
import type { TrafficController } from './traffic-controller.js';

/** How a deployment wants part numbers asked for (`protocol.md` 4.1). */
export type PartNumberRangeForm = 'off' | 'string' | 'list';

/** How the record of a task is kept. */
export type Keeping = Pick<ResumeRecord, 'id' | 'scope' | 'visit' | 'createdAt'> & {
  readonly handle: FileSystemFileHandle | null;
  /** How long after its last change, in ms. */
  readonly lifeMs: number;
};

/** What is fixed for a file when it is added. */
export type TaskSpec = {
  readonly id: string;
  readonly file: File;
  /** Path below the chosen folder, name included. */
  readonly relativePath: string;
  /** From the space's root, name included. */
  readonly remotePath: RemotePath;
  readonly metadata: FileMetadata;
  readonly backend: BackendPort;
  readonly partNumberRange: PartNumberRangeForm;
  readonly trafficLimit: number | null;
  readonly preferSameOrigin: boolean;
  readonly withoutIntegrityCheck: boolean;
  readonly withoutInstantUpload: boolean;
  /** ms since epoch. */
  readonly addedAt: number;
  /** What is kept of it for a later visit; null: nothing. */
  readonly keep: Keeping | null;
  /** True: goes on with what an earlier visit began. */
  readonly resumed: boolean;
  /** Service, library, space and owner: the same path in two places is two files. */
  readonly place: string;
  /** Why it can't be uploaded at all; null: nothing stands against it. */
  readonly refusal: UploadError | null;
};

/** What the engine lends to all its tasks. */
export type TaskServices = {
  readonly hasher: Hasher;
  readonly transport: PartTransport;
  readonly clock: Clock;
  readonly connectivity: Connectivity;
  readonly traffic: TrafficController;
  readonly hosts: HostGuard;
  /** Most requests in flight to the object store. */
  readonly concurrency: () => number;
  readonly stallTimeoutMs: () => number;
  /** Creates a remote folder once, however many files found it missing in starts sent from `since` on (ms, monotonic). */
  readonly makeDirectory: (spec: TaskSpec, since: number) => Promise<void>;
  /** Resolves once what is known of the task is written down for a later visit, or can't be. */
  readonly saved: (spec: TaskSpec) => Promise<void>;
  /** The file is this tab's still; false: it has to be claimed anew. Never rejects. */
  readonly isOwned: (spec: TaskSpec) => Promise<boolean>;
  /** Frees an upload at the service; never rejects. */
  readonly freeUpload: (spec: TaskSpec, confirmKey: string) => void;
};

/** What a running step sees of its task. */
export type TaskContext = {
  readonly spec: TaskSpec;
  readonly services: TaskServices;
  readonly checkpoint: () => Checkpoint;
  readonly headerLives: HeaderLives;
  readonly dispatch: (fact: Fact) => void;
  /**
   * To be called just before each request that must not be made by two tabs. Where the file is this
   * tab's no more the task goes back to the queue, and this rejects with an `AbortError`.
   */
  readonly assertOwned: (signal: AbortSignal) => Promise<void>;
  /** Bytes of the full hash done. */
  readonly noteHashed: (bytes: number) => void;
  /** Bytes of one part handed to the network, 0 when its try came to nothing. */
  readonly noteInFlight: (partNumber: number, bytes: number) => void;
  /** Which try of this part of the upload begins now, from 1; waits and pauses don't begin anew. */
  readonly countTry: (partNumber: number) => number;
};

/** A file that passed the rules, with what is fixed for it from now on. */
export type NewTask = {
  readonly spec: TaskSpec;
  readonly plan: PartPlan;
  readonly strategy: ConflictStrategy;
  /** Where an earlier visit left off. */
  readonly leftOff?: Partial<Checkpoint>;
};

/** A file picked again, how it is cut, and what stands against it. */
export type NewFile = Pick<TaskSpec, 'file' | 'refusal'> & { readonly plan: PartPlan };
