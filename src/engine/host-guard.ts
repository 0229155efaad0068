import { LostRequest, UploadError, type UploadErrorCode } from '../errors.js';
import { CircuitBreaker, HeldBack, type Permit } from './circuit-breaker.js';
import type { BackendPort, Clock, Connectivity, HostProbe, PartTransport } from './ports.js';
import type { TrafficController } from './traffic-controller.js';

/** Lost requests to one host in a row before it is looked at more closely (`protocol.md` 14.5). */
const LOST_MAX = 3;

/**
 * How long bytes of a request have to go on moving until they show that the host is there, in ms; own
 * figure. The first ones may only fill the buffers of a connection that is dead.
 */
const LIFE_MS = 2000;

/** Shortest time between two looks at one host, in ms: they are requests too. */
const LOOK_AGAIN_MS = 30_000;

const TOO_MANY_REQUESTS = 429;
const FIRST_SERVER_ERROR = 500;

/** One host as all uploads of the page see it. */
type Host = {
  readonly breaker: CircuitBreaker;
  /** Null where it is not known: the page's own callbacks. */
  readonly origin: string | null;
  readonly isStore: boolean;
  /** Requests in a row that got no answer that could be seen; of those under way at a time one counts. */
  lost: number;
  /** Whether it can be reached, as it was last looked at, and when that was (ms, monotonic). */
  look: { readonly isReachable: Promise<boolean>; readonly at: number } | null;
};

/** What the guard works with. */
export type HostGuardServices = {
  readonly clock: Clock;
  readonly connectivity: Connectivity;
  readonly probe: HostProbe;
  readonly traffic: TrafficController;
};

/**
 * Stands between the uploads of a page and the hosts that they speak to: holds requests
 * back while a host fails everybody, lowers the traffic under pressure, and tells what a
 * lost request is: offline, forbidden by a policy, hidden by CORS, or the network.
 */
export class HostGuard {
  readonly #services: HostGuardServices;
  readonly #hosts = new Map<string, Host>();
  readonly #open = new Set<CircuitBreaker>();
  /** Breakers that a failure counted for. */
  readonly #counted = new WeakMap<UploadError, CircuitBreaker>();

  constructor(services: HostGuardServices) {
    this.#services = services;
  }

  /** @throws HeldBack where a part for `origin` would be held back now */
  check(origin: string): void {
    this.#host(origin, true).breaker.check();
  }

  /** What keeps requests back since this failure; null where nothing does. */
  breakerOf(error: UploadError): CircuitBreaker | null {
    const breaker = error instanceof HeldBack ? error.breaker : this.#counted.get(error);
    return breaker?.isOpen === true ? breaker : null;
  }

