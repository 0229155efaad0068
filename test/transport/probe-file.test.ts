import { expect } from '@esm-bundle/chai';
import { probeFile } from '../../src/transport/probe-file.js';

/** A body whose first byte can't be read. */
function broken(name: string): Blob {
  const blob = new Blob(['x']);
  const slice = new Blob(['x']);
  slice.arrayBuffer = () => Promise.reject(new DOMException('x', name));
  blob.slice = () => slice;
  return blob;
}

describe('probeFile', () => {
  it('finds nothing wrong with what can be read', async () => {
    expect(await probeFile(new Blob(['x']))).to.equal(null);
    expect(await probeFile(new Blob([]))).to.equal(null);
  });

  for (const [name, code] of [
    ['NotReadableError', 'file-changed'],
    ['AbortError', 'file-changed'],
    ['NotFoundError', 'file-unreadable'],
    ['SecurityError', 'file-unreadable'],
  ] as const) {
    it(`takes ${name} for ${code}`, async () => {
      expect((await probeFile(broken(name)))?.code).to.equal(code);
    });
  }
});
