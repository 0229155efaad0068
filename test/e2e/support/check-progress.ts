import assert from 'node:assert/strict';
import type { Arrivals } from './arrivals.js';
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
 */
export function checkProgress(arrivals: Pick<Arrivals, 'by'>, notes: PageNotes): void {
  assert.deepEqual(notes.restarted, []);
  assert.ok(notes.requests.length > 0, 'the page must have timed its requests');
  for (const note of notes.progress) {
    const ahead = note.allBytesSent - arrivals.by(note.at + clockToleranceMs);
    const connections = underWay(notes.requests, note.at);
    assert.ok(
      ahead <= connections * onItsWayBytes,
      `at ${String(note.at)}: ${String(ahead)} bytes ahead of the server over ${String(connections)} connections`,
    );
  }
  checkMonotony(notes);
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

function underWay(requests: readonly RequestNote[], at: number): number {
  return requests.filter(({ start, end }) => start <= at + clockToleranceMs && end >= at - clockToleranceMs)
    .length;
}
