import { expect } from '@esm-bundle/chai';
import { readImageHeader } from '../../src/previews/image-header.js';
import { addExif, encodeJpeg, encodePng, encodeQuarters } from './support/make-images.js';

/** Bytes of letters and numbers, in order. */
function bytesOf(...parts: readonly (string | number | readonly number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'string' ? Array.from(part, (letter) => letter.charCodeAt(0)) : part,
    ),
  );
}

const sizeOf = (bytes: Uint8Array): string => {
  const header = readImageHeader(bytes);
  return header === null ? 'none' : `${header.type} ${String(header.width)}x${String(header.height)}`;
};

describe('readImageHeader', () => {
  it('reads the size of what this browser encodes', async () => {
    expect(sizeOf(await encodeJpeg(300, 200))).to.equal('image/jpeg 300x200');
    expect(sizeOf(await encodePng(300, 200))).to.equal('image/png 300x200');
    const webp = await encodeQuarters('image/webp', 300, 200);
    // WebKitGTK writes none.
    if (webp) expect(sizeOf(webp)).to.equal('image/webp 300x200');
  });

  it('reads the sizes of GIF, BMP and the three kinds of WebP', () => {
    expect(sizeOf(bytesOf('GIF89a', [0x2c, 1], [200, 0]))).to.equal('image/gif 300x200');
    const upsideDown = [0x38, 0xff, 0xff, 0xff];
    expect(sizeOf(bytesOf('BM', Array(16).fill(0), [0x2c, 1, 0, 0], upsideDown))).to.equal(
      'image/bmp 300x200',
    );
    const riff = ['RIFF', [0, 0, 0, 0], 'WEBP'] as const;
    expect(sizeOf(bytesOf(...riff, 'VP8X', Array(8).fill(0), [0x2b, 1, 0, 199, 0, 0]))).to.equal(
      'image/webp 300x200',
    );
    expect(sizeOf(bytesOf(...riff, 'VP8 ', Array(10).fill(0), [0x2c, 0x41], [200, 0x40]))).to.equal(
      'image/webp 300x200',
    );
    // 14 bits of 299, then 14 bits of 199.
    const bits = 299 | (199 << 14);
    const lossless = [bits & 0xff, (bits >>> 8) & 0xff, (bits >>> 16) & 0xff, bits >>> 24];
    expect(sizeOf(bytesOf(...riff, 'VP8L', [0, 0, 0, 0], 0x2f, lossless))).to.equal('image/webp 300x200');
  });

  it('takes the largest size that AVIF and HEIC tell', () => {
    const ispe = (width: number, height: number): readonly number[] => [
      ...[0, 0, 0, 20, 0x69, 0x73, 0x70, 0x65, 0, 0, 0, 0],
      ...[0, 0, width >> 8, width & 0xff, 0, 0, height >> 8, height & 0xff],
    ];
    const boxes = [...ispe(512, 512), ...ispe(4032, 3024), ...ispe(320, 240)];
    expect(sizeOf(bytesOf([0, 0, 0, 24], 'ftypavif', boxes))).to.equal('image/avif 4032x3024');
    expect(sizeOf(bytesOf([0, 0, 0, 24], 'ftypheic', boxes))).to.equal('image/heic 4032x3024');
    expect(sizeOf(bytesOf([0, 0, 0, 24], 'ftypheic'))).to.equal('none');
    expect(sizeOf(bytesOf([0, 0, 0, 24], 'ftypisom', boxes))).to.equal('none');
  });

  it('knows nothing of SVG and of other files', () => {
    expect(sizeOf(bytesOf('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'))).to.equal(
      'none',
    );
    expect(sizeOf(bytesOf(''))).to.equal('none');
    expect(sizeOf(bytesOf('\x89PNG'))).to.equal('none');
  });

  it('finds how a JPEG is to be turned, and its thumbnail', async () => {
    const thumbnail = await encodeJpeg(16, 12);
    const jpeg = addExif(await encodeJpeg(160, 120), 6, thumbnail);
    expect(readImageHeader(jpeg)).to.deep.equal({
      type: 'image/jpeg',
      width: 160,
      height: 120,
      orientation: 6,
      thumbnail,
    });
  });

  it('survives any cut and any damage', async () => {
    const jpeg = addExif(await encodeJpeg(64, 48), 6, await encodeJpeg(16, 12));
    for (let end = 0; end < jpeg.length; end += 1) readImageHeader(jpeg.subarray(0, end));
    for (let at = 0; at < 400; at += 1) {
      for (const value of [0, 1, 0x7f, 0xff]) {
        const damaged = jpeg.slice();
        damaged[at] = value;
        readImageHeader(damaged);
      }
    }
    const wrongTurn = addExif(await encodeJpeg(64, 48), 9);
    expect(readImageHeader(wrongTurn)?.orientation).to.equal(1);
  });
});
