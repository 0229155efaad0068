/** Colours of the four quarters of a picture, from the top left in reading order; letters of red, green, blue. */
export type Quarters = readonly [string, string, string, string];

/** Red, green, blue, white: each way of turning it gives another order. */
export const UPRIGHT: Quarters = ['R', 'G', 'B', 'RGB'];

const INKS: Readonly<Record<string, string>> = { R: '#f00', G: '#0f0', B: '#00f', RGB: '#fff', '': '#000' };

export type Bytes = Uint8Array<ArrayBuffer>;

/** A picture of four quarters, as the engine encodes it; null where it can't write `type`. */
export async function encodeQuarters(
  type: string,
  width: number,
  height: number,
  quarters: Quarters = UPRIGHT,
): Promise<Bytes | null> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  quarters.forEach((ink, index) => {
    context.fillStyle = INKS[ink] ?? '';
    context.fillRect(((index % 2) * width) / 2, (Math.floor(index / 2) * height) / 2, width / 2, height / 2);
  });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.95));
  return blob?.type === type ? new Uint8Array(await blob.arrayBuffer()) : null;
}

/** The same as a JPEG, which all engines write. */
export async function encodeJpeg(width: number, height: number, quarters?: Quarters): Promise<Bytes> {
  const bytes = await encodeQuarters('image/jpeg', width, height, quarters);
  if (!bytes) throw new Error('no JPEG');
  return bytes;
}

/** The same as a PNG, which all engines write. */
export async function encodePng(width: number, height: number): Promise<Bytes> {
  const bytes = await encodeQuarters('image/png', width, height);
  if (!bytes) throw new Error('no PNG');
  return bytes;
}

/** The JPEG with EXIF data as a camera writes it: how to turn it, and a small JPEG where one is given. */
export function addExif(jpeg: Bytes, orientation: number, thumbnail?: Bytes): Bytes {
  const entry = (tag: number, kind: 3 | 4, value: number): readonly number[] => [
    ...uint16(tag),
    ...uint16(kind),
    ...uint32(1),
    ...(kind === 3 ? [...uint16(value), 0, 0] : uint32(value)),
  ];
  const header = [...text('MM'), 0, 42, ...uint32(8)];
  const thumbnailDirectory = 8 + 2 + 12 + 4;
  const thumbnailStart = thumbnailDirectory + 2 + 24 + 4;
  const directories = [
    ...uint16(1),
    ...entry(0x0112, 3, orientation),
    ...uint32(thumbnail ? thumbnailDirectory : 0),
    ...uint16(2),
    ...entry(0x0201, 4, thumbnailStart),
    ...entry(0x0202, 4, thumbnail?.length ?? 0),
    ...uint32(0),
  ];
  const exif = [...text('Exif'), 0, 0, ...header, ...directories, ...(thumbnail ?? [])];
  return Uint8Array.from([
    ...jpeg.subarray(0, 2),
    ...[0xff, 0xe1],
    ...uint16(exif.length + 2),
    ...exif,
    ...jpeg.subarray(2),
  ]);
}

/** A PNG of 1 pixel that claims to have `width` times `height`. */
export async function claimPngSize(width: number, height: number): Promise<Bytes> {
  const bytes = await encodePng(2, 2);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

/** A file of these bytes. */
export function fileOf(bytes: Bytes | string, name: string, type = ''): File {
  return new File([bytes], name, { type });
}

/** Colours in the middle of the canvas's quarters. */
export function quartersOf(canvas: HTMLCanvasElement): Quarters {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  const at = (x: number, y: number): string => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(
      Math.floor(canvas.width * x),
      Math.floor(canvas.height * y),
      1,
      1,
    ).data;
    if (alpha < 250) return 'clear';
    return `${red > 128 ? 'R' : ''}${green > 128 ? 'G' : ''}${blue > 128 ? 'B' : ''}`;
  };
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)];
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
