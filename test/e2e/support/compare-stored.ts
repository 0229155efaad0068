import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import { createCrc64 } from '../../../demo/server/crc64.js';
import type { DevServer } from '../../../demo/server/create-dev-server.js';
import { MIB } from './make-files.js';
import type { PageNotes } from './page-notes.js';

/** A file on disk and where it should have landed. */
export type Original = {
  /** On disk, absolute. */
  readonly path: string;
  /** From the space's root, `/`-joined. */
  readonly remotePath: string;
};

/**
 * Holds the server's files against the originals byte for byte, and against what the events told:
 * final name, size, CRC64. Nothing may be missing, and nothing else be there.
 *
 * @param known remote paths of what the server held before
 */
export async function compareStored(
  server: DevServer,
  notes: PageNotes,
  originals: readonly Original[],
  known: readonly string[] = [],
): Promise<void> {
  assert.deepEqual(notes.failed, []);
  assert.deepEqual(notes.rejected, []);
  const stored = new Map(server.files().map((file) => [file.path?.join('/') ?? 'no path', file]));
  const told = new Map(notes.succeeded.map((note) => [note.storedPath ?? 'no path', note]));
  const expected = originals.map(({ remotePath }) => remotePath).sort();
  assert.deepEqual([...stored.keys()].sort(), [...expected, ...known].sort());
  assert.deepEqual(notes.succeeded.map(({ storedPath }) => storedPath ?? 'no path').sort(), expected);
  for (const { path, remotePath } of originals) {
    const file = stored.get(remotePath);
    const note = told.get(remotePath);
    assert.ok(file !== undefined && note !== undefined);
    const { size, crc64 } = await compareBytes(path, server.read(file), remotePath);
    assert.deepEqual([file.size, file.crc64], [size, crc64], remotePath);
    assert.deepEqual(
      {
        status: note.status,
        name: note.name,
        size: note.size,
        storedSize: note.storedSize,
        crc64: note.storedCrc64,
        verified: note.verified,
        progress: note.progress,
      },
      {
        status: 'completed',
        name: remotePath.split('/').at(-1),
        size,
        storedSize: size,
        crc64,
        verified: true,
        progress: 1,
      },
      remotePath,
    );
  }
}

/** Size and CRC64 of the file at `path`, which must equal `stored`. */
async function compareBytes(
  path: string,
  stored: AsyncIterable<Uint8Array>,
  name: string,
): Promise<{ readonly size: number; readonly crc64: string }> {
  const crc64 = await createCrc64();
  const buffer = Buffer.alloc(MIB);
  const original = await open(path);
  try {
    const { size } = await original.stat();
    let position = 0;
    for await (const chunk of stored) {
      for (let done = 0; done < chunk.byteLength;) {
        const wanted = Math.min(buffer.byteLength, chunk.byteLength - done);
        const { bytesRead } = await original.read(buffer, 0, wanted, position);
        assert.ok(bytesRead > 0, `${name}: more is stored than the ${String(size)} bytes of the original`);
        const piece = buffer.subarray(0, bytesRead);
        if (!piece.equals(chunk.subarray(done, done + bytesRead))) {
          assert.fail(`${name}: stored bytes differ from ${String(position)} on`);
        }
        crc64.update(piece);
        done += bytesRead;
        position += bytesRead;
      }
    }
    assert.equal(position, size, `${name}: less is stored than the original`);
    return { size, crc64: crc64.digest().toString() };
  } finally {
    await original.close();
  }
}
