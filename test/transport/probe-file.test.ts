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

  it('does not blame the file where nothing can be read, as in WebKit while the page is left', async () => {
    const { arrayBuffer } = Blob.prototype;
    Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException('x', 'NotReadableError'));
    try {
      expect(await probeFile(broken('NotReadableError'))).to.equal(null);
    } finally {
      Blob.prototype.arrayBuffer = arrayBuffer;
    }
  });

  it('does not blame a file that could not be read while the page was left, and can be now that it is back', async () => {
    const body = new Blob(['x']);
    const first = new Blob(['x']);
    first.arrayBuffer = () => Promise.reject(new DOMException('x', 'NotReadableError'));
    let slices = 0;
    body.slice = () => (slices++ === 0 ? first : new Blob(['x']));
    expect(await probeFile(body)).to.equal(null);
    expect(slices).to.equal(2);
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
