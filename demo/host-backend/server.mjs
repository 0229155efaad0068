import { createServer } from 'node:http';
import { checkAnswer, pickAnswer, readBody, readCall, refuse } from './rules.mjs';
import { findSession, isTooMany, owners, remember, signIn } from './sessions.mjs';
import { settings } from './settings.mjs';
import { callSmh, issueToken } from './smh.mjs';

const server = createServer({ requestTimeout: 30_000 }, async (request, response) => {
  const { status, kind, text, headers } = await serve(request).catch(answerTo);
  // A body that was not read must not be taken for the next request.
  const always = { 'Cache-Control': 'no-store', ...(request.complete ? {} : { Connection: 'close' }) };
  response.writeHead(status, { 'Content-Type': 'application/json', ...always, ...headers }).end(text);
  console.log(kind, status);
});
server.listen(Number(settings.PORT), settings.HOST, () => console.log('port', server.address().port));

async function serve(request) {
  const [path, query = ''] = request.url.split(/\?(.*)/s);
  const session = findSession(request);
  const isLimited = isTooMany(session?.user ?? request.socket.remoteAddress);
  if (isLimited) refuse(429, 'RateLimitExceeded', 'too many requests', { 'Retry-After': '60' });
  checkPage(request.method === 'GET' && path !== '/api/smh-token', request.headers);
  if (path === '/sign-in' && request.method === 'POST') return signIn();
  if (session === undefined) refuse(401, 'NotSignedIn', 'sign in first');
  if (path.startsWith('/smh/api/v1/')) return serveUpload(request, session, path.slice(12), query);
  const hasTokens = path === '/api/smh-token' && settings.ISSUE_TOKENS === 'yes';
  return hasTokens ? serveToken(request, session, query) : refuse(404, 'RouteNotFound', 'no such call');
}

/** Only the page may call, and has to prove it but for reading. `Origin` counts first: it names the page. */
function checkPage(isReading, { origin, 'sec-fetch-site': site = isReading ? 'same-origin' : '' }) {
  const isOurs = origin === undefined ? site === 'same-origin' : origin === settings.PAGE_ORIGIN;
  if (!isOurs) refuse(403, 'CrossSiteRequest', 'only the page of this site may call');
}

/** Way A: one call of an upload, below the session's own folder. */
async function serveUpload(request, session, path, query) {
  const prefix = settings.UPLOAD_PREFIX.replaceAll('{user}', session.user).split('/');
  const call = readCall(request.method, path, query, prefix);
  const body = await readBody(request);
  const isOwner = owners.get(call.names.join('/')) === session.user;
  if (call.isByKey && !isOwner) refuse(404, 'UploadNotFound', 'you have no such upload');
  const folder = { ...call, method: 'PUT', resource: 'directory', names: prefix, query: '' };
  if (!call.isByKey && session.hasFolder !== true) await callSmh(session, folder);
  const { response, json, token } = await callSmh(session, call, request.method === 'GET' ? null : body);
  if (!call.isByKey) session.hasFolder = json.code !== 'DirectoryNotFound';
  const shown = pickAnswer(json);
  // The browser's root is the session's folder.
  if (Array.isArray(shown.path)) shown.path = shown.path.slice(prefix.length);
  const text = JSON.stringify(shown);
  // Whatever the service says, no secret goes out.
  if (text.includes(settings.SMH_LIBRARY_SECRET) || text.includes(token)) refuse(502, 'BadGateway', 'a leak');
  checkAnswer(response, json);
  if (!call.isByKey && typeof json.confirmKey === 'string') remember(owners, json.confirmKey, session.user);
  return { status: response.status, kind: call.kind, text };
}

/** Way B: a narrow access token, by which the browser reaches the whole space. */
async function serveToken(request, session, query) {
  await readBody(request);
  const isOverwriting = new URLSearchParams(query).get('overwrite') === '1';
  if (isOverwriting && settings.ALLOW_OVERWRITE === 'no') refuse(403, 'WriteForbidden', 'overwriting is off');
  return { status: 200, kind: 'token', text: JSON.stringify(await issueToken(session.user, isOverwriting)) };
}

function answerTo(failure) {
  const isMalformed = failure instanceof URIError || failure instanceof SyntaxError;
  const fault = isMalformed ? { status: 400, code: 'BadRequest' } : { status: 500, code: 'Fault' };
  const told = failure.status === undefined ? fault : failure;
  // Where it was, and not what it says, which may quote a secret.
  if (told.code === 'Fault') console.error(failure.stack.split('\n').slice(1).join('\n'));
  const { status, code, message = code, headers } = told;
  return { status, kind: code, headers, text: JSON.stringify({ code, message }) };
}
