import type { UploaderOptions } from './engine/options.js';

/** Whose unfinished uploads are whose. */
export type ResumeScope = {
  /** Records are kept and shown for the same one only. */
  readonly scope: string;
  /** The same path in two places is two files. */
  readonly place: string;
};

/** Where the tab's own key is kept; it ends with the tab. */
const SESSION_ITEM = 'smh-uploader:session';

/**
 * The scope of `options`: owner, place, directory and form name. Without
 * `resumeScope` and `userId` nobody says who sits at this computer: then the
 * records are this tab's alone.
 */
export function resumeScopeOf(options: UploaderOptions): ResumeScope {
  const { endpoint, libraryId, spaceId = '-', userId, directory = '', name = '', resumeScope } = options;
  const owner = resumeScope ?? (userId === undefined ? `session ${sessionId()}` : '');
  const place = [endpoint, libraryId, spaceId, userId].map((text) => text ?? null);
  return {
    scope: JSON.stringify([owner, ...place, directory, name]),
    place: JSON.stringify([resumeScope ?? '', ...place]),
  };
}

/** 32 hex digits; `crypto.randomUUID` is missing on plain http pages. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

let ownSession: string | null = null;

function sessionId(): string {
  ownSession ??= keptSession();
  return ownSession;
}

/** One that the tab keeps over reloads, where the page may store it. */
function keptSession(): string {
  const fresh = randomId();
  try {
    const kept = sessionStorage.getItem(SESSION_ITEM);
    if (kept !== null) return kept;
    sessionStorage.setItem(SESSION_ITEM, fresh);
  } catch {
    // Refused, as in a sandboxed frame: this page alone.
  }
  return fresh;
}
