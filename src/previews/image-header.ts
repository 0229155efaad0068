import { readJpegHeader } from './jpeg-header.js';

/** What an image tells of itself before its pixels. */
export type ImageHeader = {
  /** Media type by the bytes, whatever the file's name says. */
  readonly type: string;
  /** Pixels as stored, before they are turned. */
  readonly width: number;
  readonly height: number;
  /** How to turn it, as EXIF numbers it, where it is known; decoders know it of other formats too. */
  readonly orientation: number;
  readonly thumbnail: Uint8Array | null;
};

/** The first bytes of a format, as text with one character a byte. */
const FORMATS: readonly (readonly [start: RegExp, type: string, size: SizeReader])[] = [
  [/^\x89PNG\r\n/, 'image/png', ({ view }) => [view.getUint32(16), view.getUint32(20)]],
  [/^GIF8/, 'image/gif', ({ view }) => [view.getUint16(6, true), view.getUint16(8, true)]],
  // The height is negative where the rows go down.
  [/^BM/, 'image/bmp', ({ view }) => [view.getInt32(18, true), Math.abs(view.getInt32(22, true))]],
  [/^RIFF[^]{4}WEBP/, 'image/webp', webpSize],
  [/^[^]{4}ftypavi[fs]/, 'image/avif', boxSize],
  [/^[^]{4}ftyp(?:hei[cmsx]|mif1)/, 'image/heic', boxSize],
];

type Bytes = { readonly view: DataView; readonly text: string };
type SizeReader = (bytes: Bytes) => readonly [width: number, height: number];

/**
 * Reads an image's format and size from its first bytes; null for all that is not known here. Nothing is
 * decoded whose size is not known first. SVG is not known on purpose: a small one can ask for any amount of work.
 * Own code, since the packages for it (`image-size`, `exifr`) weigh more than all previews may.
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  try {
    if (bytes[0] === 0xff && bytes[1] === 0xd8) {
      const jpeg = readJpegHeader(bytes);
      return jpeg && { type: 'image/jpeg', ...jpeg };
    }
    const text = String.fromCharCode(...bytes.subarray(0, 16));
    const [, type, size] = FORMATS.find(([start]) => start.test(text)) ?? [];
    if (type === undefined || size === undefined) {
      return null;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [width, height] = size({ view, text });
    return width > 0 && height > 0 ? { type, width, height, orientation: 1, thumbnail: null } : null;
  } catch {
    // A header cut short, or one that lies about its lengths.
    return null;
  }
}

/** @see https://developers.google.com/speed/webp/docs/riff_container */
function webpSize({ view, text }: Bytes): readonly [number, number] {
  switch (text.slice(12, 16)) {
    case 'VP8 ':
      return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
    case 'VP8L': {
      // 14 bits each, one after the other.
      const bits = view.getUint32(21, true);
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
    }
    default:
      // 24 bits each, the last byte of another field cut off.
      return [(view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1];
  }
}

/**
 * The largest of the sizes (`ispe` boxes) that AVIF and HEIC tell: others are of tiles and thumbnails. Looked for by
 * its name: a lying one is found out by the decoder, which compares.
 *
 * @see https://www.iso.org/standard/83650.html 6.5.3
 */
function boxSize({ view }: Bytes): readonly [number, number] {
  const ISPE = 0x69737065;
  let largest: readonly [number, number] = [0, 0];
  for (let at = 4; at + 16 <= view.byteLength; at += 1) {
    if (view.getUint32(at) === ISPE) {
      const [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
      largest = width * height > largest[0] * largest[1] ? [width, height] : largest;
    }
  }
  return largest;
}
