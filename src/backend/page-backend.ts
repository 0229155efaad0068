import type { RequestReport } from '../engine/options.js';
import type { BackendPort } from '../engine/ports.js';
import { toUploadError, UploadError } from '../errors.js';
import type { ObjectUrlRules } from '../protocol/object-url.js';
import { parseOpenAnswer } from '../protocol/parse-answer.js';
import { parseUploadState } from '../protocol/parse-state.js';
import { parseFileInfo, parseStoredFile } from '../protocol/parse-stored-file.js';
import { parseUploadToken, salvageConfirmKey } from '../protocol/parse-token.js';
import type { OpenAnswer, UploadBackend, UploadTokenRequest } from '../protocol/types.js';
import { callBackend, type CallName } from './call-backend.js';
import type { ReadAnswer } from './read-answer.js';
import { readEndpoint } from './smh-target.js';
import type { BackendClock } from './system-clock.js';

/** Where the port finds what it needs; each is looked up at each call. */
export type BackendSource = {
  /** The page's own methods. */
  readonly callbacks: () => Partial<UploadBackend> | undefined;
  /** The built-in SMH client; null where `endpoint` or `libraryId` is not set. */
  readonly builtIn: () => UploadBackend | null;
  /** ms */
  readonly callbackTimeoutMs: () => number;
  /** For answers of the built-in client; for the page's own the `endpoint` in it does not count. */
  readonly objectUrlRules: () => ObjectUrlRules;
  /** Hears of the page's callbacks (`host` is ''); the built-in client reports by itself. */
  readonly onRequest?: ((report: RequestReport) => void) | undefined;
  readonly clock?: BackendClock | undefined;
};

/** The calls whose method is there but is none, or is missing. */
type Chosen = { readonly backend: Partial<UploadBackend>; readonly isPage: boolean };

/**
 * The backend as the engine sees it, over a page's callbacks and the built-in
 * client: values and `Response`s read, checked and parsed, with the failure rules
 * of `component.md` section 1. Where a method is missing the built-in client serves;
 * without one either, the call is refused with `invalid-option`.
 */
export function createBackendPort(source: BackendSource): BackendPort {
  const choose = (name: CallName): Chosen => {
    const chosen = find(source, name);
    if (chosen === null) throw missing(name);
    return chosen;
  };

  const rulesFor = ({ isPage }: Chosen): ObjectUrlRules => {
    const rules = source.objectUrlRules();
    return isPage ? { ...rules, endpoint: null } : rules;
  };

  /** One call, with its answer read and made into what the engine needs. */
  const call = <T>(
    name: CallName,
    request: unknown,
    signal: AbortSignal,
    parse: (answer: ReadAnswer, chosen: Chosen) => T,
    more: {
      readonly needsBody?: boolean;
      readonly recover?: (error: UploadError) => T;
      readonly onLate?: (answer: ReadAnswer, chosen: Chosen) => void;
    } = {},
  ): Promise<T> =>
    // Within a promise, so that a missing method is a rejection like any other.
    Promise.resolve().then(async () => {
      const chosen = choose(name);
      return callBackend({
        ...chosen,
        name,
        request,
        signal,
        timeoutMs: source.callbackTimeoutMs(),
        needsBody: more.needsBody ?? true,
        parse: (answer) => parseSafely(name, () => parse(answer, chosen)),
        recover: more.recover,
        onLate: (answer) => more.onLate?.(answer, chosen),
        onRequest: source.onRequest,
        clock: source.clock,
      });
    });

  return {
    offers: (name) => find(source, name) !== null,

    originOf: (name) => (find(source, name)?.isPage === false ? endpointOrigin(source) : null),

    getUploadToken(request, { signal, onLateToken }) {
      const free = (body: unknown): void => {
        const confirmKey = salvageConfirmKey(body);
        if (confirmKey !== null) onLateToken?.(confirmKey);
      };
      const parse = ({ status, body }: ReadAnswer, chosen: Chosen): OpenAnswer => {
        try {
          return parseOpenAnswer(status, body, { multipart: request.multipart, rules: rulesFor(chosen) });
        } catch (thrown) {
          // The service did open an upload, and nobody else will ever know its key.
          free(body);
          throw thrown;
        }
      };
      return call('getUploadToken', pageRequest(request), signal, parse, {
        onLate: ({ body }) => free(body),
      });
    },

    confirmUpload: (request, { signal }) =>
      call('confirmUpload', Object.freeze({ ...request }), signal, ({ body }) => parseStoredFile(body)),

    renewUploadToken: (request, { signal }) =>
      call('renewUploadToken', Object.freeze({ ...request }), signal, ({ body }, chosen) =>
        parseUploadToken(body, { rules: rulesFor(chosen), confirmKey: request.confirmKey }),
      ),

    getUploadState: ({ confirmKey }, { signal }) =>
      call('getUploadState', Object.freeze({ confirmKey }), signal, ({ body }, chosen) =>
        parseUploadState(body, { rules: rulesFor(chosen), confirmKey }),
      ),

    cancelUpload: ({ confirmKey }, { signal }) =>
      call('cancelUpload', Object.freeze({ confirmKey }), signal, () => undefined, {
        needsBody: false,
        recover(error) {
          // It is gone, which is what was wanted.
          if (error.status !== 404 && error.code !== 'upload-gone') throw error;
        },
      }),

    createDirectory: ({ path }, { signal }) =>
      call('createDirectory', Object.freeze({ path }), signal, () => undefined, {
        needsBody: false,
        recover(error) {
          if (error.code !== 'name-conflict') throw error;
        },
      }),

    getFileInfo: ({ path }, { signal }) =>
      call('getFileInfo', Object.freeze({ path }), signal, ({ body }) => parseFileInfo(body), {
        recover(error) {
          if (error.status !== 404 || error.code === 'not-found') throw error;
          return null;
        },
      }),
  };
}

function find(source: BackendSource, name: CallName): Chosen | null {
  const page = source.callbacks();
  // An own method that is none is a mistake to be told, not one to be served by someone else.
  if (page?.[name] !== undefined && page[name] !== null) return { backend: page, isPage: true };
  const builtIn = source.builtIn();
  return builtIn?.[name] === undefined ? null : { backend: builtIn, isPage: false };
}

/** Null for an endpoint that is none: the call itself says what is wrong with it. */
function endpointOrigin(source: BackendSource): string | null {
  try {
    return new URL(readEndpoint(source.objectUrlRules().endpoint ?? undefined)).origin;
  } catch {
    return null;
  }
}

function missing(name: CallName): UploadError {
  const advice =
    name === 'getUploadToken'
      ? 'Nothing says where to upload to: set endpoint and libraryId, or backend.getUploadToken'
      : `backend.${name} is missing: set it, or endpoint and libraryId`;
  return new UploadError('invalid-option', advice);
}

/** `JSON.stringify` gives the wire form; the file is there for a page that wants to look at it. */
function pageRequest(request: UploadTokenRequest): UploadTokenRequest {
  const { file } = request;
  const fields: Record<string, unknown> = { ...request };
  delete fields['file'];
  Object.defineProperty(fields, 'file', { value: file, enumerable: false });
  return Object.freeze(fields) as UploadTokenRequest;
}

/** A page's object may throw from a getter: that too is nonsense, not a crash. */
function parseSafely<T>(name: CallName, parse: () => T): T {
  try {
    return parse();
  } catch (thrown) {
    throw toUploadError(thrown, 'invalid-answer', `What ${name} gave can't be read`);
  }
}
