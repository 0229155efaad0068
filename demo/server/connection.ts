import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultRule } from './faults.js';
import type { LogEntry } from './request-log.js';

/** Cuts a connection so that the other side sees a reset. */
export function cutOff(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

/** True where a rule leaves the request without an answer at one of these points. */
export function hangs(
  rule: FaultRule | null,
  ...points: readonly ('before' | 'mid-body' | 'after-body' | 'after-commit')[]
): boolean {
  const hang = rule?.hang ?? false;
  if (hang === false) return false;
  return points.includes(hang === true ? 'before' : hang);
}

/** Notes in the log how a request ends. */
export function followToEnd(entry: LogEntry, response: ServerResponse): void {
  response.on('close', () => {
    entry.endedAt = Date.now();
    entry.aborted = !response.writableFinished;
  });
}
