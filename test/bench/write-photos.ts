import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callAsText } from '../e2e/support/page-driver.js';
import type { BarePage } from './bare-chromium.js';

/** Pictures that are drawn; the files are these over and over, each with a comment of its own. */
const DRAWN = 8;

/**
 * Writes `count` JPEGs of 4000 x 3000 pixels, as heavy as photographs and without a thumbnail inside, so that each has
 * to be decoded; their paths.
 *
 * @param page any page; it draws them
 */
export async function writePhotos(page: BarePage, folder: string, count: number): Promise<readonly string[]> {
  const drawn: Buffer[] = [];
  for (let seed = 0; seed < DRAWN; seed += 1) {
    drawn.push(Buffer.from(String(await page.evaluate(callAsText(drawPhoto, [seed]))), 'base64'));
  }
  const paths: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const photo = drawn[index % DRAWN] ?? Buffer.alloc(0);
    // All differ from their first bytes on, or the server would know them.
    const text = Buffer.from(`photo ${String(index)}`.padEnd(14));
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), text]);
    const path = join(folder, `photo-${String(index).padStart(4, '0')}.jpg`);
    await writeFile(path, Buffer.concat([photo.subarray(0, 2), comment, photo.subarray(2)]));
    paths.push(path);
  }
  return paths;
}

/** Runs in the page: shapes and grain, as a JPEG in base64. */
async function drawPhoto(seed: number): Promise<string> {
  const [width, height] = [4000, 3000];
  const grainSize = 500;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  const grain = new OffscreenCanvas(grainSize, grainSize);
  const grainContext = grain.getContext('2d');
  if (!context || !grainContext) throw new Error('no canvas');
  const hue = seed * 45;
  const sky = context.createLinearGradient(0, 0, width, height);
  sky.addColorStop(0, `hsl(${String(hue)} 70% 30%)`);
  sky.addColorStop(1, `hsl(${String(hue + 90)} 70% 70%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  for (let shape = 0; shape < 600; shape += 1) {
    context.fillStyle = `hsl(${String(hue + (shape % 120))} 60% ${String(20 + (shape % 60))}% / 0.5)`;
    context.beginPath();
    context.ellipse(
      Math.random() * width,
      Math.random() * height,
      20 + Math.random() * 300,
      20 + Math.random() * 200,
      Math.random() * 3,
      0,
      2 * Math.PI,
    );
    context.fill();
  }
  const pixels = grainContext.createImageData(grainSize, grainSize);
  for (let at = 0; at < pixels.data.length; at += 4) {
    const grey = 255 * Math.random();
    pixels.data.set([grey, grey, grey, 20], at);
  }
  grainContext.putImageData(pixels, 0, 0);
  for (let x = 0; x < width; x += grainSize) {
    for (let y = 0; y < height; y += grainSize) context.drawImage(grain, x, y);
  }
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let start = 0; start < bytes.length; start += 30_000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 30_000));
  }
  return btoa(text);
}
