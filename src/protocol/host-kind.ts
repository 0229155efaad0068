/** Names that never leave the machine or the site (RFC 6761, RFC 6762, RFC 8375, and common use). */
const PRIVATE_SUFFIX = /\.(?:local|internal|intranet|lan|home|corp|private|localdomain|home\.arpa)$/;

/** IPv4 networks that the public internet does not route, as prefixes (RFC 6890). */
const PRIVATE_IPV4 =
  /^(?:0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** IPv6 unspecified, unique local, link local and local-use translation (RFC 4193, RFC 4291, RFC 8215). */
const PRIVATE_IPV6 = /^(?:::$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|64:ff9b:1:)/;

/** True where `hostname` (as a `URL` gives it) is this machine. */
export function isLoopbackHost(hostname: string): boolean {
  const host = plainHost(hostname);
  if (IPV4.test(host)) return host.startsWith('127.');
  return host === '::1' || host === 'localhost' || host.endsWith('.localhost');
}

/** True where `hostname` (as a `URL` gives it) is this machine or one inside the site's own network. */
export function isPrivateHost(hostname: string): boolean {
  if (isLoopbackHost(hostname)) return true;
  const host = plainHost(hostname);
  if (IPV4.test(host)) return PRIVATE_IPV4.test(host);
  if (host.includes(':')) return PRIVATE_IPV6.test(host);
  return !host.includes('.') || PRIVATE_SUFFIX.test(host);
}

/** Lower case, without brackets and the root's dot; IPv4 within IPv6 as IPv4. */
function plainHost(hostname: string): string {
  const host = hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  const words = host.includes(':') ? embeddedIpv4(ipv6Words(host)) : null;
  return words === null ? host : words.flatMap((word) => [word >> 8, word & 0xff]).join('.');
}

/** The eight words of an IPv6 address as a `URL` writes it. */
function ipv6Words(host: string): readonly number[] {
  const [head = [], tail = []] = host
    .split('::')
    .map((side) => side.split(':').flatMap((word) => (word === '' ? [] : [Number.parseInt(word, 16)])));
  return [...head, ...Array<number>(Math.max(0, 8 - head.length - tail.length)).fill(0), ...tail];
}

/** Prefixes that an IPv4 address follows: compatible, mapped, translated (RFC 4291, 2765, 6052), 6to4 (RFC 3056). */
const IPV4_PREFIXES: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0xffff],
  [0, 0, 0, 0, 0xffff, 0],
  [0x64, 0xff9b, 0, 0, 0, 0],
  [0x2002],
];

/** The two words of an IPv4 address within an IPv6 one; null where there is none. */
function embeddedIpv4(words: readonly number[]): readonly number[] | null {
  // `::` and `::1` have meanings of their own.
  if (words.slice(0, -1).every((word) => word === 0) && (words.at(-1) ?? 0) <= 1) return null;
  const prefix = IPV4_PREFIXES.find((start) => start.every((word, index) => word === words[index]));
  return prefix === undefined ? null : words.slice(prefix.length, prefix.length + 2);
}
