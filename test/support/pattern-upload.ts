import { expect } from '@esm-bundle/chai';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import type { Uploader } from '../../src/uploader.js';
import { openUploads, storedBytes, storedFiles } from './dev-server.js';
import { patternBytes, patternFile } from './pattern.js';

const NAME = 'file.bin';

/** Sends one file of so many bytes by a fresh uploader; its task once all is at rest. */
export async function sendPattern(uploader: Uploader, bytes: number): Promise<TaskSnapshot | undefined> {
  const end = new Promise((resolve) => {
    uploader.addEventListener('smh-queue-settle', resolve, { once: true });
  });
  await uploader.addFiles(patternFile(NAME, bytes));
  await end;
  return uploader.tasks[0];
}

/** The service holds that file, byte for byte, and nothing else, and its task says so. */
export async function expectStored(task: TaskSnapshot | undefined, bytes: number): Promise<void> {
  expect([task?.error?.message, task?.status, task?.verified]).to.deep.equal([undefined, 'completed', true]);
  const files = await storedFiles();
  expect(files.map(({ path, size }) => [path, size])).to.deep.equal([[[NAME], bytes]]);
  const stored = await storedBytes(files[0]?.id ?? '');
  const original = patternBytes(bytes);
  // Chai's own comparison of megabytes takes minutes.
  expect(stored.findIndex((byte, index) => byte !== original[index])).to.equal(-1);
  expect(await openUploads()).to.deep.equal([]);
}
