import { codecOf } from './mp4-codec.js';
import type { PixelSize } from './pixel-size.js';

/** The first picture of a film: a key frame, where it lies in its file, and how to decode it. */
export type FirstSample = PixelSize & {
  /** End exclusive. */
  readonly range: readonly [start: number, end: number];
  readonly codec: string;
  readonly description: DataView<ArrayBuffer> | null;
  /** Quarters of a turn, clockwise, that make it upright. */
  readonly turns: number;
};

/** Largest table of contents that is read, in bytes; own figure: an hour of film has some MiB. */
const LARGEST_MOVIE_BOX = 16 * 1024 * 1024;

/** Largest key frame that is read, in bytes; own figure. */
const LARGEST_SAMPLE = 8 * 1024 * 1024;

/** Boxes that may come before the table of contents; own figure. */
const MOST_BOXES = 32;

type View = DataView<ArrayBuffer>;

/**
 * Finds the first picture of an MP4 or MOV whose table of contents (`moov`) lists it, as cameras and phones write
 * them; null for all other files.
 *
 * @throws RangeError where boxes lead beyond themselves
 * @see https://www.iso.org/standard/83102.html
 */
export async function findFirstSample(file: Blob): Promise<FirstSample | null> {
  const movie = await readMovieBox(file);
  for (const [type, track] of movie === null ? [] : boxesIn(movie)) {
    const sample = type === 'trak' ? firstSampleOf(track) : null;
    if (sample !== null) {
      return sample;
    }
  }
  return null;
}

async function readMovieBox(file: Blob): Promise<View | null> {
  let at = 0;
  for (let count = 0; count < MOST_BOXES && at + 8 <= file.size; count += 1) {
    const head = new DataView(await file.slice(at, at + 16).arrayBuffer());
    const [type, headBytes, bytes] = readBoxHead(head, 0, file.size - at);
    if ((count === 0 && type !== 'ftyp') || bytes < headBytes) {
      return null;
    }
    if (type === 'moov') {
      return bytes > LARGEST_MOVIE_BOX
        ? null
        : new DataView(await file.slice(at + headBytes, at + bytes).arrayBuffer());
    }
    at += bytes;
  }
  return null;
}

function firstSampleOf(track: View): FirstSample | null {
  const media = boxIn(track, 'mdia');
  const header = boxIn(track, 'tkhd');
  const handler = media && boxIn(media, 'hdlr');
  if (!media || !header || !handler || textAt(handler, 8) !== 'vide') {
    return null;
  }
  const table = boxIn(media, 'minf', 'stbl');
  const entries = table && boxIn(table, 'stsd');
  const sizes = table && boxIn(table, 'stsz');
  const offsets = table && (boxIn(table, 'stco') ?? boxIn(table, 'co64'));
  // One that plays in pieces (`moof`) lists no sample here.
  if (!table || !entries || !sizes || !offsets || sizes.getUint32(8) === 0 || offsets.getUint32(4) === 0) {
    return null;
  }
  const start = boxIn(table, 'stco') ? offsets.getUint32(8) : Number(offsets.getBigUint64(8));
  const bytes = sizes.getUint32(4) || sizes.getUint32(12);
  const [entry] = boxesIn(part(entries, 8));
  const VISUAL_ENTRY_BYTES = 78;
  const codec = entry && codecOf(entry[0], (type) => boxIn(part(entry[1], VISUAL_ENTRY_BYTES), type));
  if (!entry || !codec || bytes > LARGEST_SAMPLE) {
    return null;
  }
  return {
    ...codec,
    range: [start, start + bytes],
    width: entry[1].getUint16(24),
    height: entry[1].getUint16(26),
    turns: turnsOf(header),
  };
}

/** Reads the rotation from the matrix, which lies further back in version 1. */
function turnsOf(header: View): number {
  const matrix = header.getUint8(0) === 1 ? 52 : 40;
  const quarter = Math.PI / 2;
  const angle = Math.atan2(header.getInt32(matrix + 4), header.getInt32(matrix));
  return (Math.round(angle / quarter) + 4) % 4;
}

function boxIn(view: View, ...path: readonly string[]): View | undefined {
  const [wanted, ...rest] = path;
  for (const [type, content] of boxesIn(view)) {
    if (type === wanted) {
      return rest.length === 0 ? content : boxIn(content, ...rest);
    }
  }
  return undefined;
}

function* boxesIn(view: View): Generator<readonly [type: string, content: View]> {
  for (let at = 0; at + 8 <= view.byteLength;) {
    const [type, headBytes, bytes] = readBoxHead(view, at, view.byteLength - at);
    if (bytes < headBytes) {
      return;
    }
    yield [type, part(view, at + headBytes, bytes - headBytes)];
    at += bytes;
  }
}

/** Type, bytes of the head and bytes of all; the latter may be in 64 bits (1), or all that is `left` (0). */
function readBoxHead(view: View, at: number, left: number): readonly [string, number, number] {
  const bytes = view.getUint32(at);
  const type = textAt(view, at + 4);
  return bytes === 1 ? [type, 16, Number(view.getBigUint64(at + 8))] : [type, 8, bytes || left];
}

function part(view: View, start: number, bytes = view.byteLength - start): View {
  return new DataView(view.buffer, view.byteOffset + start, bytes);
}

function textAt(view: View, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)));
}
