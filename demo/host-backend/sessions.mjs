import { randomBytes } from 'node:crypto';
import { settings } from './settings.mjs';

const sessions = new Map();

/** Requests of this minute, by user or address. */
const counts = new Map();
setInterval(() => counts.clear(), 60_000).unref();

/** Who opened an upload, by confirm key. In your database it would outlive this process. */
export const owners = new Map();

/**
 * The session of a request; undefined for strangers.
 * YOUR SIGN-IN GOES HERE: look your own session up and give `{ user, tokens: new Map() }`, the same object at
 * each request. `user` is the account's id (letters, digits, - and _), to which its uploads belong.
 */
export function findSession({ headers }) {
  return sessions.get(/(?:^|; )upload_session=([\w-]{43})(?:;|$)/.exec(headers.cookie ?? '')?.[1]);
}

/** STAND-IN, to be dropped: an answer that makes whoever asks a user of its own. */
export function signIn() {
  const id = randomBytes(32).toString('base64url');
  remember(sessions, id, { user: randomBytes(8).toString('hex'), tokens: new Map() });
  const secure = settings.PAGE_ORIGIN.startsWith('https:') ? '; Secure' : '';
  const cookie = `upload_session=${id}; Path=/; HttpOnly; SameSite=Lax${secure}`;
  return { status: 204, kind: 'sign-in', headers: { 'Set-Cookie': cookie } };
}

/** Counts a request of `who`; true where it is one too many. */
export function isTooMany(who) {
  counts.set(who, (counts.get(who) ?? 0) + 1);
  return counts.get(who) > Number(settings.REQUESTS_PER_MINUTE);
}

/** Sets what `map` does not hold yet, and forgets its oldest entry, so that it can't grow for ever. */
export function remember(map, key, value) {
  if (map.size >= 100_000) map.delete(map.keys().next().value);
  map.set(key, value);
}
