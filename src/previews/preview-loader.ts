import { decodeFirstFrame } from './decode-first-frame.js';
import { decodeImage } from './decode-image.js';
import { KeptCanvases } from './kept-canvases.js';
import type { PixelSize } from './pixel-size.js';
import { PreviewQueue } from './preview-queue.js';
import { withinTime } from './within-time.js';

/** Longest time for one preview, in ms; own figure: a decoder that hangs must not hold up all others. */
const LONGEST_MS = 10_000;

/** Pixels kept of rows out of sight, in bytes; own figure: 650 rows of a list on a dense screen, 60 tiles of a grid. */
const KEPT_BYTES = 16 * 1024 * 1024;

/** Previews made at once; one where each blocks the main thread (see `decode-image.ts`). */
const AT_ONCE = 'ImageDecoder' in globalThis ? 2 : 1;

/** Makes the small picture of a file; null: there is none. */
type Decode = (file: File, size: PixelSize, signal: AbortSignal) => Promise<HTMLCanvasElement | null>;

const decodePreview: Decode = async (file, size, signal) =>
  (await decodeImage(file, size, signal)) ?? decodeFirstFrame(file, size, signal);

/** Gives the previews of all uploaders of a page, each made when its turn comes. */
export class PreviewLoader {
  readonly #decode: Decode;
  readonly #limitMs: number;
  readonly #queue: PreviewQueue;
  readonly #kept = new KeptCanvases(KEPT_BYTES);
  /** What can't be shown is not tried each time that it comes into sight. */
  readonly #hopeless = new WeakSet<File>();

  constructor({
    decode = decodePreview,
    limitMs = LONGEST_MS,
    queue = new PreviewQueue(AT_ONCE),
  }: { readonly decode?: Decode; readonly limitMs?: number; readonly queue?: PreviewQueue } = {}) {
    this.#decode = decode;
    this.#limitMs = limitMs;
    this.#queue = queue;
  }

  /**
   * A canvas with the file's picture, the caller's own until it is given back. Null where there is none, or the
   * signal aborted; it never throws.
   *
   * @param size wanted at least
   */
  load(file: File, size: PixelSize, signal: AbortSignal): Promise<HTMLCanvasElement | null> {
    const kept = this.#kept.take(file, size);
    if (kept !== null || this.#hopeless.has(file)) {
      return Promise.resolve(kept);
    }
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(null), { once: true });
      this.#queue.add(async () => resolve(await this.#make(file, size, signal)), signal);
    });
  }

  /** Takes a canvas back that is out of sight. */
  giveBack(file: File, canvas: HTMLCanvasElement): void {
    this.#kept.put(file, canvas);
  }

  async #make(file: File, size: PixelSize, signal: AbortSignal): Promise<HTMLCanvasElement | null> {
    let canvas: HTMLCanvasElement | null = null;
    try {
      canvas = await withinTime((inTime) => this.#decode(file, size, inTime), this.#limitMs, signal);
    } catch {
      // A broken file, one that can't be read, or too slow: its icon stays.
    }
    if (canvas === null && !signal.aborted) {
      this.#hopeless.add(file);
    }
    return canvas;
  }
}
