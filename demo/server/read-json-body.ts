import { ServiceError } from './service-error.js';

/** A JSON object as it came in: every field is still to be judged. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Most bytes of a JSON body; own figure, far over what an upload call needs. */
const BODY_MAX_BYTES = 1024 ** 2;

/**
 * The body of a request, at most 1 MiB. A longer one is read to its end all the same,
 * so that the refusal can be heard.
 * @throws ServiceError 413 `RequestEntityTooLarge`
 */
export async function readBody(request: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.byteLength;
    if (bytes <= BODY_MAX_BYTES) chunks.push(chunk);
  }
  if (bytes > BODY_MAX_BYTES) throw new ServiceError(413, 'RequestEntityTooLarge', 'the body is too large');
  return Buffer.concat(chunks);
}

/**
 * The JSON object in a body; an empty body is an empty object.
 * @throws ServiceError 400 `ParamInvalid` for anything but a JSON object sent as JSON
 */
export function parseJsonBody(body: Buffer, contentType: string | undefined): JsonObject {
  if (body.byteLength === 0) return {};
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
    throw new ServiceError(400, 'ParamInvalid', 'a body must be sent with Content-Type application/json');
  }
  const value = parse(body.toString('utf8'));
  if (!isJsonObject(value)) throw new ServiceError(400, 'ParamInvalid', 'the body is not a JSON object');
  return value;
}

/** True for a JSON object (no array, no null). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
