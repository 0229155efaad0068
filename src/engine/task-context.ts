import type { UploadError } from '../errors.js';
import type { FileMetadata, RemotePath } from '../protocol/types.js';
import type { BackendPort, Clock, Connectivity, Hasher, PartTransport } from './ports.js';
import type { Checkpoint } from './checkpoint.js';
import type { Fact } from './task-state.js';
import type { TrafficController } from './traffic-controller.js';

/** How a deployment wants part numbers asked for (`protocol.md` 4.1). */
export type PartNumberRangeForm = 'off' | 'string' | 'list';

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
  /** Most requests in flight to the object store. */
  readonly concurrency: () => number;
  readonly stallTimeoutMs: () => number;
  /** Creates a remote folder once, however many files found it missing in starts sent from `since` on (ms, monotonic). */
  readonly makeDirectory: (spec: TaskSpec, since: number) => Promise<void>;
  /** Frees an upload at the service; never rejects. */
  readonly freeUpload: (spec: TaskSpec, confirmKey: string) => void;
};

/** What a running step sees of its task. */
export type TaskContext = {
  readonly spec: TaskSpec;
  readonly services: TaskServices;
  readonly checkpoint: () => Checkpoint;
  readonly dispatch: (fact: Fact) => void;
  /** Bytes of the full hash done. */
  readonly noteHashed: (bytes: number) => void;
  /** Bytes of one part handed to the network, 0 when its try came to nothing. */
  readonly noteInFlight: (partNumber: number, bytes: number) => void;
  /** Which try of this part of the upload begins now, from 1; waits and pauses don't begin anew. */
  readonly countTry: (partNumber: number) => number;
};
