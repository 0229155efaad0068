import type { AccessTokenReason, GetAccessToken, RequestReport } from '../engine/options.js';
import { toUploadError, UploadError } from '../errors.js';
import { isFields, ownValue } from '../protocol/answer-fields.js';
import { notifySafely } from '../protocol/notify-safely.js';
import { callbackFailure, timeoutError } from './callback-failure.js';
import { readAnswer } from './read-answer.js';
import { optionText } from './smh-target.js';
import { type BackendClock, systemClock, timeoutOrDefault } from './system-clock.js';
import { abortError, untilAborted } from './until-aborted.js';

type Abortable = { readonly signal: AbortSignal };

/** Where requests get their access token; shared by all that go to one endpoint. */
export interface AccessTokenSource {
  /** Null where none is configured: then a proxy adds it. */
  get(options: Abortable): Promise<string | null>;
  /** A token in place of one that was refused; null where there is no way to get one. */
  replace(refused: string, options: Abortable): Promise<string | null>;
  /** The replacement was refused too: the next `get` asks again. */
  forget(refused: string): void;
}

/** Read at each call, so that getters work. */
export type AccessTokenOptions = {
  readonly accessToken?: string | undefined;
  /** Wins over `accessToken`. */
  readonly getAccessToken?: GetAccessToken | undefined;
  /** ms; @default 30000 */
  readonly callbackTimeout?: number | undefined;
  readonly onRequest?: ((report: RequestReport) => void) | undefined;
  readonly clock?: BackendClock | undefined;
};

/** A token is replaced this long before its end, in ms, or in the last quarter of a shorter life; own figures. */
const RENEW_AHEAD_MS = 60_000;
const RENEW_AHEAD_SHARE = 1 / 4;

/** Longest token that is taken, in characters; own figure (it goes into a URL). */
const TOKEN_MAX = 8192;

/** Half a pair, which can't be encoded for a URL. */
const LONE_SURROGATE = /\p{Surrogate}/u;

type Held = {
  readonly token: string;
  /** ms; null: not said. */
  readonly lifeMs: number | null;
  readonly receivedAt: number;
  readonly receivedMonotonic: number;
};

type Flight = { readonly promise: Promise<string>; readonly controller: AbortController; waiters: number };

/**
 * Asks the page for access tokens: one call serves all that wait, a token is kept
 * until it is about to expire or is refused. The shared call is aborted when the
 * last that waits has gone. Failures are those of `component.md` section 1.
 */
export function createAccessTokenSource(options: AccessTokenOptions): AccessTokenSource {
  const clock = options.clock ?? systemClock;
  let held: Held | null = null;
  let flight: Flight | null = null;
  let wasRefused = false;

  /** ms until the end; the larger elapsed time counts, as one clock may stand still in sleep. */
  const remainingMs = ({ lifeMs, receivedAt, receivedMonotonic }: Held): number => {
    if (lifeMs === null) return Number.POSITIVE_INFINITY;
    return lifeMs - Math.max(clock.now() - receivedAt, clock.monotonic() - receivedMonotonic);
  };

  const fly = (callback: GetAccessToken, reason: AccessTokenReason): Flight => {
    const controller = new AbortController();
    const own: Flight = { promise: ask(callback, reason, controller), controller, waiters: 0 };
    const land = (): void => {
      if (flight === own) flight = null;
    };
    own.promise.then(land, land);
    flight = own;
    return own;
  };

  const ask = async (
    callback: GetAccessToken,
    reason: AccessTokenReason,
    controller: AbortController,
  ): Promise<string> => {
    const startedMs = clock.monotonic();
    const report = (status: number, code: RequestReport['code']): void =>
      notifySafely('onRequest', options.onRequest, {
        kind: 'access-token',
        host: '',
        status,
        code,
        requestId: null,
        ms: clock.monotonic() - startedMs,
        bytes: 0,
        attempt: 1,
      });
    try {
      const timeoutMs = timeoutOrDefault(options.callbackTimeout);
      const answer = await askPage(callback, reason, controller, timeoutMs, clock);
      held = { ...readSafely(answer), receivedAt: clock.now(), receivedMonotonic: clock.monotonic() };
      wasRefused = false;
      report(200, null);
      return held.token;
    } catch (thrown) {
      report(0, thrown instanceof UploadError ? thrown.code : 'canceled');
      throw thrown;
    }
  };

  const join = async (callback: GetAccessToken, reason: AccessTokenReason, signal: AbortSignal) => {
    if (signal.aborted) throw abortError();
    const shared = flight ?? fly(callback, reason);
    shared.waiters += 1;
    try {
      return await untilAborted(shared.promise, signal);
    } finally {
      shared.waiters -= 1;
      if (shared.waiters === 0 && flight === shared) {
        flight = null;
        shared.controller.abort();
      }
    }
  };

  return {
    async get({ signal }) {
      if (signal.aborted) throw abortError();
      const callback = callbackOf(options);
      if (callback === null) return staticToken(options);
      if (held === null) return join(callback, wasRefused ? 'refused' : 'first', signal);
      const current = held;
      const aheadMs = Math.min(RENEW_AHEAD_MS, (current.lifeMs ?? 0) * RENEW_AHEAD_SHARE);
      if (remainingMs(current) > aheadMs) return current.token;
      try {
        return await join(callback, 'expiring', signal);
      } catch (thrown) {
        // The old one still opens the door for a while.
        if (!signal.aborted && held === current && remainingMs(current) > 0) return current.token;
        throw thrown;
      }
    },

    async replace(refused, { signal }) {
      const callback = callbackOf(options);
      if (callback === null) {
        const now = staticToken(options);
        return now === refused ? null : now;
      }
      // Another request was refused before and has a new one already.
      if (held !== null && held.token !== refused) return held.token;
      held = null;
      wasRefused = true;
      return join(callback, 'refused', signal);
    },

    forget(refused) {
      if (held?.token !== refused) return;
      held = null;
      wasRefused = true;
    },
  };
}

