import { readFileSync } from 'node:fs';
import type { DevServer } from '../../../demo/server/create-dev-server.js';

/** Time between two looks, in ms. */
const periodMs = 10;

/** What is looked at. */
export type Receiver = {
  readonly objectOrigin: DevServer['objectOrigin'];
  readonly received: Pick<DevServer['received'], 'total'>;
};

/**
 * What has arrived at the object store, over time: what the server has read, and what waits in its sockets.
 *
 * The second matters. Linux lets a socket hold 32 MiB and more, and a server that waits for its disk
 * leaves them there: they have been received, though nobody has read them. Elsewhere than on Linux only
 * what was read is known. The head of a request counts along, some 1 kB for each one under way.
 */
export class Arrivals {
  readonly #receiver: Receiver;
  readonly #timer: NodeJS.Timeout;
  #points: (readonly [at: number, bytes: number])[] = [];

  /** Looks from now on, until `stop`. */
  constructor(receiver: Receiver) {
    this.#receiver = receiver;
    this.#timer = setInterval(() => this.#look(), periodMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Forgets what was seen. */
  clear(): void {
    this.#points = [];
  }

  /**
   * The most that can have arrived by a moment, in bytes: what the first look from then on saw. So a
   * look that came late makes nobody a liar.
   *
   * @param at ms since epoch
   */
  by(at: number): number {
    let low = 0;
    let high = this.#points.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#points[middle]?.[0] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return this.#points[low]?.[1] ?? this.#receiver.received.total;
  }

  #look(): void {
    const { objectOrigin, received } = this.#receiver;
    this.#points.push([Date.now(), received.total + bytesInSockets(Number(new URL(objectOrigin).port))]);
  }
}

/** State of a connection that is open, in the kernel's table. */
const established = '01';

/** Bytes that wait to be read at a port of 127.0.0.1. */
function bytesInSockets(port: number): number {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  let bytes = 0;
  // A row: number, own address:port, the other's, state, bytes to send:to read, ... (proc(5), /proc/net/tcp)
  for (const row of tcpTable().split('\n')) {
    const [, own, , state, queues] = row.trim().split(/\s+/);
    if (own?.endsWith(`:${hexPort}`) && state === established)
      bytes += parseInt(queues?.split(':')[1] ?? '0', 16);
  }
  return bytes;
}

function tcpTable(): string {
  return process.platform === 'linux' ? readFileSync('/proc/net/tcp', 'utf8') : '';
}
