import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { Arrivals } from './support/arrivals.js';
import { checkProgress } from './support/check-progress.js';
import { MIB } from './support/make-files.js';
import type { PageNotes, ProgressNote, RequestNote } from './support/page-notes.js';

const notesOf = (progress: readonly ProgressNote[], requests: readonly RequestNote[]): PageNotes => ({
  progress: [...progress],
  requests: [...requests],
  succeeded: [],
  failed: [],
  canceled: [],
  rejected: [],
  restarted: [],
  settled: 1,
});
const sentAt = (at: number, bytes: number): ProgressNote => ({
  at,
  id: 'one',
  bytesSent: bytes,
  allBytesSent: bytes,
});
const arrived = (bytes: number): Pick<Arrivals, 'by'> => ({ by: () => bytes });

describe('checkProgress', () => {
  const request: RequestNote = { start: 1000, end: 2000 };

  it('lets 8 MiB be on their way over each connection', () => {
    checkProgress(arrived(0), notesOf([sentAt(1500, 16 * MIB)], [request, request]));
  });

  it('finds an event that is further ahead of the server', () => {
    assert.throws(
      () => checkProgress(arrived(MIB), notesOf([sentAt(1500, 9 * MIB + 1)], [request])),
      /8388609 bytes ahead of the server over 1 connections/,
    );
  });

  it('counts no connection that is over', () => {
    assert.throws(
      () => checkProgress(arrived(0), notesOf([sentAt(2500, 1)], [request])),
      /over 0 connections/,
    );
  });

  it('finds bytes that go back', () => {
    assert.throws(
      () => checkProgress(arrived(MIB), notesOf([sentAt(1500, MIB), sentAt(1600, MIB - 1)], [request])),
      /bytesSent went from/,
    );
  });
});

describe('Arrivals', () => {
  it(
    'counts what waits in a socket that nobody reads',
    { skip: process.platform !== 'linux', timeout: 30_000 },
    async () => {
      const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const client = connect(port, '127.0.0.1');
      const arrivals = new Arrivals({
        objectOrigin: `http://127.0.0.1:${String(port)}`,
        received: { total: 1000 },
      });
      const seenFrom = async (at: number): Promise<number> => {
        await wait(30);
        return arrivals.by(at);
      };
      try {
        const before = Date.now();
        assert.equal(await seenFrom(before), 1000);
        client.write(Buffer.alloc(50_000));
        // The test's time limit ends this when they are not seen.
        while ((await seenFrom(Date.now())) === 1000);
        assert.equal(await seenFrom(Date.now()), 51_000);
        assert.equal(arrivals.by(before), 1000);
        arrivals.clear();
        assert.equal(arrivals.by(before), 1000, 'without a look it is what the server read');
      } finally {
        arrivals.stop();
        client.destroy();
        server.close();
      }
    },
  );
});
