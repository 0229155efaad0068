import { expect } from '@esm-bundle/chai';
import { createSmhBackend } from '../../src/backend/smh-backend.js';
import { createUploader } from '../../src/create-uploader.js';
import type { UploaderOptions } from '../../src/engine/options.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { MIB } from '../../src/protocol/limits.js';
import type { Uploader } from '../../src/uploader.js';
import { changeSettings, resetServer, served, storedBytes, storedFiles } from '../support/dev-server.js';
import { patternBytes, patternFile } from '../support/pattern.js';
import { WAYS } from './ways-to-connect.js';

/** The other forms in which a service may answer a start (`protocol.md` 2.2 and 4.1). */
describe('an upload token', function () {
  this.timeout(60_000);

  let uploader: Uploader;

  beforeEach(() => resetServer());
  afterEach(() => uploader.destroy());

  async function send(options: UploaderOptions, bytes: number): Promise<TaskSnapshot | undefined> {
    uploader = createUploader({ ...options, noInstantUpload: true });
    const end = new Promise((resolve) => {
      uploader.addEventListener('smh-queue-settle', resolve, { once: true });
    });
    await uploader.addFiles(patternFile('file.bin', bytes));
    await end;
    return uploader.tasks[0];
  }

  async function expectStored(task: TaskSnapshot | undefined, bytes: number): Promise<void> {
    expect([task?.error?.message, task?.status, task?.verified]).to.deep.equal([
      undefined,
      'completed',
      true,
    ]);
    const [file] = await storedFiles();
    expect([file?.path, file?.size]).to.deep.equal([['file.bin'], bytes]);
    const stored = await storedBytes(file?.id ?? '');
    const original = patternBytes(bytes);
    // Chai's own comparison of megabytes takes minutes.
    expect(stored.findIndex((byte, index) => byte !== original[index])).to.equal(-1);
  }

  async function count(kind: string): Promise<number> {
    return (await served()).filter((entry) => entry.kind === kind && entry.status < 300).length;
  }

  for (const form of ['string', 'list'] as const) {
    it(`with headers for each part, asked for by a ${form}, is filled up as the parts need it`, async () => {
      await changeSettings({ partHeaders: form });
      const bytes = 70 * MIB + 5;
      const task = await send({ ...WAYS.B(), partNumberRange: form, partSize: '1 MiB' }, bytes);
      await expectStored(task, bytes);
      expect(await count('part')).to.equal(71);
      expect(await count('renew')).to.be.within(1, 2);
    });
  }

  for (const bytes of [0, 1, MIB + 1]) {
    it(`with a form is sent as one, ${bytes} bytes after its fields`, async () => {
      const { endpoint, libraryId, ...rest } = WAYS.B();
      const client = createSmhBackend({ ...rest, endpoint, libraryId });
      const task = await send(
        {
          ...WAYS.B(),
          backend: {
            getUploadToken: (request, options) =>
              client.getUploadToken({ ...request, formUpload: true }, options),
          },
        },
        bytes,
      );
      await expectStored(task, bytes);
      expect([await count('form-post'), await count('simple-put'), await count('part')]).to.deep.equal([
        1, 0, 0,
      ]);
    });
  }
});
