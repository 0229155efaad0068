import { UploadError } from '../errors.js';
import type { RemotePath } from '../protocol/types.js';
import type { BackendPort, Clock } from './ports.js';
import { retried } from './retried.js';

/** Creates remote folders: at most one call at a time for a folder, whoever waits for it. */
export class DirectoryMaker {
  readonly #clock: Clock;
  readonly #underWay = new Map<BackendPort, Map<string, Promise<void>>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Resolves once the folder is there; the service makes missing parents.
   *
   * @throws UploadError `directory-name-taken` where a file has the name, or what the service said
   */
  make(backend: BackendPort, path: RemotePath): Promise<void> {
    const calls = this.#underWay.get(backend) ?? new Map<string, Promise<void>>();
    this.#underWay.set(backend, calls);
    const key = JSON.stringify(path);
    const call = calls.get(key) ?? this.#create(backend, path).finally(() => calls.delete(key));
    calls.set(key, call);
    return call;
  }

  async #create(backend: BackendPort, path: RemotePath): Promise<void> {
    if (!backend.offers('createDirectory')) {
      throw new UploadError(
        'directory-not-found',
        'The remote folder is missing and there is no createDirectory to make it; add that method to the backend.',
      );
    }
    const { signal } = new AbortController();
    await retried(this.#clock, () => backend.createDirectory({ path }, { signal }));
  }
}
