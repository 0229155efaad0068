import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { HostOptions } from './host-options.js';
import { isJsonObject, readBody } from './read-json-body.js';

/** A call to the SMH API from a page's backend. */
export type SmhCall = {
  readonly method: string;
  /** Encoded path from `/api` on. */
  readonly path: string;
  /** Encoded query without `?`; may be empty. */
  readonly query: string;
  /** Body as JSON text; null: none. */
  readonly body: string | Buffer | null;
};

/** Time that the service has for an answer, in ms; own figure. */
const ANSWER_TIMEOUT_MS = 60_000;

/** Least `period` that all versions of the documentation allow, in seconds ([75415]). */
const PERIOD_SECONDS = 1200;

/** Share of a token's life after which it is not handed on any more; own figure. */
const USABLE_SHARE = 0.8;

const GRANTS = ['upload_file', 'upload_file_force', 'create_directory'] as const;

/** What the token call answers. */
export type TokenAnswer = { readonly accessToken: string; readonly expiresIn: number };

/** Calls SMH with access tokens that it gets for the library's secret, and keeps to itself. */
export class SmhClient {
  readonly options: HostOptions;
  #token: { readonly accessToken: string; readonly usableUntil: number } | null = null;
  #fetching: Promise<string> | null = null;

  constructor(options: HostOptions) {
    this.options = options;
  }

  /**
   * A new access token, short-lived and narrow.
   * @throws Error that says what the service answered, without the secret
   */
  async issueToken(): Promise<TokenAnswer> {
    const { libraryId, librarySecret, spaceId, userId, grants = GRANTS } = this.options;
    const query = new URLSearchParams({
      library_id: libraryId,
      library_secret: librarySecret,
      space_id: spaceId,
      period: String(PERIOD_SECONDS),
      grant: grants.join(','),
      ...(userId === undefined ? {} : { user_id: userId }),
    });
    const call = { method: 'POST', path: '/api/v1/token', query: query.toString(), body: null };
    const response = await this.#send(call);
    const answer = parse((await readBody(response)).toString('utf8'));
    if (isJsonObject(answer) && typeof answer['accessToken'] === 'string') {
      return { accessToken: answer['accessToken'], expiresIn: Number(answer['expiresIn'] ?? PERIOD_SECONDS) };
    }
    const code = isJsonObject(answer) ? String(answer['code']) : 'no JSON';
    throw new Error(`the service gave no access token: ${response.statusCode} ${code}`);
  }

  /** The answer to a call; a refused access token is replaced once. The caller reads or destroys it. */
  async call(call: SmhCall): Promise<{ readonly response: IncomingMessage; readonly body: Buffer | null }> {
    const accessToken = await this.#accessToken();
    const response = await this.#send(withToken(call, accessToken));
    if (response.statusCode !== 403) return { response, body: null };
    const body = await readBody(response);
    const error = parse(body.toString('utf8'));
    if (!isJsonObject(error) || error['code'] !== 'InvalidAccessToken') return { response, body };
    if (this.#token?.accessToken === accessToken) this.#token = null;
    return { response: await this.#send(withToken(call, await this.#accessToken())), body: null };
  }

  async #accessToken(): Promise<string> {
    if (this.#token !== null && this.#token.usableUntil > Date.now()) return this.#token.accessToken;
    this.#fetching ??= this.issueToken()
      .then(({ accessToken, expiresIn }) => {
        this.#token = { accessToken, usableUntil: Date.now() + expiresIn * 1000 * USABLE_SHARE };
        return accessToken;
      })
      .finally(() => (this.#fetching = null));
    return this.#fetching;
  }

  #send(call: SmhCall): Promise<IncomingMessage> {
    const { endpoint, certificate } = this.options;
    const url = new URL(endpoint);
    const prefix = url.pathname.replace(/\/$/, '');
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise((done, fail) => {
      const sent = request(
        {
          protocol: url.protocol,
          hostname: url.hostname.replace(/^\[|\]$/g, ''),
          port: url.port,
          method: call.method,
          path: `${prefix}${call.path}${call.query === '' ? '' : `?${call.query}`}`,
          headers: {
            Accept: 'application/json',
            'Content-Length': call.body === null ? 0 : Buffer.byteLength(call.body),
            ...(call.body === null ? {} : { 'Content-Type': 'application/json' }),
          },
          agent: false,
          ...(certificate === undefined ? {} : { ca: certificate }),
        },
        done,
      );
      sent.setTimeout(ANSWER_TIMEOUT_MS, () => sent.destroy(new Error('the service did not answer in time')));
      sent.on('error', fail);
      sent.end(call.body ?? undefined);
    });
  }
}

function withToken(call: SmhCall, accessToken: string): SmhCall {
  const token = `access_token=${encodeURIComponent(accessToken)}`;
  return { ...call, query: call.query === '' ? token : `${call.query}&${token}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
