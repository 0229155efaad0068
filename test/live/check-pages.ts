import { judged, untested } from './live-check.js';
import type { LiveCheck, LiveTools } from './live-check.js';
import type { SeenAnswer } from './live-page.js';

/** What the component reads of the object store's answers where it may. */
const wanted = ['etag', 'x-cos-hash-crc64ecma'];

/** Others that help to find a fault. */
const useful = ['x-cos-request-id', 'date'];

export const checkObjectCors: LiveCheck = {
  id: 'object-cors',
  question: 'Whether the bucket has a CORS rule, and which headers it exposes',
  claim: 'Pages of any origin may send parts and read `ETag` and `x-cos-hash-crc64ecma`',
  async run({ service, page }) {
    // First, as its start may outlast short headers.
    const sender = await page();
    const opened = await service.open({ name: 'cors.bin', kind: 'multipart', size: 4 });
    const seen = await sender.send({ method: 'PUT', ...service.target(opened, 1), body: 'cors' });
    if (seen.status === 0) return judged(false, 'Chromium shows no answer to a part: no rule lets it.');
    if (seen.status !== 200) return untested(`A part from a page was refused: ${String(seen.status)}.`);
    const readable = [...wanted, ...useful].filter((name) => seen.headers.includes(name));
    const hidden = [...wanted, ...useful].filter((name) => !seen.headers.includes(name));
    const isGood = wanted.every((name) => seen.headers.includes(name));
    return judged(isGood, `Readable: ${list(readable)}; hidden: ${list(hidden)}.`);
  },
};

export const checkBearer: LiveCheck = {
  id: 'bearer',
  question: 'Whether the API takes the token as `Authorization: Bearer` from a page',
  claim: 'It does, so that no token need be in a URL',
  async run(tools) {
    const { service } = tools;
    const seen = await askState(tools, { authorization: `Bearer ${service.accessToken}` }, false);
    return judged(seen.status === 200, `The state of an upload, asked so: ${describe(seen)}.`);
  },
};

export const checkCustomHeaders: LiveCheck = {
  id: 'custom-headers',
  question: 'Whether the API takes `x-smh-meta-*` headers from a page',
  claim: 'Its preflight allows them',
  async run(tools) {
    const seen = await askState(tools, { 'x-smh-meta-check': '1' }, true);
    return judged(seen.status === 200, `A request with one: ${describe(seen)}.`);
  },
};

async function askState(
  { service, page }: LiveTools,
  headers: Readonly<Record<string, string>>,
  hasTokenInQuery: boolean,
): Promise<SeenAnswer> {
  const { confirmKey } = await service.open({ name: 'headers.bin', kind: 'multipart', size: 4 });
  const query = { upload: '', no_upload_part_info: '1' };
  const url = hasTokenInQuery
    ? service.url(confirmKey, query)
    : `${service.bareUrl(confirmKey)}?upload&no_upload_part_info=1`;
  return (await page()).send({ method: 'GET', url, headers, body: null });
}

function describe({ status, text }: SeenAnswer): string {
  if (status === 0) return 'Chromium shows no answer, as after a preflight that refuses it';
  const code = /"code":\s*"(\w{1,64})"/.exec(text)?.[1];
  return status === 200 || code === undefined ? String(status) : `${String(status)} ${code}`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