  /** A person wants it tried now, not when the time of a host has come. */
  hurry(): void {
    for (const breaker of [...this.#open]) {
      if (!breaker.isOpen) this.#open.delete(breaker);
      breaker.hurry();
    }
  }

  guardTransport(transport: PartTransport): PartTransport {
    return {
      send: async (request, options) => {
        const { clock, traffic } = this.#services;
        const host = this.#host(originOf(request.url), true);
        const answer = await this.#run(host, (noteLife) => {
          let movesSince: number | null = null;
          return transport.send(request, {
            ...options,
            onProgress: (bytes) => {
              if (bytes > 0) {
                movesSince ??= clock.monotonic();
                host.breaker.noteContact();
                if (clock.monotonic() - movesSince >= LIFE_MS) noteLife();
              }
              options.onProgress(bytes);
            },
          });
        });
        traffic.recover();
        return answer;
      },
    };
  }

  guardBackend(port: BackendPort): BackendPort {
    const callbacks = this.#newHost(null, false);
    const through = <T>(call: Parameters<BackendPort['originOf']>[0], act: () => Promise<T>): Promise<T> => {
      const origin = port.originOf(call);
      return this.#run(origin === null ? callbacks : this.#host(origin, false), act);
    };
    return {
      offers: (call) => port.offers(call),
      originOf: (call) => port.originOf(call),
      getUploadToken: (...call) => through('getUploadToken', () => port.getUploadToken(...call)),
      confirmUpload: (...call) => through('confirmUpload', () => port.confirmUpload(...call)),
      renewUploadToken: (...call) => through('renewUploadToken', () => port.renewUploadToken(...call)),
      getUploadState: (...call) => through('getUploadState', () => port.getUploadState(...call)),
      cancelUpload: (...call) => through('cancelUpload', () => port.cancelUpload(...call)),
      createDirectory: (...call) => through('createDirectory', () => port.createDirectory(...call)),
      getFileInfo: (...call) => through('getFileInfo', () => port.getFileInfo(...call)),
    };
  }

  #host(origin: string, isStore: boolean): Host {
    const key = `${isStore ? 'store' : 'service'} ${origin}`;
    const host = this.#hosts.get(key) ?? this.#newHost(origin, isStore);
    this.#hosts.set(key, host);
    return host;
  }

  #newHost(origin: string | null, isStore: boolean): Host {
    const { clock, connectivity, probe } = this.#services;
    probe.watch();
    return { breaker: new CircuitBreaker(clock, connectivity), origin, isStore, lost: 0, look: null };
  }

  async #run<T>(host: Host, act: (noteLife: () => void) => Promise<T>): Promise<T> {
    const { breaker } = host;
    const { traffic } = this.#services;
    const permit = breaker.admit();
    const { era } = traffic;
    const lostBefore = host.lost;
    try {
      const answer = await act(() => {
        breaker.noteLife(permit);
      });
      this.#noteAnswer(host, permit);
      return answer;
    } catch (thrown) {
      if (!(thrown instanceof UploadError)) {
        breaker.release(permit);
        throw thrown;
      }
      const error = this.#named(thrown);
      if (isPressure(error)) traffic.ease(era);
      if (isHostFailure(error)) {
        breaker.fail(permit, error, isSilent(error) && this.#isNetworkLost());
        if (breaker.isOpen) this.#open.add(breaker);
        this.#counted.set(error, breaker);
      } else if (error.status === undefined) {
        breaker.release(permit);
      } else {
        this.#noteAnswer(host, permit);
      }
      throw await this.#judged(host, error, lostBefore);
    }
  }

  #noteAnswer(host: Host, permit: Permit): void {
    host.lost = 0;
    host.look = null;
    host.breaker.succeed(permit);
  }

  /** A request lost while the browser is offline was lost for that. */
  #named(error: UploadError): UploadError {
    const isOffline = error.code === 'network' && error.status === undefined;
    return isOffline && !this.#services.connectivity.isOnline
      ? new UploadError('offline', error.message, { cause: error })
      : error;
  }

  /** What a request without an answer is, once its host was looked at. */
  async #judged(host: Host, error: UploadError, lostBefore: number): Promise<UploadError> {
    const { breaker, isStore, origin } = host;
    if (origin === null || !isSilent(error)) return error;
    const { probe } = this.#services;
    // Not where the page's own `getAccessToken` got no answer: that says nothing of this host.
    const isLost = error instanceof LostRequest;
    if (isLost && lostBefore === host.lost) host.lost += 1;
    if (isLost && !breaker.hasAnswered && (await probe.isForbidden(origin)))
      return this.#blocked(host, 'policy-blocked', policyAdvice(origin));
    if (host.lost < LOST_MAX && !breaker.isOpen) return error;
    // It is there, or was: a look would only be one more request to a host that can't be reached.
    if (breaker.hasAnswered && !breaker.isLong) return error;
    const isReachable = await this.#look(host, origin);
    breaker.noteOutage(!isReachable && (breaker.hasAnswered || !(await this.#isAnyOtherThere(host))));
    // Once it was answered CORS is right: what is hidden then is an error answer without its headers, or the network.
    const isHidden = isLost && isReachable && !breaker.hasAnswered && !probe.isOwnOrigin(origin);
    if (!isHidden || host.lost < LOST_MAX) return error;
    return this.#blocked(host, 'cors-blocked', corsAdvice(origin, isStore));
  }

  /** Another host can't be reached at this time. */
  #isNetworkLost(): boolean {
    return [...this.#open].some(({ error }) => error !== null && isSilent(error));
  }

  #look(host: Host, origin: string): Promise<boolean> {
    const { clock, probe } = this.#services;
    const now = clock.monotonic();
    if (host.look === null || now - host.look.at >= LOOK_AGAIN_MS)
      host.look = { isReachable: probe.isReachable(origin), at: now };
    return host.look.isReachable;
  }

  /** A host that never answered may be a wrong one: true where the network is there, by those that did. */
  async #isAnyOtherThere(host: Host): Promise<boolean> {
    const others = [...this.#hosts.values()].filter((other) => other !== host && other.breaker.hasAnswered);
    const looks = await Promise.all(others.map((other) => this.#look(other, other.origin ?? '')));
    return looks.length === 0 || looks.includes(true);
  }

  /** Waiting does not help: what waits may go on to meet the same, and the next `start()` finds it closed. */
  #blocked(host: Host, code: 'policy-blocked' | 'cors-blocked', advice: string): UploadError {
    host.lost = 0;
    host.breaker.close();
    return new UploadError(code, advice);
  }
}

function policyAdvice(origin: string): string {
  return `The Content-Security-Policy of the page forbids requests to ${origin}: add it to connect-src.`;
}

function corsAdvice(origin: string, isStore: boolean): string {
  return isStore
    ? `The object store ${origin} can be reached, but no answer of it can be seen: its CORS rules lack this page. Add one for the page's origin with the methods PUT, POST, GET, HEAD and DELETE, the allowed headers *, and the exposed headers ETag, x-cos-hash-crc64ecma and x-cos-request-id.`
    : `The service at ${origin} can be reached, but no answer of it can be seen: it sends no CORS headers for this page, or redirects. Check endpoint, let the service allow the page's origin, or go through a proxy of the page's own origin.`;
}

/** What a request meets that gets no answer while the browser believes to have a network. */
const SILENT: ReadonlySet<UploadErrorCode> = new Set<UploadErrorCode>(['network', 'timeout']);

function isSilent({ code, status }: UploadError): boolean {
  return status === undefined && SILENT.has(code);
}

/** The host, not this one request, is what fails. */
function isHostFailure(error: UploadError): boolean {
  const { code, retryable, status } = error;
  if (!retryable) return false;
  if (status === undefined) return isSilent(error) || code === 'offline';
  return status >= FIRST_SERVER_ERROR || status === TOO_MANY_REQUESTS;
}

/** Fewer requests at a time may help. */
function isPressure({ code, status }: UploadError): boolean {
  return (
    code === 'rate-limited' ||
    code === 'timeout' ||
    (code === 'server-busy' && (status ?? 0) >= FIRST_SERVER_ERROR)
  );
}

function originOf(url: string): string {
  return /^https?:\/\/[^/?#]*/i.exec(url)?.[0] ?? '';
}
