import type { ImageHeader } from './image-header.js';
import type { PixelSize } from './pixel-size.js';
import { readJpegHeader } from './jpeg-header.js';

/** How far the thumbnail's shape may be from the picture's, as a ratio; own figure: sizes are rounded to whole pixels. */
const SHAPE_TOLERANCE = 0.02;

/** Most pixels of a side; own figure: EXIF data ends at 64 KiB, so that a larger one is no honest thumbnail. */
const LARGEST_SIDE = 1024;

/**
 * The thumbnail of a camera's JPEG as a JPEG of its own that is turned as the picture is; null where it would not do:
 * it is smaller than what is drawn, or of another shape. Such ones have black bars, or are of a time before the
 * picture was cut.
 *
 * It is decoded in a hundredth of the time, without the rest of the file being read at all. That counts most where
 * images are decoded on the main thread (WebKit, see `decode-image.ts`).
 */
export function embeddedThumbnail(header: ImageHeader, wanted: PixelSize): Uint8Array<ArrayBuffer> | null {
  const { thumbnail, orientation } = header;
  const small = thumbnail && readThumbnail(thumbnail);
  if (!thumbnail || !small) {
    return null;
  }
  const isRightSize =
    Math.min(small.width, small.height) >= Math.max(wanted.width, wanted.height) &&
    Math.max(small.width, small.height) <= LARGEST_SIDE;
  const shapes = (small.width * header.height) / (small.height * header.width);
  return isRightSize && Math.abs(shapes - 1) <= SHAPE_TOLERANCE ? turned(thumbnail, orientation) : null;
}

function readThumbnail(bytes: Uint8Array): PixelSize | null {
  try {
    return bytes[0] === 0xff && bytes[1] === 0xd8 ? readJpegHeader(bytes) : null;
  } catch {
    return null;
  }
}

/** The JPEG with an EXIF segment that says nothing but how to turn it, so that the decoder does it. */
function turned(jpeg: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
  // APP1 with its length, "Exif", and a TIFF header ("MM", 42) that leads to the directory at 8.
  const segment = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8];
  // One entry (tag 0x0112, a short, one of them), and no further directory.
  const directory = [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  return Uint8Array.of(0xff, 0xd8, ...segment, ...directory, ...jpeg.subarray(2));
}
