import { UPRIGHT, type Bytes } from './make-images.js';

/** One key frame, as a film has it, and what its sample entry says of it. */
type KeyFrame = { readonly data: Bytes; readonly entry: string; readonly box: Bytes };

/** What is said of a film beside its frame. */
type FilmFacts = {
  /** `a` and `b` of the matrix in the track's header, 1 or -1: how it is to be turned. */
  readonly matrix?: readonly [number, number];
  /** The table of contents comes first, or last as phones write it. */
  readonly isIndexLast?: boolean;
  /** No sample is listed, as where it plays in pieces. */
  readonly isInPieces?: boolean;
};

const [WIDTH, HEIGHT] = [320, 240];

/** Encodes four quarters of red, green, blue, white; null where this engine can't encode and decode any codec of films. */
export async function encodeKeyFrame(): Promise<KeyFrame | null> {
  if (!('VideoEncoder' in globalThis)) return null;
  for (const codec of ['avc1.42001f', 'vp09.00.10.08']) {
    const config = { codec, width: WIDTH, height: HEIGHT };
    const canDecode = await VideoDecoder.isConfigSupported({ codec });
    const canEncode = await VideoEncoder.isConfigSupported(config);
    if (canDecode.supported === true && canEncode.supported === true) return encode(config);
  }
  return null;
}

async function encode(config: VideoEncoderConfig): Promise<KeyFrame> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  const inks: Readonly<Record<string, string>> = { R: '#f00', G: '#0f0', B: '#00f', RGB: '#fff' };
  UPRIGHT.forEach((ink, index) => {
    context.fillStyle = inks[ink] ?? '';
    context.fillRect(((index % 2) * WIDTH) / 2, (Math.floor(index / 2) * HEIGHT) / 2, WIDTH / 2, HEIGHT / 2);
  });
  return new Promise((resolve, reject) => {
    const encoder = new VideoEncoder({
      output(chunk, metadata) {
        const data = new Uint8Array(chunk.byteLength);
        chunk.copyTo(data);
        const description = metadata?.decoderConfig?.description;
        const isVp9 = config.codec.startsWith('vp09');
        resolve({
          data,
          entry: isVp9 ? 'vp09' : 'avc1',
          // Profile 0, level 1.0, 8 bits.
          box: isVp9
            ? box('vpcC', [1, 0, 0, 0, 0, 10, 0x82, 2, 2, 2, 0, 0])
            : box('avcC', new Uint8Array(description as ArrayBuffer)),
        });
      },
      error: reject,
    });
    encoder.configure(config);
    const frame = new VideoFrame(canvas, { timestamp: 0 });
    encoder.encode(frame, { keyFrame: true });
    frame.close();
    encoder.flush().catch(reject);
  });
}

/** An MP4 of this one frame, after a track of sound. */
export function makeFilm({ data, entry, box: config }: KeyFrame, facts: FilmFacts = {}): Bytes {
  const { matrix: [a, b] = [1, 0], isIndexLast = false, isInPieces = false } = facts;
  const start = box('ftyp', [...text('isom'), 0, 0, 0, 0]);
  const frames = box('mdat', data);
  const matrix = [a, b, 0, -b, a, 0, 0, 0].flatMap((value) => uint32((value * 65_536) >>> 0));
  const header = box('tkhd', zeros(40), matrix, uint32(0x40000000), zeros(8));
  const track = (kind: string, offset: number): Bytes =>
    box(
      'trak',
      header,
      box(
        'mdia',
        box('hdlr', zeros(8), text(kind), zeros(13)),
        box(
          'minf',
          box(
            'stbl',
            box(
              'stsd',
              zeros(4),
              uint32(1),
              box(entry, zeros(24), uint16(WIDTH), uint16(HEIGHT), zeros(50), config),
            ),
            box('stsz', zeros(8), uint32(isInPieces ? 0 : 1), isInPieces ? [] : uint32(data.length)),
            box('stco', zeros(4), uint32(isInPieces ? 0 : 1), isInPieces ? [] : uint32(offset)),
          ),
        ),
      ),
    );
  const index = (offset: number): Bytes => box('moov', track('soun', 0), track('vide', offset));
  if (isIndexLast) return join(start, frames, index(start.length + 8));
  return join(start, index(start.length + index(0).length + 8), frames);
}

function box(type: string, ...contents: readonly (Bytes | readonly number[])[]): Bytes {
  const content = join(...contents);
  return join(uint32(content.length + 8), text(type), content);
}

function join(...pieces: readonly (Bytes | readonly number[])[]): Bytes {
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

function zeros(count: number): readonly number[] {
  return Array<number>(count).fill(0);
}

function text(letters: string): readonly number[] {
  return Array.from(letters, (letter) => letter.charCodeAt(0));
}

function uint16(value: number): readonly number[] {
  return [value >>> 8, value & 0xff];
}

function uint32(value: number): readonly number[] {
  return [...uint16(value >>> 16), ...uint16(value & 0xffff)];
}
