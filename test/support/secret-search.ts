/** A secret found where it must not be. */
export type Leak = { readonly channel: string; readonly secret: string; readonly form: string };

/** Shortest run of characters that is looked for in base64: what is cut at its ends must leave enough. */
const ENCODED_MIN = 12;

/** Characters of a secret that a report may show. */
const SHOWN = 6;

/**
 * Looks for secrets in texts: as they are, URL-encoded (also twice, and in lower case), in base64 at any
 * offset (also base64url), JSON-escaped (also twice), and all of these in any case of letters.
 */
export function findLeaks(
  texts: Readonly<Record<string, readonly string[]>>,
  secrets: Readonly<Record<string, string>>,
): Leak[] {
  const leaks: Leak[] = [];
  for (const [channel, lines] of Object.entries(texts)) {
    const all = lines.join('\n').toLowerCase();
    for (const [name, secret] of Object.entries(secrets)) {
      const found = formsOf(secret).find(([, text]) => all.includes(text.toLowerCase()));
      if (found !== undefined)
        leaks.push({ channel, secret: `${name} ${secret.slice(0, SHOWN)}…`, form: found[0] });
    }
  }
  return leaks;
}

function formsOf(secret: string): (readonly [form: string, text: string])[] {
  const url = encodeURIComponent(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    ['plain', secret],
    ['URL-encoded', url],
    ['URL-encoded', encodeURI(secret)],
    ['URL-encoded', new URLSearchParams([['', secret]]).toString().slice(1)],
    ['URL-encoded twice', encodeURIComponent(url)],
    ['JSON-escaped', json],
    ['JSON-escaped', json.replaceAll('/', '\\/')],
    ['JSON-escaped twice', JSON.stringify(json).slice(1, -1)],
    ...[0, 1, 2].flatMap((offset) => {
      const text = base64At(secret, offset);
      const urlSafe = text.replaceAll('+', '-').replaceAll('/', '_');
      return [text, urlSafe, encodeURIComponent(text)].map((one) => ['base64', one] as const);
    }),
  ];
}

/** What of the base64 of a longer text depends on the secret alone, where it begins `offset` bytes after a group of three. */
function base64At(secret: string, offset: number): string {
  const bytes = new TextEncoder().encode(secret);
  const text = btoa(`${'\0'.repeat(offset)}${String.fromCharCode(...bytes)}`);
  const first = offset === 0 ? 0 : offset + 1;
  const sure = Math.floor(((bytes.byteLength + offset) * 8) / 6);
  if (sure - first < ENCODED_MIN) throw new Error('A secret that short can not be looked for in base64.');
  return text.slice(first, sure);
}
