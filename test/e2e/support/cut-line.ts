import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** How a line fails: a request is met by a reset, or nothing ever comes back. */
export type LineFault = 'reset' | 'silence';

/** Longest name of a method that is shown, in bytes. */
const METHOD_MAX = 10;

/** A line to a server of this machine that can be cut; what tries it meanwhile is counted. */
export class CutLine {
  /** Requests that were tried while it was cut; `at` in ms since epoch. */
  readonly tries: { readonly at: number; readonly method: string }[] = [];
  readonly port: number;
  /** Port of the loopback interface that it leads to. */
  target = 0;
  readonly #server: ReturnType<typeof createServer>;
  readonly #sockets = new Set<Socket>();
  #fault: LineFault | null = null;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async open(): Promise<CutLine> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const line = new CutLine(server);
    server.on('connection', (near) => line.#carry(near));
    return line;
  }

  /** Ends what is open; what comes from now on meets `fault`, until null mends the line. */
  cut(fault: LineFault | null): void {
    this.#fault = fault;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.cut(null);
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  #carry(near: Socket): void {
    this.#keep(near);
    if (this.#fault !== null) {
      // Not as it connects: a browser opens sockets ahead, and another one where its first was closed unused.
      near.once('data', (head: Buffer) => {
        const [method = ''] = head.toString('latin1', 0, METHOD_MAX).split(' ');
        this.tries.push({ at: Date.now(), method });
        if (this.#fault === 'reset') near.resetAndDestroy();
      });
      return;
    }
    const far = connect(this.target, '127.0.0.1');
    this.#keep(far);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.pipe(far);
    far.pipe(near);
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    // A reset is what a cut line is for.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
