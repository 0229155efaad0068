import { expect } from '@esm-bundle/chai';
import { decodeImage } from '../../src/previews/decode-image.js';
import {
  addExif,
  claimPngSize,
  encodeJpeg,
  encodePng,
  encodeQuarters,
  fileOf,
  quartersOf,
  UPRIGHT,
  type Quarters,
} from './support/make-images.js';

const going = new AbortController().signal;
const square = { width: 80, height: 80 };

/** What shows where, for each orientation, of a picture that is stored as red, green, blue, white. */
const TURNED: readonly Quarters[] = [
  ['R', 'G', 'B', 'RGB'],
  ['G', 'R', 'RGB', 'B'],
  ['RGB', 'B', 'G', 'R'],
  ['B', 'RGB', 'R', 'G'],
  ['R', 'B', 'G', 'RGB'],
  ['B', 'R', 'RGB', 'G'],
  ['RGB', 'G', 'B', 'R'],
  ['G', 'RGB', 'R', 'B'],
];

/** Notes how often the engine is asked to decode, until it is taken back. */
function countDecodes(): { readonly count: () => number; takeBack(): void } {
  const { createImageBitmap: bitmap, ImageDecoder: Decoder } = globalThis;
  let count = 0;
  globalThis.createImageBitmap = ((...parameters: [Blob]) => {
    count += 1;
    return bitmap(...parameters);
  }) as typeof bitmap;
  if (Decoder !== undefined) {
    globalThis.ImageDecoder = class extends Decoder {
      constructor(init: ImageDecoderInit) {
        super(init);
        count += 1;
      }
    };
  }
  return {
    count: () => count,
    takeBack: () =>
      Object.assign(globalThis, { createImageBitmap: bitmap }, Decoder && { ImageDecoder: Decoder }),
  };
}

async function decode(file: File, size = square): Promise<HTMLCanvasElement> {
  const canvas = await decodeImage(file, size, going);
  if (canvas === null) throw new Error(`${file.name} has no preview`);
  return canvas;
}

function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
}

describe('decodeImage', () => {
  const unhandled: unknown[] = [];
  const onUnhandled = (event: PromiseRejectionEvent): void => void unhandled.push(event.reason);
  before(() => addEventListener('unhandledrejection', onUnhandled));
  after(() => removeEventListener('unhandledrejection', onUnhandled));

  for (const way of ['the decoder that is there', 'createImageBitmap']) {
    describe(`by ${way}`, () => {
      const { ImageDecoder: Decoder } = globalThis;
      before(() => {
        if (way === 'createImageBitmap') Reflect.deleteProperty(globalThis, 'ImageDecoder');
      });
      after(() => {
        if (Decoder !== undefined) globalThis.ImageDecoder = Decoder;
      });

      TURNED.forEach((quarters, index) => {
        it(`turns a JPEG of orientation ${String(index + 1)} upright`, async () => {
          const file = fileOf(addExif(await encodeJpeg(480, 320), index + 1), 'a.jpg');
          const canvas = await decode(file);
          expect(quartersOf(canvas)).to.deep.equal(quarters);
          expect([canvas.width, canvas.height]).to.deep.equal([80, 80]);
          const wide = await decode(file, { width: 160, height: 120 });
          expect(quartersOf(wide)).to.deep.equal(quarters);
        });
      });

      it('shows PNG and WebP, by their bytes and not by their names', async () => {
        expect(
          quartersOf(await decode(fileOf(await encodePng(300, 200), 'a.jpg', 'image/jpeg'))),
        ).to.deep.equal(UPRIGHT);
        const webp = await encodeQuarters('image/webp', 300, 200);
        if (webp) expect(quartersOf(await decode(fileOf(webp, 'a.webp')))).to.deep.equal(UPRIGHT);
      });

      it('shows the middle of a wide one, and enlarges a small one', async () => {
        const middle = await decode(fileOf(await encodePng(2000, 20), 'wide.png'));
        expect(quartersOf(middle)).to.deep.equal(UPRIGHT);
        expect(quartersOf(await decode(fileOf(await encodePng(4, 4), 'small.png')))).to.deep.equal(UPRIGHT);
      });

      it('throws for a broken picture', async () => {
        const png = await encodePng(300, 200);
        const broken = fileOf(png.fill(0x55, 40), 'broken.png');
        expect(await failureOf(decodeImage(broken, square, going))).to.be.instanceOf(Error);
      });
    });
  }

  describe('with a thumbnail inside', () => {
    const darkened: Quarters = ['G', 'B', 'R', ''];

    it('shows that, turned as the picture is', async () => {
      const thumbnail = await encodeJpeg(160, 120, darkened);
      const file = fileOf(addExif(await encodeJpeg(640, 480), 3, thumbnail), 'photo.jpg');
      expect(quartersOf(await decode(file))).to.deep.equal(['', 'R', 'B', 'G']);
    });

    it('shows the picture where the thumbnail is too small or of another shape', async () => {
      const thumbnail = await encodeJpeg(160, 120, darkened);
      const larger = { width: 160, height: 160 };
      const same = fileOf(addExif(await encodeJpeg(640, 480), 1, thumbnail), 'photo.jpg');
      expect(quartersOf(await decode(same, larger))).to.deep.equal(UPRIGHT);
      const wide = fileOf(addExif(await encodeJpeg(640, 360), 1, thumbnail), 'wide.jpg');
      expect(quartersOf(await decode(wide))).to.deep.equal(UPRIGHT);
    });
  });

  describe('refuses without decoding', () => {
    let decodes: ReturnType<typeof countDecodes>;
    beforeEach(() => {
      decodes = countDecodes();
    });
    afterEach(() => decodes.takeBack());

    it('a picture that claims 60,000 times 60,000 pixels', async () => {
      const bomb = fileOf(await claimPngSize(60_000, 60_000), 'bomb.png', 'image/png');
      expect(await decodeImage(bomb, square, going)).to.equal(null);
      expect(decodes.count()).to.equal(0);
      await decodeImage(fileOf(await encodePng(8, 8), 'small.png'), square, going);
      expect(decodes.count()).to.equal(1);
    });

    it('a file of more than 64 MiB', async () => {
      const rest = new Uint8Array(2 ** 20);
      const large = new File([await encodePng(8, 8), ...Array.from({ length: 64 }, () => rest)], 'large.png');
      expect(await decodeImage(large, square, going)).to.equal(null);
      expect(decodes.count()).to.equal(0);
    });

    it('SVG, whatever it calls itself', async () => {
      const svg =
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
      for (const [name, type] of [
        ['a.svg', 'image/svg+xml'],
        ['a.png', 'image/png'],
      ] as const) {
        expect(await decodeImage(fileOf(svg, name, type), square, going)).to.equal(null);
      }
      expect(decodes.count()).to.equal(0);
    });
  });

  it('ends when it is told to', async () => {
    const stopped = new AbortController();
    const file = fileOf(await encodePng(300, 200), 'a.png');
    const thrown = failureOf(decodeImage(file, square, stopped.signal));
    stopped.abort();
    expect(await thrown).to.have.property('name', 'AbortError');
  });

  it('left no rejection to the page', async () => {
    // The browser tells of one a task later.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(unhandled.map(String)).to.deep.equal([]);
  });
});
