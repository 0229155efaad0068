import { UploadError } from '../errors.js';
import type { RemotePath } from '../protocol/types.js';
import type { BackendPort, Clock } from './ports.js';

type Making = {
  readonly done: Promise<void>;
  /** When it was there (ms, monotonic); null while it is being made. */
  madeAt: number | null;
};

/** Creates remote folders, each once, whoever waits for it. */
export class DirectoryMaker {
  readonly #clock: Clock;
  readonly #makings = new Map<BackendPort, Map<string, Making>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Resolves once the folder is there; the service makes missing parents.
   *
   * @param since when it was found missing at the earliest (ms, monotonic): one made later serves
   * @throws UploadError what the service said
   */
  make(backend: BackendPort, path: RemotePath, since: number): Promise<void> {
    const makings = this.#makings.get(backend) ?? new Map<string, Making>();
    this.#makings.set(backend, makings);
    const key = JSON.stringify(path);
    const last = makings.get(key);
    if (last !== undefined && (last.madeAt === null || last.madeAt >= since)) return last.done;
    const making: Making = { madeAt: null, done: this.#create(backend, path) };
    makings.set(key, making);
    making.done.then(
      () => {
        making.madeAt = this.#clock.monotonic();
      },
      () => makings.delete(key),
    );
    return making.done;
  }

  async #create(backend: BackendPort, path: RemotePath): Promise<void> {
    if (!backend.offers('createDirectory')) {
      throw new UploadError(
        'directory-not-found',
        'The remote folder is missing and there is no createDirectory to make it; add that method to the backend.',
      );
    }
    const { signal } = new AbortController();
    await backend.createDirectory({ path }, { signal });
  }
}
