import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { cutOff, hangs } from './connection.js';
import type { FaultRule } from './faults.js';
import { Pacer } from './pacer.js';
import type { LogEntry } from './request-log.js';
import type { ServerContext } from './server-context.js';
import { ConnectionLost } from './service-error.js';

/**
 * The body as it comes in: counted, held back to the rates in force, and with what a
 * fault does to it.
 * @throws ConnectionLost when the client goes away, or is cut off
 */
export async function* receiveBody(
  context: ServerContext,
  request: IncomingMessage,
  entry: LogEntry,
  rule: FaultRule | null,
): AsyncGenerator<Uint8Array> {
  const stopAt =
    rule?.reset === 'mid-body' || rule?.hang === 'mid-body' ? (entry.bytesAnnounced ?? 0) / 2 : Infinity;
  const own = new Pacer(() => rule?.bytesPerSecond ?? null);
  let mustFlip = rule?.flipByte === true;
  try {
    // Not closed by this loop: an error answer must still be able to go out.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      entry.bytesReceived += chunk.byteLength;
      context.received.add(chunk.byteLength);
      await context.pacer.take(chunk.byteLength);
      await own.take(chunk.byteLength);
      if (entry.bytesReceived >= stopAt) return await stop(request, rule);
      if (mustFlip) chunk.writeUInt8(chunk.readUInt8(0) ^ 1, 0);
      mustFlip = false;
      yield chunk;
    }
  } catch (failure) {
    if (request.complete) throw failure;
    throw new ConnectionLost();
  }
}

async function stop(request: IncomingMessage, rule: FaultRule | null): Promise<never> {
  if (hangs(rule, 'mid-body')) {
    if (!request.socket.destroyed) await once(request.socket, 'close');
  } else {
    cutOff(request);
  }
  throw new ConnectionLost();
}
