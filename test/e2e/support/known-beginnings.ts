import assert from 'node:assert/strict';
import { join } from 'node:path';
import { compareStored } from './compare-stored.js';
import { MIB, noise, writeNoise } from './make-files.js';
import type { UploadPage } from './upload-page.js';

/** More than a beginning. */
const bytes = 2 * MIB;

/** Has two files uploaded whose beginning the service knows, so that both are hashed as a whole, and looks at all. */
export async function uploadKnownBeginnings(page: UploadPage): Promise<void> {
  const { server, folder } = page;
  await server.addFile(['known.bin'], noise(bytes, 'beginning', 'one'));
  await server.indexed();
  const paths = [
    await writeNoise(join(folder, 'other.bin'), bytes, 'beginning', 'two'),
    await writeNoise(join(folder, 'third.bin'), bytes, 'beginning', 'three'),
  ];
  await page.choose(paths);
  const notes = await page.settle();
  assert.deepEqual(
    notes.succeeded.map(({ verified }) => verified),
    [true, true],
  );
  assert.equal(server.log.entries().filter(({ kind }) => kind === 'full-start').length, 2);
  const stored = paths.map((path, index) => ({
    path,
    remotePath: ['other.bin', 'third.bin'][index] ?? '',
  }));
  await compareStored(server, notes, stored, ['known.bin']);
}
