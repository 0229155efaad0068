/** What is wrong with a `FakeStreamFile`. Offsets in bytes. */
export type FileFaults = {
  /** Most bytes of one read; whole views when absent. */
  readonly mostBytes?: number;
  /** Where the stream ends although the file goes on. */
  readonly endsAt?: number;
  /** Where the stream fails. */
  readonly failsAt?: number;
  readonly hasNoByob?: boolean;
  /** Where slices end although the file goes on. */
  readonly slicesEndAt?: number;
  /** What reading a slice rejects with. */
  readonly sliceError?: Error;
};

/** A file whose BYOB stream is a fake, the same in all engines; slices are real unless told otherwise. */
export class FakeStreamFile extends Blob {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #faults: FileFaults;
  /** Reads asked of the stream. */
  reads = 0;
  /** Slices asked for. */
  slices = 0;
  isCanceled = false;
  /** Memory given to reads, each once. */
  readonly buffers = new Set<ArrayBuffer>();
  /** Which memory a moved buffer is; of all files, as readers hand buffers on. */
  static readonly #origin = new WeakMap<ArrayBuffer, ArrayBuffer>();

  constructor(bytes: Uint8Array<ArrayBuffer>, faults: FileFaults) {
    super([bytes]);
    this.#bytes = bytes;
    this.#faults = faults;
  }

  override stream(): ReturnType<Blob['stream']> {
    let at = 0;
    const read = async (view: Uint8Array<ArrayBuffer>): Promise<{ value: Uint8Array; done: boolean }> => {
      this.reads += 1;
      await Promise.resolve();
      if (this.#faults.failsAt !== undefined && at >= this.#faults.failsAt)
        throw new TypeError('stream failed');
      const end = Math.min(this.#faults.endsAt ?? Infinity, this.#bytes.byteLength);
      const bytes = Math.min(view.byteLength, this.#faults.mostBytes ?? Infinity, end - at);
      const { byteOffset } = view;
      const value = new Uint8Array(this.#move(view.buffer), byteOffset, bytes);
      value.set(this.#bytes.subarray(at, at + bytes));
      at += bytes;
      return { value, done: bytes === 0 };
    };
    const getReader = (): unknown => {
      if (this.#faults.hasNoByob === true) throw new TypeError('no byob');
      const cancel = async (): Promise<void> => {
        this.isCanceled = true;
      };
      return { read, cancel };
    };
    // Only what the reader under test calls.
    return { getReader } as unknown as ReturnType<Blob['stream']>;
  }

  override slice(start = 0, end = this.size): Blob {
    this.slices += 1;
    const { sliceError, slicesEndAt } = this.#faults;
    const slice = super.slice(start, Math.min(end, slicesEndAt ?? end));
    if (sliceError !== undefined) slice.arrayBuffer = () => Promise.reject(sliceError);
    return slice;
  }

  /** A read takes the buffer away and gives the same memory as another object, as the platform's does. */
  #move(buffer: ArrayBuffer): ArrayBuffer {
    this.buffers.add(FakeStreamFile.#origin.get(buffer) ?? buffer);
    const moved = structuredClone(buffer, { transfer: [buffer] });
    FakeStreamFile.#origin.set(moved, FakeStreamFile.#origin.get(buffer) ?? buffer);
    return moved;
  }
}

/** True where this engine reads a `Blob` by BYOB. */
export function hasByobStreams(): boolean {
  try {
    void new Blob(['x']).stream().getReader({ mode: 'byob' }).cancel();
    return true;
  } catch {
    return false;
  }
}
