import { expect } from '@esm-bundle/chai';
import { createUploader } from '../../src/create-uploader.js';
import type { UploaderOptions } from '../../src/engine/options.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { MIB } from '../../src/protocol/limits.js';
import type { Uploader } from '../../src/uploader.js';
import { changeSettings, resetServer, served } from '../support/dev-server.js';
import { expectStored, sendPattern } from '../support/pattern-upload.js';
import { formWay, WAYS } from './ways-to-connect.js';

/** The other forms in which a service may answer a start (`protocol.md` 2.2 and 4.1). */
describe('an upload token', () => {
  let uploader: Uploader;

  beforeEach(() => resetServer());
  afterEach(() => uploader.destroy());

  function send(options: UploaderOptions, bytes: number): Promise<TaskSnapshot | undefined> {
    uploader = createUploader({ ...options, noInstantUpload: true });
    return sendPattern(uploader, bytes);
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
      const task = await send(formWay(), bytes);
      await expectStored(task, bytes);
      expect([await count('form-post'), await count('simple-put'), await count('part')]).to.deep.equal([
        1, 0, 0,
      ]);
    });
  }
});
