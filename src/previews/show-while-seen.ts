import { PreviewLoader } from './preview-loader.js';
import type { PixelSize } from './pixel-size.js';

/** Device pixels drawn for one of CSS at most; own figure: more can't be told apart at this size. */
const MOST_DENSITY = 2;

/** Longest side that is drawn, in device pixels, however large a page makes its tiles; own figure. */
const LONGEST_SIDE = 640;

/** What shows the picture of a row; null: the icon. */
type Show = (canvas: HTMLCanvasElement | null) => void;

const pageLoader = new PreviewLoader();
const watched = new WeakMap<Element, SeenPreview>();
let sight: IntersectionObserver | undefined;
let sizes: ResizeObserver | undefined;

/**
 * Has the picture of `file` shown in `frame` while that can be seen, as large as it is, and freed when it can't.
 *
 * @returns what ends it
 */
export function showWhileSeen(
  frame: Element,
  file: File,
  show: Show,
  loader: Pick<PreviewLoader, 'load' | 'giveBack'> = pageLoader,
): () => void {
  // One of each for all rows of the page.
  sight ??= new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      // Sizes are told as soon as they are watched.
      sizes?.[isIntersecting ? 'observe' : 'unobserve'](target);
      if (!isIntersecting) {
        watched.get(target)?.leave();
      }
    }
  });
  sizes ??= new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      watched.get(target)?.draw(inPixels(contentRect));
    }
  });
  const preview = new SeenPreview(file, show, loader);
  watched.set(frame, preview);
  sight.observe(frame);
  return () => {
    sight?.unobserve(frame);
    sizes?.unobserve(frame);
    watched.delete(frame);
    preview.leave();
  };
}

function inPixels({ width, height }: PixelSize): PixelSize {
  const density = Math.min(devicePixelRatio, MOST_DENSITY, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.round(width * density), height: Math.round(height * density) };
}

/** The preview of one row, between its coming into sight and its leaving. */
class SeenPreview {
  readonly #file: File;
  readonly #show: Show;
  readonly #loader: Pick<PreviewLoader, 'load' | 'giveBack'>;
  #canvas: HTMLCanvasElement | null = null;
  #loading: AbortController | null = null;

  constructor(file: File, show: Show, loader: Pick<PreviewLoader, 'load' | 'giveBack'>) {
    this.#file = file;
    this.#show = show;
    this.#loader = loader;
  }

  draw(size: PixelSize): void {
    const isDrawn = this.#canvas && this.#canvas.width >= size.width && this.#canvas.height >= size.height;
    if (!isDrawn && size.width > 0 && size.height > 0) {
      void this.#load(size);
    }
  }

  leave(): void {
    this.#loading?.abort();
    if (this.#canvas !== null) {
      this.#show(null);
      this.#loader.giveBack(this.#file, this.#canvas);
      this.#canvas = null;
    }
  }

  async #load(size: PixelSize): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    const canvas = await this.#loader.load(this.#file, size, loading.signal);
    if (canvas === null) {
      return;
    }
    if (loading.signal.aborted) {
      this.#loader.giveBack(this.#file, canvas);
    } else {
      canvas.setAttribute('aria-hidden', 'true');
      this.#canvas = canvas;
      this.#show(canvas);
    }
  }
}
