import type { PixelSize } from './pixel-size.js';

/** What can be drawn, as it is stored. */
export type Picture = PixelSize & {
  readonly source: CanvasImageSource;
  /** Quarters of a turn, clockwise, that make it upright. */
  readonly turns: number;
};

/** A new canvas of `size`, filled with the middle of the picture, as `object-fit: cover` does. */
export function drawCover({ source, turns, width, height }: Picture, size: PixelSize): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d');
  if (context === null) {
    throw new Error('No canvas could be made: the browser is out of memory for it.');
  }
  const isLying = turns % 2 === 1;
  const scale = Math.max(size.width / (isLying ? height : width), size.height / (isLying ? width : height));
  context.imageSmoothingQuality = 'medium';
  context.translate(size.width / 2, size.height / 2);
  context.rotate((turns * Math.PI) / 2);
  context.scale(scale, scale);
  context.drawImage(source, -width / 2, -height / 2, width, height);
  return canvas;
}
