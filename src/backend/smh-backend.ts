import type { RequestHeaders } from '../engine/options.js';
import type { UploadError } from '../errors.js';
import { encodeText } from '../protocol/file-path.js';
import { parseFileInfo } from '../protocol/parse-stored-file.js';
import { namedRule } from '../protocol/failure-table.js';
import type { UploadBackend, UploadTokenRequest } from '../protocol/types.js';
import { type AccessTokenOptions, type AccessTokenSource, createAccessTokenSource } from './access-token.js';
import { answerError, readAnswer } from './read-answer.js';
import {
  cancelCall,
  confirmCall,
  directoryCall,
  infoCall,
  renewCall,
  type SmhCall,
  startCall,
  stateCall,
} from './smh-calls.js';
import { type SmhAnswer, type SmhRequest, sendSmhRequest } from './smh-request.js';
import { librarySegment, optionText, readEndpoint, readRequestHeaders, spaceSegment } from './smh-target.js';
import { systemClock } from './system-clock.js';

/** Read at each call, so that getters work. */
export type SmhBackendOptions = AccessTokenOptions & {
  /** `https://smh1abc.api.example.com`, or a path of a same-origin proxy such as `/smh`. */
  readonly endpoint: string | undefined;
  readonly libraryId: string | undefined;
  /** @default '-' */
  readonly spaceId?: string | undefined;
  /** Only where the access token is an admin's, made without a user. */
  readonly userId?: string | undefined;
  /** Go to the endpoint only. */
  readonly requestHeaders?: RequestHeaders | undefined;
  /** Cookies go to an endpoint of another origin too. */
  readonly withCredentials?: boolean | undefined;
  /** `off` (default), `string`, `list`: anything but `off` is a deployment that signs part by part. */
  readonly partNumberRange?: string | undefined;
  /** @default the global one */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** One source for several clients of one endpoint; else this client has its own. */
  readonly accessTokens?: AccessTokenSource | undefined;
};

type Waitable = { readonly signal: AbortSignal };

/** Statuses by which a server may refuse a start without a body. */
const WANTS_BODY: ReadonlySet<number> = new Set([400, 415]);

/**
 * The SMH REST API of `protocol.md` section 2 by `fetch`. Methods answer with the
 * `Response`, null for a 202, and nothing secret (`cosUrl`) for `getFileInfo`. A
 * refused access token is replaced once: a refused request has done nothing, so
 * that its repetition is safe.
 * Every method rejects with an `UploadError`: `token-invalid` when the new token
 * was refused too, `invalid-option` for what is not set, `network`; or with `AbortError`.
 */
export function createSmhBackend(options: SmhBackendOptions): Required<UploadBackend> {
  const clock = options.clock ?? systemClock;
  let ownTokens = createAccessTokenSource(options);
  let tokensFor: string | null = null;
  let refusesEmptyBody = false;

  /** A token is for one endpoint and must never go to another. */
  const tokensOf = (base: string): AccessTokenSource => {
    if (options.accessTokens !== undefined) return options.accessTokens;
    if (tokensFor !== null && tokensFor !== base) ownTokens = createAccessTokenSource(options);
    tokensFor = base;
    return ownTokens;
  };

  const send = async (call: SmhCall, { signal }: Waitable): Promise<SmhAnswer> => {
    const base = readEndpoint(options.endpoint);
    const user = optionText('userId', options.userId);
    const userId = user === '' ? [] : [`user_id=${encodeText(user)}`];
    const request: SmhRequest = {
      kind: call.kind,
      what: call.what,
      method: call.method,
      body: call.body,
      url: `${base}/api/v1/${call.resource}/${librarySegment(options.libraryId)}/${spaceSegment(options.spaceId)}/${call.path}`,
      query: [...call.query, ...userId],
    };
    const tokens = tokensOf(base);
    const token = await tokens.get({ signal });
    const context = {
      fetch: options.fetch ?? globalThis.fetch,
      headers: await readRequestHeaders(options.requestHeaders),
      withCredentials: options.withCredentials === true,
      onRequest: options.onRequest,
      clock,
      signal,
    };
    const first = await sendSmhRequest(request, token, 1, context);
    if (token === null || !isTokenRefused(first)) return first;
    const fresh = await tokens.replace(token, { signal });
    if (fresh === null) throw tokenInvalid(first, call.what);
    const second = await sendSmhRequest(request, fresh, 2, context);
    if (!isTokenRefused(second)) return second;
    tokens.forget(fresh);
    throw tokenInvalid(second, call.what);
  };

  return {
    async getUploadToken(request, wait) {
      const call = startCall(request);
      // Without a body and Content-Type a form start needs no preflight (`protocol.md` 14.7).
      if (call.body === '{}' && isForm(request) && !refusesEmptyBody) {
        const answer = await send({ ...call, body: null }, wait);
        if (!isEmptyBodyRefused(answer)) return orNull(answer);
        refusesEmptyBody = true;
      }
      return orNull(await send(call, wait));
    },

    confirmUpload: async (request, wait) => (await send(confirmCall(request), wait)).response,

    renewUploadToken: async (request, wait) => (await send(renewCall(request), wait)).response,

    async getUploadState({ confirmKey }, wait) {
      const isPartSigned = (options.partNumberRange ?? 'off') !== 'off';
      return (await send(stateCall(confirmKey, isPartSigned), wait)).response;
    },

    cancelUpload: async ({ confirmKey }, wait) => (await send(cancelCall(confirmKey), wait)).response,

    async createDirectory({ path }, wait) {
      const { error, response } = await send(directoryCall(path), wait);
      // It is there already, which is what was wanted.
      return error?.serviceCode === 'SameNameDirectoryOrFileExists' ? null : response;
    },

    async getFileInfo({ path }, wait) {
      const call = infoCall(path);
      const { error, response } = await send(call, wait);
      const isQueueWide = namedRule(error?.serviceCode)?.reaction === 'halt-queue';
      if (response.status === 404 && !isQueueWide) return null;
      // The answer holds a signed download link, which must not travel on.
      return parseFileInfo((await readAnswer(response, call.what)).body);
    },
  };
}

function isForm(request: UploadTokenRequest): boolean {
  return request.formUpload === true && !request.multipart;
}

/** Only where the service says nothing more particular, such as a full quota. */
function isEmptyBodyRefused({ response, error }: SmhAnswer): boolean {
  const code = namedRule(error?.serviceCode)?.code ?? 'backend-failed';
  return WANTS_BODY.has(response.status) && code === 'backend-failed';
}

function orNull({ response }: SmhAnswer): Response | null {
  return response.status === 202 ? null : response;
}

function isTokenRefused({ error }: SmhAnswer): boolean {
  return namedRule(error?.serviceCode)?.reaction === 'replace-access-token';
}

function tokenInvalid({ response, error, requestId }: SmhAnswer, what: string): UploadError {
  return answerError(what, response, error, requestId);
}
