import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * A line to a port of this machine that passes bytes on as they are, and can be slow or break: the store
 * behind it stays the real one.
 */
export type Line = {
  readonly port: number;
  /** Bytes a second that go up over each connection; null: as fast as they come. */
  bytesPerSecond: number | null;
  /** Resets the next connection that has carried this many bytes up; null: none. */
  breakAfterBytes: number | null;
  close(): Promise<void>;
};

const MS_PER_SECOND = 1000;

/** Opens a line to `target`, a port of the loopback interface. */
export async function openLine(target: number): Promise<Line> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    far.pipe(near);
    carryUp(near, far, line).catch(() => near.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const line: Line = {
    port: (server.address() as AddressInfo).port,
    bytesPerSecond: null,
    breakAfterBytes: null,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return line;
}

async function carryUp(near: Socket, far: Socket, line: Line): Promise<void> {
  let carried = 0;
  for await (const chunk of near as AsyncIterable<Buffer>) {
    if (line.bytesPerSecond !== null) {
      await wait((chunk.byteLength * MS_PER_SECOND) / line.bytesPerSecond);
    }
    far.write(chunk);
    carried += chunk.byteLength;
    if (line.breakAfterBytes !== null && carried >= line.breakAfterBytes) {
      line.breakAfterBytes = null;
      near.resetAndDestroy();
    }
  }
  far.end();
}
