/**
 * What `getAllResponseHeaders` gives, by lower-case name. Looked up here because
 * `getResponseHeader` of a header that CORS hides writes a warning to the console.
 */
export function parseResponseHeaders(text: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}
