import { drawCover } from './draw-cover.js';
import { findFirstSample } from './mp4-first-sample.js';
import type { FirstSample } from './mp4-first-sample.js';
import type { PixelSize } from './pixel-size.js';

/**
 * A canvas with the first picture of a film, upright; null where it can't be shown: not an MP4 or MOV, a codec that the
 * browser does not have, no WebCodecs (not a secure context).
 *
 * A `<video>` would need a blob URL, and whether the page's policy allows one (`media-src`) can't be known but by
 * trying, which a strict page's console and its report address would tell of. WebCodecs asks no policy, reads the one
 * key frame instead of the file, and decodes off the main thread; the price is to find that frame.
 * Packages that do (`mp4box`, `mediabunny`) weigh more than all previews may.
 *
 * @throws what the decoder throws, for broken films
 */
export async function decodeFirstFrame(
  file: Blob,
  size: PixelSize,
  signal: AbortSignal,
): Promise<HTMLCanvasElement | null> {
  const sample = 'VideoDecoder' in globalThis ? await findFirstSample(file) : null;
  if (sample === null) {
    return null;
  }
  const data = await file.slice(...sample.range).arrayBuffer();
  signal.throwIfAborted();
  const frame = await decodeSample(sample, data, signal);
  try {
    const { displayWidth: width, displayHeight: height } = frame;
    return drawCover({ source: frame, turns: sample.turns, width, height }, size);
  } finally {
    frame.close();
  }
}

async function decodeSample(
  { codec, description, width, height }: FirstSample,
  data: ArrayBuffer,
  signal: AbortSignal,
): Promise<VideoFrame> {
  let decoder: VideoDecoder | undefined;
  try {
    return await new Promise<VideoFrame>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      decoder = new VideoDecoder({ output: resolve, error: reject });
      decoder.configure({
        codec,
        codedWidth: width,
        codedHeight: height,
        ...(description === null ? {} : { description }),
      });
      decoder.decode(new EncodedVideoChunk({ type: 'key', timestamp: 0, data }));
      decoder.flush().then(() => reject(new Error('The film has no first picture.')), reject);
    });
  } finally {
    if (decoder?.state !== 'closed') {
      decoder?.close();
    }
  }
}
