import { expect } from '@esm-bundle/chai';
import { createUploader } from '../src/create-uploader.js';

/** One name in two forms: a letter with its accent, and the letter followed by one. */
const COMPOSED = 'caf\u00E9.txt';
const DECOMPOSED = 'cafe\u0301.txt';

describe('two names that become one in the composed form of Unicode', () => {
  const uploader = createUploader({ multiple: true, manualStart: true });
  const text = (name: string, content: string): File => new File([content], name, { lastModified: 1 });
  const codes = async (file: File): Promise<string[]> =>
    (await uploader.addFiles([file])).rejected.map(({ code }) => code);

  after(() => uploader.destroy());

  it('are one file where date and bytes are the same, and two where they differ', async () => {
    expect(await codes(text(DECOMPOSED, 'x'))).to.deep.equal([]);
    expect(await codes(text(COMPOSED, 'x'))).to.deep.equal(['duplicate']);
    expect(await codes(text(COMPOSED, 'y'))).to.deep.equal([]);
    expect(uploader.tasks.map(({ remotePath }) => remotePath)).to.deep.equal([[COMPOSED], [COMPOSED]]);
  });
});