/** Null where none is set. @throws UploadError `invalid-option` for what is no function */
function callbackOf(options: AccessTokenOptions): GetAccessToken | null {
  const callback: unknown = options.getAccessToken;
  if (callback === undefined || callback === null) return null;
  if (typeof callback !== 'function') {
    throw new UploadError('invalid-option', 'getAccessToken is not a function');
  }
  return callback as GetAccessToken;
}

/** The option `accessToken`; null where it is empty. @throws UploadError `invalid-option` */
function staticToken(options: AccessTokenOptions): string | null {
  const token = optionText('accessToken', options.accessToken);
  if (LONE_SURROGATE.test(token)) {
    throw new UploadError('invalid-option', 'accessToken has characters that no token has');
  }
  return token.trim() || null;
}

async function askPage(
  callback: GetAccessToken,
  reason: AccessTokenReason,
  controller: AbortController,
  timeoutMs: number,
  clock: BackendClock,
): Promise<unknown> {
  let isLate = false;
  const stopTimer = clock.delay(timeoutMs, () => {
    isLate = true;
    controller.abort();
  });
  // Within the promise, so that a synchronous throw is a rejection like any other.
  const answer = new Promise<unknown>((resolve) =>
    resolve(callback({ signal: controller.signal, reason })),
  ).then(async (given) => (await readAnswer(given, 'getAccessToken')).body);
  try {
    return await untilAborted(answer, controller.signal);
  } catch (thrown) {
    if (isLate) throw timeoutError('getAccessToken', timeoutMs);
    if (controller.signal.aborted) throw abortError();
    throw callbackFailure(thrown, 'getAccessToken');
  } finally {
    stopTimer();
  }
}

/** A page's object may throw from a getter: that too is nonsense, not a lost network. */
function readSafely(answer: unknown): Pick<Held, 'token' | 'lifeMs'> {
  try {
    return readToken(answer);
  } catch (thrown) {
    throw toUploadError(thrown, 'invalid-answer', "What getAccessToken gave can't be read");
  }
}

function readToken(answer: unknown): Pick<Held, 'token' | 'lifeMs'> {
  if (typeof answer === 'string') return { token: checkedToken(answer), lifeMs: null };
  if (!isFields(answer)) throw badToken('accessToken', 'is missing (a text or an object is expected)');
  const token = checkedToken(ownValue(answer, 'accessToken'));
  const expiresIn = ownValue(answer, 'expiresIn');
  if (expiresIn === undefined) return { token, lifeMs: null };
  const seconds = typeof expiresIn === 'string' && expiresIn.trim() !== '' ? Number(expiresIn) : expiresIn;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) {
    throw badToken('expiresIn', 'is not a number of seconds above 0');
  }
  return { token, lifeMs: seconds * 1000 };
}

function checkedToken(value: unknown): string {
  if (typeof value !== 'string') throw badToken('accessToken', 'is missing or not a text');
  const token = value.trim();
  if (token === '') throw badToken('accessToken', 'is empty');
  if (token.length > TOKEN_MAX) throw badToken('accessToken', 'is too long');
  if (LONE_SURROGATE.test(token)) throw badToken('accessToken', 'has characters that no token has');
  return token;
}

function badToken(field: string, problem: string): UploadError {
  return new UploadError('invalid-answer', `What getAccessToken gave: ${field} ${problem}`);
}
