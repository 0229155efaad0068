/** True for a host (with or without port) that can only be this machine. */
export function isLoopbackHost(host: string): boolean {
  const name = withoutPort(host);
  return name === '127.0.0.1' || name === '[::1]' || name === 'localhost' || name.endsWith('.localhost');
}

/** True for an `Origin` header of a page that this machine served. */
export function isLoopbackOrigin(origin: string): boolean {
  const match = /^https?:\/\/([^/]+)$/.exec(origin);
  return match?.[1] !== undefined && isLoopbackHost(match[1]);
}

/** True for a peer's address that is this machine. */
export function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/i.test(address);
}

/** `host` in lower case and without its port. */
export function withoutPort(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

/**
 * True where a request may be served by a server that listens on loopback only:
 * another name would be a page that had its name rebound to this machine.
 */
export function isOwnHost(host: string | undefined, names: readonly (string | undefined)[]): boolean {
  if (host === undefined) return false;
  return (
    isLoopbackHost(host) ||
    names.some((name) => name !== undefined && withoutPort(host) === withoutPort(name))
  );
}
