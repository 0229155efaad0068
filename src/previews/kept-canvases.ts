import type { PixelSize } from './pixel-size.js';

const BYTES_A_PIXEL = 4;

/**
 * Keeps the canvases of rows that are out of sight, for when they come back; beyond its room the first that came goes.
 * A canvas is either here or in a row, so that none is there twice. Files are not held: what a page
 * is done with is freed, and its canvas is pushed out by others.
 */
export class KeptCanvases {
  readonly #room: number;
  readonly #byFile = new WeakMap<Blob, HTMLCanvasElement>();
  readonly #canvases = new Set<HTMLCanvasElement>();
  #bytes = 0;

  /** @param room in bytes of pixels */
  constructor(room: number) {
    this.#room = room;
  }

  put(file: Blob, canvas: HTMLCanvasElement): void {
    this.#drop(this.#byFile.get(file));
    this.#byFile.set(file, canvas);
    this.#canvases.add(canvas);
    this.#bytes += bytesOf(canvas);
    for (const oldest of this.#canvases) {
      if (this.#bytes <= this.#room) {
        return;
      }
      this.#drop(oldest);
    }
  }

  /** Hands out the canvas of `file`, if it is large enough; the caller has it from now on. */
  take(file: Blob, { width, height }: PixelSize): HTMLCanvasElement | null {
    const canvas = this.#byFile.get(file);
    this.#byFile.delete(file);
    if (canvas === undefined || !this.#canvases.has(canvas)) {
      return null;
    }
    if (canvas.width < width || canvas.height < height) {
      this.#drop(canvas);
      return null;
    }
    this.#remove(canvas);
    return canvas;
  }

  #drop(canvas: HTMLCanvasElement | undefined): void {
    if (canvas !== undefined && this.#canvases.has(canvas)) {
      this.#remove(canvas);
      // Frees the pixels at once: WebKit keeps those of a canvas until it is collected, and runs out of them before.
      canvas.width = 0;
      canvas.height = 0;
    }
  }

  #remove(canvas: HTMLCanvasElement): void {
    this.#canvases.delete(canvas);
    this.#bytes -= bytesOf(canvas);
  }
}

function bytesOf({ width, height }: HTMLCanvasElement): number {
  return width * height * BYTES_A_PIXEL;
}
