/** Names that never leave the machine or the site (RFC 6761, RFC 6762, RFC 8375, and common use). */
const PRIVATE_SUFFIX = /\.(?:local|internal|intranet|lan|home|corp|private|localdomain|home\.arpa)$/;

/** IPv4 networks that the public internet does not route, as prefixes (RFC 6890). */
const PRIVATE_IPV4 =
  /^(?:0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** IPv6 unspecified, unique local and link local (RFC 4193, RFC 4291). */
const PRIVATE_IPV6 = /^(?:::$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;

/** An IPv4 address within IPv6, as a `URL` writes it. */
const MAPPED_IPV4 = /^::(?:ffff:)?([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

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

/** Lower case, without brackets and the root's dot; mapped IPv4 as IPv4. */
function plainHost(hostname: string): string {
  const host = hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  const mapped = MAPPED_IPV4.exec(host);
  if (mapped === null) return host;
  const words = [mapped[1] ?? '', mapped[2] ?? ''].map((word) => Number.parseInt(word, 16));
  return words.flatMap((word) => [word >> 8, word & 0xff]).join('.');
}
