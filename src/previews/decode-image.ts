import { drawCover } from './draw-cover.js';
import { embeddedThumbnail } from './embedded-thumbnail.js';
import { readImageHeader } from './image-header.js';
import type { ImageHeader } from './image-header.js';
import type { PixelSize } from './pixel-size.js';

/** Where a header ends at the latest: a JPEG's may have 64 KiB of EXIF, as much of colours, and more. Own figure. */
const HEADER_BYTES = 256 * 1024;

/** Most pixels that are decoded: 200 MB as long as it takes. Own figure, above the usual cameras'. */
const MOST_PIXELS = 50_000_000;

/** Largest file that is read for its pixels, in bytes: it is in memory meanwhile. Own figure. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * A canvas with a small picture of an image, upright; null where it is no image that can be shown.
 *
 * With `ImageDecoder` (Chromium, Firefox, in secure contexts) all is done off the main thread, and a JPEG is decoded at
 * an eighth of its size right away: 13 ms instead of 50 for 12 megapixels. `createImageBitmap` does for the others;
 * WebKit decodes on the main thread there, 200 ms for 12 megapixels, and an image is let through one at a time.
 *
 * Both turn the picture as it asks to be (EXIF, and what other formats have).
 *
 * @param size of the canvas
 * @throws what the decoder throws, for broken images
 */
export async function decodeImage(
  file: Blob,
  size: PixelSize,
  signal: AbortSignal,
): Promise<HTMLCanvasElement | null> {
  const header = readImageHeader(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  signal.throwIfAborted();
  if (header === null) {
    return null;
  }
  const thumbnail = embeddedThumbnail(header, size);
  const isTooLarge = header.width * header.height > MOST_PIXELS || file.size > MOST_BYTES;
  if (thumbnail === null && isTooLarge) {
    return null;
  }
  const bytes = thumbnail === null ? file : new Blob([thumbnail], { type: header.type });
  return 'ImageDecoder' in globalThis
    ? decodeFrame(bytes, header, size, signal)
    : decodeBitmap(bytes, size, signal);
}

async function decodeFrame(
  bytes: Blob,
  { type, ...stored }: ImageHeader,
  size: PixelSize,
  signal: AbortSignal,
): Promise<HTMLCanvasElement> {
  // It may have to be turned, so that either side may become either.
  const shrink = Math.min(1, Math.max(size.width, size.height) / Math.min(stored.width, stored.height));
  // Handed over and freed with the decoder; the pieces of a stream would lie about until they are collected.
  const data = await bytes.arrayBuffer();
  signal.throwIfAborted();
  const decoder = new ImageDecoder({
    type,
    data,
    transfer: [data],
    desiredWidth: Math.ceil(stored.width * shrink),
    desiredHeight: Math.ceil(stored.height * shrink),
    preferAnimation: false,
  });
  // Firefox rejects these two as the decoder is closed, and a page would hear of a rejection that nobody handles.
  decoder.completed.catch(() => undefined);
  decoder.tracks.ready.catch(() => undefined);
  const stop = (): void => decoder.close();
  signal.addEventListener('abort', stop);
  try {
    const { image } = await decoder.decode();
    try {
      const { displayWidth: width, displayHeight: height } = image;
      return drawCover({ source: image, turns: 0, width, height }, size);
    } finally {
      image.close();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

async function decodeBitmap(bytes: Blob, size: PixelSize, signal: AbortSignal): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(bytes);
  try {
    signal.throwIfAborted();
    const { width, height } = bitmap;
    return drawCover({ source: bitmap, turns: 0, width, height }, size);
  } finally {
    bitmap.close();
  }
}
