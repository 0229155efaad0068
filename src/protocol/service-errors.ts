import { UploadError } from '../errors.js';
import { type Fields, isFields, ownValue } from './answer-fields.js';
import { isRetried, namedRule, ruleFor, statusRule } from './failure-table.js';
import type { ConflictStrategy } from './types.js';

/**
 * True for a failure that every other file would meet too, so that one error serves the queue.
 *
 * @param strategy of the task: to overwrite takes a permission of its own
 */
export function haltsQueue(error: UploadError, strategy?: ConflictStrategy): boolean {
  if (error.serviceCode === 'NoPermission' && strategy === 'overwrite') return false;
  const { reaction } = ruleFor(error);
  return reaction === 'halt-queue' || reaction === 'replace-access-token';
}

/** An error body of the service, cleaned. */
export type ErrorBody = {
  readonly serviceCode: string;
  readonly requestId: string | undefined;
  /** HTTP status that the body itself names, where it is one of an error. */
  readonly status?: number | undefined;
};

/** Fields that only an answer to something has: with one of them, `code` alone makes no error. */
const ANSWER_FIELDS = ['confirmKey', 'domain', 'path', 'confirmed', 'accessToken'];

/**
 * The service's error within a body of any status, else null. Some private
 * deployments answer 200 with a `status` other than 0 and a `code` (`protocol.md` 1.1).
 */
export function readErrorBody(body: unknown): ErrorBody | null {
  if (!isFields(body)) return null;
  const serviceCode = cleanToken(ownValue(body, 'code'), /^[A-Za-z][A-Za-z0-9._-]{0,63}$/);
  if (serviceCode === undefined || !isErrorShaped(body)) return null;
  const requestId = cleanRequestId(ownValue(body, 'requestId') ?? ownValue(body, 'smhRequestId'));
  const status = Number(ownValue(body, 'status'));
  return { serviceCode, requestId, status: isErrorStatus(status) ? status : undefined };
}

/** A request id that is fit to be shown; else undefined. */
export function cleanRequestId(value: unknown): string | undefined {
  return cleanToken(value, /^[A-Za-z0-9+/=._:-]{1,128}$/);
}

/**
 * The error for an answer that is none of the wanted: by the service's code first,
 * by status second (`component.md` section 1, Failures).
 * @param what - what was tried, for the message: `Confirming the upload`
 */
export function serviceError(
  what: string,
  answer: {
    /** 0 where a plain value carried the error. */
    readonly status: number;
    readonly body?: ErrorBody | null | undefined;
    readonly requestId?: string | undefined;
    /** ms */
    readonly retryAfterMs?: number | undefined;
  },
): UploadError {
  const { body } = answer;
  const status = isErrorStatus(answer.status) ? answer.status : (body?.status ?? answer.status);
  const rule = namedRule(body?.serviceCode) ?? statusRule('service', status);
  const came = [status === 0 ? '' : String(status), body?.serviceCode ?? ''].filter(Boolean).join(' ');
  return new UploadError(rule.code, `${what} was answered with ${came}`, {
    status: status === 0 ? undefined : status,
    serviceCode: body?.serviceCode,
    requestId: body?.requestId ?? answer.requestId,
    retryAfterMs: answer.retryAfterMs,
    retryable: isRetried(rule),
  });
}

const FIRST_ERROR = 400;
const LAST_ERROR = 599;

function isErrorStatus(status: number): boolean {
  return status >= FIRST_ERROR && status <= LAST_ERROR;
}

function isErrorShaped(body: Fields): boolean {
  const status = ownValue(body, 'status');
  if (status !== undefined) return Number(status) !== 0;
  return !ANSWER_FIELDS.some((name) => Object.hasOwn(body, name));
}

function cleanToken(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}
