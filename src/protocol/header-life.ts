/** Life of headers by AWS's scheme that name none, in ms: how old `x-amz-date` may be (`protocol.md` 4.1, 14.4). */
export const SIGV4_LIFE_MS = 15 * 60_000;

const MS_PER_SECOND = 1000;

/**
 * How long signed headers (or the fields of a form) live, in ms, counted from when they were signed:
 * by what the signature itself says, so that no clock has to be right. Null where it says nothing.
 *
 * @see `protocol.md` 14.4
 */
export function signedLifeMs(fields: Iterable<readonly [name: string, value: string]>): number | null {
  const byName = new Map<string, string>();
  for (const [name, value] of fields) byName.set(name.toLowerCase(), value);
  const authorization = byName.get('authorization') ?? '';
  const cos =
    byName.get('q-sign-time') ??
    byName.get('q-key-time') ??
    /(?:^|[&\s])q-sign-time=([^&]+)/.exec(authorization)?.[1] ??
    /(?:^|[&\s])q-key-time=([^&]+)/.exec(authorization)?.[1];
  if (cos !== undefined) return spanMs(cos);
  const isSigV4 = byName.has('x-amz-date') || authorization.startsWith('AWS4-');
  if (!isSigV4) return null;
  const expires = byName.get('x-amz-expires') ?? '';
  return /^[1-9]\d{0,6}$/.test(expires) ? Number(expires) * MS_PER_SECOND : SIGV4_LIFE_MS;
}

/** `start;end` in seconds since epoch, the separator perhaps percent-encoded. */
function spanMs(text: string): number | null {
  const [, start, end] = /^(\d{1,12})(?:;|%3B)(\d{1,12})$/i.exec(text) ?? [];
  const lifeMs = (Number(end) - Number(start)) * MS_PER_SECOND;
  return lifeMs > 0 ? lifeMs : null;
}
