import { refuse } from './rules.mjs';
import { settings } from './settings.mjs';

async function send(method, path, query, body) {
  const content = body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const options = { method, redirect: 'error', signal: AbortSignal.timeout(60_000), ...content };
  try {
    const response = await fetch(`${settings.SMH_ENDPOINT}/api/v1/${path}?${query}`, options);
    return { response, json: JSON.parse((await response.text()) || '{}') };
  } catch {
    // What was thrown may quote the address or the answer, and so a secret.
    return refuse(502, 'BadGateway', 'the service gave no answer that can be read');
  }
}

/** A new access token of a user: `{ accessToken, expiresIn }`, in seconds. @throws as `refuse` */
export async function issueToken(user, isOverwriting) {
  const grant = `upload_file,create_directory${isOverwriting ? ',upload_file_force' : ''}`;
  // Seconds: the least that all versions of the documentation allow.
  const query = new URLSearchParams({ user_id: user, period: '1200', grant });
  query.set('library_id', settings.SMH_LIBRARY_ID);
  query.set('library_secret', settings.SMH_LIBRARY_SECRET);
  query.set('space_id', settings.SMH_SPACE_ID);
  const { accessToken, expiresIn } = (await send('POST', 'token', query)).json;
  if (typeof accessToken !== 'string') refuse(502, 'BadGateway', 'no token: are id, secret and space right?');
  return { accessToken, expiresIn };
}

/** The answer to a call of a session: `{ response, json, token }`, the last not to be told. @throws as `refuse` */
export async function callSmh({ user, tokens }, call, body, isLast = false) {
  // Each use extends a token's life; the one for overwriting is another.
  const token = tokens.get(call.isOverwriting) ?? (await issueToken(user, call.isOverwriting)).accessToken;
  tokens.set(call.isOverwriting, token);
  const names = [call.resource, settings.SMH_LIBRARY_ID, settings.SMH_SPACE_ID, ...call.names];
  const query = `${call.query}&access_token=${encodeURIComponent(token)}`;
  const answer = await send(call.method, names.map(encodeURIComponent).join('/'), query, body);
  if (answer.json.code !== 'InvalidAccessToken' || isLast) return { ...answer, token };
  // A call whose token was refused has done nothing, so that it may be made again.
  tokens.delete(call.isOverwriting);
  return callSmh({ user, tokens }, call, body, true);
}
