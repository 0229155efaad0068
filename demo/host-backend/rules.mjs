import { settings } from './settings.mjs';

/** The calls of an upload: method, resource, and the flag in the query that tells some of them apart. */
const CALLS = /^(PUT file|POST file( multipart| confirm| renew)?|(GET|DELETE) file upload|PUT directory)$/;

/** What the query may hold besides what is stripped. */
const QUERY = new RegExp(
  '^((multipart|confirm|renew|upload)=(1|true)?|conflict_resolution_strategy=(ask|rename|overwrite)|' +
    'filesize=\\d{1,15}|traffic_limit=\\d{1,9}|prefer_same_origin=(true|false)|no_upload_part_info=[01])$',
);

/** What the browser has no say in. */
const STRIPPED = ['access_token', 'user_id', 'force', 'internal_domain'];

/** What could lead out of a folder: no name, dots alone, slashes and control characters. */
const UNSAFE = /^\.{0,2}$|[/\\\u0000-\u001f\u007f-\u009f]/;

const BODY_MAX = 65_536;
const BODY = /^(beginningHash|fullHash|size|crc64|labels|category|local\w+Time|partNumberRange)$/;
const TASK = 'domain path uploadId headers form parts confirmKey expiration availableDomainNum';
const STATE = 'confirmed uploadPartInfo conflictResolutionStrategy PartNumber LastModified ETag Size';
const FILE = 'name size crc64 eTag contentType creationTime modificationTime fileType isOverwritten';
const ANSWER = `${TASK} ${STATE} ${FILE}`.split(' ');

/** Ends a request with an error that the browser is told. */
export function refuse(status, code, message, headers = {}) {
  throw Object.assign(new Error(message), { status, code, headers });
}

/** The call that a request makes: names below the prefix, query made anew. @throws as `refuse`; URIError */
export function readCall(method, path, query, prefix) {
  // Decoded once: what was encoded twice stays a name with a % in it, and goes on as one.
  const [resource, ...segments] = path.split('/');
  const [library, space, ...rest] = segments.map((segment) => decodeURIComponent(segment));
  const given = [...new URLSearchParams(query)].filter(([name]) => !STRIPPED.includes(name));
  const flags = given.map(([name]) => name).filter((name) => /^(multipart|confirm|renew|upload)$/.test(name));
  const kind = [method, resource, ...flags].join(' ');
  const isKnown = CALLS.test(kind) && given.every(([name, value]) => QUERY.test(`${name}=${value}`));
  if (!isKnown || new Map(given).size < given.length) refuse(403, 'NotForwarded', 'no call of an upload');
  const isOurs = library === settings.SMH_LIBRARY_ID && space === settings.SMH_SPACE_ID;
  if (!isOurs) refuse(404, 'RouteNotFound', 'another library or space is served here');
  const isByKey = /(confirm|renew|upload)$/.test(kind);
  const names = isByKey ? rest : [...prefix, ...rest];
  const isSafe = rest.length > 0 && !names.some((name) => UNSAFE.test(name));
  if (!isSafe) refuse(400, 'IllegalFileName', 'the path holds a name that is not allowed');
  const isOverwriting = given.some(([, value]) => value === 'overwrite');
  if (isOverwriting && settings.ALLOW_OVERWRITE === 'no') refuse(403, 'WriteForbidden', 'overwriting is off');
  return { kind, method, resource, names, query: new URLSearchParams(given), isOverwriting, isByKey };
}

/** The known fields of a body; null where there is none. @throws as `refuse`; SyntaxError */
export async function readBody(request) {
  const type = request.headers['content-type'];
  let text = '';
  request.setEncoding('utf8');
  // Without the option the connection would be cut before the refusal is sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (text.length > BODY_MAX) refuse(413, 'RequestEntityTooLarge', 'the body is too large');
  }
  if (text === '' && type === undefined) return null;
  // A form of another site can send any text, but not under this type.
  if (!/^application\/json *(;|$)/i.test(type)) refuse(415, 'ParamInvalid', 'only JSON is taken');
  const fields = Object.entries(JSON.parse(text || '{}') ?? {});
  return Object.fromEntries(fields.filter(([name]) => BODY.test(name)));
}

/** The fields of an answer that an upload needs, at any depth. Signed headers and forms are passed whole. */
export function pickAnswer(value, name) {
  if (typeof value !== 'object' || value === null || name === 'headers' || name === 'form') return value;
  if (Array.isArray(value)) return value.map((item) => pickAnswer(item));
  const known = Object.entries(value).filter(([key]) => ANSWER.includes(key) || /^\d+$/.test(key));
  return Object.fromEntries(known.map(([key, item]) => [key, pickAnswer(item, key)]));
}

/** Refuses what the service refused, without its message, which may quote the request. @throws as `refuse` */
export function checkAnswer(response, json) {
  // Some deployments send errors as successes, with a status of their own in the body.
  if (response.ok && (json.code === undefined || Number(json.status ?? 0) === 0)) return;
  // Nor is the browser told of tokens, of which it has none.
  const isTold = /^(?!.*Token|Authorization)[A-Za-z]{1,64}$/.test(json.code);
  if (response.ok || !isTold) refuse(502, 'BadGateway', 'the service failed');
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  refuse(response.status, json.code, 'the service refused', seconds > 0 ? { 'Retry-After': seconds } : {});
}
