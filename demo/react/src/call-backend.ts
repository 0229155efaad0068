/** Your own backend, which makes the calls to SMH: no token of SMH's reaches the browser. */
export function callBackend(path: string, request: object, signal: AbortSignal): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal,
  });
}
