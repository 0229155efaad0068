/** Bytes that `crypto` makes in one go at most. */
const CHUNK_BYTES = 65_536;

/** A file for who has none at hand; never the same twice, so that its bytes are really sent. */
export function sampleFile(name: string, bytes: number): File {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < bytes; start += CHUNK_BYTES) {
    chunks.push(crypto.getRandomValues(new Uint8Array(Math.min(CHUNK_BYTES, bytes - start))));
  }
  return new File(chunks, name);
}

/** A picture for who has none at hand: a sky with a sun. */
export async function samplePicture(name: string, hue: number): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = 1200;
  canvas.height = 900;
  const brush = canvas.getContext('2d');
  if (brush !== null) {
    const sky = brush.createLinearGradient(0, 0, 0, canvas.height);
    sky.addColorStop(0, `hsl(${String(hue)} 60% 35%)`);
    sky.addColorStop(1, `hsl(${String(hue + 40)} 80% 75%)`);
    brush.fillStyle = sky;
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.fillStyle = 'hsl(45 100% 88%)';
    brush.beginPath();
    brush.arc(200 + hue * 2.5, 620, 110, 0, 2 * Math.PI);
    brush.fill();
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg'));
  return new File(blob === null ? [] : [blob], name, { type: 'image/jpeg' });
}
