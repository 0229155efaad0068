import assert from 'node:assert/strict';
import type { DevServer } from '../../../demo/server/create-dev-server.js';
import { MIB } from './make-files.js';
import type { PageNotes, ProgressNote, RequestNote } from './page-notes.js';

/** What may be on its way over one connection and count as sent: the buffers of browser and system. */
const onItsWayBytes = 8 * MIB;

/**
 * How far the clocks of page and server may be apart, in ms: both are the machine's, but a page's
 * is coarse (1 ms in Firefox and WebKit) and is set once, when the page is opened.
 */
const clockToleranceMs = 5;

/**
 * Holds each progress event against what the server had received at that moment: never more than that
 * and 8 MiB for each request under way, by the page's own account of its requests. And no task's
 * `bytesSent` ever goes back, nor ends below its size.
 *
 * @returns how much of the allowance was used at most, in bytes over what the server had received
 */
export function checkProgress(server: DevServer, notes: PageNotes): { readonly aheadBytes: number } {
  assert.deepEqual(notes.restarted, []);
  assert.ok(notes.requests.length > 0, 'the page must have timed its requests');
  const received = receivedBy(server);
  let aheadBytes = 0;
  for (const note of notes.progress) {
    const ahead = note.allBytesSent - received(note.at + clockToleranceMs);
    aheadBytes = Math.max(aheadBytes, ahead);
    const connections = underWay(notes.requests, note.at);
    assert.ok(
      ahead <= connections * onItsWayBytes,
      `at ${String(note.at)}: ${String(ahead)} bytes ahead of the server over ${String(connections)} connections`,
    );
  }
  checkMonotony(notes);
  return { aheadBytes };
}

function checkMonotony({ progress, succeeded }: PageNotes): void {
  const lastById = new Map<string, ProgressNote>();
  for (const note of progress) {
    const before = lastById.get(note.id)?.bytesSent ?? 0;
    assert.ok(note.bytesSent >= before, `bytesSent went from ${String(before)} to ${String(note.bytesSent)}`);
    lastById.set(note.id, note);
  }
  for (const { id, name, size, instant, bytesSent } of succeeded) {
    assert.ok(lastById.has(id), `${name}: no progress event came before the success`);
    assert.equal(bytesSent, instant ? 0 : size, name);
  }
}

/** Bytes that the object store had received by a moment, in ms since epoch. */
function receivedBy(server: DevServer): (at: number) => number {
  const timeline = server.received.timeline();
  return (at) => {
    let low = 0;
    let high = timeline.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((timeline[middle]?.[0] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return timeline[low - 1]?.[1] ?? 0;
  };
}

function underWay(requests: readonly RequestNote[], at: number): number {
  return requests.filter(({ start, end }) => start <= at + clockToleranceMs && end >= at - clockToleranceMs)
    .length;
}
