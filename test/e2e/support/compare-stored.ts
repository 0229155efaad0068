import assert from 'node:assert/strict';
import type { DevServer } from '../../../demo/server/create-dev-server.js';
import type { PageNotes } from './page-notes.js';
import { sumsOf, sumsOfFile } from './sums.js';

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
  const stored = new Map(server.files().map((file) => [file.path?.join('/') ?? null, file]));
  const told = new Map(notes.succeeded.map((note) => [note.storedPath, note]));
  const expected = originals.map(({ remotePath }) => remotePath).sort();
  assert.deepEqual([...stored.keys()].sort(), [...expected, ...known].sort());
  assert.deepEqual(notes.succeeded.map(({ storedPath }) => storedPath).sort(), expected);
  for (const { path, remotePath } of originals) {
    const file = stored.get(remotePath);
    const note = told.get(remotePath);
    assert.ok(file !== undefined && note !== undefined);
    const original = await sumsOfFile(path);
    assert.deepEqual({ remotePath, ...(await sumsOf(server.read(file))) }, { remotePath, ...original });
    assert.equal(file.crc64, original.crc64, remotePath);
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
        size: original.size,
        storedSize: original.size,
        crc64: original.crc64,
        verified: true,
        progress: 1,
      },
      remotePath,
    );
  }
}
