import { expect } from '@esm-bundle/chai';
import { decodeFirstFrame } from '../../src/previews/decode-first-frame.js';
import { codecOf } from '../../src/previews/mp4-codec.js';
import { encodeKeyFrame, makeFilm } from './support/make-film.js';
import { encodePng, fileOf, quartersOf, UPRIGHT, type Quarters } from './support/make-images.js';

const going = new AbortController().signal;
const square = { width: 80, height: 80 };

/** WebKitGTK has no codec of films here; Chromium has H.264, Firefox VP9. */
const hasCodec = !navigator.userAgent.includes('Version/');

/** Stands in where there is no codec: it says that it is H.264, and is nothing. */
const NO_FRAME = {
  data: Uint8Array.of(1, 2, 3),
  entry: 'avc1',
  box: Uint8Array.of(0, 0, 0, 12, 0x61, 0x76, 0x63, 0x43, 1, 0x42, 0, 0x1f),
};

describe('decodeFirstFrame', () => {
  let keyFrame = NO_FRAME;
  before(async () => {
    const encoded = await encodeKeyFrame();
    expect(encoded !== null).to.equal(hasCodec);
    keyFrame = encoded ?? NO_FRAME;
  });

  /** What is shown; null for nothing. */
  async function decode(facts?: Parameters<typeof makeFilm>[1], size = square): Promise<Quarters | null> {
    const file = fileOf(makeFilm(keyFrame, facts), 'a.mp4');
    const canvas = await decodeFirstFrame(file, size, going).catch((thrown: unknown) => {
      if (hasCodec) throw thrown;
      return null;
    });
    return canvas && quartersOf(canvas);
  }

  for (const [turned, matrix, quarters] of [
    ['upright', [1, 0], UPRIGHT],
    ['a quarter to the right', [0, 1], ['B', 'R', 'RGB', 'G']],
    ['upside down', [-1, 0], ['RGB', 'B', 'G', 'R']],
    ['a quarter to the left', [0, -1], ['G', 'RGB', 'R', 'B']],
  ] as const) {
    it(`shows the first picture of a film that is held ${turned}`, async () => {
      const shown = await decode({ matrix }, { width: 160, height: 120 });
      expect(shown).to.deep.equal(hasCodec ? quarters : null);
    });
  }

  it('finds the table of contents at the end', async () => {
    expect(await decode({ isIndexLast: true })).to.deep.equal(hasCodec ? UPRIGHT : null);
  });

  it('has nothing for a film in pieces, an unknown codec, and other files', async () => {
    expect(await decode({ isInPieces: true })).to.equal(null);
    const other = { ...keyFrame, box: new Uint8Array(0) };
    expect(await decodeFirstFrame(fileOf(makeFilm(other), 'a.mp4'), square, going)).to.equal(null);
    expect(await decodeFirstFrame(fileOf(await encodePng(8, 8), 'a.mp4'), square, going)).to.equal(null);
    expect(await decodeFirstFrame(fileOf('', 'a.mp4'), square, going)).to.equal(null);
  });

  it('survives any cut and any damage', async () => {
    const film = makeFilm(keyFrame, { isIndexLast: true });
    const index = film.length - 700;
    for (let at = index; at < film.length; at += 7) {
      const damaged = film.slice();
      damaged[at] = 0xff;
      for (const bytes of [film.slice(0, at), damaged]) {
        await decodeFirstFrame(fileOf(bytes, 'a.mp4'), square, going).catch(() => null);
      }
    }
  });

  it('ends when it is told to', async () => {
    const stopped = new AbortController();
    const ended = decodeFirstFrame(fileOf(makeFilm(keyFrame), 'a.mp4'), square, stopped.signal).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    stopped.abort();
    expect(await ended).to.have.property('name', 'AbortError');
  });
});

describe('codecOf', () => {
  it('names HEVC as phones write it', () => {
    // Main profile, level 3.1, main tier, as in the registry's example hvc1.1.6.L93.B0.
    const config = [1, 1, 0x60, 0, 0, 0, 0xb0, 0, 0, 0, 0, 0, 93];
    const view = new DataView(Uint8Array.from(config).buffer);
    expect(codecOf('hvc1', (type) => (type === 'hvcC' ? view : undefined))?.codec).to.equal(
      'hvc1.1.6.L93.B0',
    );
  });
});
