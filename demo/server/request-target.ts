import type { IncomingMessage } from 'node:http';

/** The target of a request as it was sent: nothing decoded, no `..` resolved. */
export type RequestTarget = {
  /** Path with its leading `/`, still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
};

/** Takes a request's target apart without the clean-up that `URL` would do. */
export function readTarget(request: IncomingMessage): RequestTarget {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: new URLSearchParams() }
    : { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}

/** True where the query has the flag, bare or as `=1` or `=true` ([SEED], [JS]). */
export function hasFlag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value === '' || value === '1' || value === 'true';
}
