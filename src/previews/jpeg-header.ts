/** What a JPEG tells of itself before its pixels. */
export type JpegHeader = {
  /** Pixels as stored, before they are turned. */
  readonly width: number;
  readonly height: number;
  /** How to turn it, 1 to 8 as EXIF numbers it; 1 is upright. */
  readonly orientation: number;
  /** The small JPEG that a camera puts into its EXIF data, as it is there. */
  readonly thumbnail: Uint8Array | null;
};

/** "Exif", with the zero that ends it. */
const EXIF = 0x45786966;

const APP1 = 0xe1;

/** EXIF's tags, in the first directory and in that of the thumbnail. */
const ORIENTATION_TAG = 0x0112;
const THUMBNAIL_OFFSET_TAG = 0x0201;
const THUMBNAIL_BYTES_TAG = 0x0202;

const DIRECTORY_ENTRY_BYTES = 12;

/**
 * Reads a JPEG's segments up to the one with its size.
 *
 * @throws RangeError where `bytes` end, or lead, beyond themselves
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf annex B
 */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | null {
  const view = viewOf(bytes);
  let exif: Pick<JpegHeader, 'orientation' | 'thumbnail'> = { orientation: 1, thumbnail: null };
  for (let at = 2; view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      // Fill bytes may stand before a marker.
      at += 1;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (isFrame(marker)) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), ...exif };
    }
    if (marker === APP1 && view.getUint32(at + 4) === EXIF) {
      exif = readExif(bytes.subarray(at + 10, at + 2 + length));
    }
    at += 2 + length;
  }
  return null;
}

/** Start of frame: C0 to CF, but for tables (C4), a reserved one (C8) and arithmetic conditioning (CC). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/**
 * Reads what is needed of EXIF data; what is wrong there spoils no picture.
 *
 * @see https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf
 */
function readExif(bytes: Uint8Array): Pick<JpegHeader, 'orientation' | 'thumbnail'> {
  let orientation = 1;
  try {
    const view = viewOf(bytes);
    const isLittle = view.getUint8(0) === 0x49;
    const directory = view.getUint32(4, isLittle);
    const told = readEntry(view, directory, ORIENTATION_TAG, isLittle);
    orientation = told >= 1 && told <= 8 ? told : 1;
    const count = view.getUint16(directory, isLittle);
    const next = view.getUint32(directory + 2 + count * DIRECTORY_ENTRY_BYTES, isLittle);
    const start = next === 0 ? 0 : readEntry(view, next, THUMBNAIL_OFFSET_TAG, isLittle);
    const length = next === 0 ? 0 : readEntry(view, next, THUMBNAIL_BYTES_TAG, isLittle);
    const isThere = start > 0 && length > 0 && start + length <= bytes.length;
    return { orientation, thumbnail: isThere ? bytes.subarray(start, start + length) : null };
  } catch {
    return { orientation, thumbnail: null };
  }
}

/** The number that a directory has for `tag`, a short or a long; 0 where it has none. */
function readEntry(view: DataView, directory: number, tag: number, isLittle: boolean): number {
  const SHORT = 3;
  const count = view.getUint16(directory, isLittle);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * DIRECTORY_ENTRY_BYTES;
    if (view.getUint16(entry, isLittle) === tag) {
      return view.getUint16(entry + 2, isLittle) === SHORT
        ? view.getUint16(entry + 8, isLittle)
        : view.getUint32(entry + 8, isLittle);
    }
  }
  return 0;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
