import { createBackendPort } from './backend/page-backend.js';
import { createSmhBackend } from './backend/smh-backend.js';
import { timeoutOrDefault } from './backend/system-clock.js';
import type { HostGuard } from './engine/host-guard.js';
import type { UploaderOptions } from './engine/options.js';
import type { BackendPort } from './engine/ports.js';
import type { UploadBackend } from './protocol/types.js';

/** What names a place at the service; fixed for a file when it is added. */
type Place = Pick<UploaderOptions, 'endpoint' | 'libraryId' | 'spaceId' | 'userId'>;

/**
 * The services that the tasks of one uploader speak to. Tasks added for the same
 * place share a client, and with it the access token and what it learned.
 */
export class BackendConnections {
  readonly #options: () => UploaderOptions;
  readonly #hosts: Pick<HostGuard, 'guardBackend'>;
  readonly #ports = new Map<string, BackendPort>();
  readonly #clients = new Map<string, UploadBackend>();

  /** @param options looked up at each call: callbacks may be set late, and anew with each render */
  constructor(options: () => UploaderOptions, hosts: Pick<HostGuard, 'guardBackend'>) {
    this.#options = options;
    this.#hosts = hosts;
  }

  /** The backend of a file that is added now. Where no place is set yet, the one set by the time of a call. */
  portFor({ endpoint, libraryId, spaceId, userId }: UploaderOptions): BackendPort {
    const place = { endpoint, libraryId, spaceId, userId };
    const key = keyOf(place);
    const port = this.#ports.get(key) ?? this.#hosts.guardBackend(this.unguardedPortFor(place));
    this.#ports.set(key, port);
    return port;
  }

  /** The same, with nothing that holds a call back. */
  unguardedPortFor({ endpoint, libraryId, spaceId, userId }: UploaderOptions): BackendPort {
    const place = { endpoint, libraryId, spaceId, userId };
    return this.#createPort(isSet(place) ? () => place : this.#options);
  }

  /** How long a callback of the page may take, in ms. */
  get callbackTimeoutMs(): number {
    return timeoutOrDefault(this.#options().callbackTimeout);
  }

  #createPort(place: () => Place): BackendPort {
    return createBackendPort({
      callbacks: () => this.#options().backend,
      builtIn: () => (isSet(place()) ? this.#client(place()) : null),
      callbackTimeoutMs: () => this.callbackTimeoutMs,
      objectUrlRules: () => ({
        pageOrigin: typeof location === 'undefined' ? null : location.origin,
        endpoint: place().endpoint ?? null,
        uploadHosts: this.#options().uploadHosts,
      }),
      onRequest: (report) => this.#options().onRequest?.(report),
    });
  }

  #client(place: Place): UploadBackend {
    const key = keyOf(place);
    const client = this.#clients.get(key) ?? createSmhBackend(this.#clientOptions(place));
    this.#clients.set(key, client);
    return client;
  }

  /**
   * The place is fixed; the rest is looked up at each call. What opens a place is kept
   * as it was when the uploader turns to another one: it must never be sent there.
   */
  #clientOptions(place: Place): Parameters<typeof createSmhBackend>[0] {
    const options = this.#options;
    const { accessToken, requestHeaders } = options();
    let own = { accessToken, requestHeaders };
    const current = (): typeof own => {
      const now = options();
      if (keyOf(now) === keyOf(place))
        own = { accessToken: now.accessToken, requestHeaders: now.requestHeaders };
      return own;
    };
    return {
      endpoint: place.endpoint,
      libraryId: place.libraryId,
      spaceId: place.spaceId,
      userId: place.userId,
      get accessToken() {
        return current().accessToken;
      },
      get requestHeaders() {
        return current().requestHeaders;
      },
      get getAccessToken() {
        return options().getAccessToken;
      },
      get withCredentials() {
        return options().withCredentials;
      },
      get partNumberRange() {
        return options().partNumberRange;
      },
      get callbackTimeout() {
        return options().callbackTimeout;
      },
      onRequest: (report) => options().onRequest?.(report),
    };
  }
}

/** True where files can be sent somewhere. */
export function isPlaceSet(options: UploaderOptions): boolean {
  return isSet(options) || options.backend !== undefined;
}

function isSet({ endpoint, libraryId }: Place): boolean {
  return endpoint !== undefined && endpoint !== '' && libraryId !== undefined && libraryId !== '';
}

function keyOf({ endpoint, libraryId, spaceId, userId }: Place): string {
  return JSON.stringify([endpoint, libraryId, spaceId, userId]);
}
